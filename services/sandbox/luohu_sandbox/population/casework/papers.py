"""An own home, income tax, and the personnel file."""

from dataclasses import dataclass

from luohu_sandbox.population.casework.defects import FILE_ELSEWHERE, FILE_INCOMPLETE, HOME_SOLD, HOME_UNKNOWN, NO_PLACE
from luohu_sandbox.population.casework.side import CaseSide, Judged
from luohu_sandbox.population.casework.somebody import Somebody
from luohu_sandbox.population.draw import Quantiles, Table
from luohu_sandbox.population.filing import Json, RegisterChange
from luohu_sandbox.population.numbers import serial
from luohu_sandbox.population.span import month, ymd
from luohu_sandbox.population.words import PROVINCES

HOUSING, TAX, CENTRE = "housing-registry", "tax", "talent-centre"
NOT_MATCHED = "property.not_matched"
TAXED_YEARS = 3


@dataclass(frozen=True, slots=True)
class OwnHome:
    """A home in which the household is to be registered."""

    indicator: str
    department: str
    share: int
    sign: str  #: of the city, with which titles begin
    districts: Table[str]

    def of(self, some: Somebody) -> CaseSide:
        """The title and the claim."""
        plant, draw, side = some.at(self.indicator, self.department), some.draw("home"), CaseSide()
        owns = draw.chance(self.share) and not some.has(NO_PLACE)
        if not owns and plant is None:
            return side
        number = f"{self.sign}(98)不动产权第{serial(some.human.index, 0)}号"
        where = {"certificate_number": number, "district": self.districts.at(draw)}
        bought = month(some.as_of.year - draw.between(1, 12), draw.between(1, 12))
        title: Json = {
            "certificate_format": "other_title",
            **where,
            "owners": [some.human.party()],
            "registered_on": ymd(bought, draw.between(1, 28)),
        }
        judged = Judged(self.indicator, self.department, where, {"owned": True}, {"owned": True})
        if plant == HOME_SOLD:
            title["registered_on"] = f"{some.as_of.year - 9}-05-04"
            title["expired_on"] = ymd(month(some.as_of.year - draw.between(1, 3), draw.between(1, 9)), 20)
            judged.spoil(some, plant, NOT_MATCHED)
        if plant == HOME_UNKNOWN:
            judged.spoil(some, plant, NOT_MATCHED, RegisterChange(HOUSING, "title", None, title))
        else:
            side.record(HOUSING, "title", title)
        side.judged.append(judged)
        return side


@dataclass(frozen=True, slots=True)
class TaxPaid:
    """The income tax of three years, for which somebody authorises."""

    indicator: str
    department: str
    share: int
    totals: Quantiles  #: CNY

    def of(self, some: Somebody) -> CaseSide:
        """The payments, and their sum."""
        draw, side = some.draw("tax"), CaseSide()
        if not draw.chance(self.share):
            return side
        total = self.totals.at(draw)
        first = some.as_of.year - TAXED_YEARS + 1
        amounts = [total // TAXED_YEARS] * (TAXED_YEARS - 1)
        for place, amount in enumerate([*amounts, total - sum(amounts)]):
            payment: Json = {
                **some.human.party(),
                "paid_on": ymd(month(first + place, draw.between(1, 12)), draw.between(1, 28)),
                "income_kind": "wages",
                "amount": str(amount),
                "certificate_number": f"9{serial(some.human.index, place)}",
            }
            side.record(TAX, "payment", payment)
        # An estimate knows no sums: it takes what is entered, and only the authorisation is.
        side.judged.append(Judged(self.indicator, self.department, {"authorised": True}, {}, {"tax_total": total}))
        return side


@dataclass(frozen=True, slots=True)
class PersonnelFile:
    """The file, and who keeps it."""

    indicator: str
    department: str

    def of(self, some: Somebody) -> CaseSide:
        """Everybody has one, and says where."""
        plant, side = some.at(self.indicator, self.department), CaseSide()
        keeper = f"{PROVINCES.at(some.draw('file'))}人才服务中心"
        held: Json = {**some.human.party(), "held_by": keeper}
        judged = Judged(self.indicator, self.department, {"held_by": keeper}, {}, {"complete": True})
        if plant == FILE_ELSEWHERE:
            find = {"id_number": some.human.id_number}
            held["held_by"] = "某市职业介绍中心"
            change = RegisterChange(CENTRE, "personnel_file", find, {"held_by": keeper})
            judged.spoil(some, plant, "archive.not_held_there", change)
        if plant == FILE_INCOMPLETE:
            held |= {"complete": False, "missing": ["毕业生登记表"]}
            judged.spoil(some, plant, "archive.incomplete")
        side.judged.append(judged)
        side.record(CENTRE, "personnel_file", held)
        return side
