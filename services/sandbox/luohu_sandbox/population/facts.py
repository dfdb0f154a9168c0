"""What is known of a person once the verdicts are there, and the points of it: at first, and after the remedies."""

from collections.abc import Iterable, Iterator

from luohu_sandbox.population.career import FIVE
from luohu_sandbox.population.filing import DEGREE, PARTS, QUALIFICATION, WHOLE, Filing, Json, Result
from luohu_sandbox.population.person import Person
from luohu_sandbox.population.span import month_of, ym
from luohu_scoring import Facts

_OVERSEAS = {"junior_college": "qualification"}  #: 专科 names a qualification, everything else a degree

#: Fields that scoring looks at, of the findings of a list and of the commission.
OF_AWARD = ("grade", "role", "place", "year", "first_founder")
OF_COMMISSION = (
    "grade",
    "role",
    "registered_in_beijing",
    "income_tax",
    "shareholding_percent",
    "full_year",
    "equity_raised",
)


class Standing:
    """The items of one person as they stand: at first, or in the end."""

    def __init__(self, person: Person, *, last: bool) -> None:
        self._last = last
        self._filings = {filing.ref: filing for filing in person.filings}
        self._base = person.life.round.base
        self._filed_from = person.life.round.filed_from

    def body(self, filing: Filing) -> Json:
        """What is entered."""
        return filing.last_body if self._last else filing.body

    def results(self, filing: Filing) -> dict[str, Result]:
        """The verdicts by part; none for a residence that falls with its spouse record."""
        if self.spouse_reason(filing):
            return {}
        return filing.last_results if self._last else filing.results

    def reason(self, filing: Filing) -> str | None:
        """The reason that an invalid item prints; None: it is valid."""
        if refused := self.spouse_reason(filing):
            return refused
        results = self.results(filing)
        if any(result.valid for result in results.values()):
            return None
        return next(results[part].reason for part in PARTS if part in results)

    def spouse_reason(self, filing: Filing) -> str | None:
        """Why the spouse record of a residence is refused."""
        return self.reason(self._filings[filing.spouse]) if filing.spouse else None

    def months(self, filing: Filing) -> tuple[int, int] | None:
        """The months of a residence that count, both ends counted; None: no month does."""
        result = self.results(filing).get(WHOLE)
        if filing.path != "residences" or result is None or not result.valid:
            return None
        body, found = self.body(filing), result.findings or {}
        starts = [body["from"], found.get("registered_on"), found.get("lease_from")]
        ends = [body["to"], found.get("expired_on"), found.get("lease_to")]
        if filing.spouse:
            marriage = self.body(self._filings[filing.spouse])
            starts.append(marriage["married_from"])
            ends.append(marriage.get("married_to"))
        first = max(month_of(text) for text in starts if text)
        last = min(self._base, *(month_of(text) for text in ends if text))
        if body["kind"] != "own_home":
            first = max(first, self._filed_from)
        return (first, last) if first <= last else None


def facts(person: Person, *, last: bool) -> Facts:
    """The facts that are scored. last: after the remedies; else at first."""
    standing = Standing(person, last=last)
    life = person.life
    valid = [filing for filing in person.filings if standing.reason(filing) is None]
    # Penalties count, too, where no year does, and where nothing was filed.
    tax = next((_tax(standing, filing) for filing in person.filings if filing.path == "tax"), _penalties(person))
    studied = next((_education(standing, filing) for filing in valid if filing.path == "education"), None)
    return Facts.model_validate(
        {
            "id": f"person:{life.index}",
            "year": life.round.year,
            "birth_date": life.birth_date,
            "insurance": tuple(_insurance(person)),
            "homes": tuple(_homes(standing, valid)),
            "education": studied,
            "area": {"committed": person.committed},
            "innovation": tuple(_innovations(standing, valid)),
            "tax": tax,
            "honours": tuple(_honours(standing, valid)),
            "law": {"detentions": person.detentions},
        }
    )


def _insurance(person: Person) -> Iterator[Json]:
    runs = [run for run in person.career.runs if not run.back_paid]
    for insurance in FIVE:
        for run in runs:
            if insurance in run.insurances:
                spell = {"from": ym(run.first), "to": ym(run.last), "district": run.employer.paid_at}
                yield {"insurance": insurance, **spell}


def _homes(standing: Standing, valid: Iterable[Filing]) -> Iterator[Json]:
    for filing in valid:
        months = standing.months(filing)
        if months:
            body = standing.body(filing)
            period = {"from": ym(months[0]), "to": ym(months[1])}
            yield {"item": filing.ref, "kind": body["kind"], **period, "district": body["district"]}


def _education(standing: Standing, filing: Filing) -> Json:
    body, results = standing.body(filing), standing.results(filing)
    if WHOLE in results:
        found = results[WHOLE].findings or {}
        half = _OVERSEAS.get(found["level"], DEGREE)
        return {"item": filing.ref, half: found["level"], "graduated": found["issued_on"][:7]}
    held = {part: result.findings or {} for part, result in results.items() if result.valid}
    graduated = held[QUALIFICATION]["graduated_on"] if QUALIFICATION in held else held[DEGREE]["degree_conferred_on"]
    return {
        "item": filing.ref,
        **{part: body[part]["level"] for part in held},
        "graduated": graduated[:7],
    }


def _innovations(standing: Standing, valid: Iterable[Filing]) -> Iterator[Json]:
    for filing in valid:
        if filing.path == "innovation":
            found = standing.results(filing)[WHOLE].findings or {}
            yield {"item": filing.ref, "type": standing.body(filing)["type"], **_scored(found)}


def _scored(found: Json) -> Json:
    """What scoring looks at, of the findings of a list or of the commission."""
    if found["kind"] == "award":
        return {"award": found["award_kind"], **{name: found[name] for name in OF_AWARD}}
    return {"year": found["competition_year"], **{name: found[name] for name in OF_COMMISSION}}


def _tax(standing: Standing, filing: Filing) -> Json:
    found = standing.results(filing)[WHOLE].findings or {}
    return {"years": found["years"], "penalties": found["tax_penalties"]}


def _penalties(person: Person) -> Json:
    """What the city reads by itself, where no tax item says it: the penalties count in any case (DOMAIN 4.8)."""
    return {"penalties": sum((agency, kind) == ("tax", "penalty") for agency, kind, _ in person.records)}


def _honours(standing: Standing, valid: Iterable[Filing]) -> Iterator[Json]:
    for filing in valid:
        if filing.path == "honours":
            found = standing.results(filing)[WHOLE].findings or {}
            yield {"item": filing.ref, "type": found["type"], "name": found["name"]}


def counted(months: tuple[int, int] | None) -> Json:
    """系统计算结果 of a residence."""
    if months is None:
        return {"effective_from": None, "effective_to": None, "months": 0}
    first, last = months
    return {"effective_from": ym(first), "effective_to": ym(last), "months": last - first + 1}
