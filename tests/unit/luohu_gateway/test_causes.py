"""Every cause that a register notes for its operators has a label."""

from enum import StrEnum

import pytest

from luohu_contract.reasons.cause import Cause
from luohu_department_windows.verdicts import Shortfall as OfDepartments
from luohu_education_registry.verdicts.identity import Difference
from luohu_gateway.site.queues.labels import Labels
from luohu_honours_registry.verdicts import Shortfall as OfHonours
from luohu_science_commission.verdicts import Shortfall as OfTheCommission
from luohu_talent_centre.verdicts import Shortfall as OfTheTalentCentre

CAUSES = (Cause, OfDepartments, Difference, OfHonours, OfTheCommission, OfTheTalentCentre)


@pytest.mark.parametrize("causes", CAUSES, ids=lambda causes: causes.__module__)
def test_a_cause_is_told_in_both_languages(causes: type[StrEnum]) -> None:
    for cause in causes:
        assert not Labels("zh").cause(cause).isascii(), cause
        assert Labels("en").cause(cause) != cause


def test_fields_that_differ_are_named() -> None:
    assert Labels("zh").cause("full_time, tier") == "全日制, 档次"
