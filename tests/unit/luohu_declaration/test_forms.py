"""Forms that are right in themselves, and what is wrong with those that are not: the fault stands under its field."""

from typing import Any

import pytest
from pydantic import ValidationError

from luohu_contract.forms import FORM_OF, entered
from luohu_contract.item import ItemKind
from luohu_filing import bodies

FILE = "00000000-0000-4000-8000-000000000001"

GOOD: dict[str, tuple[ItemKind, dict[str, Any]]] = {
    "own home": (ItemKind.OWN_HOME, bodies.own_home()),
    "X title": (
        ItemKind.OWN_HOME,
        bodies.own_home(certificate_format="x_house_title", certificate_number="X京房权证怀字第11111111号"),
    ),
    "rental": (ItemKind.RENTAL, bodies.rental()),
    "a filing number of 19 digits": (ItemKind.RENTAL, bodies.rental(filing_number="1101020000000000000")),
    "dormitory": (ItemKind.DORMITORY, bodies.dormitory()),
    "spouse": (ItemKind.SPOUSE, bodies.spouse(FILE)),
    "a marriage that lasts": (ItemKind.SPOUSE, bodies.spouse(FILE, married_to=None)),
    "education": (ItemKind.DOMESTIC_EDUCATION, bodies.education()),
    "overseas, old number": (ItemKind.OVERSEAS_EDUCATION, bodies.overseas(FILE)),
    "overseas, new number": (ItemKind.OVERSEAS_EDUCATION, bodies.overseas(FILE, certificate_number="120190000001")),
    "innovation": (ItemKind.INNOVATION, {"type": "shareholding"}),
    "an award": (ItemKind.INNOVATION, bodies.invention()),
    "an honour": (ItemKind.HONOUR, {"type": "model_worker", "name": "北京市劳动模范"}),
    "tax": (ItemKind.TAX, {"authorised": True}),
}

