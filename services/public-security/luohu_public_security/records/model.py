"""Public security's records, as its operators read and write them."""

from typing import Annotated

from pydantic import Field, model_validator

from luohu_agency.field import Day, DistrictName, Name, Number, PersonNumber, Words
from luohu_contract.claim import Sex
from luohu_contract.model import Wire
from luohu_contract.standing import PermitStatus

Address = Annotated[str, Field(min_length=1, max_length=200)]


class ResidentRecord(Wire):
    """Who somebody is today, and where the household is registered (户籍)."""

    id_number: PersonNumber
    name: Name
    birth_date: Day
    sex: Sex
    household_province: Name  #: province or city of registration, such as 河北省石家庄市
    household_in_beijing: bool = False


class PermitRecord(Wire):
    """北京市居住证"""

    id_number: PersonNumber
    number: Number
    applied_on: Day  #: the day that eligibility looks at
    status: PermitStatus = PermitStatus.VALID
    cancelled_on: Day | None = None

    @model_validator(mode="after")
    def _ends_once(self) -> "PermitRecord":
        if (self.status is PermitStatus.CANCELLED) != (self.cancelled_on is not None):
            raise ValueError("a cancelled permit has the day in cancelled_on, and a valid one has none")
        if self.cancelled_on is not None and self.cancelled_on < self.applied_on:
            raise ValueError("cancelled_on lies before applied_on")
        return self


class DetentionRecord(Wire):
    """An administrative detention in the city (行政拘留)."""

    id_number: PersonNumber
    detained_on: Day  #: decides the calendar year
    authority: Name  #: the office that imposed it
    revoked: bool = False  #: withdrawn after an objection; counts no more


class CrimeRecord(Wire):
    """A conviction, by the court's document in effect (人民法院生效的法律文书)."""

    id_number: PersonNumber
    convicted_on: Day
    court: Name
    document: Name  #: number of the judgment
    revoked: bool = False  #: set aside by a later judgment; counts no more


class RegistrationRecord(Wire):
    """落户: a household that was registered in Beijing, and from where it came."""

    id_number: PersonNumber
    name: Name
    address: Address
    district: DistrictName
    move_in_permit_number: Name  #: 准予迁入证明
    registered_on: Day
    former_household: Name  #: where the person goes back to if the registration is cancelled
    moved_with: PersonNumber | None = None  #: of a child: the applicant whom it came with
    cancelled_on: Day | None = None
    cancellation: Words = ""  #: why it was cancelled
