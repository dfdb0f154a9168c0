"""What the three registers hold, as the rule sees it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from luohu_contract.claim import DegreeLevel, OverseasLevel, QualificationLevel, Sex


class OverseasSource(StrEnum):
    """Where an overseas certificate's education was, which decides since when it is online (handbook 三.三.3 ②)."""

    FOREIGN = "foreign"  #: 国外
    HONG_KONG_MACAO_TAIWAN = "hong_kong_macao_taiwan"  #: 港澳台地区
    JOINT = "joint"  #: 中外合作办学


#: Certificates issued before these days are on paper only, and take longer.
ONLINE_SINCE = {
    OverseasSource.FOREIGN: date(2006, 8, 1),
    OverseasSource.HONG_KONG_MACAO_TAIWAN: date(2008, 8, 1),
    OverseasSource.JOINT: date(2013, 1, 1),
}


@dataclass(frozen=True, slots=True)
class Holder:
    """The person of a record, as they were named when it was made."""

    name: str
    sex: Sex
    birth_date: date
    id_number: str = ""  #: 15 or 18 characters; the degree centre has none
    confirmed_as: str = ""  #: id number of the person of today, once an operator has seen proof that it is the same


@dataclass(frozen=True, slots=True)
class Qualification:
    """学信网: one record."""

    holder: Holder
    level: QualificationLevel
    graduated_on: date


@dataclass(frozen=True, slots=True)
class Degree:
    """学位网: one record; the date is the text that was delivered, whatever it looks like."""

    holder: Holder
    level: DegreeLevel
    granted_by: str
    conferred_on: str
    registration_number: str
    certification_code: str


@dataclass(frozen=True, slots=True)
class OverseasCertificate:
    """留学服务中心: one certificate."""

    holder: Holder
    source: OverseasSource
    level: OverseasLevel | None  #: the domestic level, when the certificate names one
    issued_on: date


#: The record under the certificate number that the question asks about; None: there is none.
Facts = Qualification | Degree | OverseasCertificate | None
