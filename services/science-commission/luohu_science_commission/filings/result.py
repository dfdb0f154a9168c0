"""What the commission finds about a filing, by its lists as they are now."""

from luohu_agency.register import Record
from luohu_contract.claim import Person
from luohu_contract.decision import Decision
from luohu_kit.work import Work
from luohu_science_commission.filings.form import FilingShown, filing_of, shown
from luohu_science_commission.records import facts_about
from luohu_science_commission.verdicts import assess


async def result_of(work: Work, record: Record) -> Decision:
    """The decision on a filing; the declaration is told the same when it asks."""
    value, filing = filing_of(record)
    facts = (await facts_about(work, {value.id_number}))[value.id_number]
    return assess(filing, facts, Person(name=value.name, id_number=value.id_number), work.world.base_date.year)


async def shown_with_result(work: Work, record: Record) -> FilingShown:
    """A filing as it is answered."""
    return shown(record, await result_of(work, record))
