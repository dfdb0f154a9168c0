"""Which hops somebody asks for."""

from typing import Any, Literal

from pydantic import AwareDatetime, Field
from sqlalchemy import ColumnElement, and_, or_

from luohu_contract.model import Wire
from luohu_kit.journal.table import journal as hops

Short = Field(default=None, min_length=1, max_length=200)
Statuses = Literal["1xx", "2xx", "3xx", "4xx", "5xx", "none"]


class Match(Wire):
    """Hops that have all of these; what is left out may be anything."""

    sender: str | None = Field(default=None, alias="from", max_length=60)  #: a service, or `gateway`
    receiver: str | None = Field(default=None, alias="to", max_length=60)
    method: str | None = Field(default=None, pattern=r"^[A-Z]{3,10}$")
    path: str | None = Short  #: as the receiver sees it, without the query; `*` stands for anything
    topic: str | None = Short  #: of messages: `verifications`, `verdicts`, …
    status: int | Statuses | None = None  #: `none`: no answer came
    item: str | None = Short
    declaration: str | None = Short
    id: str | None = Short  #: any id that the hop is about
    trace: str | None = Short
    scenario: str | None = Short
    fault: str | None = Short  #: what was done to it on purpose; `*`: anything
    subject: str | None = Short  #: of the caller's token
    role: str | None = Short
    since: AwareDatetime | None = None  #: real time

    def where(self) -> ColumnElement[bool]:
        """The condition on rows of `kit.journal`."""
        equal: dict[str, Any] = {
            "sender": self.sender,
            "receiver": self.receiver,
            "method": self.method,
            "topic": self.topic,
            "scenario": self.scenario,
            "subject": self.subject,
            "role": self.role,
        }
        parts: list[ColumnElement[bool]] = [hops.c[name] == value for name, value in equal.items() if value is not None]
        parts += [
            hops.c.concerns.contains(one, autoescape=True) for one in (self.item, self.declaration, self.id) if one
        ]
        if self.trace is not None:
            parts.append(hops.c.traces.contains(self.trace, autoescape=True))
        if self.path is not None:
            parts.append(_path(self.path))
        if self.status is not None:
            parts.append(_status(self.status))
        if self.fault is not None:
            parts.append(hops.c.fault.is_not(None) if self.fault == "*" else hops.c.fault == self.fault)
        if self.since is not None:
            parts.append(hops.c.at >= self.since)
        return and_(True, *parts)


def _path(wanted: str) -> ColumnElement[bool]:
    pattern = wanted.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_").replace("*", "%")
    return or_(hops.c.target.like(pattern, escape="\\"), hops.c.target.like(pattern + "?%", escape="\\"))


def _status(wanted: int | str) -> ColumnElement[bool]:
    if wanted == "none":
        return hops.c.status.is_(None)
    if isinstance(wanted, int):
        return hops.c.status == wanted
    first = int(wanted[0]) * 100
    return hops.c.status.between(first, first + 99)
