"""What an item asks, and of whom."""

from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

import pytest

from luohu_contract.claim import ClaimKind, ConductClaim, InsuranceClaim, OwnHomeClaim, Person, RentalClaim, TaxClaim
from luohu_contract.forms import FORM_OF, Form, SpouseForm
from luohu_contract.item import ItemKind
from luohu_contract.message import EvidenceRef, Part, QuestionKind
from luohu_contract.months import Month
from luohu_declaration.domain.merit import asked_about
from luohu_declaration.domain.questions import Asking, Dispute, Windows, agency_of, claims, recheck, verifications
from luohu_declaration.usecases.asking import asking_of
from luohu_filing import bodies
from luohu_kit.work import World
from luohu_scoring import load_policy, years
from luohu_testbed.city import NOON, frozen

FILE = "00000000-0000-4000-8000-000000000001"
ITEM = UUID(int=9)
WANG = Person(name="王伟", id_number="990101198506150012")
WIFE = SpouseForm.model_validate(bodies.spouse(FILE))
WINDOWS = Windows(tax=(2018, 2019, 2020), penalties=(2016, 2017, 2018, 2019, 2020), detentions=(2019, 2020))
ASKING = Asking(WANG, None, date(2020, 12, 31), WINDOWS)


def form(kind: ItemKind, body: dict[str, Any]) -> Form:
    return FORM_OF[kind].model_validate(body)


EVERY_KIND: dict[ItemKind, tuple[dict[str, Any], dict[Part, tuple[ClaimKind, str]]]] = {
    ItemKind.OWN_HOME: (bodies.own_home(), {Part.WHOLE: (ClaimKind.OWN_HOME, "housing-registry")}),
    ItemKind.DORMITORY: (bodies.dormitory(), {Part.WHOLE: (ClaimKind.DORMITORY, "housing-registry")}),
    ItemKind.RENTAL: (bodies.rental(), {Part.WHOLE: (ClaimKind.RENTAL, "rental-filing")}),
    ItemKind.SPOUSE: (bodies.spouse(FILE), {}),
    ItemKind.DOMESTIC_EDUCATION: (
        bodies.education(),
        {
            Part.QUALIFICATION: (ClaimKind.QUALIFICATION, "education-registry"),
            Part.DEGREE: (ClaimKind.DEGREE, "education-registry"),
        },
    ),
    ItemKind.OVERSEAS_EDUCATION: (
        bodies.overseas(FILE),
        {Part.WHOLE: (ClaimKind.OVERSEAS_EDUCATION, "education-registry")},
    ),
    ItemKind.INNOVATION: (
        {"type": "shareholding"},
        {Part.WHOLE: (ClaimKind.SCIENCE_AWARD, "science-commission")},
    ),
    ItemKind.TAX: ({"authorised": True}, {Part.WHOLE: (ClaimKind.TAX, "tax")}),
    ItemKind.HONOUR: ({"type": "model_worker"}, {Part.WHOLE: (ClaimKind.HONOUR, "honours-registry")}),
    ItemKind.EMPLOYMENT: ({}, {Part.WHOLE: (ClaimKind.INSURANCE, "social-insurance")}),
    ItemKind.LAW_ABIDING: ({}, {Part.WHOLE: (ClaimKind.CONDUCT, "public-security")}),
    ItemKind.TAX_PENALTIES: ({}, {Part.WHOLE: (ClaimKind.TAX_PENALTIES, "tax")}),
    ItemKind.RECORD: (
        {
            "indicator": "skill",
            "department": "human_resources",
            "claim": {"kind": "department", "department": "human_resources", "indicator": "skill"},
        },
        {Part.WHOLE: (ClaimKind.DEPARTMENT, "department-windows")},
    ),
}


