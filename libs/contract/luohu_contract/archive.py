"""What a talent centre checks before formal acceptance (DOMAIN 10.4): the personnel file, and certificates."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from luohu_contract.claim_kind import ClaimKind
from luohu_contract.model import Wire

#: A paper of a personnel file, such as 入党志愿书.
Paper = Annotated[str, Field(min_length=1, max_length=120)]


class CertificateLevel(StrEnum):
    """What a certificate of education says: of a qualification (学历), or of a degree (学位)."""

    JUNIOR_COLLEGE = "junior_college"  #: 大专
    UNDERGRADUATE = "undergraduate"  #: 本科
    BACHELOR = "bachelor"  #: 学士
    MASTER = "master"  #: 硕士
    DOCTOR = "doctor"  #: 博士


class PersonnelFileClaim(Wire):
    """Where the personnel file is kept."""

    kind: Literal[ClaimKind.PERSONNEL_FILE] = ClaimKind.PERSONNEL_FILE
    held_by: str = Field(min_length=1, max_length=120)  #: 存档机构


class PersonnelFileFindings(Wire):
    """The file as its keeper sent it."""

    kind: Literal[ClaimKind.PERSONNEL_FILE] = ClaimKind.PERSONNEL_FILE
    held_by: str
    complete: bool
    missing: tuple[Paper, ...] = ()  #: papers that are not in it


class DegreeCertificate(Wire):
    """One certificate as the applicant entered it."""

    level: CertificateLevel
    certificate_number: str = Field(min_length=1, max_length=60)
    full_time: bool = True  #: 全日制
    upgraded: bool = False  #: 专升本: the study began with a junior college's certificate, which is checked too


class DegreeCheckClaim(Wire):
    """The certificates to be checked; of 专升本 both."""

    kind: Literal[ClaimKind.DEGREE_CHECK] = ClaimKind.DEGREE_CHECK
    certificates: tuple[DegreeCertificate, ...] = Field(min_length=1, max_length=10)


class CheckedCertificate(Wire):
    """What the check of one certificate came to."""

    certificate_number: str
    level: CertificateLevel  #: as entered
    genuine: bool


class DegreeCheckFindings(Wire):
    """Every certificate in the order of the claim, and what the highest genuine ones say."""

    kind: Literal[ClaimKind.DEGREE_CHECK] = ClaimKind.DEGREE_CHECK
    checked: tuple[CheckedCertificate, ...]
    genuine: bool  #: all of them
    scarce_major: bool  #: 紧缺急需专业
    graduated: date | None  #: None: not on record
    full_time: bool  #: 全日制
