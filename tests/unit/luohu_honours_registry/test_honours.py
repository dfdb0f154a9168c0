"""The honour lists' rule: the person, the type, the name, and whether 附件2 has it."""

from datetime import date
from uuid import UUID

import pytest

from luohu_contract.claim import HonourClaim, Person
from luohu_contract.decision import Invalid, Valid
from luohu_contract.finding import HonourFindings
from luohu_contract.honours import CommendedType, HonourType
from luohu_contract.message import Question
from luohu_honours_registry.verdicts import Commendation, Facts, Shortfall, judge

HE = Person(name="何怀山", id_number="990116197505200110")
WORKER = Commendation(HonourType.MODEL_WORKER, "北京市劳动模范", 2020, HE.name, HE.id_number, "落户公交有限公司")
GUARD = Commendation(HonourType.CAPITAL_GOOD_SAMARITAN, "首都见义勇为好卫士", 1999, HE.name, HE.id_number)


def asked(kind: CommendedType, name: str | None = None) -> Question:
    claim = HonourClaim(type=kind, name=name)
    return Question(id=UUID(int=1), item_id=UUID(int=2), attempt=1, subject=HE, claim=claim, as_of=date(2020, 12, 31))


def test_an_honour_on_the_list_is_found_with_its_name_and_year() -> None:
    decision = judge(asked(HonourType.MODEL_WORKER), Facts(honours=(GUARD, WORKER)))

    assert decision == Valid(
        HonourFindings(type=HonourType.MODEL_WORKER, name="北京市劳动模范", year=2020, employer="落户公交有限公司")
    )


@pytest.mark.parametrize(
    ("question", "honours", "cause"),
    [
        pytest.param(asked(HonourType.MODEL_WORKER), (), Shortfall.PERSON_NOT_ON_LIST, id="nobody of that name"),
        pytest.param(
            asked(HonourType.MODEL_WORKER),
            (Commendation(WORKER.type, WORKER.name, 2020, "何怀三", HE.id_number),),
            Shortfall.PERSON_NOT_ON_LIST,
            id="another name under the number",
        ),
        pytest.param(
            asked(HonourType.NATIONAL_MORAL_MODEL), (WORKER,), Shortfall.TYPE_DIFFERS, id="an honour of another type"
        ),
        pytest.param(
            asked(HonourType.MODEL_WORKER, "全国劳动模范"), (WORKER,), Shortfall.NAME_DIFFERS, id="another honour"
        ),
        pytest.param(
            asked(HonourType.MODEL_WORKER),
            (Commendation(WORKER.type, "某省先进工作者", 2015, HE.name, HE.id_number),),
            Shortfall.NAME_NOT_COUNTED,
            id="an honour that the annex does not have",
        ),
        pytest.param(
            asked(HonourType.CAPITAL_GOOD_SAMARITAN),
            (Commendation(GUARD.type, GUARD.name, 2003, HE.name, HE.id_number),),
            Shortfall.NAME_NOT_COUNTED,
            id="an old name after its time",
        ),
    ],
)
def test_an_honour_that_the_list_does_not_bear_out(
    question: Question, honours: tuple[Commendation, ...], cause: Shortfall
) -> None:
    decision = judge(question, Facts(honours=honours))

    assert isinstance(decision, Invalid)
    assert (decision.reason, decision.cause, decision.findings) == ("honour.not_matched", cause, None)


@pytest.mark.parametrize("name", [None, "首都见义勇为好卫士"])
def test_a_name_of_before_august_2000_counts(name: str | None) -> None:
    assert isinstance(judge(asked(HonourType.CAPITAL_GOOD_SAMARITAN, name), Facts(honours=(GUARD,))), Valid)


def test_one_honour_that_counts_among_others_is_enough() -> None:
    strange = Commendation(WORKER.type, "某省先进工作者", 2015, HE.name, HE.id_number)
    assert isinstance(judge(asked(HonourType.MODEL_WORKER), Facts(honours=(strange, WORKER))), Valid)
