"""The sign-in by form: `/authorize` (RFC 6749, 4.1; OpenID Connect Core, 3.1.2) and `/logout` (RP-Initiated Logout)."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse

from luohu_identity import front_ends
from luohu_identity.front_ends import PAGES, FrontEnd
from luohu_identity.parameters import FORM
from luohu_identity.sign_in import form as forms
from luohu_identity.sign_in import logout, page
from luohu_identity.sign_in.desk import Desk, Wrong
from luohu_identity.sign_in.one_time import can_send
from luohu_identity.sign_in.request import (
    Asked,
    FrontEndUnknown,
    Refused,
    Unreadable,
    back,
    check,
    language,
    origin,
    read,
    registered,
    who_asks,
)
from luohu_kit.api import Rt, wants_html
from luohu_kit.auth import public
from luohu_kit.journal.hop import of_world
from luohu_kit.problems import MEDIA_TYPE, Problem
from luohu_kit.runtime import Runtime
from luohu_kit.settings import Mode
from luohu_kit.work import UnknownWorld, WorldAway

router = APIRouter(tags=["sign-in"])

World = Annotated[str, Depends(public())]
_HTML: Mapping[str, Any] = {"text/html": {"schema": {"type": "string"}}}
_EITHER = {**_HTML, MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"content": {**_HTML}, "description": "The form"},
    303: {"description": "Back to the front end: with `code`, or with `error`"},
    400: {"content": _EITHER, "description": "Nobody is sent anywhere: it is not certain who asks"},
    422: {"content": _EITHER, "description": "Something in the form is wrong"},
    429: {"content": _EITHER, "description": "Too many codes were asked for"},
}


def _described(names: Mapping[str, str], *, required: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "query", "required": name in required, "description": told, "schema": {"type": "string"}}
        for name, told in names.items()
    ]


_QUERY = _described(
    {
        "response_type": "code",
        "client_id": "a registered front end, such as luohu-pages",
        "redirect_uri": "letter for letter as it is registered",
        "scope": "openid",
        "state": "comes back as it is",
        "nonce": "stands in the id token",
        "code_challenge": "base64url of the SHA-256 of the verifier (RFC 7636)",
        "code_challenge_method": "S256",
        "ui_locales": "zh-CN or en",
        "acr_values": "a wish; the tokens say what the level is",
        "login_hint": "an account, to begin with",
        "world": "of the tokens; main if nothing is said",
        "prompt": "none is answered with login_required: there is no session here",
    },
    required=("response_type", "client_id", "redirect_uri", "scope", "code_challenge", "code_challenge_method"),
)
_FORM = {
    "required": True,
    "content": {
        FORM: {
            "schema": {
                "type": "object",
                "required": [page.TOKEN, page.ACCOUNT],
                "properties": {
                    page.TOKEN: {"type": "string", "description": "from the form"},
                    page.ACCOUNT: {"type": "string"},
                    page.CODE: {"type": "string", "description": "six digits, once a code was sent"},
                    page.STEP: {"type": "string", "enum": [page.SEND, page.SIGN]},
                },
            }
        }
    },
}


@dataclass(frozen=True, slots=True)
class Visit:
    """A request of a front end that is known, and good."""

    request: Request
    desk: Desk
    language: str
    front_end: FrontEnd
    asked: Asked
    query: str  #: of the request, written in one way


Then = Callable[[Visit], Awaitable[Response]]


@router.get("/authorize", responses=_ANSWERS, response_class=HTMLResponse, openapi_extra={"parameters": _QUERY})
async def authorize(rt: Rt, world: World, request: Request) -> Response:
    """The form with which somebody signs in for a front end."""
    return await _visited(rt, world, request, _begin)


@router.post(
    "/authorize",
    responses=_ANSWERS,
    response_class=HTMLResponse,
    openapi_extra={"parameters": _QUERY, "requestBody": _FORM},
)
async def submit(rt: Rt, world: World, request: Request) -> Response:
    """The form, filled in: first a code is sent, then it is taken. The query is that of the form's address."""
    return await _visited(rt, world, request, _take)


@router.get(
    "/logout",
    responses={200: _ANSWERS[200] | {"description": "Signed out"}, 303: {}, 400: _ANSWERS[400]},
    response_class=HTMLResponse,
    openapi_extra={
        "parameters": _described(
            {
                "id_token_hint": "the id token of the sign-in",
                "client_id": "a registered front end; that of the id token, if nothing is said",
                "post_logout_redirect_uri": "letter for letter as it is registered",
                "state": "comes back as it is",
                "ui_locales": "zh-CN or en",
            }
        )
    },
    dependencies=[Depends(public())],
)
async def sign_out(rt: Rt, request: Request) -> Response:
    """Sign out, and go back to the front end. There is no session here to end: the front end forgets its tokens."""
    pairs: list[tuple[str, str]] = []
    try:
        pairs = read(request.scope["query_string"])
        target = await logout.target(rt, pairs)
    except (Unreadable, FrontEndUnknown) as error:
        return _turned_away(request, error, language(pairs))
    if target is None:
        words = page.notice("signed_out_title", "signed_out", language(pairs))
        answer: Response = HTMLResponse(words, headers=page.headers())
    else:
        answer = Response(status_code=303, headers={"Location": target, "Cache-Control": "no-store"})
    forms.forget(answer, secure=_secure(rt))
    return answer


