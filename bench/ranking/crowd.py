"""People of the generated population as the declaration service holds them once every verdict is there.

Nobody is asked: what the agencies would have said stands in the population's truth. The rows are those of the service's
own tables, in the order of their columns.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson

from luohu_contract.forms import FORM_OF, entered
from luohu_contract.item import ItemKind
from luohu_sandbox.population.facts import Standing
from luohu_sandbox.population.filing import PARTS, Filing, Json
from luohu_sandbox.population.person import Person, person
from luohu_sandbox.population.span import Round, ym

TABLES: dict[str, tuple[str, ...]] = {
    "declaration": ("id", "applicant", "year", "person", "opened_at", "status", "since"),
    "course_event": ("declaration_id", "at", "event", "from_status", "to_status", "detail", "actor"),
    "item": (
        *("id", "declaration_id", "kind", "version", "entered", "spouse_id", "status", "since", "attempt"),
        *("reason", "part", "results", "filed_at"),
    ),
    "item_event": ("item_id", "declaration_id", "at", "event", "from_status", "to_status", "detail", "actor"),
    "saved_indicator": ("declaration_id", "indicator", "saved_at", "area_committed"),
}
_KINDS = {"spouses": ItemKind.SPOUSE, "tax": ItemKind.TAX, "innovation": ItemKind.INNOVATION}
_LAST, _MINUTE = {"valid": "found_valid", "invalid": "found_invalid"}, timedelta(minutes=1)
Row = tuple[Any, ...]


class Crowd:
    """The first so many people of a seed who submit, and their rows."""

    def __init__(self, seed: int, around: Round, opens: datetime) -> None:
        self._seed = seed
        self._around = around
        self._opens = opens
        self._ids = random.Random(seed)  # noqa: S311 - the same seed, the same ids
        self._next = 0

    def batch(self, size: int) -> dict[str, list[Row]]:
        """The rows of the next so many people, by table, parents first."""
        rows: dict[str, list[Row]] = {name: [] for name in TABLES}
        for one in self._people(size):
            self._add(rows, one)
        return rows

    def _people(self, size: int) -> Iterator[Person]:
        found = 0
        while found < size:
            one = person(self._seed, self._around, self._next)
            self._next += 1
            if one.submits:
                found += 1
                yield one

    def _add(self, rows: dict[str, list[Row]], one: Person) -> None:
        mine, life = self._new(), one.life
        opened = self._opens + timedelta(days=one.day - 1, hours=10)
        sent = opened + timedelta(hours=2)
        card = {"name": life.name, "id_number": life.id_number, "birth_date": life.birth_date, "sex": life.sex}
        owner = f"person:{life.index}"
        rows["declaration"].append((mine, owner, self._around.year, _json(card), opened, "submitted", sent))
        rows["course_event"] += [
            (mine, opened, "opened", None, "draft", "{}", "applicant"),
            (mine, sent, "submitted", "draft", "submitted", "{}", "applicant"),
        ]
        rows["saved_indicator"].append((mine, "job_housing_area", sent, one.committed))
        for item in (*self._filed(one, mine, opened), *self._read(one, mine, opened)):
            rows["item"].append(item)
            rows["item_event"] += _happened(item, opened)

    def _filed(self, one: Person, mine: UUID, at: datetime) -> Iterator[Row]:
        """What was filed, as it stands after the remedies; spouse records go before the homes that stand on them."""
        standing, ids = Standing(one, last=True), {filing.ref: self._new() for filing in one.filings}
        for filing in sorted(one.filings, key=lambda each: each.spouse is not None):
            body = dict(standing.body(filing))
            kind = _kind_of(filing, body)
            spouse = ids[filing.spouse] if filing.spouse else None
            named = {name: str(self._new()) if str(value).startswith("$") else value for name, value in body.items()}
            if spouse:
                named["spouse_id"] = str(spouse)
            form = FORM_OF[kind].model_validate({"kind": kind, **named})
            reason = standing.reason(filing)
            results = {part: {**each.document(), "opinion": None} for part, each in standing.results(filing).items()}
            part = next((each for each in PARTS if each in results), PARTS[0]) if reason else None
            yield _item(ids[filing.ref], mine, kind, entered(form), spouse, reason, part, results, at)

    def _read(self, one: Person, mine: UUID, at: datetime) -> Iterator[Row]:
        """What the city read by itself."""
        readings = {ItemKind.EMPLOYMENT: _insurance(one), ItemKind.LAW_ABIDING: _conduct(one)}
        if not any(filing.path == "tax" for filing in one.filings):
            years = list(one.life.round.policy.penalty_years)
            count = sum((agency, kind) == ("tax", "penalty") for agency, kind, _ in one.records)
            readings[ItemKind.TAX_PENALTIES] = {"kind": "tax_penalties", "tax_penalties": count, "years": years}
        for kind, findings in readings.items():
            result = {"outcome": "valid", "reason": None, "findings": findings, "disputable": [], "opinion": None}
            results = {"whole": {**result, "decided_by": "register"}}
            yield _item(self._new(), mine, kind, {}, None, None, None, results, at)

    def _new(self) -> UUID:
        return UUID(int=self._ids.getrandbits(128), version=4)


def _kind_of(filing: Filing, body: Json) -> ItemKind:
    if filing.path in _KINDS:
        return _KINDS[filing.path]
    return ItemKind.HONOUR if filing.path == "honours" else ItemKind(body["kind"])


def _item(
    own: UUID,
    mine: UUID,
    kind: ItemKind,
    filed: Json,
    spouse: UUID | None,
    reason: str | None,
    part: str | None,
    results: Json,
    at: datetime,
) -> Row:
    decided = at + _MINUTE
    status = "invalid" if reason else "valid"
    for each in results.values():
        by_window = each["decided_by"] == "window"
        each.update(decided_at=decided.isoformat(), decided_by="operator" if by_window else each["decided_by"])
    row = (own, mine, kind.value, 3, _json(filed), spouse, status, decided, 1)
    return (*row, reason, part, _json(results), at)


def _happened(item: Row, at: datetime) -> Iterator[Row]:
    own, mine, status = item[0], item[1], item[6]
    yield own, mine, at, "filed", None, "draft", "{}", "applicant"
    yield own, mine, at, "verification_asked", "draft", "pending", "{}", "applicant"
    yield own, mine, at + _MINUTE, _LAST[status], "pending", status, "{}", "agency"


def _insurance(one: Person) -> Json:
    """The insurance register's answer, as far as points stand on it."""
    spans = [
        {
            "insurance": insurance,
            "first": ym(run.first),
            "last": ym(run.last),
            "back_paid": run.back_paid,
            "district": run.employer.paid_at,
            "employer": run.employer.uscc,
            "employer_name": run.employer.name,
        }
        for insurance in ("pension", "medical", "unemployment", "injury", "maternity")
        for run in one.career.runs
        if insurance in run.insurances
    ]
    return {"kind": "insurance", "spans": spans, "status": "normal"}


def _conduct(one: Person) -> Json:
    life = one.life
    years = life.round.policy.detention_years
    return {
        "kind": "conduct",
        "identity": {"name": life.name, "birth_date": life.birth_date, "sex": life.sex},
        "detentions": one.detentions,
        "detentions_by_year": {str(year): one.detentions if year == years[0] else 0 for year in years},
    }


def _json(value: Json) -> str:
    return orjson.dumps(value).decode()
