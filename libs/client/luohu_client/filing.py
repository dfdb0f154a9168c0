"""The typed ways to file, one for each page of a declaration, as the official forms have them."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from luohu_client import forms
from luohu_client.forms import Leased, Organised, Titled, degree, qualification
from luohu_contract.claim import CertificateFormat, IdType, OrganisationIdType, OverseasLevel, RentalType
from luohu_contract.honours import HonourType
from luohu_contract.innovation import InnovationType

if TYPE_CHECKING:
    from luohu_client.evidence import Evidence
    from luohu_client.item import Item

__all__ = ["Filing", "degree", "qualification"]


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
        form = forms.home(
            certificate_number,
            district=district,
            first=first,
            last=last,
            certificate_format=certificate_format,
            spouse=spouse,
        )
        return await self.file("residences", form, scenario=scenario)

    async def file_rental(
        self,
        filing_number: str,
        *,
        district: str,
        first: str,
        last: str,
        rental_type: Leased = RentalType.MARKET,
        spouse: "Item | None" = None,
        scenario: str | None = None,
    ) -> "Item":
        """合法租赁住所. spouse: the filed record of the spouse who is the tenant."""
        form = forms.rental(
            filing_number, district=district, first=first, last=last, rental_type=rental_type, spouse=spouse
        )
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
        owner_id_type: Organised = OrganisationIdType.USCC,
        certificate_format: Titled = CertificateFormat.X_HOUSE_TITLE,
        scenario: str | None = None,
    ) -> "Item":
        """单位宿舍, owned by an organisation."""
        form = forms.dormitory(
            certificate_number,
            owner_name=owner_name,
            owner_id_number=owner_id_number,
            district=district,
            first=first,
            last=last,
            owner_id_type=owner_id_type,
            certificate_format=certificate_format,
        )
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
        form = forms.spouse(
            name,
            id_number=id_number,
            married_from=married_from,
            married_to=married_to,
            evidence=await self.upload(evidence),
            id_type=id_type,
        )
        return await self.file("spouses", form, scenario=scenario)

    async def file_education(
        self,
        *,
        qualification: "Mapping[str, Any] | None" = None,
        degree: "Mapping[str, Any] | None" = None,
        scenario: str | None = None,
    ) -> "Item":
        """国内教育: what `qualification` and `degree` of this module give, or one of them."""
        form = forms.education(qualification=qualification, degree=degree)
        return await self.file("education", form, scenario=scenario)

    async def file_overseas_education(
        self, level: OverseasLevel | str, certificate_number: str, *, evidence: "Evidence", scenario: str | None = None
    ) -> "Item":
        """留学教育. evidence: the certificate of the credentials service."""
        form = forms.overseas_education(level, certificate_number, evidence=await self.upload(evidence))
        return await self.file("education", form, scenario=scenario)

    async def file_innovation(
        self, type_: InnovationType | str, *, scenario: str | None = None, **award: str | int
    ) -> "Item":
        """创新创业. award: `award_kind`, `project_name`, `grade`, … where the science commission is not asked."""
        return await self.file("innovation", forms.innovation(type_, **award), scenario=scenario)

    async def file_honour(
        self, type_: HonourType | str, name: str | None = None, *, scenario: str | None = None
    ) -> "Item":
        """荣誉表彰. name: where there are several of the type."""
        return await self.file("honours", forms.honour(type_, name), scenario=scenario)

    async def file_tax(self, *, authorised: bool = True, scenario: str | None = None) -> "Item":
        """纳税指标: the authorisation to read the applicant's tax data."""
        return await self.file("tax", forms.tax(authorised=authorised), scenario=scenario)
