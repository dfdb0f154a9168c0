"""What public security holds about the people of a batch, in one query for each register."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from luohu_contract.claim import Sex
from luohu_contract.message import Question
from luohu_contract.numbers import normalise_identity_number
from luohu_contract.standing import PermitStatus
from luohu_kit.work import Work
from luohu_public_security.verdicts import Facts, ResidencePermit, Resident

_ABOUT = " WHERE id_number = ANY(CAST(:people AS text[]))"
_RESIDENTS = text(
    "SELECT id_number, name, birth_date, sex, household_province, household_in_beijing"  # noqa: S608 - ours, as below
    f" FROM resident{_ABOUT}"
)
_PERMITS = text(f"SELECT id_number, number, applied_on, status FROM permit{_ABOUT}")  # noqa: S608
_DETENTIONS = text(f"SELECT id_number, detained_on FROM detention{_ABOUT} AND NOT revoked")  # noqa: S608
_CRIMES = text(f"SELECT id_number FROM crime{_ABOUT} AND NOT revoked")  # noqa: S608


async def lookup(work: Work, questions: Sequence[Question]) -> Mapping[UUID, Facts]:
    """What is held about each question's person, by question id."""
    people = {question.id: normalise_identity_number(question.subject.id_number) for question in questions}
    wanted = {"people": sorted(set(people.values()))}
    known = {row.id_number: _resident(row) for row in await work.rows(_RESIDENTS, wanted)}
    held: dict[str, list[ResidencePermit]] = defaultdict(list)
    for row in await work.rows(_PERMITS, wanted):
        held[row.id_number].append(ResidencePermit(row.number, row.applied_on, PermitStatus(row.status)))
    detained: dict[str, list[date]] = defaultdict(list)
    for row in await work.rows(_DETENTIONS, wanted):
        detained[row.id_number].append(row.detained_on)
    convicted = {row.id_number for row in await work.rows(_CRIMES, wanted)}
    return {
        question_id: Facts(known.get(number), tuple(held[number]), tuple(detained[number]), number in convicted)
        for question_id, number in people.items()
    }


def _resident(row: Row[Any]) -> Resident:
    return Resident(row.name, row.birth_date, Sex(row.sex), row.household_province, row.household_in_beijing)
