"""`/_luohu/scenarios`: what the header `Luohu-Scenario` can say."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from luohu_contract.directory import ANSWERED_BY
from luohu_contract.model import Wire
from luohu_kit.auth import public
from luohu_kit.problems import Problem
from luohu_kit.scenarios import Scenario, ScenarioUnknown, everything, named

router = APIRouter(prefix="/_luohu/scenarios", tags=["scenarios"], dependencies=[Depends(public())])


class ScenarioView(Scenario):
    """A scenario, and which agencies it concerns."""

    agencies: tuple[str, ...]  #: empty: whichever is asked


class ScenarioList(Wire):
    items: tuple[ScenarioView, ...]


def view(scenario: Scenario) -> ScenarioView:
    """As the control plane shows it."""
    agencies = tuple(dict.fromkeys(ANSWERED_BY[kind] for kind in scenario.claims))
    return ScenarioView.model_validate({**dict(scenario), "agencies": agencies})


@router.get("", summary="Every scenario: what it does, on which requests, and what comes of it")
async def list_scenarios() -> ScenarioList:
    return ScenarioList(items=tuple(view(scenario) for scenario in everything().values()))


@router.get("/{name}", summary="One of them")
async def read_scenario(name: Annotated[str, Path(max_length=80)]) -> ScenarioView:
    try:
        return view(named(name))
    except ScenarioUnknown as error:
        raise Problem("not-found", str(error)) from None
