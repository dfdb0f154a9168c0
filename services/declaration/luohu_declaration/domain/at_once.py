"""Forms that are filed together: each as if it were filed alone, but that a home can name a spouse record beside it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from pydantic import Field

from luohu_contract.forms import (
    DomesticEducationForm,
    DormitoryForm,
    EnteredForm,
    HonourForm,
    InnovationForm,
    OverseasEducationForm,
    OwnHomeForm,
    RentalForm,
    SpouseForm,
    TaxForm,
)
from luohu_declaration.domain.checks import FormInvalid, Refused

MOST = 100  #: items in one request

#: Place of the spouse record among the items of the same request, from 0; it stands before the home.
SpouseItem = Annotated[int, Field(ge=0, lt=MOST)]


class OwnHomeAtOnce(OwnHomeForm):
    """自有住所, whose spouse record may be filed in the same request."""

    spouse_item: SpouseItem | None = None


class RentalAtOnce(RentalForm):
    """合法租赁住所, whose spouse record may be filed in the same request."""

    spouse_item: SpouseItem | None = None


FormAtOnce = Annotated[
    OwnHomeAtOnce
    | RentalAtOnce
    | DormitoryForm
    | SpouseForm
    | DomesticEducationForm
    | OverseasEducationForm
    | InnovationForm
    | TaxForm
    | HonourForm,
    Field(discriminator="kind"),
]


@dataclass(frozen=True, slots=True)
class NewItem:
    """A form that is about to be filed."""

    id: UUID
    form: EnteredForm
    place: str  #: JSON pointer of the form in its request


def new_items(forms: Sequence[FormAtOnce], new_id: Callable[[], UUID]) -> list[NewItem]:
    """The forms with ids that are in their order, each home with the id of its spouse record. Raises FormInvalid."""
    ids = sorted(new_id() for _ in forms)  # what is filed at one instant is listed by its ids
    new: list[NewItem] = []
    for number, (item_id, form) in enumerate(zip(ids, forms, strict=True)):
        place = f"#/items/{number}"
        with refused_at(place):
            new.append(NewItem(item_id, _alone(form, new), place))
    return new


@contextmanager
def refused_at(place: str) -> Iterator[None]:
    """Whatever is refused of one item points into the request that holds them all."""
    try:
        yield
    except Refused as refused:
        refused.args = (f"{place}: {refused}",)
        refused.errors = tuple(
            {**each, "pointer": place + each["pointer"].removeprefix("#")} for each in refused.errors
        ) or ({"pointer": place, "detail": str(refused)},)
        raise


@contextmanager
def refused_of(item_id: UUID, places: Mapping[UUID, str] | None) -> Iterator[None]:
    """The same of an item that is filed: at its place in the request, else under its id.

    places: None where the item is the only one that is asked for.
    """
    if places is None:
        yield
    elif item_id in places:
        with refused_at(places[item_id]):
            yield
    else:
        try:
            yield
        except Refused as refused:
            refused.extensions = {**refused.extensions, "item_id": str(item_id)}
            raise


def _alone(form: FormAtOnce, before: Sequence[NewItem]) -> EnteredForm:
    """The form as it would be filed alone, after those before it."""
    if not isinstance(form, OwnHomeAtOnce | RentalAtOnce):
        return form
    entered = form.model_dump(exclude={"spouse_item"})
    if form.spouse_item is not None:
        entered["spouse_id"] = _spouse(form, form.spouse_item, before)
    return (OwnHomeForm if isinstance(form, OwnHomeAtOnce) else RentalForm).model_validate(entered)


def _spouse(form: OwnHomeForm | RentalForm, number: int, before: Sequence[NewItem]) -> UUID:
    if form.spouse_id is not None:
        raise FormInvalid([("#/spouse_item", "has no place beside spouse_id: give one of the two")])
    if number >= len(before) or not isinstance(before[number].form, SpouseForm):
        raise FormInvalid([("#/spouse_item", "names no spouse record that stands before it in this request")])
    return before[number].id
