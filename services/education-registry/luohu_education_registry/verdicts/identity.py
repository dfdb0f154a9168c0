"""Is the person of a record the applicant: name, birth date and sex against the identity card of today."""

from enum import StrEnum

from luohu_contract.claim import Person
from luohu_contract.numbers import parse_resident_id

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
    if holder.confirmed_as == subject.id_number:
        return None
    if holder.name != subject.name:
        return Difference.NAME_DIFFERS
    if holder.birth_date != _birth_date(subject):
        return Difference.BIRTH_DATE_DIFFERS
    return None if holder.sex is _sex(subject) else Difference.SEX_DIFFERS
