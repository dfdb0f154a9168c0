"""Education as it is filed, and everything that can be wrong with a certificate or with what is entered about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from luohu_sandbox.population.defects import BY_NAME, chosen_way, drawn, names_of
from luohu_sandbox.population.draw import Draw
from luohu_sandbox.population.filing import (
    DEGREE,
    QUALIFICATION,
    After,
    Filing,
    Json,
    RegisterChange,
    Result,
    Side,
)
from luohu_sandbox.population.life import Life
from luohu_sandbox.population.numbers import FORMER, mistyped, resident_id
from luohu_sandbox.population.overseas import REGISTRY, overseas
from luohu_sandbox.population.study import (
    OTHER_DEGREE,
    OTHER_QUALIFICATION,
    Certificates,
    Level,
    certificates,
)
from luohu_sandbox.population.words import other_name

MISMATCH, MALFORMED = "education.identity_mismatch", "degree.date_malformed"
PAPERS = {
    "education.former-name": ("household_register", "degree_certificate"),
    "education.lunar-birthday": ("birth_date_statement", "degree_certificate"),
    "education.wrong-sex": ("medical_proof", "degree_certificate"),
    "degree.date-malformed": ("degree_certificate",),
}

Afters = dict[str, After]


@dataclass(slots=True)
class Case:
    """A domestic education while something goes wrong with one half of it."""

    life: Life
    held: Certificates
    part: str  #: the half
    defect: str
    records: dict[str, Json | None]
    halves: dict[str, Json]
    results: dict[str, Result] = field(default_factory=dict)

    @property
    def other(self) -> str | None:
        """The other half, if it is filed too."""
        return next((part for part in self.halves if part != self.part), None)

    def found(self, by: str = "register") -> Result:
        """The half as valid."""
        return valid(self.held, self.part, by)

    def enter(self, **fields: str) -> Afters:
        """Enter these instead; filed again with what is right."""
        right = body(self.halves)
        self.halves = {**self.halves, self.part: {**self.halves[self.part], **fields}}
        return {"refile": After("refile", self.then(self.found()), body=right)}

    def then(self, result: Result) -> dict[str, Result]:
        """The results of both halves, with this one of the half."""
        return {part: result if part == self.part else valid(self.held, part) for part in self.halves}

    def recheck(self, code: str, fields: Json | None) -> Afters:
        """Rechecked; the operator accepts the evidence and, where there are fields, corrects the record."""
        number = {"certificate_number": self.halves[self.part]["certificate_number"]}
        change = None if fields is None else RegisterChange(REGISTRY, self.part, number, fields)
        after = After(
            "recheck",
            self.then(self.found("operator")),
            disputes=code,
            part=self.part,
            statement="备案信息与证书不一致，请复查。",
            papers=PAPERS[self.defect],
            decision="overturn",
            change=change,
        )
        return {"recheck": after}


def valid(held: Certificates, part: str, by: str = "register") -> Result:
    """A half that is in order."""
    name = "graduated_on" if part == QUALIFICATION else "degree_conferred_on"
    return Result(None, {"kind": part, name: held.ended_on}, by=by)


def body(halves: Mapping[str, Json]) -> Json:
    """国内教育 as it is entered."""
    return {"kind": "domestic_education", **halves}


def education(life: Life, level: Level | None, start: int) -> Side:
    """The one education of a person."""
    side = Side()
    if level is None:
        return side
    draw = life.draw("defect-education")
    if level.overseas:
        overseas(side, certificates(life, level, start), draw)
        return side
    possible = tuple(name for name in names_of("education", "degree") if _fits(name, level))
    defect = drawn(draw, "education", possible)
    held = certificates(life, level, start, after_base=defect == "education.after-the-cutoff")
    records: dict[str, Json | None] = {}
    halves: dict[str, Json] = {}
    if level.qualification:
        records[QUALIFICATION], halves[QUALIFICATION] = held.qualification(), held.qualification_half()
    if level.degree:
        records[DEGREE], halves[DEGREE] = held.degree(), held.degree_half()
    side.filings.append(_domestic(life, held, records, halves, defect, draw))
    for part, record in records.items():
        if record is not None:
            side.record(REGISTRY, part, record)
    return side


def _fits(name: str, level: Level) -> bool:
    """Whether a defect can happen to what somebody holds."""
    if name.startswith("degree."):
        return level.degree is not None
    return name != "education.id-number-mistaken" or level.qualification is not None


def _domestic(
    life: Life,
    held: Certificates,
    records: dict[str, Json | None],
    halves: dict[str, Json],
    defect: str | None,
    draw: Draw,
) -> Filing:
    right = {part: valid(held, part) for part in halves}
    if defect is None:
        return Filing("education", "education", body(halves), right)
    part = DEGREE if defect.startswith("degree.") else draw.pick(tuple(halves))
    part = QUALIFICATION if defect == "education.id-number-mistaken" else part
    case = Case(life, held, part, defect, records, halves)
    reason, afters = _PLANTED[defect](case)
    if defect == "education.after-the-cutoff":
        results = {each: Result(reason) for each in halves}
    else:
        results = {**right, part: Result(reason, _seen(case, reason))}
    way = chosen_way(draw, tuple(way for way in BY_NAME[defect].ways if way in afters))
    after = afters[way] if way else None
    return Filing("education", "education", body(case.halves), results, defect=defect, after=after)


def _seen(case: Case, reason: str) -> Json | None:
    """What the agency shows of a half that fails: the date that is none."""
    record = case.records[case.part]
    if reason != MALFORMED or record is None:
        return None
    return {"kind": DEGREE, "degree_conferred_on": record["conferred_on"]}


def _after_the_cutoff(case: Case) -> tuple[str, Afters]:
    return "education.date_after_cutoff", {}


def _level_mistaken(case: Case) -> tuple[str, Afters]:
    others = OTHER_QUALIFICATION if case.part == QUALIFICATION else OTHER_DEGREE
    return "education.level_number_mismatch", case.enter(level=others[case.halves[case.part]["level"]])


def _number_mistyped(case: Case) -> tuple[str, Afters]:
    wrong = mistyped(case.halves[case.part]["certificate_number"])
    return "education.not_found", case.enter(certificate_number=wrong)


def _not_on_record(case: Case) -> tuple[str, Afters]:
    missing = case.records[case.part]
    case.records[case.part] = None
    change = RegisterChange(REGISTRY, case.part, None, missing or {})
    return "education.not_found", {"fix_at_source": After("fix_at_source", case.then(case.found()), change=change)}


def _id_number_mistaken(case: Case) -> tuple[str, Afters]:
    former = resident_id(case.life.index, FORMER, case.life.birth_date, man=case.life.man)
    today = case.life.id_number
    case.records[QUALIFICATION] = {**(case.records[QUALIFICATION] or {}), "id_number": former}
    case.halves = {**case.halves, QUALIFICATION: {**case.halves[QUALIFICATION], "id_number": former}}
    return "education.not_found", case.enter(id_number=today)


def _named(case: Case, **fields: str) -> tuple[str, Afters]:
    """Record and certificate agree, and differ from the identity card."""
    case.records[case.part] = {**(case.records[case.part] or {}), **fields}
    case.halves = {**case.halves, case.part: {**case.halves[case.part], **fields}}
    return MISMATCH, case.recheck(MISMATCH, {"confirmed_as": case.life.id_number})


def _former_name(case: Case) -> tuple[str, Afters]:
    return _named(case, name=other_name(case.life.name))


def _lunar_birthday(case: Case) -> tuple[str, Afters]:
    year, month, day = (int(text) for text in case.life.birth_date.split("-"))
    before = (month - 2) % 12 + 1
    return _named(case, birth_date=f"{year - (month == 1):04d}-{before:02d}-{day:02d}")


def _wrong_sex(case: Case) -> tuple[str, Afters]:
    return _named(case, sex="female" if case.life.man else "male")


def _method_mistaken(case: Case) -> tuple[str, Afters]:
    held = case.held.method
    other = "certification_code" if held == "registration_number" else "registration_number"
    return "education.not_found", case.enter(method=other)


def _granted_by_mistaken(case: Case) -> tuple[str, Afters]:
    return "education.not_found", case.enter(granted_by=f"{case.held.school}研究生院")


def _date_malformed(case: Case) -> tuple[str, Afters]:
    ended = case.held.ended_on
    record = case.records[DEGREE] or {}
    case.records[DEGREE] = {**record, "conferred_on": f"{ended[:4]}年夏"}
    return MALFORMED, case.recheck(MALFORMED, {"conferred_on": ended}) if case.other is None else {}


_PLANTED: Mapping[str, Callable[[Case], tuple[str, Afters]]] = {
    "education.after-the-cutoff": _after_the_cutoff,
    "education.level-mistaken": _level_mistaken,
    "education.number-mistyped": _number_mistyped,
    "education.not-on-record": _not_on_record,
    "education.id-number-mistaken": _id_number_mistaken,
    "education.former-name": _former_name,
    "education.lunar-birthday": _lunar_birthday,
    "education.wrong-sex": _wrong_sex,
    "degree.method-mistaken": _method_mistaken,
    "degree.granted-by-mistaken": _granted_by_mistaken,
    "degree.date-malformed": _date_malformed,
}
