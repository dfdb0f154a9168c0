"""Is the person of a record the applicant: name, birth date and sex against the identity card of today."""

from datetime import date
from enum import StrEnum

from luohu_contract.claim import Person, Sex
from luohu_contract.numbers import NumberInvalid, normalise_identity_number, parse_resident_id
from luohu_education_registry.verdicts.record import Holder


class Difference(StrEnum):
    """What an operator reads beside the reason."""

    NUMBER_UNKNOWN = "number_unknown"  #: no record of that certificate number
    HOLDER_DIFFERS = "holder_differs"  #: the record has another name, or was made under another id number
    GRANTED_BY_DIFFERS = "granted_by_differs"
    METHOD_NUMBER_DIFFERS = "method_number_differs"  #: not the number on record for the chosen 学位认证方式
    NAME_DIFFERS = "name_differs"  #: record and identity card, as the next two
    BIRTH_DATE_DIFFERS = "birth_date_differs"
    SEX_DIFFERS = "sex_differs"


def identity_difference(subject: Person, holder: Holder) -> Difference | None:
    """How the record differs from the identity card; None when it does not, or an operator has settled it."""
    if holder.confirmed_as and holder.confirmed_as == normalise_identity_number(subject.id_number):
        return None
    birth_date, sex = _of_card(subject)
    if holder.name != subject.name:
        return Difference.NAME_DIFFERS
    if holder.birth_date != birth_date:
        return Difference.BIRTH_DATE_DIFFERS
    return None if holder.sex is sex else Difference.SEX_DIFFERS


def _of_card(subject: Person) -> tuple[date | None, Sex | None]:
    """Birth date and sex of the identity card; where the question leaves them out, what its number says."""
    try:
        card = parse_resident_id(subject.id_number)
    except NumberInvalid:
        return subject.birth_date, subject.sex
    return subject.birth_date or card.birth_date, subject.sex or card.sex
