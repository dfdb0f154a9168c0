"""What an employer tells the district window: changed data, a person's change of employer, dishonesty (handbook 二)."""

from uuid import UUID, uuid4

from luohu_contract.enrolment import NoteKind
from luohu_declaration.domain.checks import Refused
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.domain.employer import EmployerEvent
from luohu_declaration.storage import employer_notes, employers
from luohu_declaration.storage.employer_notes import EmployerNote
from luohu_declaration.usecases.employer_standing import hold_employer
from luohu_kit.work import Work


class PersonMissing(Refused):
    """A note about a person names the person, and no other note does."""

    def __init__(self, kind: NoteKind) -> None:
        wanted = kind is not NoteKind.DATA_CHANGE
        super().__init__(
            f"A note of the kind {kind} {'names' if wanted else 'is about the employer itself, and names no'} person.",
            ("#/id_number", "give the person's id number" if wanted else "leave it out"),
        )


async def send_note(
    work: Work, employer_id: UUID, uscc: str, kind: NoteKind, words: str, id_number: str | None
) -> EmployerNote:
    """Send a note to the window of the handling district; in any stage of the year. Raises NotThere, PersonMissing.

    A change of employer comes from the new one (现单位) and explains itself; the declaration goes on under the old
    one, and after the window has read the note both see it: both supervise.
    """
    if (id_number is None) != (kind is NoteKind.DATA_CHANGE):
        raise PersonMissing(kind)
    held = await hold_employer(work, employer_id, uscc)
    note_id = uuid4()
    await employer_notes.keep(work, note_id, held.id, kind, words, id_number)
    await employers.move(work, held, EmployerEvent.NOTE_SENT, "employer", {"note": str(note_id), "kind": kind.value})
    return await _get(work, note_id)


async def acknowledge_note(work: Work, note_id: UUID, clerk: str) -> EmployerNote:
    """The window has read a note. A second time changes nothing. Raises NotThere."""
    await _get(work, note_id)
    await employer_notes.acknowledge(work, note_id, clerk)
    return await _get(work, note_id)


async def _get(work: Work, note_id: UUID) -> EmployerNote:
    found = await employer_notes.get(work, note_id)
    if found is None:
        raise NotThere("note")
    return found
