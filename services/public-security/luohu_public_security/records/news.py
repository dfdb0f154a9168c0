"""What public security tells by itself: a crime that was recorded for somebody ends the procedure (DOMAIN 3.9)."""

from datetime import datetime
from uuid import UUID, uuid5

from luohu_contract.news import CriminalRecord, CriminalRecords
from luohu_kit.topic import Bodies, Topic
from luohu_kit.work import Work
from luohu_public_security.records.model import CrimeRecord

DECLARATION = "declaration"


def tell(work: Work, record_id: UUID, crime: CrimeRecord) -> None:
    """Put the news into the outbox, in the transaction that writes the record. One that was set aside is no news.

    The id follows from the record and the person: a correction repeats the news, and only one that names somebody
    else is fresh.
    """
    if crime.revoked:
        return
    news = CriminalRecord(
        id=uuid5(record_id, crime.id_number),
        id_number=crime.id_number,
        convicted_on=crime.convicted_on,
        document=crime.document,
    )
    work.send(TOPIC.name, DECLARATION, news.id, news)


def _together(bodies: Bodies, now: datetime) -> CriminalRecords:
    return CriminalRecords.model_validate({"records": tuple(bodies)})


TOPIC = Topic("criminal-records", "/v1/criminal-records", _together)
