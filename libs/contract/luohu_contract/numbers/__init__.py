"""Numbers and their check digits (DOMAIN section 6): `parse_x` takes text and gives a normalised number.

What cannot be one is refused with `NumberInvalid`, a ValueError, so that pydantic puts it under its field. Only ASCII
digits are digits. `normalise_x` is for comparing what is stored.
"""

from luohu_contract.numbers.education import (
    CertificateNumber,
    OverseasNumber,
    parse_degree_certificate,
    parse_overseas_certificate,
    parse_qualification_certificate,
)
from luohu_contract.numbers.invalid import NumberInvalid
from luohu_contract.numbers.mask import mask_id, mask_mobile, mask_text
from luohu_contract.numbers.organisation import (
    check_organisation_id,
    normalise_uscc,
    parse_organisation_code,
    parse_uscc,
)
from luohu_contract.numbers.person import check_person_id
from luohu_contract.numbers.property import (
    FilingNumber,
    PropertyCertificate,
    normalise_certificate_number,
    parse_filing_number,
    parse_property_certificate,
)
from luohu_contract.numbers.resident import (
    ResidentId,
    check_character,
    normalise_identity_number,
    parse_old_resident_id,
    parse_resident_id,
    parse_study_id,
)

__all__ = [
    "CertificateNumber",
    "FilingNumber",
    "NumberInvalid",
    "OverseasNumber",
    "PropertyCertificate",
    "ResidentId",
    "check_character",
    "check_organisation_id",
    "check_person_id",
    "mask_id",
    "mask_mobile",
    "mask_text",
    "normalise_certificate_number",
    "normalise_identity_number",
    "normalise_uscc",
    "parse_degree_certificate",
    "parse_filing_number",
    "parse_old_resident_id",
    "parse_organisation_code",
    "parse_overseas_certificate",
    "parse_property_certificate",
    "parse_qualification_certificate",
    "parse_resident_id",
    "parse_study_id",
    "parse_uscc",
]
