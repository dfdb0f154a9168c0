"""Names of conditions and effects, passwords, what a city's procedures are, and whom the seed draws."""

from collections.abc import Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luohu_declaration.areas.casework import NAMED
from luohu_declaration.domain.casework.case import Lacking
from luohu_declaration.domain.casework.procedure import Clause, clauses
from luohu_declaration.usecases import cities
from luohu_declaration.usecases.casework import naming
from luohu_declaration.usecases.casework.naming import CONDITIONS, EFFECTS, TOLD, condition, lacking
from luohu_declaration.usecases.casework.passwords import hashed, matches
from luohu_declaration.usecases.casework.programme import ProcedureUnknown, load_procedures, procedure_of, table_of
from luohu_declaration.usecases.cities.shanghai.drawing import is_returned
from luohu_kit.clock import BEIJING, Clock, ClockMode
from luohu_kit.work import World
from luohu_scoring.programmes import programmes
from luohu_town import guide


def test_every_condition_and_effect_says_what_it_is_and_is_named_by_some_city() -> None:
    assert all(function.__doc__ for function in TOLD)
    used = {clause.name for city in programmes() for _, _, clause in clauses(load_procedures(city))}
    assert used == (CONDITIONS.keys() | EFFECTS.keys()), "what no procedure names is nobody's"
    assert {function.__module__ for function in TOLD} <= {module.__name__ for module in NAMED}


def test_what_a_city_names_of_its_own_no_other_city_names() -> None:
    for module in cities.ALL:
        own = {name for name, function in CONDITIONS.items() if function.__module__ == module.__name__}
        others = {each for each in programmes() if each != module.__name__.rpartition(".")[2]}
        assert own, module.__name__
        assert not own & {clause.name for city in others for _, _, clause in clauses(load_procedures(city))}


def test_a_name_is_given_once() -> None:
    async def eligible(sight: Any, argument: Any) -> Sequence[Lacking]:
        return []

    with pytest.raises(ValueError, match="two of the name eligible"):
        condition()(eligible)


async def test_the_condition_of_the_guides_town_says_what_is_lacking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(naming, "CONDITIONS", dict(CONDITIONS))
    monkeypatch.setattr(naming, "TOLD", dict(TOLD))
    [package] = [text for path, text in guide.files().items() if path.endswith(".py")]
    exec(compile(package, "haitang", "exec"), {})  # noqa: S102 - our own documentation

    south, north = (SimpleNamespace(fields={"yard": yard}) for yard in ("south", "north"))
    found = await lacking(south, [Clause("can_swim")])  # type: ignore[arg-type]
    assert [each.document()["field"] for each in found] == ["#/form/fields/swims"]
    assert await lacking(north, [Clause("can_swim")]) == []  # type: ignore[arg-type]


@settings(max_examples=15)
@given(st.text(min_size=8, max_size=64), st.text(min_size=8, max_size=64))
def test_a_password_matches_itself_alone_and_is_never_kept(password: str, other: str) -> None:
    kept = hashed(password)
    assert matches(password, kept)
    assert matches(other, kept) == (other == password)
    assert kept != hashed(password), "each has a salt of its own"
    assert password not in kept


@given(st.integers(0, 2**63), st.uuids(), st.integers(0, 100), st.integers(0, 100))
def test_whoever_is_drawn_for_a_small_share_is_drawn_for_a_larger_one(
    seed: int, case: UUID, one: int, two: int
) -> None:
    few, many = sorted((one, two))
    assert is_returned(seed, str(case), 2018, few) <= is_returned(seed, str(case), 2018, many)
    assert (is_returned(seed, str(case), 2018, 0), is_returned(seed, str(case), 2018, 100)) == (False, True)


def test_the_share_is_about_what_it_says_and_another_seed_draws_others() -> None:
    ids = [UUID(int=number) for number in range(2000)]
    drawn = [[each for each in ids if is_returned(seed, str(each), 2018, 20)] for seed in (1, 2)]
    assert all(320 < len(each) < 480 for each in drawn)
    assert drawn[0] != drawn[1]


def world(programme: str, year: int) -> World:
    now = datetime(year, 3, 1, tzinfo=BEIJING)
    return World("w", programme, year, 1, Clock(ClockMode.FROZEN, now, now))


def test_a_city_says_which_procedures_it_has_and_which_not() -> None:
    with pytest.raises(ProcedureUnknown, match="there are application, family") as refused:
        procedure_of(world("tianjin", 2016), "renewal")
    assert refused.value.errors[0]["pointer"] == "#/kind"
    with pytest.raises(ProcedureUnknown, match="its applicants file declarations"):
        table_of(world("beijing", 2021))
    assert load_procedures("beijing") == {}
    assert procedure_of(world("shanghai", 2017), "notice").ended("expired")
