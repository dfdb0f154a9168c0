"""Items as their list shows them: what was entered, in the words of the form, and what can be done with each now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from luohu_contract.directory import BY_NAME
from luohu_contract.item import ItemKind
from luohu_contract.texts import FIELDS as LABELS
from luohu_contract.texts import Text, text
from luohu_contract.texts.pages import PAGES
from luohu_gateway.site.applicant.agencies import agencies_of
from luohu_gateway.site.applicant.forms.catalogue import FIELDS, FormPage, form_of
from luohu_gateway.site.applicant.forms.field import Around
from luohu_gateway.site.applicant.forms.filled import values_of
from luohu_gateway.site.applicant.mine import LOCKED, Mine


@dataclass(frozen=True, slots=True)
class Row:
    """One item."""

    item: Mapping[str, Any]
    kind: Text
    entered: tuple[tuple[Text, Text], ...]  #: label and value
    form: FormPage | None  #: in which it is edited; None for what the city reads by itself
    locked: bool
    editable: bool  #: now, in this stage
    agencies: tuple[str, ...]  #: offices that judge it

    @property
    def sends(self) -> bool:
        """Whether it has the button 在线审核."""
        return self.editable and "verification" in self.item["links"]


def rows_of(items: Iterable[Mapping[str, Any]], mine: Mine) -> list[Row]:
    """The rows of a page, in the order in which the items were filed."""
    return [_row(item, mine) for item in items]


def _row(item: Mapping[str, Any], mine: Mine) -> Row:
    kind = ItemKind(item["kind"])
    form, locked = form_of(kind), item["status"] in LOCKED
    return Row(
        item=item,
        kind=text(kind),
        entered=tuple(_entered(kind, item["entered"], mine)),
        form=form,
        locked=locked,
        editable=form is not None and not locked and mine.files,
        agencies=tuple(BY_NAME[name].title for name in sorted(agencies_of(item))),
    )


def _entered(kind: ItemKind, entered: Mapping[str, Any], mine: Mine) -> Iterable[tuple[Text, Text]]:
    values = values_of(entered)
    for name, label in LABELS[kind].items():
        if name != "kind" and values.get(name):
            yield label, _said(kind, name, values, mine)


def _said(kind: ItemKind, name: str, values: Mapping[str, str], mine: Mine) -> Text:
    """A value in words: the label of what was chosen, else as it was entered."""
    value = values[name]
    if name == "spouse_id":
        found = next((item["entered"]["name"] for item in mine.items if item["id"] == value), value)
        return Text(found, found)
    field = next((each for each in FIELDS.get(kind, ()) if each.name == name), None)
    options = dict(field.options(values, Around())) if field and field.options else _YES_NO if value in _YES_NO else {}
    return options.get(value, Text(value, value))


_YES_NO = {"true": PAGES["applicant.yes"], "false": PAGES["applicant.no"]}
