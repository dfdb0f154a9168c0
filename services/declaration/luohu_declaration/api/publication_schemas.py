"""What is shown of the published list."""

from decimal import Decimal

from luohu_contract.model import Wire
from luohu_declaration.storage.placings import Placing
from luohu_scoring import Line


class PublishedView(Wire):
    """One row of the public list, and nothing else of the person (handbook 五.一.2)."""

    publication_number: str
    name: str  #: 姓名
    birth_month: str | None  #: 出生年月
    employer_name: str | None  #: 单位名称
    lines: dict[Line, Decimal | None]  #: 各项指标积分分值
    total: Decimal

    @classmethod
    def of(cls, row: Placing) -> "PublishedView":
        """A row of somebody who is to be awarded."""
        return cls(
            publication_number=row.publication_number or "",
            name=row.name,
            birth_month=row.birth_month,
            employer_name=row.employer_name,
            lines=row.lines,
            total=row.total,
        )


class ListFigures(Wire):
    """The whole list in figures."""

    year: int
    quota: int
    ranked: int  #: how many took part
    admitted: int
    cut_off: Decimal | None
    tied: int  #: how many have the cut-off itself


class PublicationView(ListFigures):
    """积分落户公示名单: everybody at or above the cut-off."""

    offset: int
    limit: int
    items: tuple[PublishedView, ...]


class ColumnView(Wire):
    """Those who have so many whole points."""

    points: int  #: the total without its fraction
    people: int
    admitted: int


class DistributionView(ListFigures):
    """How the totals of everybody who was ranked are distributed. It names nobody."""

    columns: tuple[ColumnView, ...]  #: fewest points first; points that nobody has are left out
