"""Educations: a qualification that a registry knows, and certificates whose sources are asked."""

from collections.abc import Collection
from dataclasses import dataclass

from luohu_contract.months import Month
from luohu_sandbox.population.casework.defects import (
    DEGREE_FORGED,
    DEGREE_LEVEL,
    DEGREE_ONE_MISSING,
    DEGREE_UNKNOWN,
    QUALIFICATION_LEVEL,
    QUALIFICATION_NAME,
    QUALIFICATION_UNKNOWN,
)
from luohu_sandbox.population.casework.side import CaseSide, Judged
from luohu_sandbox.population.casework.somebody import Somebody, Values, completed_years
from luohu_sandbox.population.draw import Table
from luohu_sandbox.population.filing import Json, RegisterChange
from luohu_sandbox.population.span import month_of
from luohu_sandbox.population.study import OTHER_QUALIFICATION, QUALIFICATION_CODE
from luohu_sandbox.population.words import other_name, school_name

SUMMER = 6  #: studies end on 1 July, the seventh month
YOUNG = 35  #: years, up to which somebody who is new to work has come from a study [assumed]
UPGRADED_FULL_TIME = 50_000  #: of a hundred thousand who went on after a junior college [assumed]
REGISTRY, CENTRE = "education-registry", "talent-centre"
_AGES = {"junior_college": 21, "undergraduate": 22, "master": 25, "doctor": 28}
_DEGREE_CODE = {"bachelor": "4", "master": "3", "doctor": "2"}
_REASON = {
    DEGREE_FORGED: "degree_check.not_genuine",
    DEGREE_UNKNOWN: "degree_check.not_genuine",
    DEGREE_LEVEL: "degree_check.not_genuine",
    DEGREE_ONE_MISSING: "degree_check.certificate_missing",
}


def graduated(some: Somebody, level: str) -> int:
    """The year in which a study ended: never the one in which it is measured."""
    usual = int(some.human.birth_date[:4]) + _AGES[level] + some.draw("graduated").below(3)
    return min(usual, some.as_of.year - 2)


@dataclass(frozen=True, slots=True)
class Qualification:
    """学历 at the education commission."""

    indicator: str
    department: str
    levels: Table[str | None]

    def of(self, some: Somebody) -> CaseSide:
        """The record and the claim; nothing for those who studied nothing that counts."""
        plant, draw, side = some.at(self.indicator, self.department), some.draw("level"), CaseSide()
        level = self.levels.at(draw)
        if plant is not None and level in (None, "master", "doctor"):
            level = "junior_college"
        if level is None:
            return side
        year, school = graduated(some, level), draw.below(60)
        number = f"99{school:03d}{draw.pick('156')}{year}{QUALIFICATION_CODE[level]}{some.human.index:06d}"
        record: Json = {
            **some.human.party(),
            "certificate_number": number,
            "sex": some.human.sex,
            "birth_date": some.human.birth_date,
            "level": level,
            "school": school_name(school),
            "graduated_on": f"{year}-07-01",
        }
        claimed = OTHER_QUALIFICATION[level] if plant == QUALIFICATION_LEVEL else level
        judged = Judged(self.indicator, self.department, {"level": claimed, "certificate_number": number})
        judged.declared, judged.held = {"level": claimed}, {"level": level}
        if plant == QUALIFICATION_NAME:
            record["name"] = other_name(some.human.name)
        if plant is not None:
            wrong = plant == QUALIFICATION_LEVEL
            judged.spoil(some, plant, "education.level_number_mismatch" if wrong else "education.not_found")
        side.judged.append(judged)
        if plant != QUALIFICATION_UNKNOWN:
            side.record(REGISTRY, "qualification", record)
        return side


@dataclass(frozen=True, slots=True)
class Studied:
    """What somebody studied, by the certificates that it gave."""

    levels: tuple[str, ...]
    upgraded: bool = False  #: 专升本


