"""The papers that go with a filing (附件1(二) rows 1 and 2, (三)): an operator looks for them, no rule does."""

from luohu_contract.innovation import CommissionType, InnovationType
from luohu_contract.model import Wire
from luohu_contract.texts import DOCUMENTS


class PapersWanted(Wire):
    """One paper, or several of which one is enough."""

    documents: tuple[str, ...]  #: identifiers of the catalogue of documents
    zh: str
    en: str


_COMPETITION = (
    ("business_licence", "institution_certificate", "social_organisation_certificate"),
    ("award_certificate",),
    ("labour_contract",),
    ("award_proof",),
)
#: All sealed by the company, as PDF; where the kind of company changed, for each period.
_SHAREHOLDING = (
    ("business_licence",),
    ("articles_of_association",),
    ("company_record",),
    ("equity_proof",),
    ("investor_filing_notice", "fund_registration_proof"),
)


def papers_for(kind: CommissionType) -> tuple[PapersWanted, ...]:
    """What a filing of this type is to bring, in the order of the annex."""
    groups = _SHAREHOLDING if kind is InnovationType.SHAREHOLDING else _COMPETITION
    return tuple(
        PapersWanted(
            documents=group,
            zh="或".join(DOCUMENTS[name].zh for name in group),
            en=" or ".join(DOCUMENTS[name].en for name in group),
        )
        for group in groups
    )
