"""Numbers of personal identity documents, by the kind of document (DOMAIN 4.4).

Only resident ids have a published check character; the others are checked by their form alone [assumed].
"""

import re
from dataclasses import dataclass

from luohu_contract.claim import IdType
from luohu_contract.numbers.invalid import NumberInvalid, compact
from luohu_contract.numbers.resident import parse_resident_id


@dataclass(frozen=True, slots=True)
class _Form:
    what: str
    pattern: re.Pattern[str]
    valid: str
    example: str


_FORMS: dict[IdType, _Form] = {
    IdType.OFFICER_CARD: _Form(
        "number of an officer's card",
        re.compile(r"[\u4e00-\u9fff]{0,6}[0-9A-Z]{4,12}号?"),
        "4 to 12 letters or digits, with the characters around them as on the card",
        "军字第99000001号",
    ),
    IdType.PASSPORT: _Form("passport number", re.compile(r"[0-9A-Z]{5,15}"), "5 to 15 letters and digits", "E99000001"),
    IdType.HONG_KONG_MACAO_PERMIT: _Form(
        "number of a travel permit for Hong Kong and Macao residents",
        re.compile(r"[HM](?:[0-9]{8}|[0-9]{10})"),
        "H or M and 8 or 10 digits",
        "H99000001",
    ),
    IdType.TAIWAN_PERMIT: _Form(
        "number of a travel permit for Taiwan residents",
        re.compile(r"[0-9]{8}|[0-9]{10}"),
        "8 or 10 digits",
        "99000001",
    ),
}


def check_person_id(id_type: IdType, number: str) -> str:
    """The number, normalised, if a document of this kind can bear it. Raises NumberInvalid."""
    if id_type is IdType.RESIDENT_ID:
        return parse_resident_id(number).number
    form = _FORMS[id_type]
    compacted = compact(number)
    if not form.pattern.fullmatch(compacted):
        raise NumberInvalid(form.what, "it does not have the form of one", form.valid, form.example)
    return compacted
