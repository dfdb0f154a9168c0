"""Numbers of property certificates, by the three radio buttons of the form (DOMAIN 6.4), and of filed leases (6.5)."""

import re
from dataclasses import dataclass

from luohu_contract.claim import CertificateFormat
from luohu_contract.districts import BY_CHARACTER, BY_CODE, District
from luohu_contract.numbers.invalid import NumberInvalid

_HALF_WIDTH = str.maketrans("（）", "()")
# Abolished districts (崇, 宣) stand on titles that are still good, so the character is not held against the table.
_X_HOUSE_TITLE = re.compile(r"X京房权证([\u4e00-\u9fff]{1,4})字第[0-9]{1,12}号")
_REAL_ESTATE_TITLE = re.compile(r"京\(((?:19|20)[0-9]{2})\)([\u4e00-\u9fff]{1,4})不动产权第[0-9]{1,12}号")
_FILING = re.compile(r"[0-9]{12,20}")
_OTHER_LENGTHS = range(4, 61)
_X_EXAMPLE = "X京房权证朝字第99000001号"
_REAL_ESTATE_EXAMPLE = "京(2018)海不动产权第9900001号"


@dataclass(frozen=True, slots=True)
class PropertyCertificate:
    """A certificate number that fits its format."""

    format: CertificateFormat
    number: str  #: half-width brackets, no spaces
    district: District | None = None  #: told by the character, where that is a district of today
    year: int | None = None  #: of a real-estate title

    def __str__(self) -> str:
        return self.number


@dataclass(frozen=True, slots=True)
class FilingNumber:
    """A lease filing number; its first six digits usually are the district's code."""

    number: str
    district: District | None  #: told by the first six digits

    def __str__(self) -> str:
        return self.number

    def warning(self, entered: District) -> str | None:
        """A sentence for the applicant when the number seems to belong to another district than the one entered."""
        if self.district is None:
            return "the first six digits are no district of the city"
        if entered.code is not None and self.district != entered:
            return f"the first six digits belong to {self.district.name}, and {entered.name} was entered"
        return None


def normalise_certificate_number(text: str) -> str:
    """One way to write a certificate number, for comparing: no white space, half-width round brackets, X in capitals.

    Never raises.
    """
    number = "".join(text.split()).translate(_HALF_WIDTH)
    return "X" + number[1:] if number.startswith("x京") else number


def parse_property_certificate(certificate_format: CertificateFormat, text: str) -> PropertyCertificate:
    """The number under the radio button that was chosen. Raises NumberInvalid, which names a better button."""
    number = normalise_certificate_number(text)
    match certificate_format:
        case CertificateFormat.X_HOUSE_TITLE:
            found = _X_HOUSE_TITLE.fullmatch(number)
            if not found:
                raise _x_house_invalid(number)
            return PropertyCertificate(certificate_format, number, BY_CHARACTER.get(found[1]))
        case CertificateFormat.REAL_ESTATE_TITLE:
            found = _REAL_ESTATE_TITLE.fullmatch(number)
            if not found:
                raise _real_estate_invalid(number)
            return PropertyCertificate(certificate_format, number, BY_CHARACTER.get(found[2]), int(found[1]))
        case CertificateFormat.OTHER_TITLE:
            if _X_HOUSE_TITLE.fullmatch(number) or _REAL_ESTATE_TITLE.fullmatch(number):
                raise _other_invalid(
                    "it has the form of a newer title: choose the format that begins with X or with 京"
                )
            if len(number) not in _OTHER_LENGTHS or not number.isprintable():
                raise _other_invalid("it is too short, too long, or holds control characters")
            return PropertyCertificate(certificate_format, number)


def parse_filing_number(text: str) -> FilingNumber:
    """A lease filing number (租赁合同备案编号): 12 to 20 digits. Raises NumberInvalid."""
    number = "".join(text.split())
    if not _FILING.fullmatch(number):
        raise NumberInvalid("lease filing number", "it is not 12 to 20 digits", "12 to 20 digits", "1101021234567890")
    return FilingNumber(number, BY_CODE.get(number[:6]))


def _x_house_invalid(number: str) -> NumberInvalid:
    wrong = "it does not begin with X京房权证" if not number.startswith("X京房权证") else "字第…号 is not as it must be"
    return NumberInvalid("title number that begins with X", wrong, "X京房权证<区字>字第<digits>号", _X_EXAMPLE)


def _real_estate_invalid(number: str) -> NumberInvalid:
    wrong = (
        "year, 不动产权第 or the digits are not as they must be" if number.startswith("京(") else "it lacks 京(year)"
    )
    return NumberInvalid(
        "title number that begins with 京", wrong, "京(<yyyy>)<区字>不动产权第<digits>号", _REAL_ESTATE_EXAMPLE
    )


def _other_invalid(wrong: str) -> NumberInvalid:
    return NumberInvalid("title number of another format", wrong, "4 to 60 characters", "京房权证朝私字第990001号")
