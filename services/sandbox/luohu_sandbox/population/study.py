"""Education: one for each person, domestic or overseas, before the career or beside it (DOMAIN 4.5, 7.3, 8.5)."""

from dataclasses import dataclass

from luohu_sandbox.population.draw import Draw, Table
from luohu_sandbox.population.filing import Json
from luohu_sandbox.population.life import Life
from luohu_sandbox.population.span import ymd
from luohu_sandbox.population.words import school_name


@dataclass(frozen=True, slots=True)
class Level:
    """What somebody studied: the halves that are filed, and the usual age at its end."""

    qualification: str | None
    degree: str | None
    overseas: str | None = None
    age: int = 23


#: 0 / 10.5 / 15 / 26 / 37 points: 15 / 40 / 32 / 12 / 1 of a hundred (DOMAIN 8.5); what gives them is [assumed].
LEVELS: Table[Level | None] = Table(
    (None, 1500),
    (Level("junior_college", None, age=21), 2150),
    (Level("undergraduate", None, age=23), 1000),
    (Level(None, "bachelor", age=23), 730),
    (Level(None, None, "bachelor", age=23), 120),
    (Level("undergraduate", "bachelor", age=23), 2710),
    (Level("master", None, age=26), 110),
    (Level(None, "master", age=29), 240),
    (Level(None, None, "master", age=25), 140),
    (Level("master", "master", age=26), 1120),
    (Level("doctor", None, age=29), 30),
    (Level(None, "doctor", age=30), 20),
    (Level(None, None, "doctor", age=29), 30),
    (Level("doctor", "doctor", age=29), 100),
)
WHILE_WORKING = 20_000  #: of those with an education: insured in the window of study (DOMAIN 8.5)

QUALIFICATION_CODE = {"doctor": "01", "master": "02", "undergraduate": "05", "junior_college": "06"}
DEGREE_CODE = {"doctor": "2", "master": "3", "bachelor": "4"}
#: Another level, for somebody who chooses wrongly.
OTHER_QUALIFICATION = {
    "doctor": "master",
    "master": "undergraduate",
    "undergraduate": "junior_college",
    "junior_college": "undergraduate",
}
OTHER_DEGREE = {"doctor": "master", "master": "bachelor", "bachelor": "master"}
OTHER_OVERSEAS = {"doctor": "master", "master": "bachelor", "bachelor": "master"}


def level_of(seed: int, index: int) -> Level | None:
    """What somebody studied: asked before anything else, since it says how old one is when a career begins."""
    return LEVELS.at(Draw(seed, index, "level"))


def age_at_start(level: Level | None, draw: Draw) -> int:
    """How old somebody was when the career in Beijing began; one in four came later in life."""
    usual = 20 if level is None else level.age
    return usual + draw.between(0, 2) + (draw.between(2, 10) if draw.chance(25_000) else 0)


@dataclass(slots=True)
class Certificates:
    """The certificates of one education, and the person as they have them."""

    level: Level
    school: str
    ended: int  #: month of graduation
    day: int
    name: str
    sex: str
    birth_date: str
    id_number: str
    qualification_number: str = ""
    degree_number: str = ""
    method: str = "registration_number"
    method_number: str = ""
    overseas_number: str = ""

    @property
    def ended_on(self) -> str:
        return ymd(self.ended, self.day)

    def qualification(self) -> Json:
        """The record of 学历."""
        return {
            "certificate_number": self.qualification_number,
            **self._holder(),
            "id_number": self.id_number,
            "level": self.level.qualification,
            "school": self.school,
            "graduated_on": self.ended_on,
        }

    def degree(self) -> Json:
        """The record of 学位; the degree centre has no id numbers."""
        return {
            "certificate_number": self.degree_number,
            **self._holder(),
            "level": self.level.degree,
            "granted_by": self.school,
            "conferred_on": self.ended_on,
            self.method: self.method_number,
        }

    def overseas(self) -> Json:
        """The record of the credentials service."""
        return {
            "certificate_number": self.overseas_number,
            **self._holder(),
            "id_number": self.id_number,
            "source": "foreign",
            "level": self.level.overseas,
            "institution": "某国某大学",
            "issued_on": self.ended_on,
        }

    def qualification_half(self) -> Json:
        """学历 as it is entered."""
        return {
            "level": self.level.qualification,
            "id_number": self.id_number,
            **self._holder(),
            "certificate_number": self.qualification_number,
        }

    def degree_half(self) -> Json:
        """学位 as it is entered."""
        return {
            "level": self.level.degree,
            **self._holder(),
            "certificate_number": self.degree_number,
            "granted_by": self.school,
            "method": self.method,
            "method_number": self.method_number,
        }

    def _holder(self) -> Json:
        return {"name": self.name, "sex": self.sex, "birth_date": self.birth_date}


def certificates(life: Life, level: Level, start: int, *, after_base: bool = False) -> Certificates:
    """What somebody holds. after_base: the education ended after the base date, and does not count."""
    draw = life.draw("study")
    base = life.round.base
    if after_base:
        ended = base + draw.between(1, 6)
    elif draw.chance(WHILE_WORKING) and base - start > 12:
        ended = start + draw.between(1, min(72, base - start))
    else:
        summer = start - (start - 6) % 12  # the last July up to the month of the start
        ended = summer - 12 * draw.below(3)
    school = draw.below(60)
    held = Certificates(
        level,
        school_name(school),
        ended,
        draw.between(1, 28),
        life.name,
        life.sex,
        life.birth_date,
        life.id_number,
    )
    _number(held, school, life.index, draw)
    return held


def _number(held: Certificates, school: int, index: int, draw: Draw) -> None:
    year = held.ended // 12
    level = held.level
    if level.qualification:
        kind = draw.pick("1115567")
        held.qualification_number = f"99{school:03d}{kind}{year}{QUALIFICATION_CODE[level.qualification]}{index:06d}"
    if level.degree:
        held.degree_number = f"99{school:03d}{DEGREE_CODE[level.degree]}{year}{index:06d}"
        held.method = "registration_number" if draw.chance(70_000) else "certification_code"
        held.method_number = f"99{school:03d}{year}98{index:06d}"
    if level.overseas:
        held.overseas_number = f"1{year}{9_000_000 + index}"
