"""The site: an app of its own inside of the gateway, under `/city`."""

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from luohu_gateway.site import (
    applicant,
    by_form,
    cases,
    city_map,
    desk,
    employer,
    front,
    outcome,
    season,
    sign_in,
    window,
)
from luohu_gateway.site.drawing import Drawing
from luohu_gateway.site.guard import Elsewhere, Fenced, NoSandbox, NotForThem, SignInFirst, StrangeForm, sign_in_path
from luohu_gateway.site.kept import Kept
from luohu_gateway.site.links import PREFIX
from luohu_gateway.site.problems import Shown
from luohu_gateway.site.session import Seals
from luohu_gateway.site.visit import Grounds, Visit, visit
from luohu_gateway.site.wire import Away, Refused
from luohu_gateway.upstream import Upstreams
from luohu_kit.settings import Settings

#: Every section of the site, each with a router.
SECTIONS = (front, sign_in, by_form, applicant, outcome, employer, desk, window, cases, season, city_map)


def create_site(settings: Settings, upstreams: Upstreams) -> FastAPI:
    """The pages, to be mounted at `PREFIX`."""
    app = FastAPI(title="落户 · pages", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    kept = Kept()
    app.state.grounds = Grounds(settings, upstreams, Seals(settings), Drawing(PREFIX, kept))
    for section in SECTIONS:
        app.include_router(section.router)
    app.add_route("/static/{name}", kept.answer, methods=["GET"])
    app.add_exception_handler(SignInFirst, _sign_in_first)
    app.add_exception_handler(Elsewhere, _elsewhere)
    app.add_exception_handler(NotForThem, _not_for_them)
    app.add_exception_handler(StrangeForm, _strange_form)
    app.add_exception_handler(NoSandbox, _not_here)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(Away, _away)
    app.add_exception_handler(HTTPException, _http)
    app.add_middleware(Fenced, sheet=kept.sheet_source)
    return app


async def _sign_in_first(request: Request, error: Exception) -> Response:
    here = await visit(request)
    back = here.here if request.method == "GET" and not here.partial else _page_of(here)
    if here.ended:
        here.forget()
    return here.go(sign_in_path(back))


def _page_of(here: Visit) -> str:
    """The page that a part or a form belongs to, where htmx says so; else the front page."""
    told = here.request.headers.get("hx-current-url", "")
    return told.removeprefix(here.origin) if told.startswith(here.origin + PREFIX) else f"{PREFIX}/"


async def _elsewhere(request: Request, error: Exception) -> Response:
    assert isinstance(error, Elsewhere)  # noqa: S101 - narrows the type
    return (await visit(request)).go(error.path)


async def _not_for_them(request: Request, error: Exception) -> Response:
    assert isinstance(error, NotForThem)  # noqa: S101 - narrows the type
    here = await visit(request)
    return here.draw("not_for_them.html", status=403, roles=error.roles)


async def _strange_form(request: Request, error: Exception) -> Response:
    return (await visit(request)).draw("strange_form.html", status=403)


async def _not_here(request: Request, error: Exception) -> Response:
    return (await visit(request)).draw("not_here.html", status=404)


async def _refused(request: Request, error: Exception) -> Response:
    """A problem that no page showed beside a field of its own."""
    assert isinstance(error, Refused)  # noqa: S101 - narrows the type
    here = await visit(request)
    if error.status == 401:
        here.forget()
        return here.go(sign_in_path(_page_of(here) if here.partial else here.here))
    if error.status == 404:
        return here.draw("not_here.html", status=404)
    return here.draw("problem.html", status=error.status, problem=Shown.of(error))


async def _away(request: Request, error: Exception) -> Response:
    """A service that is away is waited for: the page, or its part, comes again by itself."""
    assert isinstance(error, Away)  # noqa: S101 - narrows the type
    here = await visit(request)
    if request.method == "GET":
        return here.draw("parts/waiting.html" if here.partial else "waiting.html", service=error.service)
    return here.draw("problem.html", status=503, problem=Shown(), service=error.service)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - narrows the type
    here = await visit(request)
    if error.status_code in (404, 405):
        return here.draw("not_here.html", status=error.status_code)
    return here.draw("problem.html", status=error.status_code, problem=Shown(detail=str(error.detail)))
