"""Employers: a few large ones and very many with one applicant each (DOMAIN 8.4: four in five have one awardee)."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from luohu_contract.districts import CITY_LEVEL
from luohu_sandbox.population.draw import Draw, Table
from luohu_sandbox.population.numbers import credit, unit_code
from luohu_sandbox.population.span import month, ymd
from luohu_sandbox.population.words import company_name, person_name

#: How many employers share which part of the people, the largest first. Numbers of 2020: 112, 71, 28, 28, 27, …
_BANDS = Table(((0, 1), 18), ((1, 1), 11), ((2, 8), 36), ((10, 90), 60), ((100, 900), 110), ((1_000, 9_000), 175),
               ((10_000, 120_000), 590))  # fmt: skip

#: Where employers pay. Inside of the six about four in five; a few at the city's own agency.
PAID_AT = Table(
    ("海淀区", 270), ("朝阳区", 260), ("东城区", 75), ("西城区", 85), ("丰台区", 70), ("石景山区", 25),
    (CITY_LEVEL, 25),
    ("北京经济技术开发区", 55), ("大兴区", 25), ("通州区", 30), ("昌平区", 35), ("顺义区", 30), ("房山区", 12),
    ("门头沟区", 5), ("怀柔区", 6), ("密云区", 5), ("平谷区", 4), ("延庆区", 3),
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Town:
    """What the employers of one city have in common."""

    name: str  #: with which companies begin
    dialling: str
    paid_at: Table[str]  #: districts where they pay, or 市本级
    centre: str  #: district that handles those who pay at 市本级


BEIJING = Town("北京", "010", PAID_AT, "西城区")


@dataclass(frozen=True, slots=True)
class Employer:
    """One employer."""

    number: int
    uscc: str
    name: str
    paid_at: str  #: district where it pays insurance, or 市本级
    district: str  #: that handles its business
    unit_code: str
    contact: str
    registered_on: str
    dialling: str

    def taxpayer(self) -> dict[str, Any]:
        """As the tax authority has it."""
        return {
            "uscc": self.uscc,
            "name": self.name,
            "registered_on": self.registered_on,
            "tax_registered_on": self.registered_on,
            "district": self.district,
        }

    def registration(self) -> dict[str, Any]:
        """As the declaration system has it: open, its unit code active, every request of its people approved."""
        return {
            "uscc": self.uscc,
            "name": self.name,
            "handling_district": self.district,
            "contact": self.contact,
            "telephone": f"{self.dialling}-98{self.number:06d}",
            "unit_code": self.unit_code,
            "answers": "at_once",
        }


@lru_cache(maxsize=100_000)
def employer(seed: int, number: int, town: Town = BEIJING) -> Employer:
    """The employer of a number."""
    draw = Draw(seed, number, "employer")
    paid_at = town.paid_at.at(draw)
    district = town.centre if paid_at == CITY_LEVEL else paid_at
    return Employer(
        number=number,
        uscc=credit(number, district),
        name=company_name(draw, town.name),
        paid_at=paid_at,
        district=district,
        unit_code=unit_code(number),
        contact=person_name(draw, man=draw.chance(50_000)),
        registered_on=ymd(month(draw.between(1985, 1997), draw.between(1, 12)), draw.between(1, 28)),
        dialling=town.dialling,
    )


def some_employer(seed: int, draw: Draw, town: Town = BEIJING) -> Employer:
    """An employer for somebody, the large ones more often."""
    first, count = _BANDS.at(draw)
    return employer(seed, first + draw.below(count), town)
