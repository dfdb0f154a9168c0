"""What pages say in Chinese of what the API says in English."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from luohu_contract.contradictions import contradictions
from luohu_contract.forms import FORM_OF, AnyForm, Form
from luohu_contract.item import ItemKind
from luohu_contract.problems import PROBLEMS
from luohu_contract.texts.faults import in_chinese
from luohu_contract.texts.problems import REFUSALS

_FORM: TypeAdapter[Form] = TypeAdapter(AnyForm)
_WRONG: tuple[Any, ...] = (
    "",
    "x",
    "x" * 5000,
    "a\x00b",
    "a\nb",
    "2021-13",
    "1800-01",
    -1,
    10**9,
    1.5,
    [],
    ["x"] * 100,
    {},
)


def test_every_problem_has_a_chinese_name_and_remedy() -> None:
    assert REFUSALS.keys() == PROBLEMS.keys()
    for slug, (title, remedy) in REFUSALS.items():
        assert remedy.endswith("。"), slug
        assert not title.endswith("。"), slug


def test_no_two_problems_have_the_same_name() -> None:
    titles = [each.title for each in REFUSALS.values()]
    assert sorted(titles) == sorted(set(titles))


def complaints(body: dict[str, Any]) -> Iterator[str]:
    """What the API would say of the fields of a form."""
    try:
        form = _FORM.validate_python(body)
    except ValidationError as error:
        yield from (each["msg"].removeprefix("Value error, ") for each in error.errors())
    else:
        yield from (what for _, what in contradictions(form))


@pytest.mark.parametrize("kind", ItemKind)
def test_whatever_is_wrong_with_a_field_is_said_in_chinese(kind: ItemKind) -> None:
    fields = {field.alias or name for name, field in FORM_OF[kind].model_fields.items()} - {"kind"}
    bodies: list[dict[str, Any]] = [{"kind": kind}, {"kind": kind, "strange": 1}]
    bodies += [{"kind": kind, field: wrong} for field in fields for wrong in _WRONG]
    said = {complaint for body in bodies for complaint in complaints(body)}
    assert said
    assert not {complaint for complaint in said if in_chinese(complaint) is None}


TITLE = "X京房权证朝字第99000001号"
HOME = {"certificate_number": TITLE, "relation": "self", "district": "朝阳区", "from": "2014-08", "to": "2014-09"}


@pytest.mark.parametrize(
    ("wrong", "chinese"),
    [
        ({"to": "2014-07"}, "不能早于2014-08"),
        ({"relation": "spouse"}, "配偶名下的住所，请先填报配偶信息并在此选择"),
        ({"spouse_id": "0b7c3bb6-9d3c-4d5c-8b9e-3f1f4b5f1a10"}, "此项不应填写"),
    ],
)
def test_what_contradicts_itself_is_said_in_chinese(wrong: dict[str, Any], chinese: str) -> None:
    body = {"kind": "own_home", "certificate_format": "x_house_title", **HOME, **wrong}
    assert [in_chinese(complaint) for complaint in complaints(body)] == [chinese]


def test_what_is_not_known_is_not_guessed() -> None:
    assert in_chinese("the moon is full") is None
