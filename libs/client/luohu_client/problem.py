"""What can go wrong between a client and the city: a refusal with its problem document, silence, a wait without end."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx


class ClientError(Exception):
    """The base of everything that this client raises."""


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with one field."""

    pointer: str  #: JSON pointer into the body that was sent, `#/from`
    detail: str


class Problem(ClientError):
    """The city refused a request: a problem document (RFC 9457). Switch on `slug`; everything else is for people."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self.body: Mapping[str, Any] = _document(answer)
        self.status = answer.status_code
        self.type = str(self.body.get("type", "about:blank"))
        self.slug = self.type.rsplit("/", 1)[-1]  #: `item-locked`; the catalogue is docs/reference/problems.md
        self.title = str(self.body.get("title", answer.reason_phrase))
        self.detail = str(self.body.get("detail") or answer.text[:300])
        self.instance: str | None = self.body.get("instance")
        self.remedy: str | None = self.body.get("remedy")  #: what to do now
        self.errors = tuple(
            FieldFault(str(each.get("pointer", "")), str(each.get("detail", "")))
            for each in self.body.get("errors") or ()
        )
        request = answer.request
        super().__init__(f"{request.method} {request.url.path} answered {self.status} {self.slug}: {self._said()}")

    def _said(self) -> str:
        fields = "; ".join(f"{each.pointer} {each.detail}" for each in self.errors if each.detail not in self.detail)
        return " ".join(part for part in (self.detail, fields, self.remedy) if part)


class Unanswered(ClientError):
    """Nobody answered. What was asked may have been done all the same, unless nobody was reached."""


class NotSettled(ClientError, TimeoutError):
    """It is still being worked on when the patience of a wait ends; the message says what was seen last."""


class NothingToDispute(ClientError):
    """A recheck was wanted of an item that has no result, or none that anybody could object to."""


def _document(answer: httpx.Response) -> Mapping[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