@pytest.mark.parametrize("kind", ItemKind)
def test_every_kind_asks_the_agency_that_knows(kind: ItemKind) -> None:
    body, expected = EVERY_KIND[kind]
    ids = count(1)
    asked = verifications(ITEM, 3, form(kind, body), ASKING, new_id=lambda: UUID(int=next(ids)))
    assert {question.part: (question.claim.kind, agency_of(question)) for question in asked} == expected
    assert {part: asked_about(kind, part, body) for part in Part} == {
        part: expected[part][0] if part in expected else None for part in Part
    }
    assert all((question.item_id, question.attempt, question.subject) == (ITEM, 3, WANG) for question in asked)
    assert len({question.id for question in asked}) == len(asked)


def test_a_reading_asks_for_the_months_up_to_the_base_date_and_for_the_rounds_years_of_conduct() -> None:
    insurance = claims(form(ItemKind.EMPLOYMENT, {}), ASKING)[Part.WHOLE]
    conduct = claims(form(ItemKind.LAW_ABIDING, {}), ASKING)[Part.WHOLE]
    assert insurance == InsuranceClaim(through=Month(2020, 12))
    assert conduct == ConductClaim(detention_years=WINDOWS.detentions)


def test_a_spouses_home_is_asked_for_in_the_spouses_name() -> None:
    asking = Asking(WANG, WIFE, date(2020, 12, 31), WINDOWS)
    home = claims(form(ItemKind.OWN_HOME, bodies.spouse_home(FILE)), asking)[Part.WHOLE]
    lease = claims(form(ItemKind.RENTAL, bodies.rental(relation="spouse", spouse_id=FILE)), asking)[Part.WHOLE]
    assert isinstance(home, OwnHomeClaim)
    assert isinstance(lease, RentalClaim)
    assert (home.owner.name, home.owner.id_number) == ("李芳", "990101198506150020")
    assert lease.tenant == home.owner


def test_tax_years_are_those_of_the_round() -> None:
    claim = claims(form(ItemKind.TAX, {"authorised": True}), ASKING)[Part.WHOLE]
    assert isinstance(claim, TaxClaim)
    assert claim.tax_years == (2018, 2019, 2020)
    assert claim.penalty_years == (2016, 2017, 2018, 2019, 2020)


@pytest.mark.parametrize("year", years("beijing"))
def test_the_years_that_are_asked_about_are_the_policys(year: int) -> None:
    policy = load_policy("beijing", year)
    asking = asking_of(World("main", "beijing", year, 1, frozen(NOON)), WANG)
    tax = claims(form(ItemKind.TAX, {"authorised": True}), asking)[Part.WHOLE]
    conduct = claims(form(ItemKind.LAW_ABIDING, {}), asking)[Part.WHOLE]
    assert isinstance(tax, TaxClaim)
    assert (tax.tax_years, tax.penalty_years) == (policy.tax_years, policy.penalty_years)
    assert conduct == ConductClaim(detention_years=policy.detention_years)


def test_half_an_education_asks_one_question() -> None:
    alone = form(ItemKind.DOMESTIC_EDUCATION, {"kind": "domestic_education", "degree": bodies.degree()})
    assert set(claims(alone, ASKING)) == {Part.DEGREE}


def test_a_recheck_carries_the_dispute_the_words_and_the_evidence() -> None:
    evidence = (EvidenceRef(id=UUID(int=5), sha256="0" * 64, size=10),)
    dispute = Dispute("education.identity_mismatch", "姓名已更改", evidence)
    studied = form(ItemKind.DOMESTIC_EDUCATION, bodies.education())
    asked = recheck(ITEM, 2, studied, ASKING, Part.DEGREE, dispute, new_id=lambda: UUID(int=7))
    assert (asked.kind, asked.part, asked.attempt) == (QuestionKind.RECHECK, Part.DEGREE, 2)
    assert asked.claim.kind is ClaimKind.DEGREE
    assert (asked.disputes, asked.statement, asked.evidence) == ("education.identity_mismatch", "姓名已更改", evidence)
