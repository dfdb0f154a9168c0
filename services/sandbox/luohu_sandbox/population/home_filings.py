"""Own homes as they are filed: the item, the record, and everything that can be wrong with either."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from luohu_sandbox.population.defects import BY_NAME, chosen_way, drawn, names_of
from luohu_sandbox.population.draw import Draw
from luohu_sandbox.population.filing import WHOLE, After, Filing, Json, RegisterChange, Result
from luohu_sandbox.population.homes import INSIDE, OUTSIDE, Title
from luohu_sandbox.population.life import Life
from luohu_sandbox.population.numbers import mistyped
from luohu_sandbox.population.span import month_of, ym, ymd
from luohu_sandbox.population.words import other_name

REGISTRY, KIND = "housing-registry", "title"
NOT_MATCHED = "property.not_matched"
REGISTERED_LATE, EXPIRED_EARLY = "property.registration_date_disputed", "property.expiry_date_disputed"
DISPUTABLE = (REGISTERED_LATE, EXPIRED_EARLY)
PAPERS = ("identity_document", "real_estate_title")
DATE_PAPERS = (*PAPERS, "property_query_notice")

Afters = dict[str, After]


@dataclass(slots=True)
class Case:
    """A home while something goes wrong with it."""

    kind: str  #: own_home or dormitory
    title: Title
    record: Json | None  #: as the register has it; None: not at all
    body: Json
    draw: Draw
    base: int

    @property
    def number(self) -> str:
        return self.title.number

    def found(self, registered: str | None = None, expired: str | None = None, by: str = "register") -> Result:
        """Valid, with these dates instead of the certificate's own."""
        dates = {"registered_on": registered or self.title.registered, "expired_on": expired or self.title.expired}
        return Result(None, {"kind": self.kind, **dates}, DISPUTABLE, by)

    def refiled(self, right: Json) -> Afters:
        """Filed again with what is right."""
        return {"refile": After("refile", {WHOLE: self.found()}, body=right)}

    def corrected(self, change: Json | None, *, new: bool = False) -> Afters:
        """Put right by an operator: in a recheck, or at the counter of the register, and sent again.

        change: fields of the record; None for the whole record.
        """
        find = None if new else {"certificate_number": self.number}
        fix = RegisterChange(REGISTRY, KIND, find, self.title.record() if change is None else change)
        recheck = After(
            "recheck",
            {WHOLE: self.found(by="operator")},
            disputes=NOT_MATCHED,
            statement="房屋所有权证号填写无误，请核对档案。",
            papers=PAPERS,
            decision="overturn",
            change=fix,
        )
        return {"recheck": recheck, "fix_at_source": After("fix_at_source", {WHOLE: self.found()}, change=fix)}


def home_filing(life: Life, title: Title, kind: str = "own_home") -> tuple[Filing, Json | None]:
    """The item and the record of a home."""
    draw = life.draw(f"defect-{title.ref}")
    body = title.body() if kind == "own_home" else dormitory_body(title)
    case = Case(kind, title, title.record(), body, draw, life.round.base)
    prefix = "home" if kind == "own_home" else "dormitory"
    possible = tuple(name for name in names_of(prefix) if _possible(name, title))
    defect = drawn(draw, prefix, possible)
    spouse = title.marriage.ref if title.marriage else None
    if defect is None:
        defect = drawn(draw, "date", _disputable_dates(case)) if kind == "own_home" and not spouse else None
    if defect is None:
        return Filing(title.ref, "residences", body, {WHOLE: case.found()}, spouse=spouse), case.record
    first, afters = _PLANTED[defect](case)
    offered = tuple(way for way in BY_NAME[defect].ways if way in afters)
    way = chosen_way(draw, offered)
    after = afters[way] if way else None
    filing = Filing(title.ref, "residences", case.body, {WHOLE: first}, spouse=spouse, defect=defect, after=after)
    return filing, case.record


def dormitory_body(title: Title) -> Json:
    """A dormitory as it is entered."""
    [owner] = title.owners
    return {
        "kind": "dormitory",
        "owner_name": owner["name"],
        "owner_id_type": owner["id_type"],
        "owner_id_number": owner["id_number"],
        "certificate_format": title.format,
        "certificate_number": title.number,
        "district": title.district,
        "from": ym(title.first),
        "to": ym(title.last),
    }


def _possible(name: str, title: Title) -> bool:
    """A spouse's home is not entered for months before the title: the marriage bounds it already."""
    return name != "home.before-the-title" or title.marriage is None


