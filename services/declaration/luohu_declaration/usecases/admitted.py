"""Who may file: an approved association of the year, and no refusal (handbook 一, 二.二)."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from uuid import UUID

from luohu_declaration.domain.declaration import Declaration
from luohu_declaration.domain.eligibility import EligibilityState, Failure
from luohu_declaration.domain.item import Item
from luohu_declaration.storage import associations, commitments
from luohu_declaration.storage import items as filed_items
from luohu_declaration.usecases.eligibility import Eligibility, eligibility_of
from luohu_kit.admission import Admission
from luohu_kit.work import Work


class Missing(StrEnum):
    """What stands before filing, in the order in which it is done."""

    ELIGIBILITY = "eligibility"
    COMMITMENTS = "commitments"
    ASSOCIATION = "association"


#: What to do about each.
_NEXT = {
    Missing.ELIGIBILITY: "check the eligibility (POST /v1/declarations/{id}/eligibility)",
    Missing.COMMITMENTS: "make the commitments (PUT /v1/declarations/{id}/commitments)",
    Missing.ASSOCIATION: "be accepted by your employer (POST /v1/declarations/{id}/association)",
}


class NotAdmitted(Exception):
    """Something comes first. `missing` names it all, in order; `reasons` are those of a refusal."""

    def __init__(self, declaration_id: UUID, missing: Sequence[Missing], failures: Sequence[Failure] = ()) -> None:
        codes = [failure.code for failure in failures]
        self.extensions = {"missing": [each.value for each in missing], "reasons": codes}
        if codes:
            detail = (
                f"You were found not eligible: {', '.join(codes)}. GET /v1/declarations/{declaration_id}/eligibility "
                "says what can be done; an objection goes to the district window (POST …/eligibility/dispute)."
            )
        else:
            steps = "; then ".join(_NEXT[each].replace("{id}", str(declaration_id)) for each in missing)
            detail = f"Before this is possible: {steps}."
        super().__init__(detail)


async def require_admitted(work: Work, declaration: Declaration, items: Iterable[Item] | None = None) -> None:
    """Refuse who may not file. Raises NotAdmitted; open worlds demand nothing.

    items: those of the declaration, where the caller has them; read otherwise.
    Who has an approved association has been through everything before it, so nothing else is asked of them but that no
    reading refuses them since.
    """
    if work.world.admission is Admission.OPEN:
        return
    if items is None:
        items = await filed_items.of_declaration(work, declaration.id)
    found = await eligibility_of(work, declaration, items)
    if found.state is EligibilityState.NOT_ELIGIBLE:
        raise NotAdmitted(declaration.id, (Missing.ELIGIBILITY,), found.failures)
    approved = await associations.approved(work, declaration.year, declaration.person.id_number)
    if approved is None:
        raise NotAdmitted(declaration.id, await _missing(work, declaration, found))


async def _missing(work: Work, declaration: Declaration, found: Eligibility) -> list[Missing]:
    """What somebody without an association has not done yet."""
    eligible = found.state is EligibilityState.ELIGIBLE
    committed = await commitments.made_at(work, declaration.id) is not None
    undone = ((Missing.ELIGIBILITY, not eligible), (Missing.COMMITMENTS, not committed), (Missing.ASSOCIATION, True))
    return [each for each, missing in undone if missing]
