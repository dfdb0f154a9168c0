"""What the library gives."""

from luohu_agency.spec import AgencySpec
from luohu_contract.claim import ClaimKind
from luohu_library_cards import records, verdicts

SPEC = AgencySpec(
    name="library-cards",
    title="图书馆",
    package="luohu_library_cards",
    metadata=records.meta,
    records=(records.CARD, records.FINE),
    lookup=records.lookup,
    judge=verdicts.judge,
    kinds=frozenset({ClaimKind.OVERSEAS_EDUCATION}),
)
