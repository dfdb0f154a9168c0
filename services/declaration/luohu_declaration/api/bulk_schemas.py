"""Requests that do in one step what has several: file or send items, save pages and submit."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from luohu_contract.model import Wire
from luohu_declaration.api.admission_schemas import BasicsWanted, CaptchaAnswer, CaptchaView
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
    eligibility: bool = False  #: asks for the records of insurance, conduct and tax penalties, as POST …/eligibility
    captcha: bool = False  #: the answer holds one for the page of the job-housing area, as GET …/captcha gives it


class OpenedView(DeclarationView):
    """The declaration, with a captcha where one was asked for."""

    captcha: CaptchaView | None = None


class NewItems(Wire):
    """Items that are filed in one step, all of them or none."""

    #: in this order
    items: Annotated[Forms, Field(max_length=MOST, json_schema_extra={"minItems": 1}), AfterValidator(_not_empty)]
    verify: bool = False  #: sends them to verification as well


class FiledView(DeclarationView):
    """The declaration with what was filed."""

    filed: tuple[UUID, ...]  #: the new items, in the order of the request


class AreaWanted(Wire):
    """What the page of the job-housing area takes."""

    committed: bool  #: 以职住区域指标积分, 取得落户资格后应当在该自有住所落户
    captcha: CaptchaAnswer


class PagesWanted(Wire):
    """What a submission is to save before: each page that is 未保存. A page that takes something has its field here;
    given, it is saved anew in the place of what was saved before.
    """

    basics: BasicsWanted | None = None
    area: AreaWanted | None = None
