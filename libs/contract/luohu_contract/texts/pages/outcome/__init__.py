"""Texts of the applicant's pages of what comes of it: results, rechecks, points, submission, appeals, settlement."""

from luohu_contract.texts.kind import Text
from luohu_contract.texts.pages.outcome.events import EVENTS
from luohu_contract.texts.pages.outcome.item import ITEM
from luohu_contract.texts.pages.outcome.settlement import SETTLEMENT
from luohu_contract.texts.pages.outcome.trace import TRACE
from luohu_contract.texts.pages.outcome.year import YEAR

OUTCOME: dict[str, Text] = {**ITEM, **EVENTS, **YEAR, **TRACE, **SETTLEMENT}
