"""One item: what was entered, found and computed, changing before one's eyes, and what happened to it."""

from asyncio import gather
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from starlette.responses import Response

from luohu_contract.indicators import INDICATOR_OF
from luohu_contract.item import ItemKind, ItemStatus, Remedy, Subject
from luohu_contract.message import Decider, Outcome, Part
from luohu_contract.texts import Text, text
from luohu_gateway.site.guard import signed_in
from luohu_gateway.site.live import relay
from luohu_gateway.site.outcome import blocks
from luohu_gateway.site.outcome.files import FIELD, KeptFile, hand_in, kept_files, shown
from luohu_gateway.site.outcome.paths import item_path
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused
from luohu_kit.auth import Role

router = APIRouter(prefix="/items/{item_id}")

ItemId = Annotated[str, Path(pattern=r"^[0-9a-f-]{36}$")]
PAGE, PART = "outcome/item.html", "outcome/item_part.html"
applicant = Depends(signed_in(Role.APPLICANT))


@dataclass(frozen=True, slots=True)
class PartFound:
    """相关部门核查结果: what was decided about one part."""

    part: Text
    status: str  #: valid or invalid
    outcome: Text
    reason: Text | None
    lines: list[blocks.Line]
    opinion: str | None
    by: Text
    at: str

    @classmethod
    def of(cls, kind: ItemKind, part: str, result: Mapping[str, Any]) -> "PartFound":
        """A part of the API's item."""
        code = result["reason"]
        return cls(
            part=text(Part(part)),
            status=result["outcome"],
            outcome=text(Outcome(result["outcome"])),
            reason=Text(result["label"], blocks.reason_named(code).en) if code else None,
            lines=blocks.found(kind, result["findings"]),
            opinion=result["opinion"],
            by=text(Decider(result["decided_by"])),
            at=result["decided_at"],
        )


@router.get("", dependencies=[applicant])
async def show(here: Here, item_id: ItemId) -> Response:
    """The item as it stands; for htmx the part that changes."""
    return await _drawn(here, item_id, PART if here.partial else PAGE)


@router.get("/live", dependencies=[applicant])
async def live(here: Here, item_id: ItemId) -> Response:
    """What happens to it, as it happens."""
    return await relay(here, f"/v1/items/{item_id}/events")


@router.post("/evidence", dependencies=[applicant])
async def supplement(here: Here, item_id: ItemId) -> Response:
    """What an operator had asked for."""
    form, kept = await here.form(), await kept_files(here)
    item = await here.ask.get(f"/v1/items/{item_id}")
    try:
        await hand_in(here, item["declaration_id"], kept)
        wanted = {"statement": form.get("statement", ""), FIELD: [file.id for file in kept]}
        await here.ask.post(f"/v1/items/{item_id}/evidence", wanted, once=form.get("once", ""))
    except Refused as refused:
        return await _drawn(
            here,
            item_id,
            PAGE,
            status=refused.status,
            problem=shown(refused),
            kept=kept,
            statement=form.get("statement", ""),
        )
    return here.go(item_path(item_id))


async def _drawn(
    here: Visit,
    item_id: str,
    template: str,
    *,
    status: int = 200,
    problem: Shown = NONE,
    kept: list[KeptFile] | None = None,
    statement: str = "",
) -> Response:
    me = f"/v1/items/{item_id}"
    item, told = await gather(here.ask.get(me), here.ask.get(f"{me}/events"))
    events, kind = told["items"], ItemKind(item["kind"])
    return here.draw(
        template,
        status=status,
        problem=problem,
        kept=kept or [],
        statement=statement,
        item=item,
        events=events,
        entered=blocks.entered(item),
        parts=[PartFound.of(kind, part, result) for part, result in item["findings"].items()],
        kind=kind,
        indicator=INDICATOR_OF[kind],
        label=label_of(item),
        instead=remedies(item),
        alone=template == PART,
        files=handed_in(item, events),
        reason_named=blocks.reason_named,
    )


def handed_in(item: dict[str, Any], events: list[dict[str, Any]]) -> list[str]:
    """Ids of the files that the item stands on and of those that came later, each once, the oldest first."""
    with_it = [item["entered"][FIELD]] if FIELD in item["entered"] else []
    later = [each for event in events for each in event["detail"].get(FIELD, ())]
    return list(dict.fromkeys([*with_it, *later]))


def label_of(item: Mapping[str, Any]) -> Text:
    """The status as the page prints it: 无效(房源无效)."""
    status = text(ItemStatus(item["status"])).en
    return Text(item["label"], f"{status}: {text(Subject(item['subject'])).en}" if item["subject"] else status)


def remedies(item: Mapping[str, Any]) -> list[Remedy]:
    """What to do where a recheck is not allowed."""
    return [Remedy(each) for each in item["recheck"]["instead"]]
