"""Pages as plain HTML that load nothing from anywhere. Everything that is put in is escaped here."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from luohu_contract.problems import ProblemType

_STYLE = (
    ":root{color-scheme:light dark;--ink:#1b1b1b;--soft:#5c5c5c;--line:#ddd;--page:#fff;--ground:#f3f3f3;"
    "--link:#8b1a1a}"
    "@media(prefers-color-scheme:dark){:root{--ink:#eee;--soft:#b5b5b5;--line:#444;--page:#161616;--ground:#2c2c2c;"
    "--link:#ff9d94}}html{background:var(--page);color:var(--ink)}"
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid var(--line);padding:.3rem .6rem;"
    "text-align:left;vertical-align:top}code{background:var(--ground);padding:0 .2rem;overflow-wrap:anywhere}"
    "a{color:var(--link);overflow-wrap:anywhere}.muted{color:var(--soft)}"
)
_HEAD = (
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    '<link rel="icon" href="data:,">'
)
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")


def page(title: str, *parts: str) -> str:
    """A whole page."""
    return (
        f'<!doctype html><html lang="en"><head>{_HEAD}<title>{escape(title)}</title><style>{_STYLE}</style></head>'
        f"<body><main><h1>{escape(title)}</h1>{''.join(parts)}</main></body></html>"
    )


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; cells are HTML already."""
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    names = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    return f"<table><tr>{names}</tr>{body}</table>"


def link(path: str, text: str | None = None) -> str:
    return f'<a href="{escape(path)}">{escape(text or path)}</a>'


def index(doors: Sequence[Mapping[str, str]]) -> str:
    """The doors of the city."""
    rows = [(f"<code>{escape(d['path'])}</code>", escape(d["title"]), link(d["docs"], d["service"])) for d in doors]
    return page("落户", table(("door", "office", "what it offers"), rows), f"<p>{link('/problems')}</p>")


def problems(kinds: Sequence[ProblemType]) -> str:
    """All problem types."""
    rows = [(str(k.status), link(f"/problems/{k.slug}", k.slug), escape(k.title)) for k in kinds]
    return page("Problem types", table(("status", "slug", "title"), rows))


def problem(kind: ProblemType) -> str:
    """One problem type."""
    return page(
        kind.title,
        f"<p><code>{escape(kind.slug)}</code> · HTTP {kind.status}</p><p>{escape(kind.meaning)}</p>",
        f"<p><strong>What to do:</strong> {escape(kind.remedy)}</p><p>{link('/problems')}</p>",
    )


def reference(document: Mapping[str, Any]) -> str:
    """What a service offers, one line for each operation, from its OpenAPI document."""
    info: Mapping[str, Any] = document.get("info", {})
    mount = str(next(iter(document.get("servers", ())), {"url": "/"})["url"]).rstrip("/")
    rows = [
        _operation(mount, path, method, item[method], inner="servers" in item)
        for path, item in document.get("paths", {}).items()
        for method in METHODS
        if method in item
    ]
    return page(
        str(info.get("title", "A service")),
        f"<p>{escape(str(info.get('description', '')))}</p>",
        table(("operation", "what it does", "answers"), rows),
        '<p class="muted">The same in full detail: the OpenAPI document under <code>/openapi/</code>.</p>',
    )


def _operation(mount: str, path: str, method: str, operation: Mapping[str, Any], *, inner: bool) -> Sequence[str]:
    parameters = ", ".join(
        f"<code>{escape(str(p['name']))}</code>" for p in operation.get("parameters", ()) if p.get("in") == "query"
    )
    told = escape(str(operation.get("summary", "")))
    if parameters:
        told += f'<br><span class="muted">query: {parameters}</span>'
    if inner:
        told += '<br><span class="muted">between the services only</span>'
    where = path if inner else mount + path
    answers = ", ".join(escape(str(status)) for status in operation.get("responses", {}))
    return f"<code>{method.upper()} {escape(where)}</code>", told, answers