@dataclass(frozen=True, slots=True)
class Degrees:
    """Certificates at the talent centre. What is claimed of them besides the level: a scarce major, a study that ended
    a short time ago. Whoever is young and began to work within a year has come from it; some others claim that, too.
    """

    department: str
    level: str  #: names of indicators
    scarce: str
    fresh: str
    studies: Table[Studied | None]
    scarce_share: int
    fresh_share: int

    def of(self, some: Somebody) -> CaseSide:
        """The certificates, and the claims that stand on them."""
        plant, draw, side = some.at(self.level, self.department), some.draw("degrees"), CaseSide()
        studied = self.studies.at(draw)
        if plant == DEGREE_ONE_MISSING:
            studied = Studied(("undergraduate",), upgraded=True)
        if studied is None and plant is not None:
            studied = Studied(("undergraduate", "bachelor"))
        if studied is None:
            return side
        scarce, fresh = draw.chance(self.scarce_share), draw.chance(self.fresh_share) or _is_new(some)
        full_time = not studied.upgraded or draw.chance(UPGRADED_FULL_TIME)
        held = [self._certificate(some, level, studied, scarce=scarce, full_time=full_time) for level in studied.levels]
        claimed = [self._claim(each) for each in held]
        if plant == DEGREE_LEVEL:
            claimed[0]["level"] = "doctor" if claimed[0]["level"] != "doctor" else "master"
        self._judge(some, side, claimed, held, (scarce, fresh))
        if plant == DEGREE_FORGED:
            held[0]["genuine"] = False
        for each in held[1:] if plant == DEGREE_UNKNOWN else held:
            side.record(CENTRE, "degree_certificate", each)
        return side

    def _certificate(self, some: Somebody, level: str, studied: Studied, *, scarce: bool, full_time: bool) -> Json:
        base = level if level in _AGES else studied.levels[0] if studied.levels[0] in _AGES else "undergraduate"
        year, school = _ended(some, base, studied), some.draw("school").below(60)
        number = f"99{school:03d}{_DEGREE_CODE.get(level, '1')}{year}{len(level):02d}{some.human.index:06d}"
        upgraded = studied.upgraded and level == "undergraduate"
        return {
            **some.human.party(),
            "level": level,
            "certificate_number": number,
            "upgraded": upgraded,
            "full_time": full_time or not upgraded,
            "major": "计算机科学与技术" if scarce else "市场营销",
            "scarce_major": scarce,
            "graduated": f"{year}-07-01",
        }

    def _claim(self, held: Json) -> Json:
        return {name: held[name] for name in ("level", "certificate_number", "upgraded", "full_time")}

    def _judge(
        self, some: Somebody, side: CaseSide, claimed: list[Json], held: list[Json], more: tuple[bool, bool]
    ) -> None:
        plant, (scarce, fresh) = some.at(self.level, self.department), more
        declared = _level({each["level"] for each in claimed})
        found: Values = {**_level({each["level"] for each in held}), "scarce_major": scarce, **_since(some, held[-1])}
        wanted = {self.level: True, self.scarce: scarce, self.fresh: fresh}
        for indicator in (name for name, claims in wanted.items() if claims):
            judged = Judged(indicator, self.department, {"certificates": claimed}, dict(declared), dict(found))
            if plant is not None:
                change = RegisterChange(CENTRE, "degree_certificate", None, dict(held[0]))
                known = plant == DEGREE_UNKNOWN and indicator == self.level  # one recheck: it puts the register right
                judged.spoil(some, plant, _REASON[plant], change if known else None)
            side.judged.append(judged)


def _ended(some: Somebody, level: str, studied: Studied) -> int:
    """The year of the summer in which a study ended: the highest in the last one before the work, for those who are new
    to it.
    """
    if not _is_new(some):
        return graduated(some, level)
    before = max(_AGES.get(each, 0) for each in studied.levels) - _AGES[level]
    return some.career.start // 12 - (some.career.start % 12 < SUMMER) - before


def _is_new(some: Somebody) -> bool:
    """Whether somebody has come to the work from a study."""
    young = completed_years(some.human.birth_date, some.as_of) <= YOUNG
    return young and Month.of(some.as_of).ordinal - some.career.start < 12


def _since(some: Somebody, highest: Json) -> Values:
    """Full months since a study ended that was full-time."""
    if not highest["full_time"]:
        return {}
    return {"months_since_full_time_study": Month.of(some.as_of).ordinal - month_of(highest["graduated"])}


def _level(held: Collection[str]) -> Values:
    """The highest; a bachelor's degree counts together with its qualification."""
    if {"undergraduate", "bachelor"} <= set(held) and not {"master", "doctor"} & set(held):
        return {"level": "undergraduate_bachelor"}
    order = ("junior_college", "undergraduate", "bachelor", "master", "doctor")
    return {"level": max(held, key=order.index)}
