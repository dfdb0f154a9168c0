"""The steps of a settlement: one table keyed by (status, event); nothing else assigns a status (DOMAIN 3.10).

The personnel file has a small table of its own: it may follow the registration (DOMAIN T41).
"""

from enum import StrEnum
from typing import TypeVar

from luohu_contract.household import FileStatus, SettlementStatus

S = SettlementStatus
Moved = TypeVar("Moved", SettlementStatus, FileStatus)


class SettlementEvent(StrEnum):
    """What happens to a settlement."""

    OPENED = "opened"  #: the publicity has ended and the award stands
    DATA_ENTERED = "data_entered"  #: 录入调京信息; also again, until the papers are received
    PRINTED = "printed"  #: the two papers were printed from the data as it stands
    PAPERS_RECEIVED = "papers_received"  #: the window has everything
    PAPERS_MISSING = "papers_missing"  #: the window lacks something, at hand-in or when it looked closer
    DISTRICT_PASSED = "district_passed"  #: papers and personnel file are right
    CITY_PASSED = "city_passed"
    SENT_BACK = "sent_back"  #: the city centre or the bureau wants the papers completed
    APPROVED = "approved"  #: 核准
    LETTERS_ISSUED = "letters_issued"  #: also anew, when the letters have run out inside the two years
    PERMIT_ISSUED = "permit_issued"  #: 准予迁入证明
    MOVED_OUT = "moved_out"  #: 户口迁移证
    REGISTRATION_ASKED = "registration_asked"  #: the new station has accepted, the register is told
    REGISTRATION_CONFIRMED = "registration_confirmed"  #: the register has it
    REGISTRATION_REFUSED = "registration_refused"  #: the register does not take it; the station looks again
    PERMIT_CANCELLED = "permit_cancelled"  #: 注销《北京市居住证》
    LAPSED = "lapsed"  #: two years are over
    GIVEN_UP = "given_up"
    REVOKED = "revoked"  #: falsification, or a crime, was found


class FileEvent(StrEnum):
    """What happens to the personnel file."""

    NO_FILE_ACCEPTED = "no_file_accepted"  #: the window took the 无档案诚信声明
    TRANSFERRED = "transferred"  #: 调档
    PUT_INTO_FILE = "put_into_file"  #: it is in Beijing already: letter and form are put into it


_PATH: dict[tuple[S | None, SettlementEvent], S] = {
    (None, SettlementEvent.OPENED): S.AWARD_OPEN,
    (S.AWARD_OPEN, SettlementEvent.DATA_ENTERED): S.TRANSFER_DATA_ENTERED,
    (S.TRANSFER_DATA_ENTERED, SettlementEvent.DATA_ENTERED): S.TRANSFER_DATA_ENTERED,
    (S.TRANSFER_DATA_ENTERED, SettlementEvent.PRINTED): S.DOCUMENTS_PRINTED,
    (S.DOCUMENTS_PRINTED, SettlementEvent.DATA_ENTERED): S.TRANSFER_DATA_ENTERED,
    (S.DOCUMENTS_PRINTED, SettlementEvent.PRINTED): S.DOCUMENTS_PRINTED,
    (S.DOCUMENTS_PRINTED, SettlementEvent.PAPERS_RECEIVED): S.PAPERS_RECEIVED,
    (S.DOCUMENTS_PRINTED, SettlementEvent.PAPERS_MISSING): S.PAPERS_INCOMPLETE,
    (S.PAPERS_INCOMPLETE, SettlementEvent.DATA_ENTERED): S.TRANSFER_DATA_ENTERED,
    (S.PAPERS_INCOMPLETE, SettlementEvent.PAPERS_RECEIVED): S.PAPERS_RECEIVED,
    (S.PAPERS_INCOMPLETE, SettlementEvent.PAPERS_MISSING): S.PAPERS_INCOMPLETE,
    (S.PAPERS_RECEIVED, SettlementEvent.PAPERS_MISSING): S.PAPERS_INCOMPLETE,
    (S.PAPERS_RECEIVED, SettlementEvent.DISTRICT_PASSED): S.DISTRICT_REVIEWED,
    (S.DISTRICT_REVIEWED, SettlementEvent.SENT_BACK): S.PAPERS_INCOMPLETE,
    (S.DISTRICT_REVIEWED, SettlementEvent.CITY_PASSED): S.CITY_REVIEWED,
    (S.CITY_REVIEWED, SettlementEvent.SENT_BACK): S.PAPERS_INCOMPLETE,
    (S.CITY_REVIEWED, SettlementEvent.APPROVED): S.APPROVED,
    (S.APPROVED, SettlementEvent.LETTERS_ISSUED): S.LETTERS_ISSUED,
    (S.LETTERS_ISSUED, SettlementEvent.LETTERS_ISSUED): S.LETTERS_ISSUED,
    (S.LETTERS_ISSUED, SettlementEvent.PERMIT_ISSUED): S.MOVE_IN_PERMIT_ISSUED,
    (S.MOVE_IN_PERMIT_ISSUED, SettlementEvent.LETTERS_ISSUED): S.LETTERS_ISSUED,
    (S.MOVE_IN_PERMIT_ISSUED, SettlementEvent.MOVED_OUT): S.MOVED_OUT,
    (S.MOVED_OUT, SettlementEvent.REGISTRATION_ASKED): S.REGISTERING,
    (S.REGISTERING, SettlementEvent.REGISTRATION_CONFIRMED): S.REGISTERED,
    (S.REGISTERING, SettlementEvent.REGISTRATION_REFUSED): S.MOVED_OUT,
    (S.REGISTERED, SettlementEvent.PERMIT_CANCELLED): S.PERMIT_CANCELLED,
}

