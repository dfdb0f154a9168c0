"""Numbers of education certificates: 学历证书编号, 学位证书编号, overseas certificates (DOMAIN 6.3, 6.6)."""

import re
from dataclasses import dataclass
from typing import Generic, TypeVar

from luohu_contract.claim import DegreeLevel, QualificationLevel
from luohu_contract.numbers.invalid import NumberInvalid, compact

Level = TypeVar("Level", QualificationLevel, DegreeLevel)

_QUALIFICATION = re.compile(r"[0-9]{5}[1567]((?:19|20)[0-9]{2})(01|02|04|05|06)([0-9]{5,6})")
_DEGREE = re.compile(r"([ZCT]?)[0-9]{5}([234])((?:19|20)[0-9]{2})(?:[0-9]{6}|[SE][0-9]{5,6})")
_FREE = re.compile(r"[0-9A-Z]{5,20}")
_OVERSEAS_NEW = re.compile(r"1((?:19|20)[0-9]{2})[0-9]{7}")
_OVERSEAS_OLD = re.compile(r"教留服认[\u4e00-\u9fff]{1,6}\[((?:19|20)[0-9]{2})\][0-9]{5}号")
_SHORT_YEARS = range(2001, 2003)  # numbers of 17 digits were given in 2001, and to some in 2002

_QUALIFICATION_LEVELS = {
    "01": QualificationLevel.DOCTOR,
    "02": QualificationLevel.MASTER,
    "04": QualificationLevel.UNDERGRADUATE,  # second bachelor
    "05": QualificationLevel.UNDERGRADUATE,
    "06": QualificationLevel.JUNIOR_COLLEGE,
}
_DEGREE_LEVELS = {"2": DegreeLevel.DOCTOR, "3": DegreeLevel.MASTER, "4": DegreeLevel.BACHELOR}


@dataclass(frozen=True, slots=True)
class CertificateNumber(Generic[Level]):
    """The number of a domestic certificate. Older ones have no fixed form and tell neither year nor level."""

    number: str
    year: int | None = None
    level: Level | None = None
    warning: str | None = None  #: what is odd about a number that is accepted all the same

    def __str__(self) -> str:
        return self.number

    def contradicts(self, declared: Level) -> bool:
        """Whether the number names another level than the declared one (`education.level_number_mismatch`)."""
        return self.level is not None and self.level != declared


@dataclass(frozen=True, slots=True)
class OverseasNumber:
    """The number of an overseas credential certificate (国(境)外学历学位认证书)."""

    number: str
    year: int

    def __str__(self) -> str:
        return self.number


def parse_qualification_certificate(text: str) -> CertificateNumber[QualificationLevel]:
    """学历证书编号: 18 digits, 17 in 2001 and 2002, or 5 to 20 letters and digits of no fixed form.

    Raises NumberInvalid.
    """
    number = _free(text, "qualification certificate number", "18 digits, or for older ones ", "999991200405000123")
    found = _QUALIFICATION.fullmatch(number)
    if not found:
        return CertificateNumber(number)
    year = int(found[1])
    odd = len(number) == 17 and year not in _SHORT_YEARS
    warning = f"17 digits were in use in 2001 and 2002 only, and this number says {year}" if odd else None
    return CertificateNumber(number, year, _QUALIFICATION_LEVELS[found[2]], warning)


def parse_degree_certificate(text: str) -> CertificateNumber[DegreeLevel]:
    """学位证书编号: 16 digits, with prefix Z, C or T and with S or E at place 11 where it is so, or of no fixed form.

    Raises NumberInvalid.
    """
    number = _free(
        text, "degree certificate number", "16 digits with or without Z, C, T, S, E, or ", "9999942004000123"
    )
    found = _DEGREE.fullmatch(number)
    if not found:
        return CertificateNumber(number)
    return CertificateNumber(number, int(found[3]), _DEGREE_LEVELS[found[2]])


def parse_overseas_certificate(text: str) -> OverseasNumber:
    """认证书编号, new form (12 digits) or old form (教留服认…, half-width square brackets). Raises NumberInvalid."""
    number = "".join(text.split())
    found = _OVERSEAS_NEW.fullmatch(number) or _OVERSEAS_OLD.fullmatch(number)
    if not found:
        wrong = "it has neither the new nor the old form"
        if "教留服认" in number and "[" not in number:
            wrong = "the year does not stand in half-width square brackets"
        raise NumberInvalid(
            "overseas certificate number",
            wrong,
            "1, year and 7 digits, or 教留服认<country>[<yyyy>]<5 digits>号",
            "120190000001 or 教留服认美[2010]00001号",
        )
    return OverseasNumber(number, int(found[1]))


def _free(text: str, what: str, valid: str, example: str) -> str:
    number = compact(text)
    if not _FREE.fullmatch(number):
        raise NumberInvalid(
            what, "it holds other signs, or has the wrong length", f"{valid}5 to 20 letters and digits", example
        )
    return number
