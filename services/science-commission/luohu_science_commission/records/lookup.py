"""What the commission holds about the applicants of a batch, in one query for each register."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Row, TextClause, text

from luohu_contract.innovation import CommissionType, CompanyKind, InnovationType, WinnerRole
from luohu_contract.message import Question
from luohu_contract.numbers import normalise_identity_number
from luohu_kit.work import Work
from luohu_science_commission.verdicts import Company, Facts, Filing, Grade, Holding, Investment, Win

_OF_PEOPLE = " AS key FROM {} WHERE id_number = ANY(CAST(:keys AS text[])) ORDER BY recorded_at, id"
_OF_COMPANIES = " AS key FROM {} WHERE {} = ANY(CAST(:keys AS text[])) ORDER BY recorded_at, id"
_FILED = text("SELECT type, company, edition, grade, id_number" + _OF_PEOPLE.format("filing"))
_HELD = text("SELECT company, year, percent, full_year, id_number" + _OF_PEOPLE.format("holding"))
_PAID = text("SELECT year, amount, id_number" + _OF_PEOPLE.format("income_tax"))
_WON = text(
    "SELECT type, edition, company, grade, id_number, name, role, company" + _OF_COMPANIES.format("winner", "company")
)
_KNOWN = text(
    "SELECT uscc, in_beijing, kind, recognised_from, recognised_to, uscc" + _OF_COMPANIES.format("company", "uscc")
)
_RAISED = text(
    "SELECT company, received_on, amount, investor_filed, company" + _OF_COMPANIES.format("investment", "company")
)


async def lookup(work: Work, questions: Sequence[Question]) -> Mapping[UUID, Facts]:
    """What is held about each question's applicant and the companies of their filings, by question id."""
    people = {q.id: normalise_identity_number(q.subject.id_number) for q in questions}
    by_person = await facts_about(work, set(people.values()))
    return {question_id: by_person[number] for question_id, number in people.items()}


async def facts_about(work: Work, people: set[str]) -> dict[str, Facts]:
    """Facts by id number, for every one of `people`."""
    filed = await _grouped(work, _FILED, people)
    used = {row.company for rows in filed.values() for row in rows}
    won = await _grouped(work, _WON, used)
    known = await _grouped(work, _KNOWN, used)
    raised = await _grouped(work, _RAISED, used)
    held = await _grouped(work, _HELD, people)
    paid = await _grouped(work, _PAID, people)

    def facts(person: str) -> Facts:
        mine = sorted({row.company for row in filed[person]})
        return Facts(
            filings=tuple(_filing(row) for row in filed[person]),
            wins=tuple(_win(row) for uscc in mine for row in won[uscc]),
            companies=tuple(
                Company(row.uscc, row.in_beijing, CompanyKind(row.kind), row.recognised_from, row.recognised_to)
                for uscc in mine
                for row in known[uscc]
            ),
            holdings=tuple(Holding(row.company, row.year, row.percent, row.full_year) for row in held[person]),
            investments=tuple(
                Investment(row.company, row.received_on, row.amount, row.investor_filed)
                for uscc in mine
                for row in raised[uscc]
            ),
            income_tax={row.year: row.amount for row in paid[person]},
        )

    return {person: facts(person) for person in people}


def _filing(row: Row[Any]) -> Filing:
    grade = None if row.grade is None else Grade(row.grade)
    return Filing(cast(CommissionType, InnovationType(row.type)), row.company, row.edition, grade)


def _win(row: Row[Any]) -> Win:
    of = InnovationType(row.type), row.edition, row.company, Grade(row.grade)
    return Win(*of, row.id_number, row.name, WinnerRole(row.role))


async def _grouped(work: Work, register: TextClause, keys: set[str]) -> dict[str, list[Row[Any]]]:
    grouped: dict[str, list[Row[Any]]] = defaultdict(list)
    if keys:
        for row in await work.rows(register, {"keys": sorted(keys)}):
            grouped[row.key].append(row)
    return grouped
