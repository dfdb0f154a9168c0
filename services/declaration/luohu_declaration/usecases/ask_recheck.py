"""Ask for a recheck: 申请复查, with the applicant's words and evidence. An operator at the agency decides."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID, uuid4

from luohu_contract.claim import Person
from luohu_contract.message import Part
from luohu_declaration.domain.forms import form_of
from luohu_declaration.domain.item import Item, assert_entered, recheck_asked
from luohu_declaration.domain.questions import Asking, Dispute, recheck
from luohu_declaration.domain.recheck import part_to_recheck
from luohu_declaration.storage import events, items, questions
from luohu_declaration.usecases import rights
from luohu_declaration.usecases.ask_verification import spouse_form
from luohu_declaration.usecases.asking import asking_of
from luohu_declaration.usecases.dossier import Dossier
from luohu_declaration.usecases.keep_evidence import needed_evidence
from luohu_declaration.usecases.rescore import rescore
from luohu_declaration.usecases.scenario import require_applicable
from luohu_kit.work import Work


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks to be looked at again."""

    disputes: str  #: code of the reason, or of the disputable finding
    part: Part | None  #: which half of an education
    statement: str
    evidence: tuple[UUID, ...]


async def ask_recheck(
    work: Work, dossier: Dossier, item: Item, applicant: Person, request: Request, *, overdue: timedelta
) -> Item:
    """Send one part of an item to its agency's operators. The old result stands until their verdict.

    Raises what `rights` and `send_recheck` raise.
    """
    assert_entered(item.kind)
    await rights.require_recheck(work, dossier.declaration)
    asking = asking_of(work.world, applicant, spouse_form(dossier.spouse_of(item)))
    sent = await send_recheck(work, item, asking, request, events.APPLICANT, overdue=overdue)
    await rescore(work, [item.declaration_id], "recheck")
    return sent


async def send_recheck(
    work: Work, item: Item, asking: Asking, request: Request, actor: str, *, overdue: timedelta
) -> Item:
    """Send one part of a held item, entered or of a case, to operators; who may ask for it, the caller has looked.

    Raises what `part_to_recheck` raises, EvidenceMissing, EvidenceUnknown, ScenarioNotApplicable.
    """
    open_parts = await questions.open_of_items(work, [item.id])
    part = part_to_recheck(item.kind, item.standing, open_parts[item.id], request.disputes, request.part, item.entered)
    files = await needed_evidence(work, item.declaration_id, request.evidence)
    move = recheck_asked(item.standing, part, request.disputes, work.now, [str(file.id) for file in files])
    dispute = Dispute(request.disputes, request.statement, files)
    asked = recheck(item.id, move.after.attempt, form_of(item), asking, part, dispute, new_id=uuid4)
    require_applicable([asked])
    beside = questions.to_keep(work, item.declaration_id, [asked], overdue)
    await items.move(work, [(item.id, item.declaration_id, move)], actor, beside)
    return replace(item, version=item.version + 1, standing=move.after)