#: Before the register has been told, the award can run out and can be given up.
OPEN = (
    S.AWARD_OPEN,
    S.TRANSFER_DATA_ENTERED,
    S.DOCUMENTS_PRINTED,
    S.PAPERS_RECEIVED,
    S.PAPERS_INCOMPLETE,
    S.DISTRICT_REVIEWED,
    S.CITY_REVIEWED,
    S.APPROVED,
    S.LETTERS_ISSUED,
    S.MOVE_IN_PERMIT_ISSUED,
    S.MOVED_OUT,
)
#: 落户 has happened, or is happening at this moment.
SETTLED = (S.REGISTERING, S.REGISTERED, S.PERMIT_CANCELLED)
ENDED = (S.LAPSED, S.GIVEN_UP, S.REVOKED)

TRANSITIONS: dict[tuple[S | None, SettlementEvent], S] = {
    **_PATH,
    **{(status, SettlementEvent.LAPSED): S.LAPSED for status in OPEN},
    **{(status, SettlementEvent.GIVEN_UP): S.GIVEN_UP for status in OPEN},
    **{(status, SettlementEvent.REVOKED): S.REVOKED for status in (*OPEN, *SETTLED)},
}

FILE_TRANSITIONS: dict[tuple[FileStatus, FileEvent], FileStatus] = {
    (FileStatus.PENDING, FileEvent.NO_FILE_ACCEPTED): FileStatus.NO_FILE,
    (FileStatus.PENDING, FileEvent.TRANSFERRED): FileStatus.TRANSFERRED,
    (FileStatus.PENDING, FileEvent.PUT_INTO_FILE): FileStatus.KEPT_IN_BEIJING,
}


class SettlementRefused(Exception):
    """The step does not follow from where the settlement stands; the message names what can happen."""

    def __init__(self, status: SettlementStatus | FileStatus | None, event: SettlementEvent | FileEvent) -> None:
        table = FILE_TRANSITIONS if isinstance(event, FileEvent) else TRANSITIONS
        possible = [str(each) for before, each in table if before == status]
        self.extensions = {"settlement_status": status and status.value, "possible": possible}
        super().__init__(
            f"A settlement that is {status or 'not there'} takes no step {event}; what can happen to it: "
            f"{', '.join(possible) or 'nothing any more'}."
        )


def after(status: S | None, event: SettlementEvent) -> S:
    """The status that follows. Raises SettlementRefused."""
    try:
        return TRANSITIONS[status, event]
    except KeyError:
        raise SettlementRefused(status, event) from None


def file_after(status: FileStatus, event: FileEvent) -> FileStatus:
    """The status of the file that follows. Raises SettlementRefused."""
    try:
        return FILE_TRANSITIONS[status, event]
    except KeyError:
        raise SettlementRefused(status, event) from None


def as_mermaid() -> str:
    """The path as a Mermaid state diagram, for the documentation; the ends from every open step are drawn once."""
    lines = ["stateDiagram-v2"]
    for (before, event), to in _PATH.items():
        lines.append(f"    {'[*]' if before is None else before.value} --> {to.value}: {event.value}")
    lines += [f"    any_open_step --> {end.value}" for end in ENDED]
    lines.append(f"    {S.PERMIT_CANCELLED.value} --> {S.REVOKED.value}: {SettlementEvent.REVOKED.value}")
    return "\n".join(lines) + "\n"
