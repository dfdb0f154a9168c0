"""Who applies in Tianjin: about thirty-two, often with a study and a title, insured for some years (DOMAIN 9).

No list of the city's own was at hand: every share is [assumed], so that about two in three reach the guide score.
"""

from collections.abc import Sequence
from decimal import Decimal

from luohu_contract.districts import CITY_LEVEL
from luohu_sandbox.population.casework import defects
from luohu_sandbox.population.casework.desks import (
    CERTIFICATE,
    NAME,
    NOT_ON_RECORD,
    ON_RECORD,
    OTHERWISE,
    VALUE,
    Desk,
    nothing,
    sometimes,
    together,
    valued,
)
from luohu_sandbox.population.casework.papers import OwnHome, TaxPaid
from luohu_sandbox.population.casework.readings import Conduct, Insured, lacking
from luohu_sandbox.population.casework.shape import Refused, Shape, below_guide, figures
from luohu_sandbox.population.casework.side import Judged
from luohu_sandbox.population.casework.somebody import Plant, Somebody, Values
from luohu_sandbox.population.casework.studies import Qualification
from luohu_sandbox.population.draw import Quantiles, Table
from luohu_sandbox.population.employers import Employer, Town
from luohu_sandbox.population.filing import Json
from luohu_scoring import ScoreLine, TablePolicy, TableScore

_BUREAU = "human_resources"
_DISTRICTS = Table(
    ("滨海新区", 260), ("南开区", 120), ("河西区", 110), ("和平区", 80), ("河东区", 80), ("西青区", 90),
    ("东丽区", 70), ("津南区", 70), ("北辰区", 60), ("武清区", 60),
)  # fmt: skip
_PAID_AT = Table((CITY_LEVEL, 30), ("滨海新区", 280), ("南开区", 130), ("河西区", 120), ("西青区", 90), ("和平区", 90))
_SKILLS = valued(
    "tier",
    ("senior_title", 60), ("intermediate_title", 330), ("junior_title", 110), ("senior_technician", 50),
    ("technician", 150), ("senior_worker", 180), ("intermediate_worker", 70), ("junior_worker", 30),
)  # fmt: skip
_SCARCE = valued("scarcity", ("very_scarce", 2), ("scarce", 3), ("somewhat_scarce", 5))
_AREAS = valued(
    "area",
    ("binhai", 6), ("wuqing", 6), ("baodi", 6), ("jinghai", 6), ("ninghe", 6), ("jixian", 6),
    ("dongli", 8), ("xiqing", 8), ("jinnan", 8), ("beichen", 8), ("collective", 20),
)  # fmt: skip
_HONOURS = valued("tier", ("provincial", 6), ("model_worker", 3), ("national", 1))
_COLLECTIVE = Table(("employer_collective", 70), ("talent_collective", 30))


def _fund_years(some: Somebody) -> Values | None:
    """Housing fund: nine in ten, for as long as they are insured or a year less."""
    draw = some.draw("fund")
    years = int(some.paid["full_years"]) - draw.below(2)
    return {"years": years} if draw.chance(90_000) and years > 0 else None


def _stayed(some: Somebody) -> Values | None:
    """Whoever has been with the employer for six years says so."""
    return {"years": some.years} if some.years >= 6 else None


class _Course:
    """The employer hands in, the window accepts, the list is made (procedures.yaml)."""

    def fields(self, some: Somebody) -> Json:
        draw = some.draw("form")
        months = draw.between(3, 11) if some.has(defects.SHORT_CONTRACT) else draw.pick((12, 24, 36, 36, 60))
        place = "own_home" if self._owns(some) else _COLLECTIVE.at(draw)
        if some.has(defects.NO_PLACE):
            place = "military_home"
        return {"contract_months": months, "settles_in": place, "health_checked": True}

    def account(self, employer: Employer) -> Json | None:
        return None

    def refused(self, some: Somebody, estimate: Decimal, policy: TablePolicy) -> Refused | None:
        own = {
            "contract-too-short": some.has(defects.SHORT_CONTRACT),
            "no-place-to-settle": some.has(defects.NO_PLACE) and not self._owns(some),
            **below_guide(estimate, policy),
        }
        codes = (*lacking(some, figures(policy)), *(code for code, holds in own.items() if holds))
        return Refused("accept", codes) if codes else None

    def where(self, refused: Refused) -> str | None:
        return "rejected"

    def ends(self, judged: Sequence[Judged], score: TableScore, policy: TablePolicy) -> str:
        if score.vetoed:
            return "vetoed"
        selection = policy.intakes[0].selection
        if not isinstance(selection, ScoreLine) or score.total is None:
            return "ranked"  # whether a quota is enough depends on everybody
        return "on_list" if score.total >= selection.points else "not_on_list"

    def _owns(self, some: Somebody) -> bool:
        return bool(_HOME.of(some).judged)


