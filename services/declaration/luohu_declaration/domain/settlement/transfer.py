"""调京信息: what an awardee enters about the present household, the new home, the personnel file and the children.

A form that exists is right in itself; whether it fits the declaration and the rules is the matter of `transfer_checks`.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from luohu_contract.claim import CertificateFormat, IdType, Sex
from luohu_contract.entry import District, LongName, Name, Number, PersonNumber, TitleNumber
from luohu_contract.household import (
    BirthExemption,
    BirthProof,
    ChildRelation,
    DestinationKind,
    HomeOwner,
    MaritalStatus,
    RegisteredWith,
)
from luohu_contract.model import Wire
from luohu_contract.numbers import parse_resident_id

MOST_CHILDREN = 10

ResidentNumber = Annotated[Number, AfterValidator(lambda text: parse_resident_id(text).number)]


class Household(Wire):
    """A household as it is registered today: 户籍地址, 户籍所在派出所."""

    address: LongName
    police_station: LongName


class Spouse(Wire):
    """The spouse of a married applicant."""

    name: Name
    id_type: IdType = IdType.RESIDENT_ID
    id_number: PersonNumber


class _Destination(Wire):
    """The new household: 落户地址, with the station that will register it."""

    address: LongName
    district: District
    police_station: LongName

    @property
    def branch(self) -> str:
        """The public security branch of the district, whose household hall permits to move in."""
        return f"北京市公安局{self.district.removesuffix('区')}分局"


class OwnHome(_Destination):
    """自有住房 with a Beijing title and residential use, the applicant's or the spouse's."""

    kind: Literal[DestinationKind.OWN_HOME]
    owner: HomeOwner = HomeOwner.SELF
    certificate_format: CertificateFormat
    certificate_number: TitleNumber


class PublicHousingDirect(_Destination):
    """直管公房 with its 公有住房租赁合同."""

    kind: Literal[DestinationKind.PUBLIC_HOUSING_DIRECT]
    lease_number: Number


class PublicHousingUnit(_Destination):
    """自管公房 with the unit's 住房分配通知单."""

    kind: Literal[DestinationKind.PUBLIC_HOUSING_UNIT]
    unit_name: LongName
    allotment_notice_number: Number


class EmployerCollective(_Destination):
    """单位集体户, where neither applicant nor spouse, parents and children have a lawful home in the city."""

    kind: Literal[DestinationKind.EMPLOYER_COLLECTIVE]
    employer_name: LongName
    no_home_in_city: Literal[True]


Destination = Annotated[
    OwnHome | PublicHousingDirect | PublicHousingUnit | EmployerCollective, Field(discriminator="kind")
]


class HeldFile(Wire):
    """A personnel file (人事档案) and who keeps it."""

    kind: Literal["held"]
    holder: LongName  #: 档案管理单位
    holder_address: LongName
    in_beijing: bool = False  #: the holder is a body in Beijing with file authority: nothing goes back


class NoFile(Wire):
    """无档案人员: declares so by the 无档案诚信声明."""

    kind: Literal["none"]
    no_file_statement: Literal[True]


PersonnelFile = Annotated[HeldFile | NoFile, Field(discriminator="kind")]


class ProofGiven(Wire):
    """A family planning proof will be handed in."""

    kind: Literal["proof"]
    document: BirthProof
    number: Number


class ProofExempt(Wire):
    """None is needed, for this reason."""

    kind: Literal["exempt"]
    reason: BirthExemption


FamilyPlanning = Annotated[ProofGiven | ProofExempt, Field(discriminator="kind")]


class Child(Wire):
    """拟随迁未成年子女, in the detail that the award asks for."""

    name: Name
    id_number: ResidentNumber
    relation: ChildRelation
    household: Household
    registered_with: RegisteredWith
    birth_certificate_number: Annotated[
        str, Field(pattern=r"^[A-Z][0-9]{9}$")
    ]  #: 《出生医学证明》: a letter, nine digits
    birth_order: int = Field(ge=1, le=20)  #: 孩次
    family_planning: FamilyPlanning

    @property
    def birth_date(self) -> date:
        return parse_resident_id(self.id_number).birth_date

    @property
    def sex(self) -> Sex:
        return parse_resident_id(self.id_number).sex


class TransferData(Wire):
    """Everything that 录入调京信息 asks for."""

    household: Household
    marital_status: MaritalStatus
    spouse: Spouse | None = None  #: exactly when married
    destination: Destination
    personnel_file: PersonnelFile
    children: tuple[Child, ...] = Field(default=(), max_length=MOST_CHILDREN)

    @property
    def at_spouses(self) -> bool:
        """The new home is the spouse's."""
        return isinstance(self.destination, OwnHome) and self.destination.owner is HomeOwner.SPOUSE
