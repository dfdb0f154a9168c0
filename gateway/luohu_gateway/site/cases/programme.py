"""The programme of the world that is looked at: its procedures and its point table, as pages look things up in them.

Everything that differs from city to city is in here, as `GET /v1/programme` tells it. No page asks which city it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any

from fastapi import Path

from luohu_contract.directory import BY_NAME
from luohu_contract.texts import Text
from luohu_contract.texts.pages import PAGES
from luohu_gateway.site.links import PREFIX
from luohu_gateway.site.session import Session
from luohu_gateway.site.visit import Visit
from luohu_kit.auth import Role

HOME = f"{PREFIX}/cases"
CITY = "city"  #: takes steps by itself
#: A name in an address: of a step, an indicator, a department, a document, an intake.
Slug = Annotated[str, Path(pattern="^[a-z][a-z0-9_]{0,39}$")]
Label = Mapping[str, str]  #: `zh` and `en`


@dataclass(frozen=True)
class Programme:
    """What was told, by name."""

    told: Mapping[str, Any]

    @property
    def works_by_cases(self) -> bool:
        """Whether the city takes cases at all; else people declare."""
        return bool(self.told["procedures"])

    @cached_property
    def procedures(self) -> Mapping[str, Any]:
        """Procedures by kind of case."""
        return {each["kind"]: each for each in self.told["procedures"]}

    @cached_property
    def indicators(self) -> Mapping[str, Any]:
        """Rows of the point table by name, in its order."""
        return {each["name"]: each for each in self.told["indicators"]}

    def statuses(self, kind: str = "") -> Mapping[str, Label]:
        """Labels of the statuses of a kind of case, or of all kinds."""
        wanted = [self.procedures[kind]] if kind in self.procedures else self.procedures.values()
        return {status: label for each in wanted for status, label in each["statuses"].items()}

    def opened_by(self, actor: str) -> list[Any]:
        """The kinds of case that somebody opens."""
        return [each for each in self.procedures.values() if actor in each["opened_by"]]

    def step(self, kind: str, name: str) -> Any | None:
        """A step of a kind of case."""
        return next((each for each in self.procedures[kind]["steps"] if each["step"] == name), None)

    def judged(self, kind: str) -> Iterator[tuple[str, Label, Any]]:
        """What is judged about a kind of case: name, label, and the part or check with its department."""
        if not self.procedures[kind]["entries"]:
            return
        for row in self.indicators.values():
            for part in row["parts"]:
                yield row["name"], row["title"], part
        for check in self.procedures[kind]["checks"]:
            yield check["name"], check["title"], check


async def programme(here: Visit) -> Programme:
    """The programme of the visit's world."""
    return Programme(await here.ask.get("/v1/programme"))


def acts_as(session: Session | None) -> str:
    """Somebody by the word of a procedure: `employer`, `window`, `operator:talent-centre`."""
    if session is None:
        return ""
    return f"operator:{session.agency}" if session.role is Role.OPERATOR else session.role.value


def called(actor: str) -> Text:
    """Who acts, as people call them. actor: as a procedure or a history has it."""
    role, _, which = actor.partition(":")
    agency = BY_NAME.get(which.partition(":")[0])
    if agency is not None and role == Role.OPERATOR:
        return Text(agency.title, agency.name)
    return PAGES["cases.by_city"] if role == CITY else PAGES.get(f"role.{role}") or Text(actor, actor)


def happened(event: str) -> Text:
    """What happened that is no step, as people call it."""
    return PAGES.get(f"cases.event_{event}") or Text(event, event.replace("_", " "))
