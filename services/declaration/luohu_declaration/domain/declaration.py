"""A declaration: one applicant's filing of one year, and what it may hold."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from luohu_contract.claim import Person
from luohu_declaration.domain.course import CourseStatus

#: Files of one declaration: every item and every recheck wants one PDF, and none is ever taken away.
MOST_EVIDENCE = 200


class DeclarationExists(Exception):
    """The applicant has this year's declaration already."""

    def __init__(self, declaration_id: UUID, year: int) -> None:
        self.headers = {"Location": f"/v1/declarations/{declaration_id}"}
        self.extensions = {"declaration_id": str(declaration_id)}
        super().__init__(f"You have a declaration for {year} already: {declaration_id}. Go on with that one.")


class EvidenceLimit(Exception):
    """There is no room for more files."""

    def __init__(self) -> None:
        super().__init__(
            f"A declaration holds at most {MOST_EVIDENCE} files. Name one that was uploaded before; the same file can "
            "serve several items."
        )


class NotThere(Exception):
    """There is no such thing, or it is somebody else's: the two are never told apart."""

    def __init__(self, what: str) -> None:
        super().__init__(f"There is no such {what} among yours.")


@dataclass(frozen=True, slots=True)
class Declaration:
    """One applicant's declaration of one year."""

    id: UUID
    applicant: str  #: subject of the applicant's tokens
    year: int
    person: Person  #: as the identity card names the applicant
    opened_at: datetime  #: the world's time
    status: CourseStatus = CourseStatus.DRAFT
    since: datetime | None = None  #: the world's time at which it took this status; None: when it was opened
