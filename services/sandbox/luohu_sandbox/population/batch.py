"""A batch of people as the services take it: one body for each of them, and what is in it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import orjson

from luohu_sandbox.population.crowd import Crowd
from luohu_sandbox.population.employers import Employer
from luohu_sandbox.population.filing import Json

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


def batch(crowd: Crowd, first: int, upto: int, seen: set[int]) -> Batch:
    """The people of a batch, and the employers that they have now.

    seen: numbers of employers that came before; those of the batch are added.
    """
    records: dict[str, dict[str, list[Json]]] = defaultdict(lambda: defaultdict(list))
    people: list[Json] = []
    employers: list[Employer] = []
    for index in range(first, upto):
        one = crowd.member(index)
        people.append(one.human.registration())
        for agency, kind, fields in one.records:
            records[agency][kind].append(fields)
        if one.employer.number not in seen:
            seen.add(one.employer.number)
            employers.append(one.employer)
    records[TAX]["taxpayer"] += [each.taxpayer() for each in employers]
    counts = {agency: {kind: len(each) for kind, each in held.items()} for agency, held in records.items()}
    bodies = {agency: orjson.dumps(held) for agency, held in records.items()}
    bodies[IDENTITY] = orjson.dumps({"people": people})
    bodies[DECLARATION] = orjson.dumps({"employers": [each.registration() for each in employers]})
    counts[IDENTITY], counts[DECLARATION] = {"person": len(people)}, {"employer": len(employers)}
    return Batch(upto, bodies, counts)


def employers_up_to(crowd: Crowd, upto: int) -> set[int]:
    """Numbers of the employers of the people before a number: where a batch goes on that somebody else began."""
    return {crowd.employer(index).number for index in range(upto)}
