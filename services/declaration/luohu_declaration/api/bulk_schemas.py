"""Requests that file or send several items in one step."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from luohu_contract.model import Wire
from luohu_declaration.api.schemas import DeclarationView
from luohu_declaration.domain.at_once import MOST, FormAtOnce

Forms = tuple[FormAtOnce, ...]


def _not_empty(forms: Forms) -> Forms:
    """A check of its own: pydantic's counts what is right alone, and would report a bad item as a missing one too."""
    if not forms:
        raise ValueError("give at least one item")
    return forms


class Opening(Wire):
    """What a declaration is opened with."""

    items: Forms = Field(default=(), max_length=MOST)  #: filed with it, in this order
    verify: bool = False  #: sends them to verification as well


class NewItems(Wire):
    """Items that are filed in one step, all of them or none."""

    #: in this order
    items: Annotated[Forms, Field(max_length=MOST, json_schema_extra={"minItems": 1}), AfterValidator(_not_empty)]
    verify: bool = False  #: sends them to verification as well


class FiledView(DeclarationView):
    """The declaration with what was filed."""

    filed: tuple[UUID, ...]  #: the new items, in the order of the request
