"""From the award to the household register (handbook 五)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from luohu_contract.message import Acknowledgement
from luohu_declaration.api import settlement, settlement_desk, settlement_police
from luohu_declaration.areas.area import Area
from luohu_declaration.domain.settlement.papers import PapersMissing, PapersUnknown
from luohu_declaration.domain.settlement.steps import SettlementRefused
from luohu_declaration.domain.settlement.transfer_checks import ChildNotDeclared, DestinationNotAllowed
from luohu_declaration.usecases.settling.afterwards import PERMIT_CANCELLATIONS
from luohu_declaration.usecases.settling.confirm_registrations import RegistrationsDuty
from luohu_declaration.usecases.settling.letters import LetterExpired, LettersStillValid
from luohu_declaration.usecases.settling.move_household import REGISTRATIONS, CertificateNumberTaken
from luohu_kit.settings import Settings
from luohu_kit.topic import Bodies, Topic


def _topics(settings: Settings) -> Sequence[Topic]:
    """What public security is told: households to register, residence permits that end."""

    def registrations(bodies: Bodies, now: datetime) -> Mapping[str, Any]:
        return {"registrations": list(bodies)}

    def cancellations(bodies: Bodies, now: datetime) -> Mapping[str, Any]:
        return {"cancellations": list(bodies)}

    return (
        Topic(REGISTRATIONS, "/v1/registrations", registrations, refused=_refused, rings=RegistrationsDuty.name),
        Topic(PERMIT_CANCELLATIONS, "/v1/permits/cancellations", cancellations, refused=_refused),
    )


def _refused(answer: Any) -> Mapping[UUID, str]:
    acknowledgement = Acknowledgement.model_validate(answer)
    return {each.id: f"{each.slug}: {each.detail}" for each in acknowledgement.refused}


AREA = Area(
    routers=(settlement.router, settlement_desk.router, settlement_police.router),
    problems={
        SettlementRefused: "settlement-step",
        DestinationNotAllowed: "destination-not-allowed",
        ChildNotDeclared: "child-not-declared",
        PapersMissing: "papers-missing",
        PapersUnknown: "papers-unknown",
        LetterExpired: "letter-expired",
        LettersStillValid: "letters-valid",
        CertificateNumberTaken: "certificate-number-taken",
    },
    duties=(RegistrationsDuty,),
    topics=_topics,
)
