"""Three offices look, one after the other: the district window, the city centre, the HR bureau (五.二.3, [000])."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from luohu_contract.household import FileStatus
from luohu_declaration.domain.checks import FormInvalid
from luohu_declaration.domain.season import Right
from luohu_declaration.domain.settlement.papers import district_needs
from luohu_declaration.domain.settlement.steps import FileEvent, SettlementEvent, after
from luohu_declaration.domain.settlement.transfer import NoFile
from luohu_declaration.storage import settlements
from luohu_declaration.usecases import rights
from luohu_declaration.usecases.settling.awardee import case_of
from luohu_declaration.usecases.settling.holding import Held, tell
from luohu_kit.work import Work


class Office(StrEnum):
    """Who looks."""

    DISTRICT = "district"  #: 区积分落户服务窗口
    CITY = "city"  #: 市积分落户中心
    BUREAU = "bureau"  #: 市人力资源社会保障局


class Decision(StrEnum):
    """What an office can decide. Falsification is no decision here: it takes the award back at any step."""

    PASS = "pass"  # noqa: S105 - no password
    SEND_BACK = "send_back"  #: something is to be completed, with an opinion


_EVENTS = {
    (Office.DISTRICT, Decision.PASS): SettlementEvent.DISTRICT_PASSED,
    (Office.DISTRICT, Decision.SEND_BACK): SettlementEvent.PAPERS_MISSING,
    (Office.CITY, Decision.PASS): SettlementEvent.CITY_PASSED,
    (Office.CITY, Decision.SEND_BACK): SettlementEvent.SENT_BACK,
    (Office.BUREAU, Decision.PASS): SettlementEvent.APPROVED,
    (Office.BUREAU, Decision.SEND_BACK): SettlementEvent.SENT_BACK,
}
#: Each office takes a settlement from the one before it, so that none can send back what lies on another's desk.
_PASSES = {office: _EVENTS[office, Decision.PASS] for office in Office}


@dataclass(frozen=True, slots=True)
class Review:
    """One office's decision."""

    decision: Decision
    opinion: str | None = None  #: required when it sends back
    missing: Sequence[str] = ()  #: keys of the papers that are to be completed
    file_checked: bool = False  #: the district has seen the personnel file, or the statement that there is none


async def review_settlement(work: Work, held: Held, office: Office, review: Review, actor: str) -> Held:
    """Decide for an office. Raises StageClosed, SettlementRefused, FormInvalid."""
    await rights.require(work, Right.SETTLE)
    after(held.settlement.status, _PASSES[office])
    await _assert_complete(work, held, office, review)
    detail: dict[str, Any] = {"office": office.value}
    if review.opinion:
        detail["opinion"] = review.opinion
    if review.missing:
        detail["missing"] = list(review.missing)
    moved = await settlements.move(work, held.settlement, _EVENTS[office, review.decision], actor, detail)
    if review.decision is Decision.SEND_BACK:
        what = await _labels(work, held, review.missing)
        await tell(work, held, "settlement.papers_incomplete", missing=what, opinion=review.opinion or "")
    elif office is Office.DISTRICT and isinstance(_file(held), NoFile) and moved.file_status is FileStatus.PENDING:
        moved = await settlements.move_file(work, moved, FileEvent.NO_FILE_ACCEPTED, actor)
    elif office is Office.BUREAU:
        await tell(work, held, "settlement.approved")
    return Held(held.declaration, moved)


async def _assert_complete(work: Work, held: Held, office: Office, review: Review) -> None:
    faults = []
    if review.decision is Decision.SEND_BACK and not review.opinion:
        faults.append(("#/opinion", "say what is to be completed"))
    if review.decision is Decision.PASS and review.missing:
        faults.append(("#/missing", "leave it out: what passes lacks nothing"))
    if office is Office.DISTRICT and review.decision is Decision.PASS and not review.file_checked:
        faults.append(("#/file_checked", "the district passes only with the personnel file, or the statement, checked"))
    known = await _keys(work, held)
    unknown = [key for key in review.missing if key not in known]
    if unknown:
        faults.append(("#/missing", f"{', '.join(unknown)} is on no list; there are: {', '.join(known)}"))
    if faults:
        raise FormInvalid(faults)


async def _keys(work: Work, held: Held) -> dict[str, str]:
    needs = district_needs(await case_of(work, held, by_proxy=True))
    return {need.key: need.label.zh for need in needs}


async def _labels(work: Work, held: Held, keys: Sequence[str]) -> str:
    known = await _keys(work, held)
    return "、".join(known[key] for key in keys) or "见意见"


def _file(held: Held) -> object:
    return held.settlement.data and held.settlement.data.personnel_file
