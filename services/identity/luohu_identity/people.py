"""People and their identity documents: seeded with a world, registered later, found for a token."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Any
from uuid import UUID, uuid5

import yaml
from pydantic import AfterValidator, Field, field_validator
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from luohu_contract.claim import Sex
from luohu_contract.model import Wire
from luohu_contract.numbers import parse_resident_id
from luohu_identity.records import person
from luohu_kit.work import Work

_NAMESPACE = UUID("0b4b6a1e-6f3f-5a0e-9d6e-70656f706c65")

POPULATION = "person:"  #: and a number: somebody of a population

_POUR = text(
    "INSERT INTO person (id, persona, name, id_number, birth_date, sex, mobile, level)"
    " SELECT * FROM unnest(CAST(:id AS uuid[]), CAST(:persona AS text[]), CAST(:name AS text[]),"
    " CAST(:id_number AS text[]), CAST(:birth_date AS date[]), CAST(:sex AS text[]), CAST(:mobile AS text[]),"
    " CAST(:level AS text[])) ON CONFLICT (world, id) DO NOTHING"
)
_KNOWN = "SELECT persona, id, name, id_number, birth_date, sex, mobile, level FROM person"
_OF_PERSONA = text(f"{_KNOWN} WHERE persona = :persona")
_OF_PERSONAS = text(
    f"{_KNOWN} JOIN unnest(CAST(:personas AS text[])) WITH ORDINALITY AS wanted(persona, place) USING (persona)"
    " ORDER BY place"
)
_WITH_ID = text(f"{_KNOWN} WHERE id = :id")


class NewPerson(Wire):
    """Somebody who registers. Birth date and sex follow from the id number."""

    persona: str | None = Field(default=None, pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")
    name: str = Field(min_length=1, max_length=60)
    id_number: Annotated[str, Field(max_length=40), AfterValidator(lambda text: parse_resident_id(text).number)]
    mobile: str = Field(default="10000000000", pattern=r"^1[0-9]{10}$")  #: no network has numbers that begin with 100
    level: str = Field(default="L3", pattern=r"^L[123]$")

    @field_validator("persona")
    @classmethod
    def _is_nobody_of_the_staff(cls, persona: str | None) -> str | None:
        if persona in ("window", "administrator"):
            raise ValueError("this is the name of a member of staff; choose another")
        return persona


class SeededPerson(NewPerson):
    """Somebody of the seeds."""

    stands_for: str | None = Field(default=None, max_length=300)  #: what is to be seen with them; else a story says it


@dataclass(frozen=True, slots=True)
class Registered:
    """A person as identity knows them."""

    id: UUID
    name: str
    id_number: str
    birth_date: date
    sex: Sex
    mobile: str
    level: str

    @property
    def claims(self) -> dict[str, Any]:
        """What a token says of them."""
        return {
            "sub": str(self.id),
            "role": "applicant",
            "name": self.name,
            "id_number": self.id_number,
            "birth_date": self.birth_date.isoformat(),
            "sex": self.sex.value,
            "acr": self.level,
            "mobile": self.mobile,
        }


class PopulationPerson(Wire):
    """Somebody of a population. Birth date and sex follow from the id number, as for everybody."""

    number: int = Field(ge=0, lt=10_000_000)
    name: str = Field(min_length=1, max_length=60)
    id_number: Annotated[str, Field(max_length=40), AfterValidator(lambda text: parse_resident_id(text).number)]
    mobile: str = Field(pattern=r"^1[0-9]{10}$")
    level: str = Field(default="L3", pattern=r"^L[123]$")

    @property
    def persona(self) -> str:
        """By what they sign in."""
        return f"{POPULATION}{self.number}"


class PersonExists(Exception):
    """The id number, or the persona's name, is somebody's already."""


def _row(new: NewPerson | PopulationPerson) -> dict[str, Any]:
    number = parse_resident_id(new.id_number)
    return {
        "id": uuid5(_NAMESPACE, number.number),
        "persona": new.persona,
        "name": new.name,
        "id_number": number.number,
        "birth_date": number.birth_date,
        "sex": number.sex,
        "mobile": new.mobile,
        "level": new.level,
    }


@cache
def seeded(city: str) -> tuple[SeededPerson, ...]:
    """The people of a city's seeds, in the order of the file; nobody for a city without seeds."""
    source = files("luohu_identity") / "seeds" / city / "people.yaml"
    if not source.is_file():
        return ()
    return tuple(SeededPerson.model_validate(entry) for entry in yaml.safe_load(source.read_text(encoding="utf-8")))


async def seed(work: Work) -> None:
    """Put the people of its city's seeds into a new world."""
    if people := seeded(work.world.programme):
        await work.execute(person.insert(), [_row(new) for new in people])


async def register(work: Work, new: NewPerson) -> Registered:
    """Add a person to the world. Raises PersonExists."""
    row = _row(new)
    made = await work.execute(insert(person).values(row).on_conflict_do_nothing().returning(person.c.id))
    if made.first() is None:
        raise PersonExists("Somebody with this id number or this persona is registered in this world already.")
    return _registered(row)


async def pour(work: Work, many: Sequence[PopulationPerson]) -> int:
    """People of a population, all at once; how many were new. Raises PersonExists when a number is somebody else's."""
    rows = [{**_row(new), "persona": new.persona} for new in many]
    columns = {name: [row[name] for row in rows] for name in rows[0]} if rows else {}
    if not columns:
        return 0
    columns["sex"] = [sex.value for sex in columns["sex"]]
    try:
        made = await work.execute(_POUR, columns)
    except IntegrityError:
        raise PersonExists("An id number or a number of the population is somebody else's in this world.") from None
    return made.rowcount


async def find(work: Work, persona: str) -> Registered | None:
    """The person of a persona; `person:17` is one of a population."""
    row = await work.one(_OF_PERSONA, {"persona": persona})
    return None if row is None else _registered(row._mapping)


async def numbered(work: Work, first: int, last: int) -> dict[str, Registered]:
    """The people of a population with these numbers, last one excluded, by their personas; who is not there is not in
    it.
    """
    personas = [f"{POPULATION}{number}" for number in range(first, last)]
    rows = await work.rows(_OF_PERSONAS, {"personas": personas})
    return {row.persona: _registered(row._mapping) for row in rows}


async def by_id(work: Work, text: str) -> Registered | None:
    """The person with an id, which may be any text."""
    try:
        wanted = UUID(text)
    except ValueError:
        return None
    row = await work.one(_WITH_ID, {"id": wanted})
    return None if row is None else _registered(row._mapping)


async def personas(work: Work) -> list[str]:
    """The slugs of the personas of the world, in order; the people of a population are too many to name."""
    rows = await work.rows(
        person.select()
        .with_only_columns(person.c.persona)
        .where(person.c.persona.is_not(None), ~person.c.persona.startswith(POPULATION))
        .order_by("persona")
    )
    return [row.persona for row in rows]


def _registered(row: Any) -> Registered:
    return Registered(**{name: row[name] for name in Registered.__slots__ if name != "sex"}, sex=Sex(row["sex"]))
