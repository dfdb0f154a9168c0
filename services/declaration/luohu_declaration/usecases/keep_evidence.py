"""Files of a declaration: kept with it, and named by whatever is filed about it later, of a case as of an item."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from luohu_contract.message import EvidenceRef
from luohu_declaration.domain.checks import EvidenceUnknown, Refused
from luohu_declaration.domain.declaration import MOST_EVIDENCE, EvidenceLimit
from luohu_declaration.storage import evidence
from luohu_kit.evidence import Pdf
from luohu_kit.work import Work


class EvidenceMissing(Refused):
    """Nobody looks at a recheck without evidence."""

    def __init__(self) -> None:
        super().__init__(
            "A recheck wants evidence: upload one PDF first, then name its id.",
            ("#/evidence", "name at least one file that was uploaded"),
        )


async def keep_evidence(work: Work, declaration_id: UUID, pdf: Pdf, data: bytes) -> EvidenceRef:
    """Keep a file with a held declaration. data: its bytes, found to be that PDF. Raises EvidenceLimit."""
    if await evidence.count(work, declaration_id) >= MOST_EVIDENCE:
        raise EvidenceLimit
    new = EvidenceRef(id=uuid4(), sha256=pdf.sha256, size=pdf.size)
    await evidence.keep(work, new, declaration_id, pdf.pages, data)
    return new


async def named_evidence(work: Work, declaration_id: UUID, ids: Sequence[UUID]) -> tuple[EvidenceRef, ...]:
    """The files that a request names, each once; none where it names none. Raises EvidenceUnknown."""
    known = await evidence.references(work, declaration_id, ids)
    unknown = [index for index, each in enumerate(ids) if each not in known]
    if unknown:
        raise EvidenceUnknown(
            "The request names files that were not uploaded here. Upload the PDF first.",
            *((f"#/evidence/{index}", "is no file that was uploaded here") for index in unknown),
        )
    return tuple(known[each] for each in dict.fromkeys(ids))


async def needed_evidence(work: Work, declaration_id: UUID, ids: Sequence[UUID]) -> tuple[EvidenceRef, ...]:
    """The same of a request that has to name one. Raises EvidenceMissing, EvidenceUnknown."""
    if not ids:
        raise EvidenceMissing
    return await named_evidence(work, declaration_id, ids)
