"""The scenario of a request (sandbox only): one that cannot come about with it is refused before anything is done."""

from collections.abc import Sequence

from luohu_contract.message import Question
from luohu_kit.scenarios import Scenario, of_request


class ScenarioNotApplicable(Exception):
    """The request asks nothing of which the scenario says something."""

    def __init__(self, scenario: Scenario) -> None:
        kinds = ", ".join(scenario.claims) or "every kind"
        requests = " or ".join(scenario.on)
        along = ", and for a spouse record that is sent along for the first time" if scenario.review else ""
        super().__init__(f"{scenario.name} is for a {requests} of {kinds}{along}. This request is none.")
        self.extensions = {"on": list(scenario.on), "claims": list(scenario.claims)}


def require_applicable(asked: Sequence[Question], *, spouse_along: bool = False) -> None:
    """Refuse the request whose scenario says nothing of what it asks. Raises ScenarioNotApplicable.

    spouse_along: a spouse record goes to the window with it.
    """
    scenario = of_request()
    if scenario is None or scenario.on_any:
        return
    if scenario.review is not None:
        if not spouse_along:
            raise ScenarioNotApplicable(scenario)
    elif not any(scenario.is_for(question) for question in asked):
        raise ScenarioNotApplicable(scenario)
