"""Rented homes: leases that are filed, by whom, and everything that can be wrong with a filing (DOMAIN 4.4, 2.5)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from luohu_contract.districts import BY_NAME as DISTRICT
from luohu_sandbox.population.career import Career
from luohu_sandbox.population.defects import BY_NAME, chosen_way, drawn, names_of
from luohu_sandbox.population.draw import Draw
from luohu_sandbox.population.filing import WHOLE, After, Filing, Json, RegisterChange, Result
from luohu_sandbox.population.homes import INSIDE, OUTSIDE
from luohu_sandbox.population.life import Life
from luohu_sandbox.population.marriage import Marriage
from luohu_sandbox.population.numbers import LANDLORD, mistyped, resident_id, serial
from luohu_sandbox.population.span import ym, ymd
from luohu_sandbox.population.words import person_name

PLATFORM, KIND = "rental-filing", "lease"
PUBLIC = 10_000
RENEWED = 12_000
CHECK_NEEDED = "filing.property_check_needed"
PAPERS = ("lease", "lease_party_identity", "ownership_proof", "filing_review_application")
POSSIBLE = names_of("lease")

Afters = dict[str, After]


@dataclass(slots=True)
class Lease:
    """One lease, as it is filed with the platform."""

    ref: str
    number: str
    public: bool
    tenant: dict[str, Any]
    landlord: dict[str, Any]
    district: str
    began: int  #: months, the first and the last one that it touches
    ended: int
    first: int  #: months that are entered
    last: int
    marriage: Marriage | None

    def record(self) -> Json:
        """As the platform has it."""
        return {
            "filing_number": self.number,
            "rental_type": self._type,
            "tenants": [self.tenant],
            "landlord": self.landlord,
            "district": self.district,
            "lease_from": ymd(self.began, 1),
            "lease_to": ymd(self.ended, 28),
        }

    def body(self) -> Json:
        """As it is entered."""
        entered: Json = {
            "kind": "rental",
            "relation": "spouse" if self.marriage else "self",
            "rental_type": self._type,
            "filing_number": self.number,
            "district": self.district,
            "from": ym(self.first),
            "to": ym(self.last),
        }
        return {**entered, "spouse_id": f"${self.marriage.ref}"} if self.marriage else entered

    @property
    def _type(self) -> str:
        return "public" if self.public else "market"


def leases(life: Life, career: Career, draw: Draw, marriage: Marriage | None) -> list[Lease]:
    """The lease of the months that are filed; some were renewed on the way, under another number."""
    base, filed_from = life.round.base, life.round.filed_from
    far = not DISTRICT[career.employer.district].inside_six
    district = (OUTSIDE if draw.chance(70_000 if far else 35_000) else INSIDE).at(draw)
    began = filed_from - draw.between(0, 18) if draw.chance(80_000) else draw.between(filed_from, base)
    landlord = _landlord(life, draw)
    public = draw.chance(PUBLIC)
    tenant = marriage.party() if marriage else life.party()

    def lease(number: int, first: int, last: int) -> Lease:
        begins, ends = max(first, filed_from), min(last, base)
        if marriage is not None:
            begins, ends = max(begins, marriage.first), min(ends, marriage.last(base))
        digits = (DISTRICT[district].code or "110115") + serial(life.index, 10 + number)
        return Lease(f"lease-{number}", digits, public, tenant, landlord, district, first, last, begins, ends, marriage)

    last = base + draw.between(0, 18)
    renewed = draw.between(max(began, filed_from) + 1, base) if base > max(began, filed_from) else base + 1
    if draw.chance(RENEWED) and renewed <= base:
        found = [lease(1, began, renewed - 1), lease(2, renewed, last)]
    else:
        found = [lease(1, began, last)]
    return [each for each in found if each.first <= each.last]


def _landlord(life: Life, draw: Draw) -> dict[str, Any]:
    man = draw.chance(50_000)
    birth_date = ymd(draw.between(1945, 1980) * 12 + draw.below(12), draw.between(1, 28))
    return {
        "name": person_name(draw, man=man),
        "id_number": resident_id(life.index, LANDLORD, birth_date, man=man),
    }


@dataclass(slots=True)
class Case:
    """A lease while something goes wrong with it."""

    lease: Lease
    record: Json | None
    body: Json

    def found(self, by: str = "register") -> Result:
        """Valid, with the dates of the lease."""
        record = self.lease.record()
        dates = {"lease_from": record["lease_from"], "lease_to": record["lease_to"]}
        return Result(None, {"kind": "rental", **dates}, by=by)

    def fixed(self, fields: Json | None = None, *, new: bool = False) -> Afters:
        """Put right at the platform, then sent again."""
        find = None if new else {"filing_number": self.lease.number}
        change = RegisterChange(PLATFORM, KIND, find, self.lease.record() if fields is None else fields)
        return {"fix_at_source": After("fix_at_source", {WHOLE: self.found()}, change=change)}


def lease_filing(life: Life, lease: Lease) -> tuple[Filing, Json | None]:
    """The item and the record of a lease."""
    draw = life.draw(f"defect-{lease.ref}")
    case = Case(lease, lease.record(), lease.body())
    spouse = lease.marriage.ref if lease.marriage else None
    defect = drawn(draw, "lease", POSSIBLE)
    if defect is None:
        return plain(lease), case.record
    reason, afters = _PLANTED[defect](case)
    way = chosen_way(draw, BY_NAME[defect].ways)
    filing = Filing(
        lease.ref,
        "residences",
        case.body,
        {WHOLE: Result(reason)},
        spouse=spouse,
        defect=defect,
        after=afters[way] if way else None,
    )
    return filing, case.record


def plain(lease: Lease) -> Filing:
    """The item of a lease with which nothing is wrong."""
    case = Case(lease, lease.record(), lease.body())
    spouse = lease.marriage.ref if lease.marriage else None
    return Filing(lease.ref, "residences", case.body, {WHOLE: case.found()}, spouse=spouse)


def _number_mistyped(case: Case) -> tuple[str, Afters]:
    right = dict(case.body)
    case.body = {**right, "filing_number": mistyped(case.lease.number)}
    return "filing.not_found", {"refile": After("refile", {WHOLE: case.found()}, body=right)}


def _never_filed(case: Case) -> tuple[str, Afters]:
    case.record = None
    return "filing.not_found", case.fixed(new=True)


def _other_tenant(case: Case) -> tuple[str, Afters]:
    case.record = {**case.lease.record(), "tenants": [{"name": "合租人", "id_number": "E98000002"}]}
    return "filing.not_found", case.fixed({"tenants": [case.lease.tenant]})


def _not_residential(case: Case) -> tuple[str, Afters]:
    case.record = {**case.lease.record(), "planned_use": "serviced_apartment"}
    return "filing.use_not_residential", {}


def _no_title(case: Case) -> tuple[str, Afters]:
    case.record = {**case.lease.record(), "has_title": False}
    return "filing.no_title", {}


def _check_needed(case: Case) -> tuple[str, Afters]:
    case.record = {**case.lease.record(), "property_check": "needed"}
    checked = {"property_check": "passed"}
    afters = case.fixed(checked)
    afters["recheck"] = After(
        "recheck",
        {WHOLE: case.found(by="operator")},
        disputes=CHECK_NEEDED,
        statement="房屋已办理不动产权证书，请予核验。",
        papers=PAPERS,
        decision="overturn",
        change=afters["fix_at_source"].change,
    )
    return CHECK_NEEDED, afters


_PLANTED: Mapping[str, Callable[[Case], tuple[str, Afters]]] = {
    "lease.number-mistyped": _number_mistyped,
    "lease.never-filed": _never_filed,
    "lease.other-tenant": _other_tenant,
    "lease.not-residential": _not_residential,
    "lease.no-title": _no_title,
    "lease.check-needed": _check_needed,
}
