"""What the settlement asks of public security: permits cancelled, households registered, registrations cancelled.

Each message is a batch of 1 to 500 of one world, signed, and answered with an `Acknowledgement` that names each change
by its id. A change that comes again under its id is accepted again and done once (DOMAIN 3.9, 3.10).

A change takes some ten milliseconds: a sender does well to put no more than 100 into one batch.
"""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field

from luohu_contract.districts import parse_district
from luohu_contract.message import BATCH
from luohu_contract.model import Wire
from luohu_contract.numbers import normalise_identity_number

#: A person's id number, in the one form in which numbers are compared.
IdNumber = Annotated[str, Field(min_length=4, max_length=30), AfterValidator(normalise_identity_number)]
Reason = Annotated[str, Field(min_length=1, max_length=500)]


class PermitCancellation(Wire):
    """注销《北京市居住证》: the person's valid residence permits end."""

    id: UUID
    id_number: IdNumber
    reason: Reason
    at: AwareDatetime  #: the world's time of the act; the permit ends on its day


class PermitCancellations(Wire):
    """Body of `POST /v1/permits/cancellations`."""

    cancellations: tuple[PermitCancellation, ...] = Field(min_length=1, max_length=BATCH)


class Registrant(Wire):
    """Somebody whose household is registered."""

    name: str = Field(min_length=1, max_length=60)
    id_number: IdNumber


class Registration(Wire):
    """落户: the household of a person, and of the children who move along, is registered in Beijing."""

    id: UUID
    person: Registrant
    children: tuple[Registrant, ...] = Field(default=(), max_length=10)
    address: str = Field(min_length=1, max_length=200)
    district: Annotated[str, Field(max_length=40), AfterValidator(lambda text: parse_district(text).name)]
    move_in_permit_number: str = Field(min_length=1, max_length=60)  #: 准予迁入证明
    at: AwareDatetime  #: the world's time of the act


class Registrations(Wire):
    """Body of `POST /v1/registrations`."""

    registrations: tuple[Registration, ...] = Field(min_length=1, max_length=BATCH)


class RegistrationCancellation(Wire):
    """The registration is cancelled, and the household moved back to the former place (DOMAIN 3.9)."""

    id: UUID
    id_number: IdNumber
    reason: Reason


class RegistrationCancellations(Wire):
    """Body of `POST /v1/registrations/cancellations`."""

    cancellations: tuple[RegistrationCancellation, ...] = Field(min_length=1, max_length=BATCH)
