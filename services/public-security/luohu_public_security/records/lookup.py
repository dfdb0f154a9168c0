"""What public security holds about the people of a batch, in one query for each register."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select

from luohu_contract.message import Question
from luohu_contract.numbers import normalise_identity_number
from luohu_kit.work import Work
from luohu_public_security.records.table import crimes, detentions, permits, residents
from luohu_public_security.verdicts import Facts, ResidencePermit, Resident


async def lookup(work: Work, questions: Sequence[Question]) -> Mapping[UUID, Facts]:
    """What is held about each question's person, by question id."""
    people = {question.id: normalise_identity_number(question.subject.id_number) for question in questions}
    wanted = set(people.values())
    known = await _residents(work, wanted)
    held: dict[str, list[ResidencePermit]] = defaultdict(list)
    for row in await work.rows(select(permits).where(permits.c.id_number.in_(wanted))):
        held[row.id_number].append(ResidencePermit(row.number, row.applied_on, row.status))
    detained: dict[str, list[date]] = defaultdict(list)
    in_force = select(detentions).where(detentions.c.id_number.in_(wanted), ~detentions.c.revoked)
    for row in await work.rows(in_force):
        detained[row.id_number].append(row.detained_on)
    judged = select(crimes.c.id_number).where(crimes.c.id_number.in_(wanted), ~crimes.c.revoked)
    convicted = {row.id_number for row in await work.rows(judged)}
    return {
        question_id: Facts(known.get(number), tuple(held[number]), tuple(detained[number]), number in convicted)
        for question_id, number in people.items()
    }


async def _residents(work: Work, wanted: set[str]) -> dict[str, Resident]:
    rows = await work.rows(select(residents).where(residents.c.id_number.in_(wanted)))
    return {
        row.id_number: Resident(row.name, row.birth_date, row.sex, row.household_province, row.household_in_beijing)
        for row in rows
    }
