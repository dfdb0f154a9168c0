"""Own homes: who owns what from when to when, under which certificates, and the items that come of it (DOMAIN 4.4)."""

from dataclasses import dataclass, field
from typing import Any

from luohu_contract.districts import BY_NAME as DISTRICT
from luohu_contract.districts import CITY_LEVEL
from luohu_sandbox.population.career import Career
from luohu_sandbox.population.draw import Draw, Table
from luohu_sandbox.population.filing import Json
from luohu_sandbox.population.life import Life
from luohu_sandbox.population.marriage import Marriage, marriages, shared_months
from luohu_sandbox.population.numbers import serial
from luohu_sandbox.population.span import month, ym, ymd

#: Share of owners by months of insurance, the mean being about 45 per cent (DOMAIN 8.5).
OWNERS = ((100, 24_000), (120, 36_000), (145, 48_000), (175, 60_000), (10_000, 74_000))

#: Where homes are; outside of the six about half of them (DOMAIN 8.5).
INSIDE = Table(("朝阳区", 34), ("海淀区", 24), ("丰台区", 22), ("西城区", 7), ("东城区", 6), ("石景山区", 7))
OUTSIDE = Table(
    ("昌平区", 30), ("通州区", 30), ("大兴区", 24), ("房山区", 16), ("顺义区", 14), ("北京经济技术开发区", 5),
    ("门头沟区", 4), ("怀柔区", 3), ("密云区", 3), ("平谷区", 2), ("延庆区", 1),
)  # fmt: skip
LIVES_OUTSIDE = 55_000
LIVES_OUTSIDE_WHERE_WORK_IS = 80_000

#: How homes are held [assumed].
WAYS = Table(("one", 52), ("sold", 12), ("changed", 8), ("two", 5), ("spouse", 19), ("remarried", 4))

X_TITLES = month(2008, 1)
REAL_ESTATE_TITLES = month(2015, 11)


@dataclass(slots=True)
class Title:
    """One certificate, the months that are entered for it, and the marriage that it stands on."""

    ref: str
    format: str
    number: str
    district: str
    owners: list[dict[str, Any]]
    registered: str  #: day
    expired: str | None
    first: int  #: months that are entered
    last: int
    marriage: Marriage | None = None
    links: dict[str, str] = field(default_factory=dict)  #: predecessor, successor

    def record(self) -> Json:
        """As the register has it."""
        return {
            "certificate_format": self.format,
            "certificate_number": self.number,
            "district": self.district,
            "owners": self.owners,
            "registered_on": self.registered,
            "expired_on": self.expired,
            **self.links,
        }

    def body(self) -> Json:
        """As it is entered."""
        entered: Json = {
            "kind": "own_home",
            "relation": "spouse" if self.marriage else "self",
            "certificate_format": self.format,
            "certificate_number": self.number,
            "district": self.district,
            "from": ym(self.first),
            "to": ym(self.last),
        }
        return {**entered, "spouse_id": f"${self.marriage.ref}"} if self.marriage else entered


def owns(draw: Draw, months: int) -> bool:
    """Whether somebody with so many months of insurance has a home."""
    return draw.chance(next(share for limit, share in OWNERS if months < limit))


def titles(life: Life, career: Career) -> list[Title]:
    """The homes of an owner, by the time at which they were entered."""
    draw = life.draw("homes")
    base = life.round.base
    span = base - career.start
    bought = career.start + span * Table((10, 18), (20, 24), (35, 26), (55, 18), (75, 10), (93, 4)).at(draw) // 100
    bought = min(bought + draw.below(13), base)
    match WAYS.at(draw):
        case "sold" if base - bought > 30:
            return _sold(life, draw, career, bought)
        case "changed" if base - bought > 30:
            return _changed(life, draw, career, bought)
        case "two" if base - bought > 30:
            second = draw.between(bought + 12, base - 6)
            return [_title(life, draw, career, 1, bought), _title(life, draw, career, 2, second)]
        case "spouse":
            return _of_spouse(life, draw, career, bought, again=False)
        case "remarried":
            return _of_spouse(life, draw, career, bought, again=True)
    return [_title(life, draw, career, 1, bought)]


