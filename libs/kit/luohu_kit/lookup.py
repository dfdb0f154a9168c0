"""Batches that PostgreSQL looks up row by row, in a world of any size.

Worlds differ in size by five orders of magnitude, and a plan is made for whichever was there when it was made. A batch
that the planner takes for a hundred rows is joined with a whole world that it takes for ten; in a large one that is
all of its rows, for each batch. And a world that it takes for one row, as it does among many small ones, it reads
first, and looks for each of its rows in the batch. So a batch is looked up behind a fence, one row after the other:
nothing is joined with a table before. That the index is then the one of the id, and not another one of the world,
`database.DEAR` sees to.
"""


def by_id(table: str, name: str, parameter: str, *, hold: bool = False) -> str:
    """SQL: the rows of a table whose ids are in an array parameter, each as often as it is named; held, if they are to
    be written in a statement that follows.
    """
    ids = f"unnest(CAST(:{parameter} AS uuid[])) AS named"
    found = f"(SELECT * FROM {table} WHERE id = named FOR NO KEY UPDATE)" if hold else fenced(table, "named")  # noqa: S608
    return f"{ids} CROSS JOIN LATERAL {found} AS {name}"


def fenced(table: str, value: str, what: str = "*") -> str:
    """SQL: the row of a table that has this id, or of that row what is named, for a lateral join."""
    return f"(SELECT {what} FROM {table} WHERE id = {value} OFFSET 0)"  # noqa: S608 - our own names


def to_write(table: str, value: str) -> tuple[str, str]:
    """SQL: what an UPDATE joins with the rows of its batch, and its condition.

    What is to be written cannot stand behind a fence; where it lies can. So the rows have to be held before the
    statement begins: one that somebody else writes meanwhile lies elsewhere, and would be left as it is.
    value: the column of the batch with the id. The planner is to take the batch for one row: `num_nulls(x) = 0` is
    always true, and thought to hold for one in 200.
    """
    join = f" CROSS JOIN LATERAL {fenced(table, value, 'ctid AS place')} AS found"
    return join, f"num_nulls({value}) = 0 AND {table.rpartition('.')[2]}.ctid = found.place"
