"""基础信息: minor children who move along, and a question whose answer changes nothing (handbook 三, DOMAIN 4.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from luohu_contract.numbers import parse_resident_id
from luohu_declaration.domain.checks import FormInvalid
from luohu_declaration.domain.eligibility import completed_years

MOST_CHILDREN = 10
OF_AGE = 18  #: 未成年: younger than this, on the base date [assumed: the handbook gives no day]


@dataclass(frozen=True, slots=True)
class Child:
    """拟随迁符合计生政策未成年子女: name and id number now, household details after the award."""

    name: str
    id_number: str


@dataclass(frozen=True, slots=True)
class Basics:
    """What the page holds besides what is only shown."""

    children: tuple[Child, ...]
    disclosure_consent: bool  #: 是否同意依申请公开: no part of the city ever looks at it
    saved_at: datetime  #: the world's time


def check_children(children: Sequence[Child], applicant: str, base_date: date) -> None:
    """Refuse children who are none, by their id numbers: of age on the base date, the applicant, or named twice.

    applicant: the applicant's id number. Raises FormInvalid with every fault.
    """
    faults = []
    seen: dict[str, int] = {}
    for place, child in enumerate(children):
        pointer = f"#/accompanying_children/{place}/id_number"
        born = parse_resident_id(child.id_number).birth_date
        if child.id_number == applicant:
            faults.append((pointer, "is the applicant's own"))
        elif completed_years(born, base_date) >= OF_AGE:
            faults.append((pointer, f"is of somebody who is {OF_AGE} or older on {base_date}: only minors move along"))
        if child.id_number in seen:
            faults.append((pointer, f"comes twice, see #/accompanying_children/{seen[child.id_number]}"))
        seen.setdefault(child.id_number, place)
    if faults:
        raise FormInvalid(faults)
