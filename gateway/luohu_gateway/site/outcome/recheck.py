"""申请复查: what can be disputed, what to attach for it, and why; a dialog of the item's page, or a page of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from luohu_contract.message import Part
from luohu_contract.reasons import REASONS
from luohu_contract.texts import DOCUMENTS, Text, text
from luohu_gateway.site.outcome.blocks import reason_named
from luohu_gateway.site.outcome.files import FIELD, KeptFile, hand_in, kept_files, shown
from luohu_gateway.site.outcome.item import ItemId, applicant, remedies
from luohu_gateway.site.outcome.paths import item_path
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused

router = APIRouter(prefix="/items/{item_id}/recheck")


@dataclass(frozen=True, slots=True)
class Papers:
    """What to attach in one case."""

    ask: Text  #: as the handbook asks for it
    groups: tuple[tuple[Text, ...], ...]  #: of each at least one


@dataclass(frozen=True, slots=True)
class Dispute:
    """A finding that can be disputed."""

    code: str
    part: str
    label: Text
    two_weeks: bool
    cases: list[Papers] = field(default_factory=list)

    @property
    def value(self) -> str:
        """As the form names it."""
        return f"{self.code}@{self.part}"

    @property
    def half(self) -> Text | None:
        """Which half of an education; None of a whole item."""
        return None if self.part == Part.WHOLE.value else text(Part(self.part))


def disputes(item: Mapping[str, Any]) -> list[Dispute]:
    """What a recheck of the item may be about, in the order of the API."""
    listed: dict[tuple[str, str], Dispute] = {}
    for papers in item["recheck"]["papers"]:
        code, part = papers["disputes"], papers["part"]
        at = listed.setdefault((code, part), Dispute(code, part, reason_named(code), bool(REASONS[code].duration)))
        groups = tuple(tuple(DOCUMENTS[name] for name in group) for group in papers["documents"])
        at.cases.append(Papers(Text(papers["zh"], papers["en"]), groups))
    return list(listed.values())


@router.get("", dependencies=[applicant])
async def show(here: Here, item_id: ItemId) -> Response:
    """The form; where there is no recheck, what to do instead."""
    item = await here.ask.get(f"/v1/items/{item_id}")
    return _drawn(here, item, chosen=here.request.query_params.get("disputes", ""))


@router.post("", dependencies=[applicant])
async def ask(here: Here, item_id: ItemId) -> Response:
    """Send the files, then ask."""
    form, kept = await here.form(), await kept_files(here)
    item = await here.ask.get(f"/v1/items/{item_id}")
    chosen, statement = form.get("disputes", ""), form.get("statement", "")
    code, _, part = chosen.partition("@")
    try:
        await hand_in(here, item["declaration_id"], kept)
        wanted: dict[str, Any] = {"disputes": code, "statement": statement, FIELD: [file.id for file in kept]}
        if part:
            wanted["part"] = part
        await here.ask.post(f"/v1/items/{item_id}/recheck", wanted, once=form.get("once", ""))
    except Refused as refused:
        status, problem = refused.status, shown(refused)
        return _drawn(here, item, status=status, problem=problem, chosen=chosen, statement=statement, kept=kept)
    return here.go(item_path(item_id))


def _drawn(
    here: Visit,
    item: Mapping[str, Any],
    *,
    status: int = 200,
    problem: Shown = NONE,
    chosen: str = "",
    statement: str = "",
    kept: list[KeptFile] | None = None,
) -> Response:
    possible = disputes(item)
    return here.draw(
        "outcome/recheck_dialog.html" if here.partial else "outcome/recheck.html",
        status=status,
        item=item,
        disputes=possible,
        instead=remedies(item),
        chosen=chosen or (possible[0].value if len(possible) == 1 else ""),
        statement=statement,
        kept=kept or [],
        problem=problem,
    )
