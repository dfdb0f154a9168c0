"""The gateway's own pages: the index of doors, the problem types, and what each service offers."""

from collections.abc import Mapping
from importlib.metadata import version
from typing import Annotated, Any

import httpx
import orjson
from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import HTMLResponse

from luohu_contract.directory import AGENCIES, BY_NAME
from luohu_contract.problems import PROBLEMS, ProblemType
from luohu_gateway import html
from luohu_gateway.routing import ControlClosed, NoSuchDoor, Passage, find
from luohu_gateway.upstream import Asked, BrokeOff, TookTooLong, Unreachable, Upstreams
from luohu_kit.api import wants_html
from luohu_kit.auth import public
from luohu_kit.problems import Problem
from luohu_kit.worlds import Health

OPENAPI_SECONDS = 10.0
#: For the document: what is JSON for programs is a page for a browser.
_HTML: Mapping[str, Any] = {"text/html": {"schema": {"type": "string"}}}
_EITHER: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/json": {"schema": {"type": "object"}}, **_HTML}}
}
_PAGE: dict[int | str, dict[str, Any]] = {200: {"content": {**_HTML}}}
_MOUNTS = {"declaration": "", "sandbox": "", "identity": "/identity"} | {
    a.name: f"/agencies/{a.name}" for a in AGENCIES
}

Slug = Annotated[str, Path(max_length=80)]


def answer(request: Request, data: Any, page: str) -> Response:
    """The same thing as JSON or as a page. Caches are told that both exist."""
    vary = {"Vary": "Accept"}
    if wants_html(request):
        return Response(page, headers=vary, media_type="text/html; charset=utf-8")
    return Response(orjson.dumps(data), headers=vary, media_type="application/json")


def doors(control: bool) -> list[dict[str, str]]:
    """What the gateway opens, in the order in which a newcomer needs it."""
    listed = [
        {"path": "/identity", "service": "identity", "title": BY_NAME["identity"].title, "docs": "/docs/identity"},
        {"path": "/v1", "service": "declaration", "title": BY_NAME["declaration"].title, "docs": "/docs/declaration"},
    ]
    listed += [
        {"path": f"/agencies/{a.name}", "service": a.name, "title": a.title, "docs": f"/docs/{a.name}"}
        for a in AGENCIES
    ]
    if control:
        listed.append(
            {"path": "/_luohu", "service": "sandbox", "title": BY_NAME["sandbox"].title, "docs": "/docs/sandbox"}
        )
    return listed


def problem_view(kind: ProblemType) -> dict[str, Any]:
    """A problem type as JSON."""
    return {
        "type": f"/problems/{kind.slug}",
        "status": kind.status,
        "title": kind.title,
        "meaning": kind.meaning,
        "remedy": kind.remedy,
    }


def pages(upstreams: Upstreams, *, control: bool) -> APIRouter:
    """The routes of the gateway's own pages. control: whether the control plane is listed."""
    router = APIRouter(dependencies=[Depends(public())])

    @router.get("/", summary="The doors of the city", responses=_EITHER)
    async def index(request: Request) -> Response:
        listed = doors(control)
        data = {"name": "luohu", "version": version("luohu"), "doors": listed, "problems": "/problems"}
        return answer(request, data, html.index(listed))

    @router.get("/health", summary="Whether the gateway itself works")
    async def health() -> Health:
        return Health(service="gateway", version=version("luohu"), ready=True)

    @router.get("/problems", summary="Every problem type", responses=_EITHER)
    async def list_problems(request: Request) -> Response:
        listed = [problem_view(kind) for kind in PROBLEMS.values()]
        return answer(request, {"problems": listed}, html.problems(list(PROBLEMS.values())))

    @router.get("/problems/{slug}", summary="One problem type: what it means and what to do", responses=_EITHER)
    async def one_problem(request: Request, slug: Slug) -> Response:
        kind = PROBLEMS.get(slug)
        if kind is None:
            raise Problem(
                "not-found", "There is no problem type of this slug.", remedy="Choose one from GET /problems."
            )
        return answer(request, problem_view(kind), html.problem(kind))

    @router.get("/openapi/{service}.json", summary="What a service offers, as OpenAPI")
    async def openapi(service: Slug) -> dict[str, Any]:
        return await described(upstreams, service, control=control)

    @router.get(
        "/docs/{service}", summary="What a service offers, as a page", responses=_PAGE, response_class=HTMLResponse
    )
    async def docs(request: Request, service: Slug) -> Response:
        document = await described(upstreams, service, control=control)
        return HTMLResponse(html.reference(document))

    return router


async def described(upstreams: Upstreams, service: str, *, control: bool) -> dict[str, Any]:
    """A service's OpenAPI document as it is true at the gateway.

    `servers` says where its paths stand here; a path that only services use among themselves carries the address of
    the service itself.
    """
    if service not in _MOUNTS or (service == "sandbox" and not control):
        raise Problem("not-found", f"There is no service to describe here but {', '.join(_MOUNTS)}.")
    document = await _fetched(upstreams, service)
    mount = _MOUNTS[service]
    paths: Mapping[str, Any] = document.get("paths", {})
    inner = [{"url": upstreams.origin(service), "description": "Between the services only, signed"}]
    return {
        **document,
        "servers": [{"url": mount or "/"}],
        "paths": {
            path: item if _opened(service, mount + path, control=control) else {**item, "servers": inner}
            for path, item in paths.items()
        },
    }


def _opened(service: str, path: str, *, control: bool) -> bool:
    try:
        passage = find(path, path.encode(), control=control)
    except (NoSuchDoor, ControlClosed):
        return False
    return passage is not None and passage.service == service


async def _fetched(upstreams: Upstreams, service: str) -> dict[str, Any]:
    asked = Asked(
        method="GET",
        passage=Passage(service, "", b"/openapi.json"),
        query=b"",
        headers=[(b"host", upstreams.host(service)), (b"accept", b"application/json")],
        body=b"",
        patience=OPENAPI_SECONDS,
    )
    try:
        found = await upstreams.ask(asked)
        try:
            content = b"".join([chunk async for chunk in found.chunks()])
        finally:
            await found.close()
    except Unreachable as error:
        raise Problem("service-unavailable", f"{service} takes no connections just now.", service=service) from error
    except (BrokeOff, TookTooLong, httpx.HTTPError) as error:
        raise Problem("upstream-unreachable", f"{service} did not describe itself.", service=service) from error
    document = orjson.loads(content) if found.status == 200 else None
    if not isinstance(document, dict):
        raise Problem("upstream-unreachable", f"{service} did not describe itself.", service=service)
    return document
