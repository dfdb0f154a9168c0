"""A filed residence with what was found about it and its marriage: the months that count (系统计算结果)."""

from luohu_contract.forms import DormitoryForm, OwnHomeForm, RentalForm, SpouseForm
from luohu_contract.item import ItemKind
from luohu_contract.message import Part
from luohu_declaration.domain.forms import form_of
from luohu_declaration.domain.housing import NOTHING, Effective, Marriage, effective
from luohu_declaration.domain.item import Item
from luohu_declaration.domain.round import Round
from luohu_declaration.domain.states import Status


def effective_months(item: Item, spouse: Item | None, around: Round) -> Effective:
    """The months of a residence. NOTHING while no valid result is there, or while its spouse record is not valid.

    spouse: the spouse record that the residence stands on. around: the round.
    """
    result = item.standing.results.get(Part.WHOLE)
    if result is None or not result.valid or (spouse and spouse.standing.status is not Status.VALID):
        return NOTHING
    form = form_of(item)
    assert isinstance(form, OwnHomeForm | RentalForm | DormitoryForm)  # noqa: S101 - only residences come here
    marriage = form_of(spouse) if spouse else None
    return effective(
        form.period,
        result.findings,
        marriage=Marriage(marriage.married_from, marriage.married_to) if isinstance(marriage, SpouseForm) else None,
        filed_from=None if item.kind is ItemKind.OWN_HOME else around.filed_from,
        as_of=around.base_date,
    )
