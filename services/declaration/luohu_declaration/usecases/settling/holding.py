"""A settlement with its declaration: read, or held while something of it changes."""

from dataclasses import dataclass
from uuid import UUID

from luohu_declaration.domain.declaration import Declaration, NotThere
from luohu_declaration.domain.settlement.settlement import Settlement
from luohu_declaration.storage import declarations, settlements
from luohu_declaration.usecases.notify import notify
from luohu_kit.work import Work


@dataclass(frozen=True, slots=True)
class Held:
    """An awardee's declaration and settlement."""

    declaration: Declaration
    settlement: Settlement

    @property
    def id(self) -> UUID:
        return self.declaration.id


async def hold_settlement(work: Work, declaration_id: UUID, applicant: str | None) -> Held:
    """The settlement of a declaration, held until the work is over. Raises NotThere when it is somebody else's."""
    return await _with(work, await declarations.hold(work, declaration_id, applicant))


async def read_settlement(work: Work, declaration_id: UUID, applicant: str | None) -> Held:
    """The settlement of a declaration. Raises NotThere."""
    return await _with(work, await declarations.get(work, declaration_id, applicant))


async def tell(work: Work, held: Held, kind: str, **parameters: str) -> None:
    """Tell the awardee, as the city does by SMS."""
    await notify(work, held.declaration.person.id_number, kind, declaration_id=held.id, **parameters)


async def _with(work: Work, declaration: Declaration | None) -> Held:
    found = None if declaration is None else await settlements.get(work, declaration.id)
    if declaration is None or found is None:
        raise NotThere("settlement")
    return Held(declaration, found)
