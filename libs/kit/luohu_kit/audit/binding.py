"""Binds rows to the audit: what a migration calls for each table whose rows must never change unseen.

    audited(op, "item_event", key="seq", columns=("seq", "item_id", ...))
    audited(op, "question", key="id", columns=("id", "body", ...))
    audited(op, "question", what="question.verdict", key="id", columns=("id", "verdict"), on="UPDATE",
            where="r.verdict IS NOT NULL")

A trigger writes one entry for each statement, however many rows it has, in the same transaction. The text of a row is
JSON with the columns in the given order, as PostgreSQL writes it: the digest is of these very bytes, so nobody has to
write JSON in the same way to check it. What is bound once keeps its name and its columns; other columns are another
binding. A row that is bound anew (on an UPDATE) is checked against its last entry.
"""

from collections.abc import Mapping, Sequence
from typing import Any

#: Rows that are brought back come with their entries: nothing happened. Only the owner of the tables brings back.
_BROUGHT_BACK = "current_setting('luohu.loading', true) = 'yes' AND current_user = 'luohu_owner'"
_BIND = (
    "INSERT INTO kit.audit_binding (what, source, key, key_type, payload, bound)"
    " VALUES ({what}, {source}, {key}, {key_type}, {payload}, {bound})"
)
_ENTRIES = """
    INSERT INTO kit.audit_entry (world, at, what, keys, digests)
    SELECT e.world, coalesce((SELECT kit.world_now(w) FROM kit.world w WHERE w.name = e.world), clock_timestamp()),
        {what}, e.keys, e.digests
    FROM (
        SELECT r.world, array_agg(({key})::text) AS keys,
            string_agg(sha256(convert_to({payload}, 'UTF8')), ''::bytea) AS digests
        FROM {rows} r WHERE {bound} GROUP BY r.world
    ) AS e"""
_FUNCTION = """
    CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql SET timezone TO 'UTC' AS $$ BEGIN
        IF {brought_back} THEN RETURN NULL; END IF;
        {entries};
        RETURN NULL;
    END $$"""
_TRIGGER = (
    "CREATE TRIGGER {trigger} AFTER {on} ON {source} REFERENCING NEW TABLE AS added"
    " FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
)


def audited(
    op: Any,
    table: str,
    *,
    key: str,
    columns: Sequence[str],
    key_type: str = "bigint",
    schema: str = "public",
    what: str = "",
    on: str = "INSERT",
    where: str = "true",
    computed: Mapping[str, str] | None = None,
) -> None:
    """Have every row of a table that an INSERT (or an UPDATE) writes bound, and those that are there already.

    key: the column that tells rows of a world apart, and its type. columns: what is bound. where: SQL over a row `r`;
    only such rows are bound. computed: more of the text, by name: SQL over a row `r`, such as the digest of a file.
    """
    cells = {column: f'r."{column}"' for column in columns} | dict(computed or {})
    what = what or table
    source = f'"{schema}"."{table}"'
    sql = {
        "what": _quoted(what),
        "source": source,
        "key": f'r."{key}"',
        "key_type": key_type,
        "payload": f"json_build_object({', '.join(f'{_quoted(name)}, {cell}' for name, cell in cells.items())})::text",
        "bound": where,
    }
    quoted = {name: _quoted(sql[name]) for name in ("source", "key", "key_type", "payload", "bound")}
    op.execute(_BIND.format(what=sql["what"], **quoted))
    name = "audit_" + what.replace(".", "_")
    function = f'"{schema}"."{name}"'
    entries = _ENTRIES.format(rows="added", **sql)
    op.execute(_FUNCTION.format(function=function, brought_back=_BROUGHT_BACK, entries=entries))
    op.execute(_TRIGGER.format(trigger=name, on=on, source=source, function=function))
    op.execute("SET LOCAL timezone TO 'UTC'")
    op.execute(_ENTRIES.format(rows=source, **sql))


def not_audited(op: Any, table: str, *, schema: str = "public", what: str = "") -> None:
    """Undo `audited`."""
    what = what or table
    name = "audit_" + what.replace(".", "_")
    op.execute(f'DROP TRIGGER {name} ON "{schema}"."{table}"')
    op.execute(f'DROP FUNCTION "{schema}"."{name}"()')
    op.execute(f"DELETE FROM kit.audit_binding WHERE what = {_quoted(what)}")  # noqa: S608 - a name of our own


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
