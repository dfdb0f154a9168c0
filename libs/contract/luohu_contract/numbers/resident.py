"""Resident identity numbers (居民身份证号码, GB 11643): 18 characters; the old 15 digits where a form allows."""

import re
from dataclasses import dataclass
from datetime import date

from luohu_contract.claim import Sex
from luohu_contract.numbers.invalid import NumberInvalid, compact

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
_OLD_SHAPE = re.compile(r"[0-9]{15}")
_EXAMPLE = "990101198506150012"
_OLD_EXAMPLE = "990101850615001"
_EARLIEST = 1900  # nobody alive was born before


@dataclass(frozen=True, slots=True)
class ResidentId:
    """A number with a real date and the right check character. Areas are not checked: every list is incomplete."""

    number: str  #: 18 characters, upper case
    birth_date: date
    sex: Sex

    def __str__(self) -> str:
        return self.number


def check_character(first_seventeen: str) -> str:
    """The 18th character for 17 digits: `2` for 99010119850615001."""
    total = sum(int(digit) * weight for digit, weight in zip(first_seventeen, _WEIGHTS, strict=True))
    return _CHECKS[total % 11]


def parse_resident_id(text: str) -> ResidentId:
    """From 18 characters; a lower-case x and white space are put right. Raises NumberInvalid."""
    number = compact(text)
    if not _SHAPE.fullmatch(number):
        raise _invalid("it is not 17 digits and a check character" + _length(number))
    birth_date = _birth_date(number[6:14])
    if number[17] != check_character(number[:17]):
        raise _invalid("its check character does not belong to the other 17; one of them was mistyped")
    return ResidentId(number, birth_date, Sex.MALE if int(number[16]) % 2 else Sex.FEMALE)


def parse_old_resident_id(text: str) -> ResidentId:
    """From 15 digits, as issued until 1999, upgraded to 18: 19 is put in, the check character appended."""
    number = compact(text)
    if not _OLD_SHAPE.fullmatch(number):
        raise NumberInvalid(
            "resident id number of the old form", "it is not 15 digits" + _length(number), "15 digits", _OLD_EXAMPLE
        )
    seventeen = f"{number[:6]}19{number[6:]}"
    return parse_resident_id(seventeen + check_character(seventeen))


def parse_study_id(text: str) -> ResidentId:
    """The number at the time of study (获得学历时身份证件号码): 18 characters, or the old 15 digits upgraded."""
    return parse_old_resident_id(text) if len(compact(text)) == 15 else parse_resident_id(text)


def normalise_identity_number(text: str) -> str:
    """One way to write any personal id number, for comparing: no white space, upper case, 15 digits upgraded to 18.

    Never raises: what is no resident id number only loses its white space and its lower case.
    """
    number = compact(text)
    if _OLD_SHAPE.fullmatch(number):
        try:
            return parse_old_resident_id(number).number
        except NumberInvalid:
            return number
    return number


def _birth_date(digits: str) -> date:
    try:
        found = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise _invalid("the birth date in it, places 7 to 14, is no day of the calendar") from None
    if found.year < _EARLIEST:
        raise _invalid(f"the birth date in it, places 7 to 14, lies before {_EARLIEST}")
    return found


def _invalid(wrong: str) -> NumberInvalid:
    return NumberInvalid(
        "resident id number", wrong, "6 digits area, 8 birth date, 3 sequence, 1 check character (0-9, X)", _EXAMPLE
    )


def _length(number: str) -> str:
    return f" (it has {len(number)} characters)"