async def _visited(rt: Runtime, world: str, request: Request, then: Then) -> Response:
    pairs: list[tuple[str, str]] = []
    try:
        pairs = read(request.scope["query_string"])
        client_id, redirect_uri = who_asks(pairs)
        front_end = registered(await front_ends.find(rt, client_id), redirect_uri)
    except (Unreadable, FrontEndUnknown) as error:
        return _turned_away(request, error, language(pairs))
    try:
        asked = check(pairs, world)
        if not can_send(rt.settings):
            raise Refused("temporarily_unavailable", "this city sends no one-time codes")
        of_world(asked.world)
        desk = Desk(rt, asked, _address(request), language(pairs))
        await desk.open()
        return await then(Visit(request, desk, language(pairs), front_end, asked, urlencode(pairs)))
    except WorldAway:
        raise
    except UnknownWorld:
        refused = Refused("invalid_request", "there is no such world")
    except Refused as error:
        refused = error
    states = [value for name, value in pairs if name == "state"]
    told = {"error": refused.error, "error_description": str(refused)}
    return _sent_back(rt, redirect_uri, {**told, "state": states[0] if len(states) == 1 else None})


async def _begin(visit: Visit) -> Response:
    return await _form(visit, account=visit.asked.login_hint)


async def _take(visit: Visit) -> Response:
    browser = forms.browser_of(visit.request)
    try:
        taken = await visit.desk.take(visit.request, browser, visit.query)
    except Wrong as wrong:
        if not wants_html(visit.request):
            raise wrong.problem() from None
        return await _form(visit, account=wrong.account, code_id=wrong.code_id, wrong=wrong)
    if taken.code is None:
        return await _form(visit, account=taken.account, code_id=taken.code_id)
    return _sent_back(visit.desk.rt, visit.asked.redirect_uri, {"code": taken.code, "state": visit.asked.state})


async def _form(visit: Visit, *, account: str, code_id: Any = None, wrong: Wrong | None = None) -> Response:
    """The form as it stands, in a browser that has a name from now on."""
    rt, spoken = visit.desk.rt, visit.language
    browser = forms.browser_of(visit.request) or forms.new_browser()
    pairs = [(name, value) for name, value in read(visit.query.encode()) if name != "ui_locales"]
    known = visit.front_end
    shown = page.Form(
        language=spoken,
        front_end=page.said("pages", spoken) if known.client_id == PAGES else known.name,
        action=f"?{visit.query}",
        other="?" + urlencode([*pairs, ("ui_locales", "zh-CN" if spoken == "en" else "en")]),
        token=await forms.token(rt, browser, visit.query, code_id),
        account=account,
        code_sent=code_id is not None,
        errors={} if wrong is None else {wrong.field: wrong.words(spoken)},
        messages=_messages(visit) if rt.settings.mode is Mode.SANDBOX else "",
    )
    headers = page.headers(origin(visit.asked.redirect_uri)) | (wrong.headers if wrong is not None else {})
    answer = HTMLResponse(page.form(shown), 200 if wrong is None else wrong.status, headers)
    forms.remember(answer, browser, secure=_secure(rt))
    return answer


def _messages(visit: Visit) -> str:
    query = urlencode({"world": visit.asked.world})
    return f"{visit.desk.rt.settings.door_origin}/_luohu/messages?{query}"


def _turned_away(request: Request, error: Exception, spoken: str) -> Response:
    """The answer where it is not certain who asks: nobody is sent anywhere."""
    if not wants_html(request):
        raise Problem("front-end-unknown" if isinstance(error, FrontEndUnknown) else "malformed-request", str(error))
    return HTMLResponse(page.notice("refused_title", "refused", spoken), 400, page.headers())


def _sent_back(rt: Runtime, address: str, told: Mapping[str, str | None]) -> Response:
    """Back to a registered address; `iss` says who sends there (RFC 9207)."""
    target = back(address, {**told, "iss": rt.settings.token_issuer})
    return Response(
        status_code=303,
        headers={"Location": target, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"},
    )


def _secure(rt: Runtime) -> bool:
    return rt.settings.door_origin.startswith("https://")


def _address(request: Request) -> str:
    """Where a request comes from: the gateway says it, and takes what others say of themselves off."""
    said = request.headers.get("x-forwarded-for", "")
    return said or (request.client.host if request.client is not None else "")
