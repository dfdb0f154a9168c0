"""The typed ways to file, one for each page of a declaration, as the official forms have them."""

from abc import ABC, abstractmethod
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
    from luohu_client.declaration import Evidence
    from luohu_client.item import Item

Titled = CertificateFormat | Literal["x_house_title", "real_estate_title", "other_title"]


class Filing(ABC):
    """What a declaration takes. Months are `yyyy-mm`, both counted. Everything raises Problem."""

    @abstractmethod
    async def file(self, page: str, form: Mapping[str, Any], *, scenario: str | None = None) -> "Item":
        """File an item as JSON."""

    @abstractmethod
    async def upload(self, evidence: "Evidence") -> UUID:
        """The id of a PDF, uploaded if it is not yet."""

    async def file_home(
        self,
        certificate_number: str,
        *,
        district: str,
        first: str,
        last: str,
        certificate_format: Titled = CertificateFormat.X_HOUSE_TITLE,
        spouse: "Item | None" = None,
        scenario: str | None = None,
    ) -> "Item":
        """自有住所. spouse: the filed record of the spouse who owns it; the applicant does when left out."""
        form = {
            "kind": "own_home",
            "certificate_format": certificate_format,
            "certificate_number": certificate_number,
            "district": district,
            "from": first,
            "to": last,
            **_whose(spouse),
        }
        return await self.file("residences", form, scenario=scenario)

    async def file_rental(
        self,
        filing_number: str,
        *,
        district: str,
        first: str,
        last: str,
        rental_type: RentalType | Literal["market", "public"] = RentalType.MARKET,
        spouse: "Item | None" = None,
        scenario: str | None = None,
    ) -> "Item":
        """合法租赁住所. spouse: the filed record of the spouse who is the tenant."""
        form = {
            "kind": "rental",
            "rental_type": rental_type,
            "filing_number": filing_number,
            "district": district,
            "from": first,
            "to": last,
            **_whose(spouse),
        }
        return await self.file("residences", form, scenario=scenario)

    async def file_dormitory(
        self,
        certificate_number: str,
        *,
        owner_name: str,
        owner_id_number: str,
        district: str,
        first: str,
        last: str,
        owner_id_type: OrganisationIdType | Literal["uscc", "organisation_code", "other"] = OrganisationIdType.USCC,
        certificate_format: Titled = CertificateFormat.X_HOUSE_TITLE,
        scenario: str | None = None,
    ) -> "Item":
        """单位宿舍, owned by an organisation."""
        form = {
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
        return await self.file("residences", form, scenario=scenario)

    async def file_spouse(
        self,
        name: str,
        *,
        id_number: str,
        married_from: date | str,
        married_to: date | str | None = None,
        evidence: "Evidence",
        id_type: IdType = IdType.RESIDENT_ID,
        scenario: str | None = None,
    ) -> "Item":
        """配偶信息, one for each marriage; without an end it lasts. evidence: the marriage document."""
        form = {
            "name": name,
            "id_type": id_type,
            "id_number": id_number,
            "married_from": married_from,
            "evidence": await self.upload(evidence),
            **({"married_to": married_to} if married_to else {}),
        }
        return await self.file("spouses", form, scenario=scenario)

    async def file_education(
        self,
        *,
        qualification: "Mapping[str, Any] | None" = None,
        degree: "Mapping[str, Any] | None" = None,
        scenario: str | None = None,
    ) -> "Item":
        """国内教育: what `qualification` and `degree` of this module give, or one of them."""
        halves = {"qualification": qualification, "degree": degree}
        form = {"kind": "domestic_education", **{name: half for name, half in halves.items() if half is not None}}
        return await self.file("education", form, scenario=scenario)

    async def file_overseas_education(
        self, level: OverseasLevel | str, certificate_number: str, *, evidence: "Evidence", scenario: str | None = None
    ) -> "Item":
        """留学教育. evidence: the certificate of the credentials service."""
        form = {
            "kind": "overseas_education",
            "education_name": level,
            "certificate_number": certificate_number,
            "evidence": await self.upload(evidence),
        }
        return await self.file("education", form, scenario=scenario)

    async def file_innovation(
        self, type_: InnovationType | str, *, scenario: str | None = None, **award: str | int
    ) -> "Item":
        """创新创业. award: `award_kind`, `project_name`, `grade`, … where the science commission is not asked."""
        return await self.file("innovation", {"type": type_, **award}, scenario=scenario)

    async def file_honour(
        self, type_: HonourType | str, name: str | None = None, *, scenario: str | None = None
    ) -> "Item":
        """荣誉表彰. name: where there are several of the type."""
        return await self.file("honours", {"type": type_, **({"name": name} if name else {})}, scenario=scenario)

    async def file_tax(self, *, authorised: bool = True, scenario: str | None = None) -> "Item":
        """纳税指标: the authorisation to read the applicant's tax data."""
        return await self.file("tax", {"authorised": authorised}, scenario=scenario)


def qualification(
    certificate_number: str,
    *,
    level: QualificationLevel | str,
    name: str,
    id_number: str,
    sex: Sex | str,
    birth_date: date | str,
) -> dict[str, Any]:
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
) -> dict[str, Any]:
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


def _whose(spouse: "Item | None") -> dict[str, Any]:
    if spouse is None:
        return {"relation": "self"}
    return {"relation": "spouse", "spouse_id": spouse.id}
