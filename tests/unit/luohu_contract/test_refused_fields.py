"""What services say of the fields of forms is known in Chinese, sentence by sentence as the code has them."""

import ast
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

import pytest
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from luohu_contract.claim import Period, Sex
from luohu_contract.texts.faults import in_chinese

ROOT = Path(__file__).parents[3]
SERVICE, AGENCY = "services/declaration/luohu_declaration", "libs/agency/luohu_agency"
#: Where fields of requests are refused that come from forms of the pages. Below the service's own folders, but for
#: `ELSEWHERE`: what programs alone send, and what files of policies are told.
SOURCES = (
    *(f"{SERVICE}/{part}" for part in ("api", "domain", "usecases")),
    f"{AGENCY}/completion.py",
    f"{AGENCY}/rechecks.py",
    f"{AGENCY}/record_form.py",
    "services/science-commission/luohu_science_commission/filings",
    "libs/kit/luohu_kit/evidence.py",
    "libs/contract/luohu_contract/department.py",
    "libs/contract/luohu_contract/months.py",
)
ELSEWHERE = (
    "api/points.py",  # simulations
    "api/rescoring_schemas.py",  # the choice that the page of a what-if makes by itself
    "domain/casework/procedure_file.py",
    "domain/item.py",
    "domain/season.py",
    "domain/webhook.py",
    "usecases/casework/checking.py",
    "usecases/casework/duties.py",
    "usecases/casework/sight.py",
    "usecases/seed_employers.py",
)
#: Of fields of casework a sentence is put together from these.
WANTED = (f"{SERVICE}/domain/casework/fields.py", "_wanted")
#: Said of files of policies, beside what is said of forms.
OF_FILES = {"a field of kind `choice` has `choices`, and no other has"}
PLACE = "2021"  #: what stands where the code puts a value in


def sentence(node: ast.AST | None) -> str | None:
    """A text of the code, with something in its places; None for what is no text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else PLACE for part in node.values)
    return None


def said(tree: ast.AST) -> Iterator[str | None]:
    """Sentences about fields: with a pointer, in an error of a value, or as a decision that is not possible."""
    for node in ast.walk(tree):
        match node:
            case ast.Tuple(elts=[pointer, detail]) if (sentence(pointer) or "").startswith("#/"):
                yield sentence(detail)
            case ast.Call(func=ast.Attribute(attr="append"), args=[ast.Tuple(elts=[_, detail])]):
                yield sentence(detail)
            case ast.Dict(keys=keys, values=values):
                told = dict(zip(map(sentence, keys), values, strict=True))
                if "pointer" in told:
                    yield sentence(told.get("detail"))
            case ast.Call(func=ast.Name(id="ValueError"), args=[detail, *_]):
                yield sentence(detail)
            case ast.Call(func=ast.Name(id="DecisionNotPossible"), args=[detail, ast.Constant()]):
                yield sentence(detail)


def sources() -> list[Path]:
    files = [
        file for each in SOURCES for file in ([ROOT / each] if each.endswith(".py") else (ROOT / each).rglob("*.py"))
    ]
    return [file for file in files if not str(file).endswith(ELSEWHERE)]


def english(found: str) -> bool:
    """Whether it is a sentence, and no name of something."""
    return " " in found


def test_every_sentence_about_a_field_is_known_in_chinese() -> None:
    told = {found for file in sources() for found in said(ast.parse(file.read_text(encoding="utf-8"))) if found}
    assert len(told) > 60, "the scan finds what it is for"
    assert {found for found in told if english(found) and found not in OF_FILES and in_chinese(found) is None} == set()


def test_every_kind_of_field_of_casework_is_asked_for_in_chinese() -> None:
    path, name = WANTED
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    (function,) = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == name]
    kinds = [node for node in ast.walk(function) if isinstance(node, ast.Dict)]
    wanted = [sentence(value) for kind in kinds for value in kind.values]
    assert len(wanted) > 4
    assert [each for each in wanted if in_chinese(f"give {each}") is None] == []


class Everything(BaseModel):
    """A field of each type that the bodies of the API have."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(min_length=2, max_length=3, pattern="^a")]
    day: date
    instant: AwareDatetime
    whole: Annotated[int, Field(ge=1, le=9)]
    above: Annotated[int, Field(gt=1, lt=9)]
    amount: Annotated[Decimal, Field(max_digits=5, decimal_places=2)]
    flag: bool
    always: Literal[True]
    number: UUID
    one_of: Literal["a", "b", "c"]
    chosen: Sex
    things: Annotated[tuple[int, ...], Field(min_length=1, max_length=2)]
    names: Annotated[list[str], Field(min_length=1, max_length=2)]
    by_name: Annotated[dict[str, int], Field(max_length=1)]
    inner: Period
    none: None


WRONG: tuple[Any, ...] = (
    None,
    "",
    "x",
    "a" * 9,
    "9" * 5000,
    "2021-13-01",
    "2021-07-05T12:00:00",
    "NaN",
    "1.234",
    "123456.7",
    0,
    10,
    1.5,
    True,
    10**9,
    [],
    ["x"] * 9,
    [0] * 9,
    {},
    {"a": 1, "b": 2},
    {"a": "x"},
    float("inf"),
    "01.5e9999",
)


def test_whatever_is_wrong_with_the_type_of_a_field_is_said_in_chinese() -> None:
    bodies: list[Any] = [{}, {"strange": 1}, [], "x"]
    bodies += [{field: wrong} for field in Everything.model_fields for wrong in WRONG]
    said_of: set[str] = set()
    for body in bodies:
        with pytest.raises(ValidationError) as refused:
            Everything.model_validate(body)
        said_of |= {each["msg"].removeprefix("Value error, ") for each in refused.value.errors()}
    assert len(said_of) > 30
    assert {each for each in said_of if in_chinese(each) is None} == set()


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("give one of: spouse.name_mismatch, spouse.number_mismatch", "请从选项中选择"),
        ("give 91990105MA0LUH014J", "请填写91990105MA0LUH014J"),
        ("lies after 2020-12, the month of the base date", "不能晚于2020-12"),
        (
            "is of somebody who is 18 or older on 2020-12-31: only minors move along",
            "在2020-12-31已满18周岁，仅未成年子女可以随迁",
        ),
    ],
)
def test_what_is_valid_is_said(english: str, chinese: str) -> None:
    assert in_chinese(english) == chinese
