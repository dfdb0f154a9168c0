"""Words of a page that no catalogue gave: identifiers of the API that a person was not meant to read."""

import re
from collections.abc import AsyncIterator, Collection
from html import unescape
from html.parser import HTMLParser

from luohu_testbed.browser import Browser, Page

#: What is in these is shown as it is, or not at all. A citation is as its source has it.
_AS_IT_IS = ("cite", "code", "pre", "kbd", "script", "style", "textarea")
_SAID = ("aria-label", "title", "placeholder", "alt")
_VOID = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
#: Other sections, and files.
_ELSEWHERE = re.compile(r"/city/(?:map|static|sign-in|sign-out|language|$)")
_NUMBERED = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


class _Reader(HTMLParser):
    """What a page says in its own language."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._within: list[bool] = []
        self._language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "html":
            self._language = told["lang"]
        other = told.get("lang", self._language) != self._language
        if tag not in _VOID:
            self._within.append(other or tag in _AS_IT_IS)
        if not any(self._within):
            self.said.extend(told[name] for name in _SAID if name in told)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self._within.pop()

    def handle_data(self, data: str) -> None:
        if not any(self._within):
            self.said.append(data.strip())


def said(page: Page) -> list[str]:
    """The texts of a page, in its language alone: no code, nothing that is marked as of another language."""
    reader = _Reader()
    reader.feed(page.html)
    return [text for text in reader.said if text]


async def walk(browser: Browser, *begin: str, each: int = 2) -> AsyncIterator[Page]:
    """Every page that links lead to, from some on. each: how many of those that differ by an id alone."""
    waiting, seen, shapes = list(begin), set(begin), dict[str, int]()
    while waiting:
        path = waiting.pop(0)
        page = await browser.open(path)
        if not page.answer.headers.get("content-type", "").startswith("text/html"):
            continue
        yield page
        for link in map(unescape, re.findall(r'href="(/city/[^"#]*)', page.html)):
            shape = _NUMBERED.sub("*", link)
            if link in seen or _ELSEWHERE.match(link) or shapes.get(shape, 0) >= each:
                continue
            shapes[shape] = shapes.get(shape, 0) + 1
            seen.add(link)
            waiting.append(link)


def raw(page: Page, meant: Collection[str] = ()) -> list[str]:
    """Texts of a page that have an identifier; on a Chinese page also those that have an English word in small letters.

    meant: words that may stand there.
    """
    pattern = r"[a-z]+(?:_[a-z]+)+" if '<html lang="en"' in page.html else r"[a-z]+(?:_[a-z]+)+|[a-z]{3,}"
    return [text for text in said(page) if any(word not in meant for word in re.findall(pattern, text))]