def _title(life: Life, draw: Draw, career: Career, number: int, bought: int, district: str | None = None) -> Title:
    """A home that is in force, in the applicant's name; one in five together with a spouse who is not filed."""
    where = district or _district(draw, career)
    style = _style(bought)
    base = life.round.base
    return Title(
        ref=f"home-{number}",
        format=style,
        number=_number(style, bought, where, serial(life.index, number)),
        district=where,
        owners=[life.party()],
        registered=ymd(bought, draw.between(1, 28)),
        expired=None,
        first=bought,
        last=base,
    )


def _sold(life: Life, draw: Draw, career: Career, bought: int) -> list[Title]:
    """Sold, and another one bought in the same year: both ends of the first count."""
    base = life.round.base
    sold = draw.between(bought + 12, base - 12)
    first = _title(life, draw, career, 1, bought)
    first.expired, first.last = ymd(sold, draw.between(1, 28)), sold
    return [first, _title(life, draw, career, 2, sold + draw.below(12))]


def _changed(life: Life, draw: Draw, career: Career, bought: int) -> list[Title]:
    """The same home under a new number, because a spouse was added: the month of the change belongs to the new one."""
    changed = draw.between(bought + 12, life.round.base - 6)
    first = _title(life, draw, career, 1, bought)
    second = _title(life, draw, career, 2, changed, first.district)
    first.expired, first.last = second.registered, changed - 1
    first.links, second.links = {"successor": second.number}, {"predecessor": first.number}
    partner = marriages(life, changed, again=False)[0]
    second.owners = [life.party(), partner.party()]
    return [first, second]


def _of_spouse(life: Life, draw: Draw, career: Career, bought: int, *, again: bool) -> list[Title]:
    """Homes in a spouse's name, one for each marriage."""
    base = life.round.base
    found: list[Title] = []
    for number, each in enumerate(marriages(life, bought, again=again), start=1):
        began = max(bought, each.first) if each.ended is None else bought
        home = _title(life, draw, career, number, began)
        home.owners, home.marriage = [each.party()], each
        first, last = shared_months(each, began, base, base)
        home.first, home.last = _ordinal(first), _ordinal(last)
        if home.first <= home.last:
            found.append(home)
    return found


def _ordinal(text: str) -> int:
    return int(text[:4]) * 12 + int(text[5:]) - 1


def _district(draw: Draw, career: Career) -> str:
    work = career.employer.paid_at
    far = work != CITY_LEVEL and not DISTRICT[work].inside_six
    outside = draw.chance(LIVES_OUTSIDE_WHERE_WORK_IS if far else LIVES_OUTSIDE)
    return (OUTSIDE if outside else INSIDE).at(draw)


def _style(bought: int) -> str:
    if bought < X_TITLES:
        return "other_title"
    return "x_house_title" if bought < REAL_ESTATE_TITLES else "real_estate_title"


def _number(style: str, bought: int, district: str, digits: str) -> str:
    sign = DISTRICT[district].character
    match style:
        case "other_title":
            return f"京房权证{sign}私字第{digits}号"
        case "x_house_title":
            return f"X京房权证{sign}字第{digits}号"
    return f"京({bought // 12}){sign}不动产权第{digits}号"


def dormitory_title(life: Life, career: Career, draw: Draw) -> Title:
    """A room that the employer owns, and where the applicant lives from 2020-08 on."""
    bought = month(draw.between(1999, 2014), draw.between(1, 12))
    home = _title(life, draw, career, 7, bought)
    employer = career.employer
    home.ref = "dormitory"
    home.owners = [{"name": employer.name, "id_type": "uscc", "id_number": employer.uscc}]
    home.first = draw.between(life.round.filed_from, life.round.base)
    return home
