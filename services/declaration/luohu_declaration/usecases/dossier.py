"""A declaration with everything that hangs on it, held while something of it changes."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from luohu_contract.forms import Form, evidence_of
from luohu_contract.message import EvidenceRef
from luohu_declaration.domain.checks import Beside, Surroundings
from luohu_declaration.domain.declaration import Declaration, NotThere
from luohu_declaration.domain.forms import form_of
from luohu_declaration.domain.item import Item
from luohu_declaration.storage import declarations, evidence, items
from luohu_declaration.usecases.rights import round_of
from luohu_kit.work import Work


@dataclass(frozen=True, slots=True)
class Dossier:
    """One declaration and its items."""

    declaration: Declaration
    items: Mapping[UUID, Item]
    new: bool = False  #: opened by this very work, so that no page of it is saved

    def item(self, item_id: UUID) -> Item:
        """One of the items. Raises NotThere."""
        try:
            return self.items[item_id]
        except KeyError:
            raise NotThere("item") from None

    def spouse_of(self, item: Item) -> Item | None:
        """The spouse record that a residence stands on."""
        return None if item.spouse_id is None else self.items[item.spouse_id]

    def residences_on(self, spouse_id: UUID) -> list[Item]:
        """The residences that stand on a spouse record."""
        return [item for item in self.items.values() if item.spouse_id == spouse_id]

    def changed(self, items: Mapping[UUID, Item]) -> "Dossier":
        """The same with these items as they are now."""
        return replace(self, items={**self.items, **items})

    async def files(self, work: Work, forms: Iterable[Form]) -> Mapping[UUID, EvidenceRef]:
        """The declaration's files among those that the forms name."""
        named = {file for form in forms if (file := evidence_of(form)) is not None}
        return await evidence.references(work, self.declaration.id, named)

    def around(self, work: Work, files: Collection[UUID]) -> Surroundings:
        """What forms are checked against. files: of the declaration, among those that they name."""
        others = [Beside(item.id, item.kind, form_of(item)) for item in self.items.values()]
        return Surroundings(round_of(work.world), work.now.date(), others, frozenset(files))


async def hold_declaration(work: Work, declaration_id: UUID, applicant: str | None) -> Dossier:
    """A declaration, held until the work is over. Raises NotThere when it is nobody's or somebody else's."""
    declaration = await declarations.hold(work, declaration_id, applicant)
    if declaration is None:
        raise NotThere("declaration")
    return await _dossier(work, declaration)


async def hold_item(work: Work, item_id: UUID, applicant: str | None) -> tuple[Dossier, Item]:
    """An item and the declaration around it, held until the work is over. Raises NotThere."""
    declaration = await declarations.hold_of_item(work, item_id, applicant)
    if declaration is None:
        raise NotThere("item")
    dossier = await _dossier(work, declaration)
    # Read again under the lock: it may have been deleted while we waited for it.
    return dossier, dossier.item(item_id)


async def _dossier(work: Work, declaration: Declaration) -> Dossier:
    return Dossier(declaration, {item.id: item for item in await items.of_declaration(work, declaration.id)})
