"""Every error is an RFC 9457 problem: what was wrong, which field, what is valid, what to do.

Services raise `Problem` at their edges, or plain domain exceptions that a table maps to slugs. The four sources of
errors (our exceptions, validation, Starlette's own, the last resort) all end here.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.responses import Response

from luohu_contract.problems import PROBLEMS
from luohu_kit.peer import NoSharedSecret
from luohu_kit.work import UnknownWorld, WorldAway

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"

#: Domain exceptions of the kit itself.
KIT_PROBLEMS: dict[type[Exception], str] = {
    UnknownWorld: "world-unknown",
    WorldAway: "world-away",
    PoolTimeout: "service-unavailable",
    NoSharedSecret: "service-unavailable",
    ConnectionRefusedError: "service-unavailable",
    ConnectionResetError: "service-unavailable",
    InterfaceError: "service-unavailable",
    OperationalError: "service-unavailable",
}

_BY_STATUS = {
    400: "malformed-request",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    413: "payload-too-large",
    415: "unsupported-media-type",
    429: "too-many-requests",
}


class Problem(Exception):
    """A problem ready to be answered. `slug` names a row of `luohu_contract.problems`."""

    def __init__(
        self,
        slug: str,
        detail: str,
        *,
        errors: Sequence[Mapping[str, str]] = (),
        remedy: str | None = None,
        headers: Mapping[str, str] | None = None,
        **extensions: Any,
    ) -> None:
        super().__init__(detail)
        self.slug = slug
        self.detail = detail
        self.errors = tuple(errors)
        self.remedy = remedy
        self.headers = dict(headers or {})
        self.extensions = extensions


def render(problem: Problem, instance: str) -> Response:
    """The answer for a problem."""
    kind = PROBLEMS[problem.slug]
    body: dict[str, Any] = {
        "type": f"/problems/{kind.slug}",
        "title": kind.title,
        "status": kind.status,
        "detail": problem.detail,
        "instance": instance,
        "remedy": problem.remedy or kind.remedy,
    }
    if problem.errors:
        body["errors"] = list(problem.errors)
    body.update(problem.extensions)
    headers = dict(problem.headers)
    if kind.status in (429, 503):
        headers.setdefault("Retry-After", "1")
    return Response(orjson.dumps(body), status_code=kind.status, headers=headers, media_type=MEDIA_TYPE)


def install(app: FastAPI, table: Mapping[type[Exception], str]) -> None:
    """Answer every error of the app as a problem. `table` maps the service's domain exceptions to slugs."""
    for exception, slug in {**KIT_PROBLEMS, **table}.items():
        if slug not in PROBLEMS:
            raise LookupError(f"{exception.__name__} maps to {slug!r}, which is no slug of luohu_contract.problems")
        app.add_exception_handler(exception, _mapped(slug))
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(DBAPIError, _database)
    app.add_exception_handler(Exception, _last_resort)


def _mapped(slug: str) -> Any:
    async def handle(request: Request, error: Exception) -> Response:
        kind = PROBLEMS[slug]
        if kind.status >= 500:
            log.warning("request_failed", path=request.url.path, error=type(error).__name__)
        detail = str(error) if kind.status < 500 else kind.meaning
        problem = Problem(
            slug,
            detail,
            errors=getattr(error, "errors", ()),
            remedy=getattr(error, "remedy", None),
            headers=getattr(error, "headers", None),
            **getattr(error, "extensions", {}),
        )
        return render(problem, request.url.path)

    return handle


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)  # noqa: S101 - narrows the type
    return render(error, request.url.path)


async def _database(request: Request, error: Exception) -> Response:
    """A connection that broke is 'try again'; a statement that PostgreSQL refused is our own fault."""
    assert isinstance(error, DBAPIError)  # noqa: S101 - narrows the type
    if error.connection_invalidated or _shutting_down(error):
        return render(Problem("service-unavailable", PROBLEMS["service-unavailable"].meaning), request.url.path)
    return await _last_resort(request, error)


def _shutting_down(error: DBAPIError) -> bool:
    code = str(getattr(error.orig, "sqlstate", "") or "")
    return code.startswith(("57P", "08", "53")) or code in ("40001", "40P01", "55P03")


async def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - narrows the type
    faults = [fault_of(e, error.body) for e in error.errors()[:50]]
    first = faults[0] if faults else {"pointer": "#", "detail": "it does not have the form that this route takes"}
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    slug = "malformed-request" if first["pointer"].startswith("header:") else "validation-failed"
    return render(Problem(slug, f"{first['pointer']}: {first['detail']}{more}", errors=faults), request.url.path)


def fault_of(error: Mapping[str, Any], body: Any = None) -> dict[str, str]:
    """One pydantic error as a pointer and a sentence. What was entered is not repeated: it may be an id number.

    body: what was sent, as JSON has it, if it is known.
    """
    where, *path = error["loc"] or ("body",)
    if where == "body":
        path = _there(path, body, missing=error["type"] == "missing")
    steps = "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)
    pointer = {"body": f"#{steps}"}.get(str(where), f"{where}:{steps.lstrip('/')}")
    if error["type"] == "json_invalid":
        pointer = "#"
    return {"pointer": _writable(pointer), "detail": _writable(str(error["msg"]).removeprefix("Value error, "))}


def _there(path: Sequence[Any], body: Any, *, missing: bool) -> list[Any]:
    """The steps that the body has, and the one that it lacks: pydantic puts the name of a form, where it is one of
    several, between them.
    """
    steps: list[Any] = []
    for number, step in enumerate(path, start=1):
        lacking = isinstance(body, Mapping) and step not in body
        if lacking and not (missing and number == len(path)):
            continue
        steps.append(step)
        if isinstance(body, Mapping):
            body = body.get(step)
        elif isinstance(body, list) and isinstance(step, int) and step < len(body):
            body = body[step]
        else:
            body = None
    return steps


def _writable(text: str) -> str:
    """The text as JSON can carry it: the name of an unknown field may hold half a character."""
    return text.encode("utf-8", "replace").decode()[:500]


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - narrows the type
    slug = _BY_STATUS.get(error.status_code, "internal-error" if error.status_code >= 500 else "malformed-request")
    kind = PROBLEMS[slug]
    detail = f"{request.method} {request.url.path}: {kind.meaning}"
    return render(Problem(slug, detail, headers=error.headers), request.url.path)


async def _last_resort(request: Request, error: Exception) -> Response:
    log.error("request_crashed", path=request.url.path, method=request.method, exc_info=error)
    return render(Problem("internal-error", PROBLEMS["internal-error"].meaning), request.url.path)
