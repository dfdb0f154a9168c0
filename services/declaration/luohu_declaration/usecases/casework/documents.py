"""The papers that a case gives: issued with a step, printed from what is stored whenever they are asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from luohu_declaration.domain.casework.procedure import Document
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.printing.cases import sheet_of
from luohu_declaration.printing.sheet import Sheet
from luohu_declaration.storage import cases
from luohu_declaration.storage.case_points import Points
from luohu_declaration.storage.cases import Whose
from luohu_declaration.usecases.casework.open_case import read_case
from luohu_declaration.usecases.casework.points import current
from luohu_declaration.usecases.casework.sight import Sight


@dataclass(frozen=True, slots=True)
class Issued:
    """A document that a case has."""

    document: Document
    issued_at: datetime


async def issued(sight: Sight) -> Sequence[Issued]:
    """The documents of a case, in the order of the procedure; each as its step was taken last."""
    taken = {line.event: line.at for line in await cases.history(sight.work, sight.case.id)}
    known = sight.procedure.documents.values()
    return [Issued(each, taken[each.since]) for each in known if each.since in taken]


async def print_document(sight: Sight, name: str) -> Sheet:
    """One of them as a sheet. Raises NotThere before its step was taken."""
    found = next((each for each in await issued(sight) if each.document.name == name), None)
    if found is None:
        raise NotThere("document")
    points = await _points(sight)
    shown = None if points is None else points.document
    return sheet_of(found.document, sight.procedure, sight.table, sight.case, found.issued_at, shown)


async def _points(sight: Sight) -> Points | None:
    """The points of the case, or of the one that it came from: a notice has none of its own."""
    if sight.procedure.entries or sight.case.parent_id is None:
        return await current(sight)
    return await current(await read_case(sight.work, sight.case.parent_id, Whose()))
