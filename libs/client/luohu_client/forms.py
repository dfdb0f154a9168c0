"""Forms in JSON, as the official pages have them: what files one item, or several in one request.

    forms.tax(), forms.home("X京房权证怀字第11111111号", district="怀柔区", first="2005-10", last="2010-10")

Months are `yyyy-mm`, both counted. A `spouse` of a home is the filed record of the spouse whose home it is, or the
place of that record among the items of the same request, from 0; the applicant's own when left out.
"""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from luohu_contract.claim import (
    CertificateFormat,
    DegreeLevel,
    DegreeMethod,
    IdType,
    OrganisationIdType,
    OverseasLevel,
    QualificationLevel,
    RentalType,
    Sex,
)
from luohu_contract.honours import HonourType
from luohu_contract.innovation import InnovationType

if TYPE_CHECKING:
    from luohu_client.item import Item

Form = dict[str, Any]
Titled = CertificateFormat | Literal["x_house_title", "real_estate_title", "other_title"]
Leased = RentalType | Literal["market", "public"]
Organised = OrganisationIdType | Literal["uscc", "organisation_code", "other"]


def home(
    certificate_number: str,
    *,
    district: str,
    first: str,
    last: str,
    certificate_format: Titled = CertificateFormat.X_HOUSE_TITLE,
    spouse: "Item | int | None" = None,
) -> Form:
    """自有住所."""
    return {
        "kind": "own_home",
        "certificate_format": certificate_format,
        "certificate_number": certificate_number,
        "district": district,
        "from": first,
        "to": last,
        **_whose(spouse),
    }


def rental(
    filing_number: str,
    *,
    district: str,
    first: str,
    last: str,
    rental_type: Leased = RentalType.MARKET,
    spouse: "Item | int | None" = None,
) -> Form:
    """合法租赁住所."""
    return {
        "kind": "rental",
        "rental_type": rental_type,
        "filing_number": filing_number,
        "district": district,
        "from": first,
        "to": last,
        **_whose(spouse),
    }


def dormitory(
    certificate_number: str,
    *,
    owner_name: str,
    owner_id_number: str,
    district: str,
    first: str,
    last: str,
    owner_id_type: Organised = OrganisationIdType.USCC,
    certificate_format: Titled = CertificateFormat.X_HOUSE_TITLE,
) -> Form:
    """单位宿舍, owned by an organisation."""
    return {
        "kind": "dormitory",
        "owner_name": owner_name,
        "owner_id_type": owner_id_type,
        "owner_id_number": owner_id_number,
        "certificate_format": certificate_format,
        "certificate_number": certificate_number,
        "district": district,
        "from": first,
        "to": last,
    }


def spouse(
    name: str,
    *,
    id_number: str,
    married_from: date | str,
    married_to: date | str | None = None,
    evidence: UUID,
    id_type: IdType = IdType.RESIDENT_ID,
) -> Form:
    """配偶信息, one for each marriage; without an end it lasts. evidence: the marriage document, uploaded before."""
    return {
        "kind": "spouse",
        "name": name,
        "id_type": id_type,
        "id_number": id_number,
        "married_from": married_from,
        "evidence": evidence,
        **({"married_to": married_to} if married_to else {}),
    }


def education(*, qualification: Mapping[str, Any] | None = None, degree: Mapping[str, Any] | None = None) -> Form:
    """国内教育: what `qualification` and `degree` of this module give, or one of them."""
    halves = {"qualification": qualification, "degree": degree}
    return {"kind": "domestic_education", **{name: half for name, half in halves.items() if half is not None}}


def overseas_education(level: OverseasLevel | str, certificate_number: str, *, evidence: UUID) -> Form:
    """留学教育. evidence: the certificate of the credentials service, uploaded before."""
    return {
        "kind": "overseas_education",
        "education_name": level,
        "certificate_number": certificate_number,
        "evidence": evidence,
    }


def innovation(type_: InnovationType | str, **award: str | int) -> Form:
    """创新创业. award: `award_kind`, `project_name`, `grade`, … where the science commission is not asked."""
    return {"kind": "innovation", "type": type_, **award}


def honour(type_: HonourType | str, name: str | None = None) -> Form:
    """荣誉表彰. name: where there are several of the type."""
    return {"kind": "honour", "type": type_, **({"name": name} if name else {})}


def tax(*, authorised: bool = True) -> Form:
    """纳税指标: the authorisation to read the applicant's tax data."""
    return {"kind": "tax", "authorised": authorised}


def qualification(
    certificate_number: str,
    *,
    level: QualificationLevel | str,
    name: str,
    id_number: str,
    sex: Sex | str,
    birth_date: date | str,
) -> Form:
    """学历信息, as the certificate has it."""
    return {
        "certificate_number": certificate_number,
        "level": level,
        "name": name,
        "id_number": id_number,
        "sex": sex,
        "birth_date": birth_date,
    }


def degree(
    certificate_number: str,
    *,
    level: DegreeLevel | str,
    name: str,
    sex: Sex | str,
    birth_date: date | str,
    granted_by: str,
    method: DegreeMethod | str,
    method_number: str,
) -> Form:
    """学位信息, as the certificate has it."""
    return {
        "certificate_number": certificate_number,
        "level": level,
        "name": name,
        "sex": sex,
        "birth_date": birth_date,
        "granted_by": granted_by,
        "method": method,
        "method_number": method_number,
    }


def _whose(spouse: "Item | int | None") -> Form:
    if spouse is None:
        return {"relation": "self"}
    return {"relation": "spouse", **({"spouse_item": spouse} if isinstance(spouse, int) else {"spouse_id": spouse.id})}
