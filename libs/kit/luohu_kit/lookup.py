"""Batches that PostgreSQL looks up row by row, in a world of any size.

Worlds differ in size by five orders of magnitude, and a plan is made for whichever was there when it was made. A batch
that the planner takes for a hundred rows is joined with a whole world that it takes for ten; in a large one that is
all of its rows, for each batch. So a batch is written such that the planner takes it for one row: then an index that
finds that row is always the cheapest. `num_nulls(x) = 0` is such a condition: true, and thought to hold for one in 200.
"""


def each(parameter: str, kind: str = "text") -> str:
    """SQL: the elements of an array parameter, for `IN`; kind: their type."""
    return f"(SELECT e FROM unnest(CAST(:{parameter} AS {kind}[])) AS e WHERE {few('e')})"  # noqa: S608 - our own names


def few(column: str) -> str:
    """SQL: a condition that is true of a column without NULLs, and makes the planner expect next to nothing of it."""
    return f"num_nulls({column}) = 0"
