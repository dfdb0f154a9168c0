"""Scenarios: names for what a tester wants to come of one request, given in its header `Luohu-Scenario`.

`catalogue.yaml` has them all. The name travels with everything that the request causes, so each service does its own
part: an agency answers as told, the senders of messages break what is to be broken, the window reviews.
"""

from luohu_kit.scenarios.answer import Act, Answer
from luohu_kit.scenarios.catalogue import (
    ScenariosUnreadable,
    ScenarioUnknown,
    everything,
    fault_of,
    find,
    named,
    of_request,
)
from luohu_kit.scenarios.scenario import On, Scenario, Verb

__all__ = [
    "Act",
    "Answer",
    "On",
    "Scenario",
    "ScenarioUnknown",
    "ScenariosUnreadable",
    "Verb",
    "everything",
    "fault_of",
    "find",
    "named",
    "of_request",
]
