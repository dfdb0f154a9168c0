"""Fields of a form: what is asked for is kept as it is, and everything else is refused with its name."""

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luohu_contract.texts.kind import Text
from luohu_declaration.domain.casework.fields import LONGEST, FieldSpec, Kind, read_fields, unit_code
from luohu_declaration.domain.checks import FormInvalid

LABEL = Text("项", "Item")


def spec(name: str, kind: Kind, *, required: bool = True) -> FieldSpec:
    choices = {"north": LABEL, "south": LABEL} if kind == "choice" else {}
    return FieldSpec(name, kind, LABEL, required, choices)


FORM = {
    each.name: each
    for each in (
        spec("since", "date"),
        spec("yard", "choice"),
        spec("months", "integer", required=False),
        spec("swims", "flag", required=False),
        spec("remark", "text", required=False),
        spec("password", "secret", required=False),
        spec("code", "uscc", required=False),
    )
}
GOOD: dict[str, Any] = {"since": "2029-01-15", "yard": "north"}


def refused(entered: dict[str, Any]) -> list[str]:
    with pytest.raises(FormInvalid) as error:
        read_fields(FORM, entered, "#/form")
    return [each["pointer"] for each in error.value.errors]


VALUES = st.none() | st.text() | st.integers() | st.booleans()


@given(st.dictionaries(st.sampled_from([*FORM, "other", ""]), VALUES).map(lambda more: {**GOOD, **more}))
def test_what_is_kept_was_asked_for_and_what_was_not_is_named(entered: dict[str, Any]) -> None:
    strangers = {f"#/form/{name}" for name in entered if name not in FORM}
    if not strangers and entered.keys() >= GOOD.keys():
        with contextlib.suppress(FormInvalid):
            kept = read_fields(FORM, entered, "#/form")
            assert kept.keys() <= FORM.keys() & entered.keys()
            assert read_fields(FORM, kept, "#/form") == kept, "what is kept can be handed in again"
    else:
        assert strangers <= set(refused(entered))


def test_every_field_that_is_wrong_is_named_at_once() -> None:
    assert refused({"yard": "east", "swims": 1}) == ["#/form/since", "#/form/yard", "#/form/swims"]
    assert refused({"since": None, "yard": "north", "eyes": 2}) == ["#/form/eyes", "#/form/since"]


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("since", ["2029-01-15"], ["15.1.2029", "2029-02-30", "", 20290115, True]),
        ("yard", ["north", "south"], ["North", "", 1, ["north"]]),
        ("months", [0, -3, 2**31 - 1], [2**31, 1.0, "1", True]),
        ("swims", [True, False], [0, 1, "true"]),
        ("remark", ["好", "x" * LONGEST], ["", "  ", "x" * (LONGEST + 1), "a\0b", 7]),
        ("password", ["12345678", "x" * 64], ["1234567", "x" * 65, "1234567\0", 12345678]),
        ("code", ["91998101MA0LUH801Y", "99990001-1"], ["91998101MA0LUH8010", "99990001-2", "x"]),
    ],
)
def test_a_kind_takes_what_it_says_and_nothing_like_it(field: str, good: list[Any], bad: list[Any]) -> None:
    for value in good:
        assert read_fields(FORM, {**GOOD, field: value}, "#/form")[field] in (
            value,
            unit_code(value) if field == "code" else value,
        )
    for value in bad:
        assert refused({**GOOD, field: value}) == [f"#/form/{field}"], value


def test_where_nothing_is_asked_nothing_is_taken() -> None:
    assert read_fields({}, {}, "#/said") == {}
    with pytest.raises(FormInvalid, match="leave it out"):
        read_fields({}, {"opinion": "好"}, "#/said")
