"""A tiny server of pages that a test writes itself: to prove that what is wrong with a page is noticed."""

from collections.abc import Callable, Mapping

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'"
)
_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="/icon.svg"><link rel="stylesheet" href="/style.css"><script src="/script.js" defer></script>
</head><body><main><h1>A page</h1>{body}</main></body></html>"""


class Stage:
    """An ASGI app. `/` is a page with a body, a script and a style sheet; other paths answer what `answers` says."""

    def __init__(self) -> None:
        self.body = self.script = self.style = ""
        self.origin = ""
        self.policy = POLICY
        self.answers: dict[str, Callable[[], Response]] = {}
        self.forms: list[Mapping[str, str | None]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await (await self._answer(Request(scope, receive)))(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        path = request.url.path
        if request.method == "POST":
            async with request.form() as form:
                self.forms.append({name: _told(value) for name, value in form.items()})
        if path == "/script.js":
            return Response(self.script, media_type="text/javascript")
        if path == "/style.css":
            return Response(self.style, media_type="text/css")
        if path == "/":
            page = _PAGE.format(body=self.body)
            return HTMLResponse(page, headers={"Content-Security-Policy": self.policy})
        return self.answers.get(path, _nothing)()


def _told(value: UploadFile | str) -> str | None:
    """What a field of a form says; of a file its name."""
    return value if isinstance(value, str) else value.filename


def _nothing() -> Response:
    return Response(status_code=204)
