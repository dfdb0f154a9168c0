"""Awards, shareholdings and honours as the agencies accepted them (handbook 三.五, 三.八, 附件1, 附件2)."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from luohu_contract.honours import HonourType
from luohu_contract.innovation import InnovationType
from luohu_scoring.spells import Name

Money = Annotated[Decimal, Field(ge=0, le=Decimal("1e15"))]  #: CNY


class _Merit(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_max_length=200)

    item: Name | None = None  #: id of the item, for the trace


class Innovation(_Merit):
    """One accepted item of innovation. Names of awards, grades and roles are those of 附件1, as in the award lists.

    What the agency has judged already may be left out (None): it counts as met. What is given is held against the
    figures of the policy.
    """

    type: InnovationType
    award: Name | None = None  #: 奖种, for example 国家自然科学奖
    grade: Name | None = None  #: 获奖等级, or the kind of work: 一等奖, 电影
    role: Name | None = None  #: 编剧, 导演 …; in a company that won: legal_representative, core_team_member
    place: Annotated[int, Field(ge=1, le=999)] | None = None  #: 获奖排名
    year: Annotated[int, Field(ge=1949, le=2099)] | None = None  #: in which it was given
    first_founder: bool | None = None  #: 第一创始人 of the project that won
    registered_in_beijing: bool | None = None  #: the company
    income_tax: Money | None = None  #: CNY paid in the calendar year before the round
    shareholding_percent: Annotated[Decimal, Field(ge=0, le=100)] | None = None  #: the lowest of the full year
    full_year: bool | None = None  #: worked there and held the shares for a whole calendar year
    equity_raised: Money | None = None  #: CNY in three years from filed investment institutions


class Honour(_Merit):
    """One accepted honour."""

    type: HonourType
    name: Name | None = None  #: 荣誉表彰名称; None: the list has confirmed the type
