"""A batch of changes in one transaction: each is done once under its id, or refused by it and leaves no trace."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from luohu_agency.register import Author, RecordConflict, RecordOutOfRange
from luohu_contract.message import Acknowledgement, RefusedQuestion
from luohu_contract.settlement import PermitCancellation, Registration, RegistrationCancellation
from luohu_kit.work import Work

Change = TypeVar("Change", PermitCancellation, Registration, RegistrationCancellation)
Act = Callable[[Work, Author, Change], Awaitable[None]]


class Refused(Exception):
    """A change that cannot be made. The slug is one of the problem catalogue."""

    def __init__(self, slug: str, detail: str) -> None:
        super().__init__(detail)
        self.slug = slug


async def apply(
    work: Work, source: str, wanted: Sequence[Change], act: Callable[[Change], Awaitable[None]]
) -> Acknowledgement:
    """Make the changes that are new; `source` is what ids are remembered under. Commits nothing.

    A refused change is forgotten with whatever it had begun, so it may come again when its cause is gone.
    """
    accepted, refused = [], []
    # In the order of the people, so that two batches about the same ones do not wait for each other for ever.
    for change in sorted(wanted, key=lambda one: (_person(one), one.id)):
        try:
            async with work.connection.begin_nested():
                if await work.first_time(source, [change.id]):
                    await act(change)
        except Refused as error:
            refused.append(RefusedQuestion(id=change.id, slug=error.slug, detail=str(error)))
        except RecordConflict as error:
            refused.append(RefusedQuestion(id=change.id, slug="record-conflict", detail=str(error)))
        except RecordOutOfRange as error:
            refused.append(RefusedQuestion(id=change.id, slug="validation-failed", detail=str(error)))
        else:
            accepted.append(change.id)
    return Acknowledgement(accepted=tuple(dict.fromkeys(accepted)), refused=tuple(refused))


def _person(change: PermitCancellation | Registration | RegistrationCancellation) -> str:
    return change.person.id_number if isinstance(change, Registration) else change.id_number
