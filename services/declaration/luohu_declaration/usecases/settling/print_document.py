"""One document as a sheet, from what is stored."""

from luohu_contract.household import SettlementDocument
from luohu_contract.indicators import Indicator
from luohu_contract.texts import text
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.domain.settlement.papers import Counter
from luohu_declaration.printing.settlement import Facts, Stamp, sheet_of
from luohu_declaration.printing.sheet import Sheet
from luohu_declaration.storage import associations, award_basis, settlement_documents
from luohu_declaration.usecases.settling.awardee import case_of, needs_of
from luohu_declaration.usecases.settling.holding import Held
from luohu_kit.work import Work
from luohu_scoring import Line

DEDUCTION = "取得学历(学位)期间累计的居住及就业分值"


async def print_document(work: Work, held: Held, kind: SettlementDocument, copy: int) -> Sheet:
    """The document of that kind that counts. Raises NotThere when none was issued, or another office writes it."""
    issued = await settlement_documents.valid_ones(work, held.id)
    found = next((each for each in issued if each.kind is kind and each.copy == copy), None)
    if found is None or kind is SettlementDocument.MIGRATION_CERTIFICATE:
        raise NotThere("document")
    stamp = Stamp(found.number, found.issued_at, found.valid_until, found.copy, found.holder)
    return sheet_of(kind, await _facts(work, held), stamp)


async def _facts(work: Work, held: Held) -> Facts:
    person, year = held.declaration.person, held.declaration.year
    employer = await associations.approved(work, year, person.id_number)
    won = await award_basis.won(work, held.id)
    return Facts(
        person=person,
        year=year,
        data=(await case_of(work, held)).data,
        needs=await needs_of(work, held, Counter.DISTRICT),
        employer_name=None if employer is None else employer.employer_name,
        handling_district=None if employer is None else employer.handling_district,
        total=None if won is None else won.total,
        rank=None if won is None else won.rank,
        points=[] if won is None else [(_label(line), won.lines[line]) for line in Line if line in won.lines],
    )


def _label(line: Line) -> str:
    return DEDUCTION if line is Line.EDUCATION_DEDUCTION else text(Indicator(line.value)).zh
