"""`/_luohu/expectations`: verdicts that are told beforehand."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from luohu_contract.expectation import ExpectationList, ExpectationView
from luohu_kit.auth import public
from luohu_sandbox.control import InControl
from luohu_sandbox.wire import ExpectationOfAgency

router = APIRouter(prefix="/_luohu/expectations", tags=["expectations"])

World = Annotated[str, Depends(public())]


@router.post("", status_code=201, summary="Tell an agency the verdict on the next questions that match")
async def add_expectation(
    control: InControl, world: World, wish: ExpectationOfAgency, response: Response
) -> ExpectationView:
    """It wins over the agency's pace and its register. Of several that match, the oldest that is not used up counts."""
    made = await control.expectations.add(world, wish.agency, wish.of_agency())
    response.headers["Location"] = f"/_luohu/expectations/{made.id}"
    return made


@router.get("", summary="Every expectation of a world, the used-up ones as well")
async def list_expectations(control: InControl, world: World) -> ExpectationList:
    return ExpectationList(items=tuple(await control.expectations.everything(world)))


@router.get("/{expectation_id}", summary="One of them, and whom it has answered")
async def read_expectation(control: InControl, world: World, expectation_id: UUID) -> ExpectationView:
    return await control.expectations.one(world, expectation_id)


@router.delete("/{expectation_id}", status_code=204, summary="Take one away; what it has answered stays answered")
async def remove_expectation(control: InControl, world: World, expectation_id: UUID) -> Response:
    await control.expectations.remove(world, expectation_id)
    return Response(status_code=204)


@router.delete("", status_code=204, summary="Take all away")
async def remove_expectations(control: InControl, world: World) -> Response:
    await control.expectations.remove_all(world)
    return Response(status_code=204)
