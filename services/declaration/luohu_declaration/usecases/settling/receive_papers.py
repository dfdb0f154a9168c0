"""提交材料: the district window takes the papers from the awardee or a proxy, and says what is missing (五.二.3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from luohu_declaration.domain.season import Right
from luohu_declaration.domain.settlement.papers import district_needs, missing
from luohu_declaration.domain.settlement.steps import SettlementEvent, after
from luohu_declaration.storage import settlements
from luohu_declaration.usecases import rights
from luohu_declaration.usecases.settling.awardee import case_of
from luohu_declaration.usecases.settling.holding import Held, tell
from luohu_kit.work import Work


@dataclass(frozen=True, slots=True)
class HandIn:
    """What lies on the counter."""

    papers: Mapping[str, str]  #: key of a need to the id of the document that was handed over for it
    proxy: Mapping[str, Any] | None = None  #: who came in the awardee's place
    opinion: str | None = None  #: the clerk's words


async def receive_papers(work: Work, held: Held, brought: HandIn, actor: str) -> Held:
    """Take what was brought; with something missing, nothing is kept and the awardee is told what.

    Raises StageClosed, SettlementRefused, PapersUnknown.
    """
    await rights.require(work, Right.SETTLE)
    after(held.settlement.status, SettlementEvent.PAPERS_RECEIVED)
    case = await case_of(work, held, by_proxy=brought.proxy is not None)
    lacking = missing(district_needs(case), brought.papers)
    detail: dict[str, Any] = {"papers": dict(brought.papers), "proxy": brought.proxy and dict(brought.proxy)}
    if brought.opinion:
        detail["opinion"] = brought.opinion
    if not lacking:
        moved = await settlements.move(work, held.settlement, SettlementEvent.PAPERS_RECEIVED, actor, detail)
        await tell(work, held, "settlement.papers_received")
        return Held(held.declaration, moved)
    detail["missing"] = [need.key for need in lacking]
    moved = await settlements.move(work, held.settlement, SettlementEvent.PAPERS_MISSING, actor, detail)
    await tell(
        work,
        held,
        "settlement.papers_incomplete",
        missing="、".join(need.label.zh for need in lacking),
        opinion=brought.opinion or "请补正后再次提交",
    )
    return Held(held.declaration, moved)
