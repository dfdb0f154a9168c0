"""A browser without a screen: pages of the site over ASGI, with cookies, forms as they stand in the page, and htmx."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any

import httpx

from luohu_testbed.city import City

SESSION = "luohu-session"  #: the cookie of somebody who is signed in


@dataclass
class Form:
    """A form as it stands in a page."""

    action: str
    method: str
    multipart: bool
    fields: list[tuple[str, str]] = field(default_factory=list)  #: what would be sent if nobody touched it
    names: set[str] = field(default_factory=set)  #: of every control
    buttons: set[tuple[str, str]] = field(default_factory=set)  #: names and values
    words: str = ""


class _Reader(HTMLParser):
    """Forms, and the words that a person can see."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.forms, self.words = page, list[Form](), list[str]()
        self._form: Form | None = None
        self._select: tuple[str, list[tuple[str, bool]]] | None = None
        self._area: str | None = None
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        name = told.get("name", "")
        if tag in ("script", "style"):
            self._unseen += 1
        if tag == "form":
            action = told.get("action") or told.get("hx-post") or told.get("hx-put") or self.page
            self._form = Form(action, told.get("method", "post").lower(), "multipart" in told.get("enctype", ""))
            self.forms.append(self._form)
        if self._form is None:
            return
        if name and tag in ("input", "select", "textarea", "button"):
            self._form.names.add(name)
        if name and tag == "button":
            self._form.buttons.add((name, told.get("value", "")))
        if tag == "input" and name:
            self._input(self._form, name, told)
        elif tag == "select" and name:
            self._select = (name, [])
        elif tag == "option" and self._select:
            self._select[1].append((told.get("value", ""), "selected" in told))
        elif tag == "textarea" and name:
            self._area = name
            self._form.fields.append((name, ""))

    @staticmethod
    def _input(form: Form, name: str, told: Mapping[str, str]) -> None:
        kind = told.get("type", "text")
        if kind in ("checkbox", "radio"):
            if "checked" in told:
                form.fields.append((name, told.get("value", "on")))
        elif kind not in ("file", "submit", "button"):
            form.fields.append((name, told.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self._area and self._form:
            name, value = self._form.fields.pop()
            self._form.fields.append((name, value + data))
        if not self._unseen and data.strip():
            self.words.append(data.strip())
            if self._form:
                self._form.words += f" {data.strip()}"

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._unseen -= 1
        elif tag == "form":
            self._form = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select" and self._select and self._form:
            name, options = self._select
            chosen = [value for value, selected in options if selected] or [value for value, _ in options[:1]]
            self._form.fields.extend((name, value) for value in chosen)
            self._select = None


@dataclass
class Page:
    """A page that came."""

    answer: httpx.Response

    def __post_init__(self) -> None:
        self._reader = _Reader(self.answer.url.raw_path.decode())
        self._reader.feed(self.answer.text)

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def path(self) -> str:
        """Where the browser stands, with the query."""
        return self.answer.url.raw_path.decode()

    @property
    def words(self) -> str:
        """What a person can read, in one line."""
        return " ".join(self._reader.words)

    @property
    def html(self) -> str:
        return self.answer.text

    @property
    def faults(self) -> dict[str, str]:
        """What stands beside the fields that something is wrong with, in both languages, by the field."""
        found = re.findall(r'<p class="fault" id="fault-([^"]+)"[^>]*>(.*?)</p>', self.html, re.DOTALL)
        told = {field: unescape(re.sub(r"<[^>]+>", "", words)).strip() for field, words in found}
        return {field: words for field, words in told.items() if words}

    def form(self, action: str, **having: str) -> Form:
        """The form whose action ends so, and whose hidden or filled fields have these values."""
        for form in self._reader.forms:
            fits = form.action.partition("?")[0].endswith(action)
            if fits and all((name, value) in form.fields for name, value in having.items()):
                return form
        there = [form.action for form in self._reader.forms]
        raise AssertionError(f"{self.path} has no form for {action} with {having}; it has {there}")


class Browser:
    """Somebody at the pages. Follows redirects, keeps cookies."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def open(self, path: str, **headers: str) -> Page:
        """A page, after all redirects."""
        return Page(await self.client.get(path, headers=headers))

    async def part(self, path: str) -> Page:
        """A part of a page, as htmx asks for it."""
        return await self.open(path, **{"HX-Request": "true"})

    async def submit(
        self,
        page: Page,
        action: str,
        *,
        having: Mapping[str, str] | None = None,
        press: tuple[str, str] | None = None,
        files: Mapping[str, tuple[str, bytes, str]] | None = None,
        **entered: Any,
    ) -> Page:
        """Send a form of the page as it stands there, with what was entered. A list is a field that comes repeatedly.

        press: name and value of the button that is pressed, where the form has several.
        The names that are entered must be of controls that the form has: what a person cannot enter, a test cannot.
        """
        form = page.form(action, **(having or {}))
        if press:
            assert press in form.buttons, f"the form for {action} has no button {press}; it has {sorted(form.buttons)}"
            entered = {**entered, press[0]: press[1]}
        if unknown := entered.keys() - form.names:
            raise AssertionError(f"the form for {action} has no {sorted(unknown)}; it has {sorted(form.names)}")
        sent = [(name, value) for name, value in form.fields if name not in entered]
        for name, value in entered.items():
            sent.extend((name, each) for each in (value if isinstance(value, list) else [value]) if each is not None)
        body: dict[str, Any] = {}
        for name, value in sent:
            body.setdefault(name, []).append(value)
        there = page.answer.url.join(form.action)
        if form.method == "get":
            return Page(await self.client.get(there, params=body))
        return Page(await self.client.post(there, data=body, files=files))

    async def sign_in(self, persona: str) -> Page:
        """Sign in by a name that is typed: a persona, `operator:tax`, …"""
        page = await self.open("/city/sign-in")
        sent = await self.submit(page, "/sign-in", having={"persona": ""}, persona=persona)
        assert SESSION in self.client.cookies, sent.words
        return sent


@asynccontextmanager
async def browsing(city: City, world: str = "main") -> AsyncIterator[Browser]:
    """A browser of its own, which looks at a world."""
    transport = httpx.ASGITransport(city.apps["gateway"], raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://gateway", follow_redirects=True, timeout=60
    ) as client:
        # A host without a dot is `.local` to the jar of Python.
        client.cookies.set("luohu-world", world, domain="gateway.local", path="/city")
        yield Browser(client)
