"""Every form that an applicant files an item with: on which page it stands, what it may file, and where."""

from collections.abc import Mapping
from dataclasses import dataclass

from luohu_contract.indicators import Indicator
from luohu_contract.item import ItemKind
from luohu_gateway.site.applicant.forms.field import Field, Values
from luohu_gateway.site.applicant.forms.homes import HOMES
from luohu_gateway.site.applicant.forms.merits import MERITS
from luohu_gateway.site.applicant.forms.studies import STUDIES

FIELDS: Mapping[ItemKind, tuple[Field, ...]] = {**HOMES, **STUDIES, **MERITS}


@dataclass(frozen=True, slots=True)
class FormPage:
    """One form, as it is opened by a button such as 新增合法稳定住所."""

    name: str  #: in addresses, and in keys of texts: `applicant.form.<name>`
    indicator: Indicator
    path: str  #: of the declaration, where it is filed
    kinds: tuple[ItemKind, ...]  #: the first choice of the form, where there are several
    verifies: str = ""  #: key of the button that sends the item as well; none where it does not go by itself

    def kind_of(self, values: Values) -> ItemKind:
        """What is being filed; the first kind, unless another one of this form was chosen."""
        chosen = values.get("kind", "")
        return next((kind for kind in self.kinds if kind.value == chosen), self.kinds[0])

    def fields(self, values: Values) -> list[Field]:
        """The fields that are shown, in order."""
        return [field for field in FIELDS[self.kind_of(values)] if field.shown(values)]


FORMS: dict[str, FormPage] = {
    page.name: page
    for page in (
        FormPage(
            "residence",
            Indicator.HOUSING,
            "residences",
            (ItemKind.OWN_HOME, ItemKind.RENTAL, ItemKind.DORMITORY),
            "applicant.verify",
        ),
        FormPage("spouse", Indicator.HOUSING, "spouses", (ItemKind.SPOUSE,)),
        FormPage(
            "education",
            Indicator.EDUCATION,
            "education",
            (ItemKind.DOMESTIC_EDUCATION, ItemKind.OVERSEAS_EDUCATION),
            "applicant.verify",
        ),
        FormPage("innovation", Indicator.INNOVATION, "innovation", (ItemKind.INNOVATION,)),
        FormPage("tax", Indicator.TAX, "tax", (ItemKind.TAX,), "applicant.verify"),
        FormPage("honour", Indicator.HONOUR, "honours", (ItemKind.HONOUR,), "applicant.verify"),
    )
}


def form_of(kind: ItemKind) -> FormPage | None:
    """The form that files items of a kind; None for what the city reads by itself."""
    return next((page for page in FORMS.values() if kind in page.kinds), None)


def forms_of(indicator: Indicator) -> tuple[FormPage, ...]:
    """The forms on the page of an indicator."""
    return tuple(page for page in FORMS.values() if page.indicator is indicator)
