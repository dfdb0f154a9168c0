"""The ground truth of one person, a line of JSON: who it is, what is filed, what comes of it, and the points."""

import json
from collections.abc import Iterator
from decimal import Decimal

from luohu_contract.message import Part
from luohu_contract.reasons import subject_in
from luohu_sandbox.population.facts import Standing, counted, facts
from luohu_sandbox.population.filing import PARTS, Filing, Json
from luohu_sandbox.population.identity import who as named
from luohu_sandbox.population.person import Person, person
from luohu_sandbox.population.span import Round
from luohu_scoring import Facts, Score, score
from luohu_scoring.timeline import Places, count, span

FORMAT = "luohu.population/1"


def who(one: Person) -> Json:
    """A person as a tester needs them, and how to sign in as them."""
    return named(one.life, one.career.employer)


def truth(one: Person) -> Json:
    """Everything that is to be expected of a person."""
    found = {state: _points(one, last=state == "last") for state in ("first", "last")}
    return {
        "format": FORMAT,
        "person": who(one),
        "eligible": one.eligible,
        "not_eligible": [one.condition] if one.condition else [],
        "planted": list(one.planted),
        "day": one.day,
        "submits": one.submits,
        "accompanying_children": one.children,
        "area_committed": one.committed,
        "commission": one.commission,
        "items": [_item(one, filing) for filing in one.filings],
        **found,
    }


def lines(seed: int, around: Round, first: int, count: int) -> Iterator[bytes]:
    """The truth of some people in a row, one line each: keys in order, no blanks, UTF-8."""
    for index in range(first, first + count):
        yield line(truth(person(seed, around, index)))


def line(document: Json) -> bytes:
    """One line of NDJSON."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"


def _points(one: Person, *, last: bool) -> Json | None:
    """Facts, lines and total; None for those who are not admitted."""
    if not one.eligible:
        return None
    known = facts(one, last=last)
    points = score(known, one.life.round.policy)
    return {"facts": _facts(known), **_score(points), "area_reasons": area_reasons(one, known)}


def _facts(known: Facts) -> Json:
    document: Json = known.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
    return {"schema": known.schema_, **document}


def _score(points: Score) -> Json:
    return {"lines": {each.value: _plain(value) for each, value in points.lines.items()}, "total": _plain(points.total)}


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def area_reasons(one: Person, known: Facts) -> list[str]:
    """Why the commitment gives no points, as the page of the area says it."""
    if not one.committed:
        return []
    policy = one.life.round.policy
    since = policy.figures.job_housing_area.first_month.value
    lived = Places.of(known, policy).lived_outside & span(since, policy.last_month)
    found = []
    if not lived & span(policy.last_month, policy.last_month):
        found.append("area.not_outside_in_december")
    if count(lived) < 12:
        found.append("area.months_below_twelve")
    return found


def _item(one: Person, filing: Filing) -> Json:
    shown: Json = {
        "ref": filing.ref,
        "path": filing.path,
        "body": filing.body,
        "evidence": filing.evidence,
        "defect": filing.defect,
        "first": _stands(one, filing, last=False),
        "then": filing.after.document() if filing.after else None,
        "last": _stands(one, filing, last=True),
    }
    return {name: value for name, value in shown.items() if value is not None}


def _stands(one: Person, filing: Filing, *, last: bool) -> Json:
    """Status, reason and subject of an item, its results by part, and the months of a residence."""
    standing = Standing(one, last=last)
    reason, results = standing.reason(filing), standing.results(filing)
    shown: Json = {"status": "valid" if reason is None else "invalid", "reason": reason}
    if reason is not None:
        part = next((each for each in PARTS if each in results), PARTS[0])
        shown["subject"] = subject_in(reason, Part(part)).value
    shown["results"] = {part: result.document() for part, result in results.items()}
    if filing.path == "residences":
        shown["computed"] = counted(standing.months(filing))
    return shown
