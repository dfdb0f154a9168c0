"""What public security holds about the people of a batch, in one query."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import text

from luohu_contract.claim import Sex
from luohu_contract.message import Question
from luohu_contract.numbers import normalise_identity_number
from luohu_contract.standing import PermitStatus
from luohu_kit.work import Work
from luohu_public_security.verdicts import Facts, ResidencePermit, Resident

#: The four registers in one statement: each as an array of its lines.
_LINES = text(
    """
    WITH asked AS (SELECT CAST(:people AS text[]) AS people)
    SELECT ARRAY(SELECT (id_number, name, birth_date, sex, household_province, household_in_beijing) FROM resident
                 WHERE id_number = ANY(people)) AS residents,
           ARRAY(SELECT (id_number, number, applied_on, status) FROM permit WHERE id_number = ANY(people)) AS permits,
           ARRAY(SELECT (id_number, detained_on) FROM detention
                 WHERE id_number = ANY(people) AND NOT revoked) AS detentions,
           ARRAY(SELECT id_number FROM crime WHERE id_number = ANY(people) AND NOT revoked) AS convicted
    FROM asked
    """
)


async def lookup(work: Work, questions: Sequence[Question]) -> Mapping[UUID, Facts]:
    """What is held about each question's person, by question id."""
    people = {question.id: normalise_identity_number(question.subject.id_number) for question in questions}
    (lines,) = await work.rows(_LINES, {"people": sorted(set(people.values()))})
    known = {number: _resident(*line) for number, *line in lines.residents}
    held: dict[str, list[ResidencePermit]] = defaultdict(list)
    for number, permit, applied_on, status in lines.permits:
        held[number].append(ResidencePermit(permit, applied_on, PermitStatus(status)))
    detained: dict[str, list[date]] = defaultdict(list)
    for number, detained_on in lines.detentions:
        detained[number].append(detained_on)
    convicted = set(lines.convicted)
    return {
        question_id: Facts(known.get(number), tuple(held[number]), tuple(detained[number]), number in convicted)
        for question_id, number in people.items()
    }


def _resident(name: str, birth_date: date, sex: str, province: str, in_beijing: bool) -> Resident:
    return Resident(name, birth_date, Sex(sex), province, in_beijing)
