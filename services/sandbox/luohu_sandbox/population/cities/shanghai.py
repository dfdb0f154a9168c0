"""Who applies in Shanghai: younger, most points from a study or a title, with a personnel file (DOMAIN 10).

No list of the city's own was at hand: every share is [assumed], so that about two in three reach the standard.
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
    VALUE,
    Desk,
    nothing,
    sometimes,
    valued,
)
from luohu_sandbox.population.casework.papers import PersonnelFile
from luohu_sandbox.population.casework.readings import Conduct, Insured, lacking
from luohu_sandbox.population.casework.shape import Refused, Shape, below_guide, figures
from luohu_sandbox.population.casework.side import Judged
from luohu_sandbox.population.casework.somebody import Plant, Somebody
from luohu_sandbox.population.casework.studies import Degrees, Studied
from luohu_sandbox.population.draw import Quantiles, Table
from luohu_sandbox.population.employers import Employer, Town
from luohu_sandbox.population.filing import Json
from luohu_sandbox.population.span import month, ymd
from luohu_scoring import TablePolicy, TableScore

_BUREAU, _CENTRE = "human_resources", "talent_centre"
_CHECKED = ("personnel_file", "education")  #: without which nothing is formally accepted
_PAID_AT = Table((CITY_LEVEL, 20), ("浦东新区", 330), ("徐汇区", 110), ("闵行区", 110), ("长宁区", 70), ("嘉定区", 60))
_TITLES = valued(
    "tier",
    ("skill_five", 8), ("skill_four", 10), ("skill_three", 16), ("skill_two", 14), ("skill_one", 2),
    ("intermediate_title", 44), ("senior_title", 6),
)  # fmt: skip
_WAGES = valued("wage_ratio", ("0.8", 30), ("1", 50), ("2", 20))
_HONOURS = valued("tier", ("city_special", 6), ("city_general", 3), ("provincial", 1))
_SPOUSES = valued("years", (1, 4), (3, 4), (7, 2))
_OUTER = valued("years", (5, 3), (9, 1))
_FOUNDERS = valued("tier", ("founder", 1), ("intermediary", 1))


class _Course:
    """The employer makes the account, the person fills it in, the talent centre takes the papers (procedures.yaml)."""

    def fields(self, some: Somebody) -> Json:
        draw = some.draw("form")
        collected = ymd(month(some.as_of.year - 1, draw.between(1, 12)), draw.between(1, 28))
        office = not some.has(defects.OFFICE_ELSEWHERE)
        return {"permit_collected_on": collected, "office_in_the_city": office, "mobile": some.human.mobile}

    def account(self, employer: Employer) -> Json | None:
        fields = {
            "unit_code": employer.uscc,
            "name": employer.name,
            "business_scope": "技术开发、技术咨询",
            "district": employer.district,
            "contact": employer.contact,
        }
        return {"kind": "employer_account", "form": {"fields": fields}}

    def refused(self, some: Somebody, estimate: Decimal, policy: TablePolicy) -> Refused | None:
        if some.has(defects.OFFICE_ELSEWHERE):
            return Refused("opened", ("condition-not-met",))
        below = (code for code, holds in below_guide(estimate, policy).items() if holds)
        codes = (*lacking(some, figures(policy)), *below)
        return Refused("submit", codes) if codes else None

    def where(self, refused: Refused) -> str | None:
        return None if refused.step == "opened" else "filled"

    def ends(self, judged: Sequence[Judged], score: TableScore, policy: TablePolicy) -> str:
        if any(each.indicator in _CHECKED and each.reason_of(last=True) for each in judged):
            return "rejected"
        reached = score.total is not None and (policy.guide is None or score.total >= policy.guide)
        return "approved" if reached and not score.vetoed else "rejected"


_TITLE = ("title", _BUREAU)
_FILE = ("personnel_file", _CENTRE)
_STUDY = ("education", _CENTRE)

SHAPE = Shape(
    town=Town("上海", "021", _PAID_AT, "黄浦区"),
    ages=Quantiles((0, 22), (10_000, 25), (50_000, 30), (80_000, 36), (95_000, 47), (100_000, 57)),
    months=Quantiles((0, 3), (10_000, 12), (20_000, 24), (50_000, 48), (80_000, 84), (95_000, 120), (100_000, 190)),
    topics=(
        Conduct(("age", "detention")),
        Degrees(
            _CENTRE,
            level="education",
            scarce="scarce_major",
            fresh="fresh_graduate",
            studies=Table(
                (None, 8),
                (Studied(("junior_college",)), 16),
                (Studied(("undergraduate",)), 12),
                (Studied(("undergraduate", "bachelor")), 42),
                (Studied(("junior_college", "undergraduate"), upgraded=True), 5),
                (Studied(("master",)), 15),
                (Studied(("doctor",)), 2),
            ),
            scarce_share=12_000,
            fresh_share=2_000,
        ),
        Desk(
            *_TITLE,
            sometimes("title", 30_000, _TITLES),
            {"tier": "intermediate_title"},
            boast={"tier": "senior_title"},
            certificate="SHZC",
        ),
        Insured("service_years", "social_insurance"),
        Desk(
            "investment_tax",
            "tax_bureau",
            sometimes("investment", 1_500, valued("yearly_tax", (120_000, 1), (450_000, 1))),
            {"yearly_tax": 200_000},
        ),
        Desk("local_jobs", _BUREAU, sometimes("jobs", 1_000, valued("local_staff", (25, 1))), {"local_staff": 12}),
        Desk(
            "contribution_base",
            "social_insurance",
            sometimes("wages", 45_000, _WAGES),
            {"wage_ratio": "0.8"},
            boast={"wage_ratio": "2"},
        ),
        Desk("public_service", _BUREAU, sometimes("service", 4_000, valued("years", (5, 3), (8, 1))), {"years": 5}),
        Desk("outer_area", "community_service", sometimes("outer", 6_000, _OUTER), {"years": 5}),
        Desk("honour", _BUREAU, sometimes("honour", 800, _HONOURS), {"tier": "city_special"}, certificate="SHRY"),
        Desk("local_spouse", "civil_affairs", sometimes("spouse", 14_000, _SPOUSES), {"years": 2}),
        Desk("founder", "science_commission", sometimes("founder", 400, _FOUNDERS), {"tier": "founder"}),
        Desk("false_material", _BUREAU, nothing, {"times": 1}, claimed=False),
        Desk("minor_crime", "public_security", nothing, {"times": 1}, claimed=False),
        Desk("veto", "health", nothing, {"birth_policy": True}, claimed=False),
        Desk("veto", "public_security", nothing, {"serious_crime": True}, claimed=False),
        PersonnelFile(*_FILE),
    ),
    plants=(
        Plant(defects.DEGREE_FORGED, *_STUDY),
        Plant(NOT_ON_RECORD, *_TITLE),
        Plant(defects.FILE_ELSEWHERE, *_FILE),
        Plant(defects.INTERRUPTED),
        Plant(NAME, *_TITLE),
        Plant(defects.DETAINED),
        Plant(defects.DEGREE_UNKNOWN, *_STUDY),
        Plant(CERTIFICATE, *_TITLE),
        Plant(ON_RECORD, "minor_crime", "public_security"),
        Plant(defects.FILE_INCOMPLETE, *_FILE),
        Plant(VALUE, "contribution_base", "social_insurance"),
        Plant(defects.DEGREE_ONE_MISSING, *_STUDY),
        Plant(ON_RECORD, "false_material", _BUREAU),
        Plant(defects.NO_PERMIT),
        Plant(VALUE, *_TITLE),
        Plant(ON_RECORD, "veto", "health"),
        Plant(defects.DEGREE_LEVEL, *_STUDY),
        Plant(defects.BACK_PAID),
        Plant(NOT_ON_RECORD, "local_spouse", "civil_affairs"),
        Plant(defects.OFFICE_ELSEWHERE),
        Plant(ON_RECORD, "veto", "public_security"),
        Plant(defects.CRIME),
    ),
    course=_Course(),
    password="first-password",  # noqa: S106 - of people who do not exist
)