BAD: dict[str, tuple[ItemKind, dict[str, Any], tuple[str, ...]]] = {
    "impossible month": (ItemKind.OWN_HOME, bodies.own_home(**{"from": "2014-13"}), ("from",)),
    "month of one digit": (ItemKind.OWN_HOME, bodies.own_home(to="2017-1"), ("to",)),
    "no month at all": (ItemKind.OWN_HOME, bodies.own_home(to=None), ("to",)),
    "unknown district": (ItemKind.OWN_HOME, bodies.own_home(district="浦东新区"), ("district",)),
    "number of another format": (
        ItemKind.OWN_HOME,
        bodies.own_home(certificate_number="X京房权证朝字第99000001号"),
        ("certificate_number",),
    ),
    "title of another city": (
        ItemKind.OWN_HOME,
        bodies.own_home(certificate_number="津(2018)朝不动产权第9900001号"),
        ("certificate_number",),
    ),
    "unknown format": (ItemKind.OWN_HOME, bodies.own_home(certificate_format="deed"), ("certificate_format",)),
    "unknown relation": (ItemKind.OWN_HOME, bodies.own_home(relation="uncle"), ("relation",)),
    "unknown field": (ItemKind.OWN_HOME, bodies.own_home(months=41), ("months",)),
    "letters in a filing number": (
        ItemKind.RENTAL,
        bodies.rental(filing_number="11010212345X7890"),
        ("filing_number",),
    ),
    "short filing number": (ItemKind.RENTAL, bodies.rental(filing_number="11010212345"), ("filing_number",)),
    "check character of a code": (
        ItemKind.DORMITORY,
        bodies.dormitory(owner_id_number="91990105MA0LUH014K"),
        ("owner_id_number",),
    ),
    "check digit of an id": (ItemKind.SPOUSE, bodies.spouse(FILE, id_number="990101198506150013"), ("id_number",)),
    "30 February in an id": (ItemKind.SPOUSE, bodies.spouse(FILE, id_number="99010119850230001X"), ("id_number",)),
    "17 characters of an id": (ItemKind.SPOUSE, bodies.spouse(FILE, id_number="99010119850615001"), ("id_number",)),
    "a name of two lines": (ItemKind.SPOUSE, bodies.spouse(FILE, name="李\n芳"), ("name",)),
    "an empty name": (ItemKind.SPOUSE, bodies.spouse(FILE, name=" "), ("name",)),
    "no evidence": (ItemKind.SPOUSE, {**bodies.spouse(FILE), "evidence": None}, ("evidence",)),
    "30 February": (ItemKind.SPOUSE, bodies.spouse(FILE, married_from="2006-02-30"), ("married_from",)),
    "check digit in a half": (
        ItemKind.DOMESTIC_EDUCATION,
        bodies.education(qualification=bodies.qualification(id_number="990101198506150102")),
        ("qualification", "id_number"),
    ),
    "signs in a certificate number": (
        ItemKind.DOMESTIC_EDUCATION,
        bodies.education(degree=bodies.degree(certificate_number="9999942004-00123!")),
        ("degree", "certificate_number"),
    ),
    "full-width brackets": (
        ItemKind.OVERSEAS_EDUCATION,
        bodies.overseas(FILE, certificate_number="教留服认美［2010］00001号"),
        ("certificate_number",),
    ),
    "eleven digits": (
        ItemKind.OVERSEAS_EDUCATION,
        bodies.overseas(FILE, certificate_number="12019000001"),
        ("certificate_number",),
    ),
    "a type of innovation that nobody has": (ItemKind.INNOVATION, {"type": "nobel"}, ("type",)),
    "a place before the first": (ItemKind.INNOVATION, bodies.invention(place=0), ("place",)),
    "a year in words": (ItemKind.INNOVATION, bodies.invention(year="last"), ("year",)),
    "a type of honour that nobody has": (ItemKind.HONOUR, {"type": "nobleman"}, ("type",)),
    "a word for a truth": (ItemKind.TAX, {"authorised": "perhaps"}, ("authorised",)),
}


@pytest.mark.parametrize(("kind", "body"), GOOD.values(), ids=GOOD)
def test_a_good_form_is_kept_as_it_was_entered(kind: ItemKind, body: dict[str, Any]) -> None:
    form = FORM_OF[kind].model_validate(body)
    kept = entered(form)
    assert {name: value for name, value in body.items() if value is not None}.items() <= kept.items()
    assert FORM_OF[kind].model_validate(kept) == form


@pytest.mark.parametrize(("kind", "body", "field"), BAD.values(), ids=BAD)
def test_a_bad_form_names_the_field(kind: ItemKind, body: dict[str, Any], field: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError) as refused:
        FORM_OF[kind].model_validate(body)
    assert [fault["loc"] for fault in refused.value.errors()] == [field]


def test_a_wrong_type_is_refused_with_the_valid_ones() -> None:
    with pytest.raises(
        ValidationError, match=r"competition_national_startup.*shareholding.*award_culture.*worldskills"
    ):
        FORM_OF[ItemKind.INNOVATION].model_validate({"type": "nobel"})


def test_the_brackets_of_an_award_may_be_of_either_width() -> None:
    form = FORM_OF[ItemKind.INNOVATION].model_validate(
        bodies.invention(award_kind="“中国创翼”创业创新大赛全国决赛（主体赛）")
    )
    assert entered(form)["award_kind"] == "“中国创翼”创业创新大赛全国决赛(主体赛)"


def test_numbers_are_normalised() -> None:
    home = FORM_OF[ItemKind.OWN_HOME].model_validate(
        bodies.own_home(certificate_number="京（2014）朝不动产权第 9900041 号", district="朝阳")
    )
    assert entered(home)["certificate_number"] == "京(2014)朝不动产权第9900041号"
    assert entered(home)["district"] == "朝阳区"
