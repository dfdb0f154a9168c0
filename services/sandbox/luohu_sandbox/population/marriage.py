"""Spouses: whom somebody is or was married to, the record that is filed about it, and what can be wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from luohu_sandbox.population.defects import BY_NAME, chosen_way, drawn, names_of
from luohu_sandbox.population.filing import WHOLE, After, Filing, Json, Result
from luohu_sandbox.population.life import Life
from luohu_sandbox.population.numbers import LATER_SPOUSE, MISTAKEN, SPOUSE, resident_id
from luohu_sandbox.population.span import month_of, ym, ymd
from luohu_sandbox.population.words import other_name, person_name

#: What can be wrong with the record of a spouse.
POSSIBLE = names_of("spouse")


@dataclass(frozen=True, slots=True)
class Marriage:
    """One marriage."""

    ref: str  #: of the spouse record
    name: str
    id_number: str
    began: str  #: day
    ended: str | None

    def party(self) -> dict[str, Any]:
        """As an owner or a tenant."""
        return {"name": self.name, "id_number": self.id_number}

    @property
    def first(self) -> int:
        return month_of(self.began)

    def last(self, base: int) -> int:
        """The month of the divorce, which still counts; else the base month."""
        return base if self.ended is None else min(base, month_of(self.ended))


def marriages(life: Life, by: int, *, again: bool) -> list[Marriage]:
    """The marriage that lasts, made up to a month; or two, the first one ended by a divorce."""
    draw = life.draw("marriage")
    base = life.round.base
    adult = month_of(life.birth_date) + 12 * 22
    began = draw.between(min(max(adult, by - 60), by), by)
    if not again or base - began < 48:
        return [_marriage(life, 1, SPOUSE, ymd(began, draw.between(1, 28)), None)]
    ended = draw.between(began + 18, base - 24)
    wedding = ymd(draw.between(ended + 1, base - 12), draw.between(1, 28))
    first = _marriage(life, 1, SPOUSE, ymd(began, draw.between(1, 28)), ymd(ended, draw.between(1, 28)))
    return [first, _marriage(life, 2, LATER_SPOUSE, wedding, None)]


def _marriage(life: Life, number: int, slot: int, began: str, ended: str | None) -> Marriage:
    draw = life.draw(f"spouse-{number}")
    year = int(life.birth_date[:4]) + draw.between(-4, 4)
    birth_date = ymd(year * 12 + draw.below(12), draw.between(1, 28))
    number_of = resident_id(life.index, slot, birth_date, man=not life.man)
    return Marriage(f"spouse-{number}", person_name(draw, man=not life.man), number_of, began, ended)


def spouse_filing(life: Life, marriage: Marriage) -> Filing:
    """The record of a spouse; some are wrong, and some of those are put right by filing again."""
    draw = life.draw(f"defect-{marriage.ref}")
    right = _body(marriage, "$" + _file(marriage))
    evidence = _document(marriage)
    approved = Result(by="window")
    defect = drawn(draw, "spouse", POSSIBLE)
    if defect is None:
        return Filing(marriage.ref, "spouses", right, {WHOLE: approved}, evidence)
    refused = {WHOLE: Result(BY_NAME[defect].reason, by="window")}
    wrong = {**right, **_mistake(life, marriage, defect)}
    unreadable = {**evidence, "text": ["结婚证（照片模糊，无法辨认）"]} if defect.endswith("unreadable") else evidence
    after = None
    if chosen_way(draw, BY_NAME[defect].ways):
        again = {**evidence, "as": f"{_file(marriage)}-again"}
        after = After("refile", {WHOLE: approved}, body={**right, "evidence": f"${again['as']}"}, evidence=again)
    return Filing(marriage.ref, "spouses", wrong, refused, unreadable, defect=defect, after=after)


def _mistake(life: Life, marriage: Marriage, defect: str) -> Mapping[str, str]:
    match defect:
        case "spouse.period-mistyped":
            return {"married_from": ymd(marriage.first, 28 if marriage.began[8:] != "28" else 27)}
        case "spouse.name-mistyped":
            return {"name": other_name(marriage.name)}
        case "spouse.number-mistyped":
            birth_date = marriage.id_number[6:14]
            whole = f"{birth_date[:4]}-{birth_date[4:6]}-{birth_date[6:]}"
            return {"id_number": resident_id(life.index, MISTAKEN, whole, man=not life.man)}
    return {}


def _body(marriage: Marriage, evidence: str) -> Json:
    body: Json = {
        "name": marriage.name,
        "id_type": "resident_id",
        "id_number": marriage.id_number,
        "married_from": marriage.began,
        "evidence": evidence,
    }
    return body if marriage.ended is None else {**body, "married_to": marriage.ended}


def _file(marriage: Marriage) -> str:
    return f"{marriage.ref}-document"


def _document(marriage: Marriage) -> Json:
    """The marriage document as a clerk reads it."""
    kind = "结婚证" if marriage.ended is None else "离婚证（含离婚协议书）"
    lines = [kind, f"姓名 {marriage.name}", f"身份证件号 {marriage.id_number}", f"登记日期 {marriage.began}"]
    if marriage.ended is not None:
        lines.append(f"离婚登记日期 {marriage.ended}")
    return {"as": _file(marriage), "text": lines}


def shared_months(marriage: Marriage, first: int, last: int, base: int) -> tuple[str, str]:
    """The months of a home that lie in a marriage, as they are entered."""
    return ym(max(first, marriage.first)), ym(min(last, marriage.last(base)))
