"""The JSON of every message between services is pinned: a change shows as a difference that a reviewer sees.

After a change that is meant: `python -m luohu_testbed.pin` in `tests/support` writes the files again.
"""

import json

import pytest
from pydantic import ValidationError

from luohu_testbed.messages import PINNED, examples

EXAMPLES = examples()


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_what_we_write_is_what_is_pinned(name: str) -> None:
    pinned = json.loads((PINNED / f"{name}.json").read_text(encoding="utf-8"))
    assert json.loads(EXAMPLES[name].model_dump_json()) == pinned


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_what_is_pinned_is_read_back_as_it_was_meant(name: str) -> None:
    text = (PINNED / f"{name}.json").read_text(encoding="utf-8")
    assert type(EXAMPLES[name]).model_validate_json(text) == EXAMPLES[name]


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_an_unknown_field_is_refused(name: str) -> None:
    pinned = json.loads((PINNED / f"{name}.json").read_text(encoding="utf-8"))
    with pytest.raises(ValidationError, match="extra"):
        type(EXAMPLES[name]).model_validate({**pinned, "surprise": 1})


def test_nothing_is_pinned_that_nobody_writes() -> None:
    assert {path.stem for path in PINNED.glob("*.json")} == set(EXAMPLES)