def _disputable_dates(case: Case) -> tuple[str, ...]:
    title = case.title
    names = []
    if title.last - title.first > 24:
        names.append("date.registered-late")
        if title.expired is None:
            names.append("date.expired-early")
    return tuple(names)


def _invalid() -> Result:
    return Result(NOT_MATCHED)


def _number_mistyped(case: Case) -> tuple[Result, Afters]:
    right = dict(case.body)
    case.body = {**right, "certificate_number": mistyped(case.number)}
    return _invalid(), case.refiled(right)


def _not_in_register(case: Case) -> tuple[Result, Afters]:
    case.record = None
    return _invalid(), case.corrected(None, new=True)


def _archive_incomplete(case: Case) -> tuple[Result, Afters]:
    dates = {"registered_on": case.title.registered, "expired_on": case.title.expired}
    case.record = {**case.title.record(), "registered_on": None, "expired_on": None, "archive_incomplete": True}
    return _invalid(), case.corrected({**dates, "archive_incomplete": False})


def _other_district(case: Case) -> tuple[Result, Afters]:
    right = dict(case.body)
    district = case.title.district
    while district == case.title.district:
        district = (INSIDE if case.draw.chance(50_000) else OUTSIDE).at(case.draw)
    case.body = {**right, "district": district}
    return _invalid(), case.refiled(right)


def _owner_misspelled(case: Case) -> tuple[Result, Afters]:
    first, *others = case.title.owners
    case.record = {**case.title.record(), "owners": [{**first, "name": other_name(first["name"])}, *others]}
    return _invalid(), case.corrected({"owners": case.title.owners})


def _not_residential(case: Case) -> tuple[Result, Afters]:
    case.record = {**case.title.record(), "planned_use": "commercial"}
    upheld = After(
        "recheck",
        {WHOLE: Result(NOT_MATCHED, by="operator")},
        disputes=NOT_MATCHED,
        statement="房屋实际用于居住。",
        papers=PAPERS,
        decision="uphold",
    )
    return _invalid(), {"recheck": upheld}


def _never_issued(case: Case) -> tuple[Result, Afters]:
    case.record = {**case.title.record(), "registered_on": None}
    return _invalid(), case.corrected({"registered_on": case.title.registered})


def _before_the_title(case: Case) -> tuple[Result, Afters]:
    right = dict(case.body)
    registered = month_of(case.title.registered)
    case.body = {**right, "from": ym(registered - case.draw.between(6, 24)), "to": ym(registered - 1)}
    return _invalid(), case.refiled(right)


def _owned_by_a_person(case: Case) -> tuple[Result, Afters]:
    case.record = {**case.title.record(), "owners": [{"name": "房东", "id_number": "E98000001", "id_type": "passport"}]}
    return _invalid(), {}


def _dispute(case: Case, code: str, right: Json) -> Afters:
    change = RegisterChange(REGISTRY, KIND, {"certificate_number": case.number}, right)
    after = After(
        "recheck",
        {WHOLE: case.found(by="operator")},
        disputes=code,
        statement="登记日期与权证不一致，请核对。",
        papers=DATE_PAPERS,
        decision="overturn",
        change=change,
    )
    return {"recheck": after}


def _registered_late(case: Case) -> tuple[Result, Afters]:
    late = ymd(case.title.first + case.draw.between(6, case.title.last - case.title.first - 12), 9)
    case.record = {**case.title.record(), "registered_on": late}
    return case.found(registered=late), _dispute(case, REGISTERED_LATE, {"registered_on": case.title.registered})


def _expired_early(case: Case) -> tuple[Result, Afters]:
    early = ymd(case.title.last - case.draw.between(6, case.title.last - case.title.first - 12), 9)
    case.record = {**case.title.record(), "expired_on": early}
    return case.found(expired=early), _dispute(case, EXPIRED_EARLY, {"expired_on": None})


_PLANTED: Mapping[str, Callable[[Case], tuple[Result, Afters]]] = {
    "home.number-mistyped": _number_mistyped,
    "home.not-in-register": _not_in_register,
    "home.archive-incomplete": _archive_incomplete,
    "home.other-district": _other_district,
    "home.owner-misspelled": _owner_misspelled,
    "home.not-residential": _not_residential,
    "home.never-issued": _never_issued,
    "home.before-the-title": _before_the_title,
    "date.registered-late": _registered_late,
    "date.expired-early": _expired_early,
    "dormitory.number-mistyped": _number_mistyped,
    "dormitory.owned-by-a-person": _owned_by_a_person,
}
