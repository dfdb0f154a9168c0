"""What an agency tells the declaration service without being asked."""

from datetime import date
from uuid import UUID

from pydantic import Field

from luohu_contract.message import BATCH
from luohu_contract.model import Wire
from luohu_contract.settlement import IdNumber


class CriminalRecord(Wire):
    """A conviction that became known: it ends the person's procedure at any time (DOMAIN 3.9)."""

    id: UUID  #: of the record at public security; the same each time that it is told
    id_number: IdNumber
    convicted_on: date
    document: str = Field(min_length=1, max_length=200)  #: 人民法院生效的法律文书, by its number


class CriminalRecords(Wire):
    """Body of `POST /v1/criminal-records` of the declaration service, all of one world."""

    records: tuple[CriminalRecord, ...] = Field(min_length=1, max_length=BATCH)
