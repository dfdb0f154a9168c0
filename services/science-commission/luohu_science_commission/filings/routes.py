"""The applicant's routes: file, read, change, ask for a recheck. Everybody sees their own filings only."""

from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Response

from luohu_agency import register
from luohu_agency.answering import TWO_WEEKS
from luohu_agency.register import Author, Record, RecordConflict, RecordNotFound
from luohu_agency.spec import AgencySpec
from luohu_contract.decision import Invalid
from luohu_contract.numbers import normalise_identity_number
from luohu_kit.api import Rt
from luohu_kit.auth import Caller, Role, allow
from luohu_kit.etag import IfMatch, etag, if_match
from luohu_kit.problems import Problem
from luohu_kit.tasks import NewTask, queue
from luohu_kit.work import Work
from luohu_science_commission.filings.form import (
    PREFIX,
    FilingExists,
    FilingForm,
    FilingInRecheck,
    FilingList,
    FilingShown,
    FilingUnknown,
    RecheckNeedless,
    RecheckOpen,
    RecheckWanted,
    filing_of,
)
from luohu_science_commission.filings.queue import KIND
from luohu_science_commission.filings.result import result_of, shown_with_result
from luohu_science_commission.records import FILING, FilingRecord, RecheckState

Applicant = Annotated[Caller, Depends(allow(Role.APPLICANT))]

_CONFLICTS: dict[int | str, dict[str, Any]] = {
    404: {"description": "You have no such filing"},
    409: {"description": "Filed already, or a recheck is running"},
    412: {"description": "It has changed since it was read"},
    428: {"description": "If-Match is missing"},
}


def filing_router(spec: AgencySpec[Any]) -> APIRouter:
    """The routes under /v1/filings."""
    router = APIRouter(prefix=PREFIX, tags=["filings"])

    @router.post("", status_code=201, summary="File a type", responses={409: _CONFLICTS[409]})
    async def file(rt: Rt, caller: Applicant, form: FilingForm, response: Response) -> FilingShown:
        """One filing for each type. It scores only if the declaration names the same type (handbook 三.五.2(1))."""
        async with rt.begin(caller.world) as work:
            record = await _kept(work, None, form.record(_named(caller)), caller)
            answer = await shown_with_result(work, record)
            await work.commit()
        response.headers["Location"] = f"{PREFIX}/{record.id}"
        response.headers["ETag"] = etag(record.version)
        return answer

    @router.get("", summary="List your filings")
    async def own(rt: Rt, caller: Applicant) -> FilingList:
        async with rt.begin(caller.world) as work:
            wanted = register.Search(FILING, {}, about=_number(caller))
            records, _ = await register.search(work, wanted)
            return FilingList(items=tuple([await shown_with_result(work, record) for record in records]))

    @router.get("/{filing_id}", summary="Read a filing and its result", responses={404: _CONFLICTS[404]})
    async def read(rt: Rt, caller: Applicant, filing_id: UUID, response: Response) -> FilingShown:
        async with rt.begin(caller.world) as work:
            record = await _own(work, spec, filing_id, caller)
            response.headers["ETag"] = etag(record.version)
            return await shown_with_result(work, record)

    @router.put("/{filing_id}", summary="Change a filing", responses=_CONFLICTS)
    async def change(
        rt: Rt, caller: Applicant, filing_id: UUID, *, form: FilingForm, response: Response, match: IfMatch = None
    ) -> FilingShown:
        async with rt.begin(caller.world) as work:
            held = await _own(work, spec, filing_id, caller, for_update=True)
            if filing_of(held)[0].recheck is RecheckState.ASKED:
                raise FilingInRecheck(filing_id)
            if_match(match, held.version)
            record = await _kept(work, held, form.record(_named(caller)), caller)
            answer = await shown_with_result(work, record)
            await work.commit()
        response.headers["ETag"] = etag(record.version)
        return answer

    @router.post("/{filing_id}/recheck", status_code=202, summary="Ask for a recheck", responses=_CONFLICTS)
    async def recheck(
        rt: Rt, caller: Applicant, filing_id: UUID, wanted: RecheckWanted, response: Response
    ) -> FilingShown:
        """Only an invalid result can be rechecked, here and nowhere else (handbook 三.五.3(1))."""
        async with rt.begin(caller.world) as work:
            held = await _own(work, spec, filing_id, caller, for_update=True)
            record = await _recheck(work, held, wanted, caller, spec.name)
            answer = await shown_with_result(work, record)
            await work.commit()
        response.headers["Location"] = f"{PREFIX}/{record.id}"
        response.headers["ETag"] = etag(record.version)
        return answer

    return router


async def _recheck(work: Work, held: Record, wanted: RecheckWanted, caller: Caller, agency: str) -> Record:
    """Note the applicant's words, and put a task into the commission's own queue."""
    value, _ = filing_of(held)
    if value.recheck is RecheckState.ASKED:
        raise RecheckOpen(held.id)
    if not isinstance(await result_of(work, held), Invalid):
        raise RecheckNeedless(held.id)
    asked = {"recheck": RecheckState.ASKED, "recheck_statement": wanted.statement, "opinion": ""}
    record = await register.correct(work, held, value.model_copy(update=asked), Author(caller.subject))
    task = NewTask(
        id=uuid4(),
        kind=KIND,
        ref=held.id,
        candidate_group=agency,
        title=f"filing: {value.type.value}",
        due_at=TWO_WEEKS.after(work.now),
        context={"filing_id": str(held.id)},
        note=wanted.statement,
    )
    await queue.create(work, [task])
    return record


async def _own(
    work: Work, spec: AgencySpec[Any], filing_id: UUID, caller: Caller, *, for_update: bool = False
) -> Record:
    try:
        record = await register.get(work, spec, filing_id, for_update=for_update)
    except RecordNotFound:
        raise FilingUnknown(filing_id) from None
    if record.kind is not FILING or _number(caller) not in record.about():
        raise FilingUnknown(filing_id)
    return record


async def _kept(work: Work, held: Record | None, value: FilingRecord, caller: Caller) -> Record:
    try:
        if held is None:
            return await register.add(work, FILING, value, Author(caller.subject))
        return await register.correct(work, held, value, Author(caller.subject))
    except RecordConflict:
        raise FilingExists(value.type) from None


def _number(caller: Caller) -> str:
    return normalise_identity_number(_named(caller).id_number or "")


def _named(caller: Caller) -> Caller:
    """The caller, who must be a person with a name and a number."""
    if not caller.id_number or not caller.name:
        raise Problem("role-not-allowed", "The token names no person, and only a person files with the commission.")
    return caller
