"""What a certificate's number says by itself: the year, and the level (DOMAIN 6.3). Odd numbers say nothing."""

import re
from dataclasses import dataclass

from luohu_contract.claim import DegreeLevel, QualificationLevel

#: School, kind, year, level, serial: 18 digits since 2002, 17 before.
_QUALIFICATION = re.compile(r"\d{5}[1-9](?P<year>\d{4})(?P<level>0[1-6])\d{5,6}", re.ASCII)
#: Unit, level, year, serial: 16 digits; Z, C or T before them; S or E in the place of the serial's first digit.
_DEGREE = re.compile(r"[ZCT]?\d{5}(?P<level>[234])(?P<year>\d{4})[0-9SE]\d{5}", re.ASCII)

_QUALIFICATION_LEVELS = {
    "01": QualificationLevel.DOCTOR,
    "02": QualificationLevel.MASTER,
    "04": QualificationLevel.UNDERGRADUATE,  # 第二学士学位
    "05": QualificationLevel.UNDERGRADUATE,
    "06": QualificationLevel.JUNIOR_COLLEGE,
}
_DEGREE_LEVELS = {"2": DegreeLevel.DOCTOR, "3": DegreeLevel.MASTER, "4": DegreeLevel.BACHELOR}


@dataclass(frozen=True, slots=True)
class Told:
    """What a number tells; None: nothing."""

    year: int | None = None
    level: QualificationLevel | DegreeLevel | None = None


def told_by_qualification_number(number: str) -> Told:
    """`999991200405000123` tells 2004 and 大学本科."""
    found = _QUALIFICATION.fullmatch(number)
    return Told(int(found["year"]), _QUALIFICATION_LEVELS.get(found["level"])) if found else Told()


def told_by_degree_number(number: str) -> Told:
    """`Z9999932009000045` tells 2009 and 硕士."""
    found = _DEGREE.fullmatch(number)
    return Told(int(found["year"]), _DEGREE_LEVELS[found["level"]]) if found else Told()
