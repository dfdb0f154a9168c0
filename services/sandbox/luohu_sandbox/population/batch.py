"""A batch of people as the services take it: one body for each of them, and what is in it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import orjson

from luohu_sandbox.population.career import career
from luohu_sandbox.population.draw import Draw
from luohu_sandbox.population.employers import Employer
from luohu_sandbox.population.filing import Json
from luohu_sandbox.population.person import Person, person, trouble_of
from luohu_sandbox.population.span import Round

SIZE = 500  #: people of one batch
IDENTITY, DECLARATION, TAX = "identity", "declaration", "tax"
PATHS = {IDENTITY: "/_luohu/people", DECLARATION: "/_luohu/employers"}
RECORDS = "/_luohu/records"  #: of every agency


@dataclass(frozen=True, slots=True)
class Batch:
    """People from one number on."""

    upto: int  #: the number after the last one
    bodies: Mapping[str, bytes]  #: JSON by service
    counts: Mapping[str, Mapping[str, int]]  #: by service, then by kind


def batch(seed: int, around: Round, first: int, upto: int, seen: set[int]) -> Batch:
    """The people of a batch, and the employers that they have now.

    seen: numbers of employers that came before; those of the batch are added.
    """
    records: dict[str, dict[str, list[Json]]] = defaultdict(lambda: defaultdict(list))
    people: list[Json] = []
    employers: list[Employer] = []
    for index in range(first, upto):
        one = person(seed, around, index)
        people.append(_identity(one))
        for agency, kind, fields in one.records:
            records[agency][kind].append(fields)
        if one.career.employer.number not in seen:
            seen.add(one.career.employer.number)
            employers.append(one.career.employer)
    records[TAX]["taxpayer"] += [each.taxpayer() for each in employers]
    counts = {agency: {kind: len(each) for kind, each in held.items()} for agency, held in records.items()}
    bodies = {agency: orjson.dumps(held) for agency, held in records.items()}
    bodies[IDENTITY] = orjson.dumps({"people": people})
    bodies[DECLARATION] = orjson.dumps({"employers": [each.registration() for each in employers]})
    counts[IDENTITY], counts[DECLARATION] = {"person": len(people)}, {"employer": len(employers)}
    return Batch(upto, bodies, counts)


def employers_up_to(seed: int, around: Round, upto: int) -> set[int]:
    """Numbers of the employers of the people before a number: where a batch goes on that somebody else began."""
    careers = (career(seed, around, Draw(seed, index, "career"), trouble_of(seed, index)) for index in range(upto))
    return {worked.employer.number for worked in careers}


def _identity(one: Person) -> Json:
    life = one.life
    return {"number": life.index, "name": life.name, "id_number": life.id_number, "mobile": life.mobile}
