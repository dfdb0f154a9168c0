"""The offices: the district window, the city's settlement centre, the HR bureau (handbook 五.二, 五.三, [000])."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from luohu_contract.household import SettlementStatus
from luohu_declaration.api.settlement import REFUSALS, done
from luohu_declaration.api.settlement_callers import Bureau, Clerk, Desk, actor_of
from luohu_declaration.api.settlement_present import summary
from luohu_declaration.api.settlement_schemas import (
    DistrictReviewWanted,
    HandInWanted,
    ReviewWanted,
    RevocationWanted,
    SettlementList,
    SettlementView,
    named,
)
from luohu_declaration.storage import settlement_list
from luohu_declaration.usecases.settling.holding import hold_settlement
from luohu_declaration.usecases.settling.issue_letters import issue_letters
from luohu_declaration.usecases.settling.receive_papers import HandIn, receive_papers
from luohu_declaration.usecases.settling.review import Office, Review, review_settlement
from luohu_declaration.usecases.settling.take_back import take_back
from luohu_kit.api import Rt
from luohu_kit.auth import Caller

router = APIRouter(tags=["settlement-desk"])

HERE = "/v1/declarations/{declaration_id}/settlement"
_DECIDED = {**REFUSALS, 422: {"description": "The decision lacks what it needs; `errors` point at the fields"}}


@router.get("/v1/settlement-desk", operation_id="list_settlements")
async def list_all(
    rt: Rt,
    caller: Desk,
    status: SettlementStatus | None = None,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> SettlementList:
    """The settlements of the world, those that wait longest first; of one status, or all."""
    async with rt.begin(caller.world) as work:
        found, total = await settlement_list.page(work, status, offset, limit)
    items = tuple(summary(declaration, settlement) for declaration, settlement in found)
    return SettlementList(total=total, offset=offset, limit=limit, items=items)


@router.post(HERE + "/hand-in", operation_id="receive_settlement_papers", responses=_DECIDED)
async def hand_in(
    rt: Rt, caller: Clerk, declaration_id: UUID, wanted: HandInWanted, response: Response
) -> SettlementView:
    """提交材料: the window takes the papers, from the awardee or a proxy. With something missing it takes none, and
    the settlement is `papers_incomplete`.
    """
    brought = HandIn(wanted.papers, named(wanted.proxy), wanted.opinion)
    async with rt.begin(caller.world) as work:
        held = await hold_settlement(work, declaration_id, None)
        return await done(work, await receive_papers(work, held, brought, actor_of(caller)), caller, response)


@router.post(HERE + "/district-review", operation_id="review_settlement_in_district", responses=_DECIDED)
async def district_review(
    rt: Rt, caller: Clerk, declaration_id: UUID, wanted: DistrictReviewWanted, response: Response
) -> SettlementView:
    """The district window has looked at papers and personnel file."""
    review = Review(wanted.decision, wanted.opinion, wanted.missing, wanted.file_checked)
    return await _review(rt, caller, declaration_id, Office.DISTRICT, review, response)


@router.post(HERE + "/city-review", operation_id="review_settlement_in_city", responses=_DECIDED)
async def city_review(
    rt: Rt, caller: Bureau, declaration_id: UUID, wanted: ReviewWanted, response: Response
) -> SettlementView:
    """市积分落户中心审核."""
    review = Review(wanted.decision, wanted.opinion, wanted.missing)
    return await _review(rt, caller, declaration_id, Office.CITY, review, response)


@router.post(HERE + "/approval", operation_id="approve_settlement", responses=_DECIDED)
async def approval(
    rt: Rt, caller: Bureau, declaration_id: UUID, wanted: ReviewWanted, response: Response
) -> SettlementView:
    """市人力资源社会保障局核准."""
    review = Review(wanted.decision, wanted.opinion, wanted.missing)
    return await _review(rt, caller, declaration_id, Office.BUREAU, review, response)


@router.post(HERE + "/letters", operation_id="issue_settlement_letters", responses=REFUSALS)
async def letters(rt: Rt, caller: Bureau, declaration_id: UUID, response: Response) -> SettlementView:
    """出具函件: 《调动介绍信》, 报户口介绍信 and 《调动人员情况登记表》; anew, when they have run out."""
    async with rt.begin(caller.world) as work:
        held = await hold_settlement(work, declaration_id, None)
        return await done(work, await issue_letters(work, held, actor_of(caller)), caller, response)


@router.post(HERE + "/revocation", operation_id="revoke_award", responses=_DECIDED)
async def revocation(
    rt: Rt, caller: Bureau, declaration_id: UUID, wanted: RevocationWanted, response: Response
) -> SettlementView:
    """A later check found falsification: the award is taken back, a registration cancelled, the person barred."""
    async with rt.begin(caller.world) as work:
        taken = await take_back(work, declaration_id, wanted.opinion, caller.subject)
        return await done(work, taken, caller, response)


async def _review(
    rt: Rt, caller: Caller, declaration_id: UUID, office: Office, review: Review, response: Response
) -> SettlementView:
    async with rt.begin(caller.world) as work:
        held = await hold_settlement(work, declaration_id, None)
        return await done(work, await review_settlement(work, held, office, review, actor_of(caller)), caller, response)
