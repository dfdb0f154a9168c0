"""The single fields of the forms: names, numbers with their check digits, districts (DOMAIN section 6)."""

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationInfo

from luohu_contract.districts import parse_district
from luohu_contract.numbers import (
    check_organisation_id,
    check_person_id,
    parse_degree_certificate,
    parse_filing_number,
    parse_overseas_certificate,
    parse_property_certificate,
    parse_qualification_certificate,
    parse_study_id,
)


def _one_line(text: str) -> str:
    """Refuse control characters: no name and no number holds one."""
    if not text.isprintable():
        raise ValueError("control characters and line breaks have no place here")
    return text


def _used_at_study(number: str) -> str:
    """Checked, and kept as it was then: the registry may hold the fifteen digits."""
    parse_study_id(number)
    return "".join(number.split()).upper()


def _as_listed(name: str) -> str:
    """The brackets of 附件1's names, whichever width they were entered in."""
    return name.replace("（", "(").replace("）", ")")


def _as_chosen(field: str, check: Callable[[Any, str], str]) -> AfterValidator:
    """A number in the form that a field before it chose; where that choice is no choice, nothing is said of it."""

    def fits(number: str, info: ValidationInfo) -> str:
        chosen = info.data.get(field)
        return check(chosen, number) if chosen else number

    return AfterValidator(fits)


Name = Annotated[str, Field(min_length=1, max_length=60), AfterValidator(_one_line)]
LongName = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_one_line)]
AwardName = Annotated[Name, AfterValidator(_as_listed)]
Number = Annotated[str, Field(min_length=1, max_length=60), AfterValidator(_one_line)]
District = Annotated[str, Field(min_length=1, max_length=20), AfterValidator(lambda text: parse_district(text).name)]
FilingNumber = Annotated[Number, AfterValidator(lambda text: parse_filing_number(text).number)]
StudyId = Annotated[Number, AfterValidator(_used_at_study)]
QualificationNumber = Annotated[Number, AfterValidator(lambda text: parse_qualification_certificate(text).number)]
DegreeNumber = Annotated[Number, AfterValidator(lambda text: parse_degree_certificate(text).number)]
OverseasNumber = Annotated[Number, AfterValidator(lambda text: parse_overseas_certificate(text).number)]
#: Numbers in a form that is chosen in the field named here, which stands before them.
TitleNumber = Annotated[
    Number, _as_chosen("certificate_format", lambda form, text: parse_property_certificate(form, text).number)
]
PersonNumber = Annotated[Number, _as_chosen("id_type", check_person_id)]
OwnerNumber = Annotated[Number, _as_chosen("owner_id_type", check_organisation_id)]
