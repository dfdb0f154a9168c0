"""The forty people of the year, read from `people.yaml` and from the stories that the city tells of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any

from luohu_identity.people import seeded
from luohu_kit.clock import BEIJING
from luohu_kit.strict_yaml import read
from luohu_sandbox.personas import everybody
from luohu_scoring import Facts, Line

Json = Mapping[str, Any]
Day = tuple[int, int]  #: month and day of 2021

YEAR = 2021
STORIES = (7, 5)  #: the day on which everybody's story begins
RESULTS = (7, 22)  #: the day on which most results are there

_PAGES = "pages"  #: stands in a diary for the steps of pages.yaml
_OUT = "out"  #: stands for no total


def midnight(day: Day) -> datetime:
    """The first instant of a day of the year."""
    return datetime(YEAR, *day, tzinfo=BEIJING)


@dataclass(frozen=True, slots=True)
class Person:
    """One of the forty: what they do on which day, what is known of them, and what it must come to."""

    name: str
    id_number: str
    source: str  #: chapters of the handbook
    diary: Mapping[datetime, Sequence[Json]]  #: the story's chapters among it
    course: tuple[str, ...]  #: statuses after `draft`
    notices: tuple[str, ...]  #: kinds of what they are told in the year
    facts: Facts | None  #: None of who was never let in
    points: Mapping[Line, Decimal] = field(default_factory=dict)
    total: Decimal = Decimal(0)
    totals: Mapping[Day, Decimal | None] = field(default_factory=dict)  #: on the score page, from that day on

    @property
    def let_in(self) -> bool:
        """Whether anything could be filed."""
        return self.facts is not None

    @property
    def ranked(self) -> bool:
        """Whether they are on the list that is made in October, above or below its line."""
        return "ranked" in self.course

    @property
    def awarded(self) -> bool:
        return "awarded" in self.course

    def total_on(self, day: Day) -> Decimal | None:
        """What the score page shows: None when nothing is submitted, or a result is out."""
        return next((self.totals[since] for since in sorted(self.totals, reverse=True) if since <= day), None)


@cache
def people() -> tuple[Person, ...]:
    """All forty, in the order of the seeds."""
    stories = {persona.name: persona.view()["steps"] for persona in everybody()}
    return tuple(_person(entry, stories.get(entry["name"], ())) for entry in _table("people.yaml"))


def _person(entry: Json, story: Sequence[Json]) -> Person:
    diary: dict[datetime, list[Json]] = {}
    for instant, steps in _chapters(story):
        diary.setdefault(instant, []).extend(steps)
    for day, steps in entry.get("diary", {}).items():
        diary.setdefault(midnight(_day(day)), []).extend(_with_pages(steps))
    numbers = {new.persona: new.id_number for new in seeded("beijing")}
    common = {
        "name": entry["name"],
        "id_number": numbers[entry["name"]],
        "source": entry["source"],
        "diary": {instant: diary[instant] for instant in sorted(diary)},
        "course": tuple(entry["course"]),
        "notices": tuple(entry.get("notices") or _notices(entry["course"])),
    }
    if "insured" not in entry:
        return Person(**common, facts=None)
    total = Decimal(entry["total"])
    totals = {_day(day): None if told == _OUT else Decimal(told) for day, told in entry.get("totals", {}).items()}
    return Person(
        **common,
        facts=Facts.read(_facts(entry)),
        points={line: Decimal(entry["points"].get(line.value, "0")) for line in Line},
        total=total,
        totals=totals or {RESULTS: total},
    )


def _notices(course: Sequence[str]) -> list[str]:
    """What who has no award is told: nothing without a submission."""
    if course[-1] == "not_submitted":
        return []
    return ["season.results", "award.refused" if "ranked" in course else "award.not_ranked"]


def _chapters(story: Sequence[Json]) -> list[tuple[datetime, list[Json]]]:
    """The story cut where its clock moves on: nobody moves the clock of all."""
    instant, chapters = midnight(STORIES), []
    for moves, steps in groupby(story, lambda step: "advance" in step):
        if moves:
            instant = datetime.fromisoformat(list(steps)[-1]["advance"]["to"])
        else:
            chapters.append((instant, list(steps)))
    return chapters


def _with_pages(steps: Sequence[Json | str]) -> list[Json]:
    told: list[Json] = []
    for step in steps:
        told += _table("pages.yaml") if step == _PAGES else [step]  # type: ignore[list-item]
    return told


def _facts(entry: Json) -> dict[str, Any]:
    """A facts document of what the table says in short."""
    spells = [
        {"insurance": "pension", "from": first, "to": last, "district": district}
        for first, last, district in entry["insured"]
    ]
    homes = [
        {"kind": kind, "from": first, "to": last, "district": district}
        for kind, first, last, district in entry.get("homes", ())
    ]
    return {
        "id": entry["name"],
        "year": YEAR,
        "birth_date": entry["born"],
        "insurance": spells,
        "homes": homes,
        "area": {"committed": entry.get("area", False)},
        "law": {"detentions": entry.get("detentions", 0)},
        **{name: entry[name] for name in ("education", "innovation", "tax", "honours") if name in entry},
    }


def _day(text: str) -> Day:
    month, day = text.split("-")
    return int(month), int(day)


@cache
def _table(name: str) -> list[Any]:
    found, _ = read((files("luohu_year") / name).read_text(encoding="utf-8"))
    return list(found)