_HOME = OwnHome("housing", "land_and_housing", 38_000, "津", _DISTRICTS)
_SKILL = ("skill", _BUREAU)
_MARRIAGE: Values = {"both_work": True}

SHAPE = Shape(
    town=Town("天津", "022", _PAID_AT, "和平区"),
    ages=Quantiles((0, 21), (10_000, 26), (50_000, 32), (80_000, 37), (93_000, 44), (100_000, 57)),
    months=Quantiles((0, 14), (10_000, 20), (50_000, 46), (80_000, 80), (95_000, 120), (100_000, 180)),
    topics=(
        Conduct(("age", "violations")),
        Qualification(
            "education",
            "education",
            Table((None, 12), ("junior_college", 26), ("undergraduate", 50), ("master", 10), ("doctor", 2)),
        ),
        Desk("education", _BUREAU, nothing, {"level": "senior_technical_class"}, certificate="TJGJ"),
        Desk(
            *_SKILL,
            sometimes("skill", 82_000, _SKILLS),
            {"tier": "intermediate_title"},
            boast={"tier": "senior_title"},
            certificate="TJZC",
        ),
        Insured("insurance", _BUREAU),
        Desk("insurance", "housing_fund", _fund_years, {"years": 1}, boast={"years": 9}),
        _HOME,
        Desk(
            "occupation",
            _BUREAU,
            sometimes("occupation", 30_000, _SCARCE),
            {"scarcity": "somewhat_scarce"},
            boast={"scarcity": "very_scarce"},
        ),
        Desk("settlement_area", "public_security", sometimes("area", 70_000, _AREAS), {"area": "binhai"}),
        TaxPaid("tax", "local_tax", 12_000, Quantiles((0, 3_000), (60_000, 80_000), (100_000, 900_000))),
        Desk("marriage", "civil_affairs", together("marriage", 35_000, _MARRIAGE), _MARRIAGE),
        Desk("marriage", _BUREAU, together("marriage", 35_000, _MARRIAGE), _MARRIAGE, boast={"both_work": False}),
        Desk("honour", _BUREAU, sometimes("honour", 1_500, _HONOURS), {"tier": "provincial"}, certificate="TJRY"),
        Desk(
            "honour",
            "intellectual_property",
            sometimes("patent", 1_500, valued("invention_patent", (True, 1))),
            {"invention_patent": True},
            certificate="ZL",
        ),
        Desk("service_years", _BUREAU, _stayed, {"years": 6}),
        Desk("violations", _BUREAU, nothing, {"false_material": 1}, claimed=False),
        Desk("violations", "health", nothing, {"birth_policy": True}, claimed=False),
    ),
    plants=(
        Plant(NOT_ON_RECORD, *_SKILL),
        Plant(defects.INTERRUPTED),
        Plant(NAME, *_SKILL),
        Plant(defects.QUALIFICATION_UNKNOWN, "education", "education"),
        Plant(defects.CRIME),
        Plant(OTHERWISE, "marriage", _BUREAU),
        Plant(CERTIFICATE, *_SKILL),
        Plant(defects.HOME_UNKNOWN, "housing", "land_and_housing"),
        Plant(VALUE, *_SKILL),
        Plant(ON_RECORD, "violations", "health"),
        Plant(defects.QUALIFICATION_LEVEL, "education", "education"),
        Plant(defects.NO_PERMIT),
        Plant(defects.HOME_SOLD, "housing", "land_and_housing"),
        Plant(defects.BACK_PAID),
        Plant(ON_RECORD, "violations", _BUREAU),
        Plant(defects.SHORT_CONTRACT),
        Plant(VALUE, "insurance", "housing_fund"),
        Plant(defects.QUALIFICATION_NAME, "education", "education"),
        Plant(defects.RETIRED),
        Plant(NOT_ON_RECORD, "honour", "intellectual_property"),
        Plant(defects.NO_PLACE),
        Plant(defects.DETAINED),
        Plant(NOT_ON_RECORD, "marriage", "civil_affairs"),
        Plant(CERTIFICATE, "honour", _BUREAU),
    ),
    course=_Course(),
)
