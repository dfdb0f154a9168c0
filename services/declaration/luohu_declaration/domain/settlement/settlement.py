"""A settlement: one awardee's way to the household register, hanging on the declaration that won the award."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from luohu_contract.household import FileStatus, SettlementStatus
from luohu_declaration.domain.settlement.transfer import TransferData


@dataclass(frozen=True, slots=True)
class Settlement:
    """Where one settlement stands."""

    declaration_id: UUID
    status: SettlementStatus
    since: datetime  #: the world's time at which it took this status
    file_status: FileStatus
    opened_at: datetime
    valid_until: datetime  #: the award runs out at this instant
    version: int  #: grows with every change; the ETag
    data: TransferData | None  #: 调京信息, once entered
    registration_id: UUID | None  #: of the message that tells the register
