"""The employers of the seeds, open and active for the world's year, and the people who are associated with them."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Annotated, Any
from uuid import UUID, uuid5

import yaml
from pydantic import AfterValidator, Field

from luohu_contract.enrolment import AnswerPace
from luohu_contract.model import Wire
from luohu_contract.numbers import parse_resident_id, parse_uscc
from luohu_declaration.domain.unit_code import read_unit_code
from luohu_declaration.storage import associations, employers
from luohu_kit.work import Work
from luohu_scoring.programmes import district_name

_NAMESPACE = UUID("3f0c3a54-5d0e-5c6b-9b8e-656d706c6f79")


def _is_code(text: str) -> str:
    if read_unit_code(text) != text:
        raise ValueError("this is no unit code")
    return text


class SeededPerson(Wire):
    """Somebody whose association is approved from the start."""

    name: str = Field(min_length=1, max_length=60)
    id_number: Annotated[str, AfterValidator(lambda text: parse_resident_id(text).number)]


class SeededEmployer(Wire):
    """An employer that is open from the start."""

    uscc: Annotated[str, AfterValidator(parse_uscc)]
    name: str = Field(min_length=1, max_length=100)
    handling_district: Annotated[str, AfterValidator(district_name)]
    contact: str = Field(min_length=1, max_length=60)
    telephone: str = Field(pattern=r"^0[0-9]{2}-[0-9]{8}$")
    unit_code: Annotated[str, AfterValidator(_is_code)]
    activated: bool = True  #: for the world's year; else for the year before it
    answers: AnswerPace = AnswerPace.BY_HAND
    people: tuple[SeededPerson, ...] = ()


@cache
def seeded_employers(city: str) -> tuple[SeededEmployer, ...]:
    """The employers of a city's seeds, in the order of the file; none for a city without seeds.

    Raises ValueError for a file that is not strict.
    """
    source = files("luohu_declaration") / "seeds" / city / "employers.yaml"
    if not source.is_file():
        return ()
    entries = yaml.safe_load(source.read_text(encoding="utf-8"))
    return tuple(SeededEmployer.model_validate(entry) for entry in entries)


async def seed_employers(work: Work) -> None:
    """Put the employers of its city's seeds and their people into a new world: four statements in all."""
    seeded = seeded_employers(work.world.programme)
    if not seeded:
        return
    ids = {each.uscc: _id(each) for each in seeded}
    year = work.world.year
    rows = [{**_row(each), "active_year": year if each.activated else year - 1} for each in seeded]
    await employers.sow(work, rows)
    await associations.sow(
        work,
        [
            {
                "id": uuid5(_NAMESPACE, f"{work.world.year}/{person.id_number}"),
                "id_number": person.id_number,
                "person_name": person.name,
                "employer_id": ids[each.uscc],
            }
            for each in seeded
            for person in each.people
        ],
    )


async def pour_employers(work: Work, many: Sequence[SeededEmployer]) -> int:
    """Open employers of a population, active for the world's year, in one statement; how many were new."""
    return await employers.pour(work, [_row(each) for each in many])


def _id(each: SeededEmployer) -> UUID:
    return uuid5(_NAMESPACE, each.uscc)


def _row(each: SeededEmployer) -> dict[str, Any]:
    return {
        "id": _id(each),
        "uscc": each.uscc,
        "name": each.name,
        "handling_district": each.handling_district,
        "contact_name": each.contact,
        "contact_telephone": each.telephone,
        "unit_code": each.unit_code,
        "answers": each.answers,
    }
