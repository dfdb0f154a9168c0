"""What the commission holds about the applicants of a batch, in one query for each register."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Table, select

from luohu_contract.message import Question
from luohu_contract.numbers import normalise_identity_number
from luohu_kit.work import Work
from luohu_science_commission.records.table import companies, filings, holdings, income_taxes, investments, winners
from luohu_science_commission.verdicts import Company, Facts, Filing, Holding, Investment, Win


async def lookup(work: Work, questions: Sequence[Question]) -> Mapping[UUID, Facts]:
    """What is held about each question's applicant and the companies of their filings, by question id."""
    people = {q.id: normalise_identity_number(q.subject.id_number) for q in questions}
    by_person = await facts_about(work, set(people.values()))
    return {question_id: by_person[number] for question_id, number in people.items()}


async def facts_about(work: Work, people: set[str]) -> dict[str, Facts]:
    """Facts by id number, for every one of `people`."""
    filed = await _grouped(work, filings, "id_number", people)
    used = {row.company for rows in filed.values() for row in rows}
    won = await _grouped(work, winners, "company", used)
    known = await _grouped(work, companies, "uscc", used)
    raised = await _grouped(work, investments, "company", used)
    held = await _grouped(work, holdings, "id_number", people)
    paid = await _grouped(work, income_taxes, "id_number", people)

    def facts(person: str) -> Facts:
        mine = sorted({row.company for row in filed[person]})
        return Facts(
            filings=tuple(Filing(row.type, row.company, row.edition, row.grade) for row in filed[person]),
            wins=tuple(
                Win(row.type, row.edition, row.company, row.grade, row.id_number, row.name, row.role)
                for uscc in mine
                for row in won[uscc]
            ),
            companies=tuple(
                Company(row.uscc, row.in_beijing, row.kind, row.recognised_from, row.recognised_to)
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


async def _grouped(work: Work, table: Table, column: str, values: set[str]) -> dict[str, list[Row[Any]]]:
    grouped: dict[str, list[Row[Any]]] = defaultdict(list)
    if values:
        statement = select(table).where(table.c[column].in_(values)).order_by(table.c.recorded_at, table.c.id)
        for row in await work.rows(statement):
            grouped[row._mapping[column]].append(row)
    return grouped
