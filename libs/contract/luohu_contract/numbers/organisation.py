"""Numbers of organisations: unified social credit codes (GB 32100) and the older organisation codes (GB 11714)."""

import re

from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, ValidationError

from luohu_contract.claim import OrganisationIdType
from luohu_contract.numbers.invalid import NumberInvalid, compact

_USCC_SHAPE = re.compile(r"[0-9]{8}[0-9A-HJ-NP-RTUW-Y]{10}")
_CODE_SHAPE = re.compile(r"([0-9A-Z]{8})-?([0-9X])")
_CODE_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_OTHER_SHAPE = re.compile(r"[0-9A-Za-z\u4e00-\u9fff()\[\]/ -]{4,30}")


def parse_uscc(text: str) -> str:
    """A unified social credit code (统一社会信用代码), upper case, without spaces. Raises NumberInvalid."""
    number = compact(text)
    try:
        if not _USCC_SHAPE.fullmatch(number):
            raise _uscc_invalid(
                f"it is not 18 characters, the first eight digits, without I, O, S, V and Z (it has {len(number)})"
            )
        return str(uscc.validate(number))
    except InvalidChecksum:
        raise _uscc_invalid("its check character does not belong to the other 17; one of them was mistyped") from None
    except ValidationError as error:
        raise _uscc_invalid(str(error)) from None


def normalise_uscc(text: str) -> str:
    """The code as `parse_uscc` writes it; registers and forms take no other. Raises NumberInvalid."""
    return parse_uscc(text)


def organisation_check(first_eight: str) -> str:
    """The check character of an organisation code: `1` for 99990001."""
    total = sum(int(character, 36) * weight for character, weight in zip(first_eight, _CODE_WEIGHTS, strict=True))
    return "0X987654321"[total % 11]


def parse_organisation_code(text: str) -> str:
    """An organisation code (组织机构代码), written 99990001-1. Raises NumberInvalid."""
    found = _CODE_SHAPE.fullmatch(compact(text))
    if not found:
        raise _code_invalid("it is not 8 letters or digits, a hyphen and a check character")
    if found[2] != organisation_check(found[1]):
        raise _code_invalid("its check character does not belong to the other 8; one of them was mistyped")
    return f"{found[1]}-{found[2]}"


def check_organisation_id(id_type: OrganisationIdType, number: str) -> str:
    """The number of an organisation, normalised, by the kind of document that bears it. Raises NumberInvalid."""
    match id_type:
        case OrganisationIdType.USCC:
            return parse_uscc(number)
        case OrganisationIdType.ORGANISATION_CODE:
            return parse_organisation_code(number)
        case OrganisationIdType.OTHER:
            text = number.strip()
            if not _OTHER_SHAPE.fullmatch(text):
                raise NumberInvalid(
                    "number of an organisation",
                    "it has other signs than letters, digits, brackets, hyphens, or the wrong length",
                    "4 to 30 letters, digits or Chinese characters",
                    "京民证字第990001号",
                )
            return text


def _uscc_invalid(wrong: str) -> NumberInvalid:
    return NumberInvalid(
        "unified social credit code", wrong, "18 of 0-9 and A-Y without I, O, S, V, Z", "91990105MA0LUH014J"
    )


def _code_invalid(wrong: str) -> NumberInvalid:
    return NumberInvalid("organisation code", wrong, "8 letters or digits, hyphen, 0-9 or X", "99990001-1")
