"""The services of the city: their public names, their packages, their places on the port range, and who answers what.

One row for each service. The command line starts them from here, settings take their addresses from here, the
declaration service routes questions from here. A new agency is a new row.
"""

from dataclasses import dataclass
from enum import StrEnum

from luohu_contract.claim import ClaimKind


class Role(StrEnum):
    """What a service is in the network."""

    CONTROL = "control"  #: the sandbox's control plane
    CORE = "core"  #: identity and declaration
    AGENCY = "agency"  #: knows a truth and judges claims by it
    DOOR = "door"  #: the gateway


@dataclass(frozen=True, slots=True)
class Service:
    """One service of the city."""

    name: str  #: public, hyphenated name; also the folder, the database (with underscores) and the URL segment
    package: str  #: Python package with `app.create_app(settings)`
    port: int  #: offset from the first port of the range, below 20: there the ports of replicas begin
    role: Role
    title: str  #: the office as the official pages name it
    answers: frozenset[ClaimKind] = frozenset()  #: kinds of claim that this agency judges


SERVICES: tuple[Service, ...] = (
    Service("gateway", "luohu_gateway", 0, Role.DOOR, "一个入口"),
    Service("identity", "luohu_identity", 1, Role.CORE, "北京市统一身份认证平台"),
    Service("sandbox", "luohu_sandbox", 2, Role.CONTROL, "沙箱控制台"),
    Service("declaration", "luohu_declaration", 3, Role.CORE, "北京市积分落户在线申报系统"),
    Service(
        "housing-registry",
        "luohu_housing_registry",
        11,
        Role.AGENCY,
        "北京市不动产登记中心",
        frozenset({ClaimKind.OWN_HOME, ClaimKind.DORMITORY}),
    ),
    Service(
        "rental-filing",
        "luohu_rental_filing",
        12,
        Role.AGENCY,
        "北京市住房租赁监管平台",
        frozenset({ClaimKind.RENTAL}),
    ),
    Service(
        "education-registry",
        "luohu_education_registry",
        13,
        Role.AGENCY,
        "学信网、学位网、留学服务中心",
        frozenset({ClaimKind.QUALIFICATION, ClaimKind.DEGREE, ClaimKind.OVERSEAS_EDUCATION}),
    ),
    Service(
        "tax",
        "luohu_tax",
        14,
        Role.AGENCY,
        "国家税务总局北京市税务局",
        frozenset({ClaimKind.TAX, ClaimKind.TAX_PENALTIES, ClaimKind.TAX_TOTAL}),
    ),
    Service(
        "science-commission",
        "luohu_science_commission",
        15,
        Role.AGENCY,
        "北京市科学技术委员会",
        frozenset({ClaimKind.SCIENCE_AWARD}),
    ),
    Service(
        "social-insurance",
        "luohu_social_insurance",
        16,
        Role.AGENCY,
        "北京市社会保险基金管理中心",
        frozenset({ClaimKind.INSURANCE}),
    ),
    Service(
        "public-security",
        "luohu_public_security",
        17,
        Role.AGENCY,
        "北京市公安局",
        frozenset({ClaimKind.CONDUCT}),
    ),
    Service(
        "honours-registry",
        "luohu_honours_registry",
        18,
        Role.AGENCY,
        "北京市人力资源和社会保障局奖项比对库",
        frozenset({ClaimKind.AWARD, ClaimKind.HONOUR}),
    ),
    Service(
        "department-windows",
        "luohu_department_windows",
        19,
        Role.AGENCY,
        "市行政许可服务中心联审窗口",
        frozenset({ClaimKind.DEPARTMENT}),
    ),
    Service(
        "talent-centre",
        "luohu_talent_centre",
        10,
        Role.AGENCY,
        "人才服务中心",
        frozenset({ClaimKind.PERSONNEL_FILE, ClaimKind.DEGREE_CHECK}),
    ),
)

BY_NAME: dict[str, Service] = {service.name: service for service in SERVICES}
AGENCIES: tuple[Service, ...] = tuple(service for service in SERVICES if service.role is Role.AGENCY)
WEBHOOKS = "webhooks"  #: those who subscribe to what happens; no service, but the far end of an edge
SMS = "sms"  #: who brings short messages to telephones; no service either
BEYOND = frozenset({WEBHOOKS, SMS})  #: far ends of edges that lie outside of the city
#: Who sends requests to whom, sender first: what can be broken on purpose.
EDGES: tuple[tuple[str, str], ...] = (
    *(("gateway", service.name) for service in SERVICES if service.role in (Role.CORE, Role.AGENCY)),
    *(("declaration", agency.name) for agency in AGENCIES),
    *((agency.name, "declaration") for agency in AGENCIES),
    ("declaration", WEBHOOKS),
    ("identity", SMS),
)
ANSWERED_BY: dict[ClaimKind, str] = {kind: agency.name for agency in AGENCIES for kind in agency.answers}
