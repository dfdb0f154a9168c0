"""Awards of the lists (附件1(一), (二) rows 3 to 8): winners, what they file, and what can be wrong with it."""

from dataclasses import dataclass

from luohu_contract.awards import AWARD
from luohu_sandbox.population.career import Career
from luohu_sandbox.population.defects import BY_NAME, chosen_way
from luohu_sandbox.population.filing import WHOLE, After, Filing, Json, RegisterChange, Result, Side
from luohu_sandbox.population.life import Life
from luohu_sandbox.population.numbers import mistyped

LISTS = "honours-registry"
NOT_MATCHED = "award.not_matched"
#: Fields that an applicant enters, of those that a list has.
ENTERED = ("type", "award_kind", "project_name", "project_number", "grade", "place", "role", "year")
#: Fields of a line that the list answers with.
SHOWN = (
    "award_kind",
    "project_name",
    "project_number",
    "grade",
    "place",
    "role",
    "year",
    "first_founder",
    "employer",
)
PAPERS = {
    "science": ("award_certificate", "identity_document"),
    "culture": ("award_certificate", "identity_document"),
    "culture_work": ("award_certificate", "identity_document", "producer_proof", "published_work"),
    "skills": ("honour_certificate", "identity_document"),
    "contest": ("award_certificate", "identity_document", "founder_proof", "due_diligence_report"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """An award as somebody of a population wins it."""

    award: str
    grade: str | None = None
    places: int = 0  #: places of the list that are drawn from; 0: the winners have no order
    role: str | None = None
    project: bool = True

    @property
    def numbered(self) -> bool:
        """Whether the project has a number."""
        grade = AWARD[self.award].grade(self.grade)
        return grade is not None and "project_number" in grade.asks

    @property
    def since(self) -> int:
        return AWARD[self.award].since or 0


def award(life: Life, career: Career, kind: Kind, defect: str | None) -> Side:
    """A winner: the line of the list and the item."""
    draw = life.draw("award")
    side = Side()
    year = max(life.round.year - draw.between(1, 6), kind.since)
    line: Json = {
        "type": AWARD[kind.award].type.value,
        "award_kind": kind.award,
        "year": year,
        "name": life.name,
        "id_number": life.id_number,
        "employer": career.employer.name,
    }
    if kind.grade:
        line["grade"] = kind.grade
    if kind.project:
        line["project_name"] = f"第{life.index}号项目"
    if kind.numbered:
        line["project_number"] = f"98-{year}-{life.index:06d}1"
    if kind.places:
        line["place"] = draw.between(1, kind.places)
    if kind.role:
        line["role"] = kind.role
    if AWARD[kind.award].founder:
        line["first_founder"] = True
    filing = _filing(life, line, kind, defect)
    side.filings.append(filing)
    if defect != "award.not-on-list":
        side.record(LISTS, "award", line)
    return side


def findings(line: Json) -> Json:
    """What the list answers about a line of it."""
    return {"kind": "award", **{name: line.get(name) for name in SHOWN}}


def _filing(life: Life, line: Json, kind: Kind, defect: str | None) -> Filing:
    right = {name: line[name] for name in ENTERED if name in line}
    fine = Result(None, findings(line))
    filing = Filing("award", "innovation", right, {WHOLE: fine}, defect=defect)
    if defect is None:
        return filing
    after = After("refile", {WHOLE: fine}, body=right)
    seen: Json | None = findings(line)
    match defect:
        case "award.not-on-list":
            seen = None
            after = After(
                "recheck", {WHOLE: Result(None, findings(line), by="operator")}, disputes=NOT_MATCHED, part=WHOLE,
                statement="本人为获奖人员，请核对名单。", papers=PAPERS[AWARD[kind.award].family.value],
                decision="overturn", change=RegisterChange(LISTS, "award", None, line),
            )  # fmt: skip
        case "award.number-mistyped":
            seen = None
            filing.body = {**right, "project_number": mistyped(line["project_number"])}
        case "award.place-mistaken":
            filing.body = {**right, "place": line["place"] + 1}
        case "award.grade-mistaken":
            grades = [grade.name for grade in AWARD[kind.award].grades if grade.name != kind.grade and grade.name]
            alike = [name for name in grades if _asks_alike(kind, name)]
            filing.body = {**right, "grade": alike[0]}
    filing.results = {WHOLE: Result(NOT_MATCHED, seen)}
    if chosen_way(life.draw("defect-award"), BY_NAME[defect].ways):
        filing.after = after
    return filing


def _asks_alike(kind: Kind, grade: str) -> bool:
    """Whether another grade is entered with the same fields."""
    mine, other = AWARD[kind.award].grade(kind.grade), AWARD[kind.award].grade(grade)
    return mine is not None and other is not None and (mine.asks, mine.roles) == (other.asks, other.roles)
