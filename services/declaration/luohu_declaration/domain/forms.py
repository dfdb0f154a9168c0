"""The form that an item was filed with, and the form of one that is only read. What forms there are stands in
`luohu_contract.forms`.
"""

from luohu_contract.forms import FORM_OF, Form
from luohu_contract.item import ItemKind
from luohu_declaration.domain.item import Item


def form_of(item: Item) -> Form:
    """The form that an item was filed with."""
    return FORM_OF[item.kind].model_validate(item.entered)


def form_for(kind: ItemKind) -> Form:
    """The form of an item that is only read: there is nothing in it."""
    return FORM_OF[kind].model_validate({"kind": kind})
