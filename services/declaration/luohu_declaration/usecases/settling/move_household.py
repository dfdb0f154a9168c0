"""户口迁移: the hall permits, the station of the former place lets go, that of the new home registers ([000])."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from luohu_contract.household import MoveOutReason, SettlementDocument
from luohu_contract.settlement import Registrant, Registration
from luohu_declaration.domain.checks import FormInvalid
from luohu_declaration.domain.season import Right
from luohu_declaration.domain.settlement.papers import (
    Need,
    PapersMissing,
    hall_needs,
    missing,
    new_station_needs,
    old_station_needs,
    spouse_comes_along,
)
from luohu_declaration.domain.settlement.settlement import Settlement
from luohu_declaration.domain.settlement.steps import SettlementEvent, after
from luohu_declaration.domain.settlement.transfer import TransferData
from luohu_declaration.storage import settlement_documents, settlements
from luohu_declaration.usecases import rights
from luohu_declaration.usecases.settling.awardee import case_of
from luohu_declaration.usecases.settling.holding import Held
from luohu_declaration.usecases.settling.letters import letter_of, require_letter
from luohu_kit.work import Work

POLICE = "public-security"
REGISTRATIONS = "registrations"  #: topic of the messages to the household register
POINTS_SETTLEMENT = "积分落户"


class CertificateNumberTaken(Exception):
    """A 户口迁移证 has its number alone."""

    def __init__(self, number: str) -> None:
        self.errors = ({"pointer": "#/certificate_number", "detail": "is the number of another certificate"},)
        super().__init__(f"There is a 户口迁移证 of the number {number} already.")


@dataclass(frozen=True, slots=True)
class AtCounter:
    """What lies on a counter of the police."""

    papers: Mapping[str, str]  #: key of a need to the id of the document
    proxy: Mapping[str, Any] | None = None

    @property
    def by_proxy(self) -> bool:
        return self.proxy is not None

    def detail(self) -> dict[str, Any]:
        return {"papers": dict(self.papers), "proxy": self.proxy and dict(self.proxy)}


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the station of the former place wrote on the 户口迁移证."""

    number: str
    reason: MoveOutReason
    note: str | None = None  #: 备注
    note_sealed: bool = False


async def permit_move_in(work: Work, held: Held, counter: AtCounter, actor: str) -> Held:
    """准予迁入证明 in three copies: for the branch, the station of the former place, the station of the new home.

    Raises StageClosed, SettlementRefused, LetterExpired, PapersUnknown, PapersMissing.
    """
    await _assert_turn(work, held, SettlementEvent.PERMIT_ISSUED)
    letter = await require_letter(work, held.id, SettlementDocument.REGISTRATION_LETTER)
    case = await case_of(work, held, by_proxy=counter.by_proxy)
    _assert_complete(hall_needs(case), counter)
    destination = case.data.destination
    holders = (destination.branch, case.data.household.police_station, destination.police_station)
    copies = await settlement_documents.issue(
        work, held.id, SettlementDocument.MOVE_IN_PERMIT, holders=holders, valid_until=letter.valid_until
    )
    detail = {**counter.detail(), "number": copies[0].number, "copies": [each.holder for each in copies]}
    return _with(held, await settlements.move(work, held.settlement, SettlementEvent.PERMIT_ISSUED, actor, detail))


async def move_out(work: Work, held: Held, counter: AtCounter, certificate: Certificate, actor: str) -> Held:
    """户口迁移证, written by the station of the former place, which is outside of the city's systems.

    Raises StageClosed, SettlementRefused, FormInvalid, CertificateNumberTaken, PapersUnknown, PapersMissing.
    """
    await _assert_turn(work, held, SettlementEvent.MOVED_OUT)
    _assert_reason(certificate)
    case = await case_of(work, held, by_proxy=counter.by_proxy)
    _assert_complete(old_station_needs(case), counter)
    kind = SettlementDocument.MIGRATION_CERTIFICATE
    if await settlement_documents.number_taken(work, kind, certificate.number):
        raise CertificateNumberTaken(certificate.number)
    holders = (case.data.household.police_station,)
    await settlement_documents.issue(work, held.id, kind, number=certificate.number, holders=holders)
    detail = {**counter.detail(), "number": certificate.number, "reason": certificate.reason.value}
    if certificate.note:
        detail["note"] = certificate.note
    return _with(held, await settlements.move(work, held.settlement, SettlementEvent.MOVED_OUT, actor, detail))


async def register(work: Work, held: Held, counter: AtCounter, spouse_present: bool, actor: str) -> Held:
    """落户: the station of the new home accepts and tells the register; `registered` follows when the register has it.

    Raises StageClosed, SettlementRefused, LetterExpired, FormInvalid, PapersUnknown, PapersMissing.
    """
    await _assert_turn(work, held, SettlementEvent.REGISTRATION_ASKED)
    await require_letter(work, held.id, SettlementDocument.REGISTRATION_LETTER)
    case = await case_of(work, held, by_proxy=counter.by_proxy)
    if spouse_comes_along(case.data) and not spouse_present:
        raise FormInvalid([("#/spouse_present", "the home, or a child's registration, is the spouse's: both come")])
    _assert_complete(new_station_needs(case), counter)
    message = await _registration(work, held, case.data)
    work.send(REGISTRATIONS, POLICE, message.id, message)
    detail = {**counter.detail(), "message": str(message.id)}
    asked = await settlements.move(
        work, held.settlement, SettlementEvent.REGISTRATION_ASKED, actor, detail, registration_id=message.id
    )
    return _with(held, asked)


async def _registration(work: Work, held: Held, data: TransferData) -> Registration:
    permit = await letter_of(work, held.id, SettlementDocument.MOVE_IN_PERMIT)
    if permit is None:
        raise LookupError(f"{held.id} moved out without a permit to move in")
    person = held.declaration.person
    return Registration(
        id=uuid4(),
        person=Registrant(name=person.name, id_number=person.id_number),
        children=tuple(Registrant(name=child.name, id_number=child.id_number) for child in data.children),
        address=data.destination.address,
        district=data.destination.district,
        move_in_permit_number=permit.number,
        at=work.now,
    )


async def _assert_turn(work: Work, held: Held, event: SettlementEvent) -> None:
    await rights.require(work, Right.SETTLE)
    after(held.settlement.status, event)


def _assert_complete(needs: Sequence[Need], counter: AtCounter) -> None:
    lacking = missing(needs, counter.papers)
    if lacking:
        raise PapersMissing(lacking)


def _assert_reason(certificate: Certificate) -> None:
    """积分落户 as the reason; where the station's list lacks it, another one with that as a sealed note ([000])."""
    if certificate.reason is MoveOutReason.POINTS_SETTLEMENT:
        return
    faults = []
    if POINTS_SETTLEMENT not in (certificate.note or ""):
        faults.append(("#/note", f"with this reason the note says {POINTS_SETTLEMENT}"))
    if not certificate.note_sealed:
        faults.append(("#/note_sealed", "the station puts its seal on the note"))
    if faults:
        raise FormInvalid(faults)


def _with(held: Held, moved: Settlement) -> Held:
    return Held(held.declaration, moved)
