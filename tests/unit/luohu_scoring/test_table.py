"""Point tables: both are read, each kind of policy by its own function, and a person is scored with every step."""

from decimal import Decimal

import pytest

from luohu_contract.texts import DEPARTMENTS
from luohu_scoring import (
    FactsInvalid,
    OtherScheme,
    Policy,
    PolicyMissing,
    Scheme,
    TableFacts,
    TablePolicy,
    load_every_policy,
    load_policy,
    load_table,
    score_table,
)
from luohu_scoring.programmes import programme

TABLES = [policy for policy in load_every_policy() if isinstance(policy, TablePolicy)]


def test_both_tables_are_among_all_policies() -> None:
    found = {(policy.city, policy.year): type(policy) for policy in load_every_policy()}

    assert found["tianjin", 2016] is found["shanghai", 2017] is TablePolicy
    assert found["beijing", 2021] is Policy


def test_a_policy_is_read_by_the_function_of_its_scheme() -> None:
    with pytest.raises(OtherScheme, match=r"2016\.yaml is of the scheme table; load_table reads it"):
        load_policy("tianjin", 2016)
    with pytest.raises(OtherScheme, match=r"2021\.yaml is of the scheme season; load_policy reads it"):
        load_table("beijing", 2021)
    with pytest.raises(PolicyMissing, match="tianjin has no policy for 2017; there are 2016"):
        load_table("tianjin", 2017)


def test_facts_of_another_table_or_of_an_unknown_department_are_refused() -> None:
    policy = load_table("tianjin", 2016)

    for city, records, says in (
        ("shanghai", {}, "city: shanghai is scored by another policy than that of tianjin"),
        ("tianjin", {"aeg": {}}, "records.aeg: tianjin 2016 has no indicator aeg; there are age, education"),
        ("tianjin", {"age": {"health": {}}}, "records.age.health: age asks no such department; there are public_sec"),
    ):
        with pytest.raises(FactsInvalid) as fault:
            score_table(TableFacts(id="one", city=city, year=2016, records=records), policy)
        assert says in str(fault.value)


def test_departments_that_do_not_agree_give_nothing_and_the_steps_say_why() -> None:
    records = {"marriage": {"civil_affairs": {"both_work": True}, "human_resources": {"both_work": False}}}

    score = score_table(TableFacts(id="one", city="tianjin", year=2016, records=records), load_table("tianjin", 2016))

    assert score.parts["marriage"] == {"civil_affairs": Decimal(10), "human_resources": Decimal(0)}
    assert score.lines["marriage"] == score.total == 0
    steps = [step.document() for step in score.trace if step.indicator == "marriage"]
    assert [(step["department"], step["value"], step["points"]) for step in steps] == [
        ("civil_affairs", "yes", "10.00"),
        ("human_resources", "no", "0.00"),
        (None, "civil_affairs 10, human_resources 0", "-10.00"),
    ]
    assert steps[-1]["ref"] == "[002] 第三类: 夫妻均在天津工作"


@pytest.mark.parametrize("policy", TABLES, ids=lambda policy: policy.city)
def test_every_department_of_a_table_has_a_name(policy: TablePolicy) -> None:
    asked = {part.department for indicator in policy.indicators.values() for part in indicator.parts}

    assert asked <= DEPARTMENTS.keys()


def test_the_years_of_a_programme_are_of_its_scheme() -> None:
    for policy in load_every_policy():
        assert programme(policy.city).scheme is (Scheme.TABLE if isinstance(policy, TablePolicy) else Scheme.SEASON)
