"""The desk's two queues: rechecks of every agency, and the commission's own rechecks of filings."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

from luohu_contract.claim import ClaimKind
from luohu_contract.possible import reasons_for
from luohu_gateway.site.desk.clues import CLUES, Line, beside
from luohu_gateway.site.desk.own import own_labels
from luohu_gateway.site.queues.completing import CORRECTED
from luohu_gateway.site.queues.interface import Interface, Json, interface_of
from luohu_gateway.site.queues.labels import Own
from luohu_gateway.site.queues.queue import Decision, Queue
from luohu_gateway.site.queues.records import PATH
from luohu_gateway.site.queues.service import mount, service
from luohu_gateway.site.visit import Visit
from luohu_gateway.site.wire import Refused
from luohu_kit.auth import Role

MOST = 20  #: records of one register beside a claim
_LISTS = ("winner", "company", "holding", "investment", "income_tax")  #: what a filing is compared with


async def _compared(here: Visit, task: Json) -> Json:
    """The records of the agency's registers that the question is about, each beside the claim, the nearest first."""
    question = task["context"]["question"]
    registers = CLUES.get(question["claim"]["kind"], ())
    found = await asyncio.gather(*(_found(here, kind, clue(question)) for kind, clue in registers))
    return {
        "registers": [
            (kind, sorted(((record, beside(question, kind, record["fields"])) for record in records), key=_distance))
            for (kind, _), records in zip(registers, found, strict=True)
        ],
        "reasons": reasons_for(ClaimKind(question["claim"]["kind"])),
        "own": await _own(here, (kind for kind, _ in registers)),
    }


def _distance(compared: tuple[Json, Sequence[Line]]) -> int:
    """In how many fields a record differs from the claim."""
    return sum(line.state == "differs" for line in compared[1])


async def _listed(here: Visit, task: Json) -> Json:
    """The commission's records about the person and the company of a filing."""
    filing = task["context"]["filing"]
    about = {kind: filing["company"] if kind in ("company", "investment") else filing["id_number"] for kind in _LISTS}
    found = await asyncio.gather(*(_found(here, kind, (clue,)) for kind, clue in about.items()))
    return {"registers": list(zip(about, found, strict=True)), "own": await _own(here, _LISTS)}


async def _own(here: Visit, kinds: Iterable[str]) -> Own:
    return await own_labels(here, await interface_of(here, service(here)), kinds)


async def _found(here: Visit, kind: str, clues: Iterable[str | None]) -> list[Any]:
    """The records of one register in which one of the clues is found, each once."""
    path = mount(here) + PATH
    searches = [
        here.ask.get(path, kind=kind, q=clue[:100], limit=MOST)
        for clue in dict.fromkeys(clues)
        if clue and clue.strip()
    ]
    try:
        pages = await asyncio.gather(*searches)
    except Refused:
        return []  # what an applicant entered is no search
    return list({one["id"]: one for page in pages for one in page["items"]}.values())


def _of_the_claim(interface: Interface, task: Json, field: str, schema: Json) -> Json:
    """Findings are of the kind that the claim is."""
    if field != "findings":
        return schema
    return interface.chosen(schema, task["context"]["question"]["claim"]["kind"]) or schema


def _begun(task: Json) -> Json:
    """Findings begin with what the register says now, else with those that are disputed."""
    context = task["context"]
    says = context["register_says"]
    for told in (says, says.get("proposed"), context["disputed_verdict"]):
        if told and told.get("findings"):
            return {"findings": told["findings"]}
    return {}


RECHECKS = Queue(
    name="rechecks",
    role=Role.OPERATOR,
    opens=True,
    decisions=(
        Decision("uphold", "u", ("reason", "note")),
        Decision("overturn", "o", ("reason", "note", CORRECTED, "findings")),
        Decision("request_evidence", "m", ("note",)),
    ),
    case="desk/recheck.html",
    claims=True,
    corrects=True,
    beside=_compared,
    narrowed=_of_the_claim,
    begun=_begun,
)

FILINGS = Queue(
    name="filing-rechecks",
    role=Role.OPERATOR,
    at="filings",
    decisions=(Decision("uphold", "u", ("note",)), Decision("overturn", "o", ("note", CORRECTED))),
    case="desk/filing.html",
    corrects=True,
    beside=_listed,
)
