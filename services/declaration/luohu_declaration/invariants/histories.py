"""Every list of events of this service, against the transition table that made it."""

from luohu_contract.household import FileStatus
from luohu_declaration.domain import appeal, association, course, employer, report, rescoring, states
from luohu_declaration.domain.receive import Note
from luohu_declaration.domain.settlement import steps
from luohu_kit.invariants.transitions import EventList, checks_of

_OF_THE_FILE = ", ".join(f"'{event.value}'" for event in steps.FileEvent)

LISTS = (
    EventList(
        "item",
        "item_event",
        "item_id",
        "item",
        table=states.TRANSITIONS,
        notes=tuple(note.value for note in Note),
        gone=states.Status.DELETED,
    ),
    EventList("declaration", "course_event", "declaration_id", "declaration", table=course.TRANSITIONS),
    EventList("appeal", "appeal_event", "appeal_id", "appeal", table=appeal.TRANSITIONS),
    EventList("report", "report_event", "report_id", "report", table=report.TRANSITIONS),
    EventList("rescoring", "rescoring_event", "rescoring_id", "rescoring", table=rescoring.TRANSITIONS),
    EventList("employer", "employer_event", "employer_id", "employer", table=employer.TRANSITIONS),
    EventList("association", "association_event", "association_id", "association", table=association.TRANSITIONS),
    EventList(
        "settlement",
        "settlement_event",
        "declaration_id",
        "settlement",
        key="declaration_id",
        table=steps.TRANSITIONS,
        only=f"event NOT IN ({_OF_THE_FILE})",
    ),
    EventList(
        "personnel-file",
        "settlement_event",
        "declaration_id",
        "settlement",
        key="declaration_id",
        status="file_status",
        table=steps.FILE_TRANSITIONS,
        only=f"event IN ({_OF_THE_FILE})",
        starts=FileStatus.PENDING,
    ),
)

HISTORIES = checks_of(LISTS)
