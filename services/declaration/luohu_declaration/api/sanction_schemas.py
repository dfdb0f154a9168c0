"""Sanctions, credit records and convictions as JSON."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field

from luohu_contract.model import Wire
from luohu_contract.numbers import mask_id, normalise_uscc, parse_resident_id
from luohu_declaration.api.schemas import Words
from luohu_declaration.domain.sanction import Party, Sanction, SanctionKind

ResidentNumber = Annotated[str, Field(max_length=30), AfterValidator(lambda text: parse_resident_id(text).number)]
Uscc = Annotated[str, Field(max_length=30), AfterValidator(normalise_uscc)]
Document = Annotated[str, Field(min_length=1, max_length=200)]


class SanctionWanted(Wire):
    """A decision about a person (`id_number`) or an employer (`uscc`)."""

    kind: SanctionKind
    year: int = Field(ge=1949, le=2099)  #: 当年, the year of the application
    grounds: Words
    id_number: ResidentNumber | None = None
    uscc: Uscc | None = None
    name: str | None = Field(default=None, min_length=1, max_length=60)
    document: Document | None = None  #: what the decision rests on
    with_employer: Uscc | None = None  #: the employer that helped, only with false material


class RevocationWanted(Wire):
    """The new decision that takes a sanction back."""

    reason: Words


class RevocationView(Wire):
    at: AwareDatetime
    reason: str
    decided_by: str


class SanctionView(Wire):
    """A decision as staff see it."""

    id: UUID
    kind: SanctionKind
    about: Party
    subject: str  #: id number, or credit code
    name: str | None
    from_year: int
    to_year: int
    reason: str
    document: str | None
    at: AwareDatetime  #: the world's time
    decided_by: str
    report_id: UUID | None
    revoked: RevocationView | None
    links: dict[str, str]


class SanctionsMade(Wire):
    """What was decided: the one asked for, then the one about the employer that helped."""

    items: tuple[SanctionView, ...]


class CreditRecord(Wire):
    """One line of the credit list. Persons are masked, except for staff."""

    id: UUID
    kind: SanctionKind
    about: Party
    subject: str
    name: str | None
    from_year: int
    to_year: int
    reason: str | None  #: for staff
    at: AwareDatetime
    revoked_at: AwareDatetime | None


class CreditList(Wire):
    """A page, the newest first."""

    total: int
    offset: int
    limit: int
    items: tuple[CreditRecord, ...]


class ConvictionWanted(Wire):
    """A written report that somebody was convicted of a crime."""

    convicted_on: date
    document: Document  #: 人民法院生效的法律文书, by its number


class StaffConvictionWanted(ConvictionWanted):
    """The same, by the employer of the person."""

    id_number: ResidentNumber


class ConvictionView(Wire):
    """The report was received, and is acted upon."""

    id: UUID
    convicted_on: date
    document: str


def sanction_view(one: Sanction) -> SanctionView:
    """A decision in full."""
    revoked = one.revoked and RevocationView(
        at=one.revoked.at, reason=one.revoked.reason, decided_by=one.revoked.decided_by
    )
    here = f"/v1/sanctions/{one.id}"
    links = {"self": here} if revoked else {"self": here, "revocation": f"{here}/revocation"}
    return SanctionView(
        id=one.id,
        kind=one.kind,
        about=one.about,
        subject=one.subject,
        name=one.name,
        from_year=one.from_year,
        to_year=one.to_year,
        reason=one.reason,
        document=one.document,
        at=one.at,
        decided_by=one.decided_by,
        report_id=one.report_id,
        revoked=revoked,
        links=links,
    )


def credit_record(one: Sanction, *, in_full: bool) -> CreditRecord:
    """A decision as a line of the credit list. in_full: for staff."""
    shown = in_full or one.about is Party.EMPLOYER
    return CreditRecord(
        id=one.id,
        kind=one.kind,
        about=one.about,
        subject=one.subject if shown else mask_id(one.subject),
        name=one.name if shown or one.name is None else _mask_name(one.name),
        from_year=one.from_year,
        to_year=one.to_year,
        reason=one.reason if in_full else None,
        at=one.at,
        revoked_at=one.revoked.at if one.revoked else None,
    )


def _mask_name(name: str) -> str:
    """The family name and a star for each other character: 王*."""
    return name[:1] + "*" * (len(name) - 1)
