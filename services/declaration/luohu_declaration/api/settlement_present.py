"""How a settlement is shown: the steps of 查看调京进度, what comes next, the history."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from luohu_contract.household import FileStatus, SettlementDocument, SettlementStatus
from luohu_contract.numbers import mask_id
from luohu_contract.texts import text
from luohu_declaration.api.schemas import Links
from luohu_declaration.api.settlement_schemas import (
    DocumentList,
    DocumentView,
    FileView,
    HappenedView,
    NeedList,
    NeedView,
    NextView,
    SettlementSummary,
    SettlementView,
    StepView,
)
from luohu_declaration.domain.declaration import Declaration
from luohu_declaration.domain.settlement.guide import NEXT, PAGE
from luohu_declaration.domain.settlement.papers import Need
from luohu_declaration.domain.settlement.settlement import Settlement
from luohu_declaration.storage.settlement_documents import Issued
from luohu_declaration.storage.settlements import Done

#: Documents that another office writes by hand: they have a number here and no print.
NOT_PRINTED = frozenset({SettlementDocument.MIGRATION_CERTIFICATE})


def prefix(declaration_id: object) -> str:
    """Where the settlement of a declaration is."""
    return f"/v1/declarations/{declaration_id}/settlement"


def settlement_view(
    declaration: Declaration, settlement: Settlement, done: Sequence[Done], issued: Sequence[Issued], *, staff: bool
) -> SettlementView:
    """The page of one settlement. staff: names of clerks are shown to staff alone."""
    lines = tuple(_happened(each, staff=staff) for each in done)
    return SettlementView(
        declaration_id=declaration.id,
        year=declaration.year,
        name=declaration.person.name,
        status=settlement.status,
        label=text(settlement.status).zh,
        since=settlement.since,
        valid_until=settlement.valid_until,
        version=settlement.version,
        next=_next(settlement.status),
        file=_file(settlement.file_status, issued),
        transfer_data=settlement.data,
        steps=_steps(settlement.status, lines),
        history=lines,
        links=_links(settlement),
    )


def summary(declaration: Declaration, settlement: Settlement) -> SettlementSummary:
    """A settlement in a list."""
    return SettlementSummary(
        declaration_id=declaration.id,
        name=declaration.person.name,
        status=settlement.status,
        label=text(settlement.status).zh,
        file_status=settlement.file_status,
        since=settlement.since,
        valid_until=settlement.valid_until,
        links={"settlement": prefix(declaration.id)},
    )


def document_list(issued: Sequence[Issued]) -> DocumentList:
    """The documents that count."""
    return DocumentList(items=tuple(_document(each) for each in issued))


def need_list(needs: Sequence[Need]) -> NeedList:
    """The papers of a counter."""
    return NeedList(
        items=tuple(
            NeedView(need=need.key, label=need.label.zh, label_en=need.label.en, accepts=need.accepts) for need in needs
        )
    )


def _document(each: Issued) -> DocumentView:
    links: Links = {}
    if each.kind not in NOT_PRINTED:
        copy = f"?copy={each.copy}" if each.kind is SettlementDocument.MOVE_IN_PERMIT else ""
        links["print"] = f"{prefix(each.declaration_id)}/documents/{each.kind.value}{copy}"
    return DocumentView(
        kind=each.kind,
        label=text(each.kind).zh,
        number=each.number,
        copy_number=each.copy,
        holder=each.holder,
        issued_at=each.issued_at,
        valid_until=each.valid_until,
        links=links,
    )


def _next(status: SettlementStatus) -> NextView | None:
    found = NEXT.get(status)
    if found is None:
        return None
    return NextView(office=found.office.zh, office_en=found.office.en, what=found.what.zh, what_en=found.what.en)


def _file(status: FileStatus, issued: Sequence[Issued]) -> FileView:
    until = None
    if status is FileStatus.PENDING:
        until = next((each.valid_until for each in issued if each.kind is SettlementDocument.TRANSFER_LETTER), None)
    return FileView(status=status, label=text(status).zh, until=until)


def _steps(status: SettlementStatus, lines: Sequence[HappenedView]) -> tuple[StepView, ...]:
    """Every step of the page: a step that was taken back by a later one is ahead again."""
    reached = {line.to_status: line for line in lines}
    here = _place(status, lines)
    steps = []
    for index, step in enumerate(PAGE):
        state: Literal["done", "current", "ahead"] = "done" if index <= here else "ahead"
        if step is status:
            state = "current"
        line = reached.get(step.value) if index <= here else None
        steps.append(
            StepView(status=step, label=text(step).zh, state=state, at=line and line.at, by=line.by if line else None)
        )
    return tuple(steps)


def _place(status: SettlementStatus, lines: Sequence[HappenedView]) -> int:
    """How far down the page a settlement is; off the straight way, as far as it was when it left it."""
    if status in PAGE:
        return PAGE.index(status)
    if status is SettlementStatus.PAPERS_INCOMPLETE:
        return PAGE.index(SettlementStatus.DOCUMENTS_PRINTED)
    if status is SettlementStatus.REGISTERING:
        return PAGE.index(SettlementStatus.MOVED_OUT)
    before = [SettlementStatus(line.from_status) for line in lines if line.to_status == status and line.from_status]
    return _place(before[-1], lines) if before else 0


def _happened(each: Done, *, staff: bool) -> HappenedView:
    return HappenedView(
        seq=each.seq,
        at=each.at,
        event=each.event,
        from_status=each.from_status,
        to_status=each.to_status,
        detail=_masked(each.detail),
        by=each.actor if staff else each.actor.partition(":")[0],
    )


def _masked(detail: Mapping[str, Any]) -> dict[str, Any]:
    """The detail without a proxy's id number in full."""
    shown = dict(detail)
    if shown.get("proxy"):
        shown["proxy"] = {**shown["proxy"], "id_number": mask_id(shown["proxy"]["id_number"])}
    return shown


def _links(settlement: Settlement) -> Links:
    here = prefix(settlement.declaration_id)
    links = {"self": here, "documents": f"{here}/documents", "papers": f"{here}/papers"}
    found = NEXT.get(settlement.status)
    if found is not None and found.route is not None:
        links["next"] = f"{here}/{found.route}"
    return links
