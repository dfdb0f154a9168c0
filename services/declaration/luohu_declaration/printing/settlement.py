"""The contents of what a settlement prints: the two papers for the window, the letters, the permit to move in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from luohu_contract.claim import Person, Sex
from luohu_contract.household import SettlementDocument as Kind
from luohu_contract.numbers import parse_resident_id
from luohu_contract.numbers.invalid import NumberInvalid
from luohu_contract.texts import DOCUMENTS, text
from luohu_declaration.domain.settlement.papers import Need
from luohu_declaration.domain.settlement.transfer import (
    Child,
    EmployerCollective,
    HeldFile,
    OwnHome,
    ProofGiven,
    PublicHousingDirect,
    PublicHousingUnit,
    TransferData,
)
from luohu_declaration.printing.sheet import Block, Fields, Lines, Sheet, Table

BUREAU = "北京市人力资源和社会保障局"


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that the papers name."""

    person: Person
    year: int
    data: TransferData
    needs: Sequence[Need]  #: of the district window
    employer_name: str | None = None
    handling_district: str | None = None
    total: Decimal | None = None
    rank: int | None = None
    points: Sequence[tuple[str, Decimal]] = ()  #: label and points of each line of the score


@dataclass(frozen=True, slots=True)
class Stamp:
    """The number under which a document was printed or issued."""

    number: str
    issued_at: datetime
    valid_until: datetime | None = None
    copy: int = 1
    holder: str | None = None


def sheet_of(kind: Kind, facts: Facts, stamp: Stamp) -> Sheet:
    """The document of that kind. Raises LookupError for one that another office writes by hand."""
    return _SHEETS[kind](facts, stamp)


def _materials_list(facts: Facts, stamp: Stamp) -> Sheet:
    rows = [
        (str(number), need.label.zh, " / ".join(text_of(each) for each in need.accepts))
        for number, need in enumerate(facts.needs, start=1)
    ]
    return Sheet(
        title="北京市积分落户申报材料清单",
        number=stamp.number,
        blocks=[
            _about(facts),
            Table("提交材料", ("序号", "材料名称", "可接受的凭证"), rows),
            Lines(
                (
                    "申请人无刑事犯罪记录证明统一由政府数据比对函询取得，个人无需开具。",
                    "申请人不能亲自前往的，由被委托人携身份证件、《授权委托书》及上述材料前往办理。",
                )
            ),
        ],
        closing=(_on(stamp),),
    )


def _application_form(facts: Facts, stamp: Stamp) -> Sheet:
    return Sheet(
        title="北京市积分落户申请表",
        number=stamp.number,
        blocks=[_about(facts), _household(facts.data), _points(facts), *_children(facts.data)],
        closing=("申请人(签字)：　　　　　　　　", _on(stamp)),
    )


def _transfer_letter(facts: Facts, stamp: Stamp) -> Sheet:
    file = facts.data.personnel_file
    holder = file.holder if isinstance(file, HeldFile) else "无档案"
    return Sheet(
        title=f"{BUREAU}调动介绍信",
        number=stamp.number,
        blocks=[
            _person(facts),
            Fields((("档案管理单位", holder), ("现工作单位", facts.employer_name or ""))),
            Lines(("经核准，同意上述人员以积分落户方式调京，请按有关规定办理档案转接手续。", _until(stamp))),
        ],
        closing=(BUREAU, _on(stamp)),
    )


def _registration_letter(facts: Facts, stamp: Stamp) -> Sheet:
    return Sheet(
        title="报户口介绍信",
        number=stamp.number,
        blocks=[
            _person(facts),
            _household(facts.data),
            *_children(facts.data),
            Lines(("经核准，请准予上述人员在本市办理落户手续。", _until(stamp))),
        ],
        closing=(BUREAU, _on(stamp)),
    )


def _transfer_form(facts: Facts, stamp: Stamp) -> Sheet:
    return Sheet(
        title="调动人员情况登记表",
        number=stamp.number,
        blocks=[_about(facts), _household(facts.data), *_file(facts.data), *_children(facts.data)],
        closing=(BUREAU, _on(stamp)),
    )


def _move_in_permit(facts: Facts, stamp: Stamp) -> Sheet:
    return Sheet(
        title=f"准予迁入证明(第{'一二三'[stamp.copy - 1]}联)",
        number=stamp.number,
        blocks=[
            _person(facts),
            _household(facts.data),
            *_children(facts.data),
            Lines((f"本联由{stamp.holder or ''}留存。", "迁移原因：积分落户。", _until(stamp))),
        ],
        closing=(facts.data.destination.branch, _on(stamp)),
    )


_SHEETS: Mapping[Kind, Callable[[Facts, Stamp], Sheet]] = {
    Kind.MATERIALS_LIST: _materials_list,
    Kind.APPLICATION_FORM: _application_form,
    Kind.TRANSFER_LETTER: _transfer_letter,
    Kind.REGISTRATION_LETTER: _registration_letter,
    Kind.TRANSFER_FORM: _transfer_form,
    Kind.MOVE_IN_PERMIT: _move_in_permit,
}


def text_of(document: str) -> str:
    """The label of a document by its id."""
    return DOCUMENTS[document].zh


def _person(facts: Facts) -> Fields:
    person = facts.person
    born, sex = _born(person)
    return Fields(
        (
            ("姓名", person.name),
            ("身份证号", person.id_number),
            ("性别", text(sex).zh if sex else ""),
            ("出生日期", born.isoformat() if born else ""),
        )
    )


def _about(facts: Facts) -> Fields:
    more = (
        ("申报年度", str(facts.year)),
        ("现工作单位", facts.employer_name or ""),
        ("业务办理区", facts.handling_district or ""),
        ("婚姻状况", text(facts.data.marital_status).zh),
    )
    return Fields((*_person(facts).pairs, *more))


def _household(data: TransferData) -> Fields:
    destination = data.destination
    pairs = [
        ("现户籍地址", data.household.address),
        ("现户籍派出所", data.household.police_station),
        ("落户方式", text(destination.kind).zh),
        ("落户地址", destination.address),
        ("落户所在区", destination.district),
        ("落户派出所", destination.police_station),
    ]
    match destination:
        case OwnHome():
            pairs += [("房产证号", destination.certificate_number), ("产权人", text(destination.owner).zh)]
        case PublicHousingDirect():
            pairs.append(("租赁合同号", destination.lease_number))
        case PublicHousingUnit():
            pairs += [("产权单位", destination.unit_name), ("分配通知单号", destination.allotment_notice_number)]
        case EmployerCollective():
            pairs.append(("集体户单位", destination.employer_name))
    if data.spouse is not None:
        pairs += [("配偶姓名", data.spouse.name), ("配偶证件号", data.spouse.id_number)]
    return Fields(pairs)


def _points(facts: Facts) -> Table:
    rows = [(label, _figure(points)) for label, points in facts.points]
    rows.append(("年度总积分", "" if facts.total is None else _figure(facts.total)))
    rows.append(("排名", "" if facts.rank is None else str(facts.rank)))
    return Table("积分情况", ("指标", "分值"), rows)


def _children(data: TransferData) -> list[Block]:
    if not data.children:
        return []
    rows = [
        (
            child.name,
            child.id_number,
            text(child.relation).zh,
            f"第{child.birth_order}孩",
            child.birth_certificate_number,
            _planning(child),
            child.household.address,
        )
        for child in data.children
    ]
    columns = ("姓名", "身份证号", "关系", "孩次", "出生医学证明", "计划生育凭证", "户籍地址")
    return [Table("随迁未成年子女", columns, rows)]


def _planning(child: Child) -> str:
    given = child.family_planning
    if isinstance(given, ProofGiven):
        return f"{text(given.document).zh} {given.number}"
    return f"免交：{text(given.reason).zh}"


def _file(data: TransferData) -> list[Block]:
    file = data.personnel_file
    if not isinstance(file, HeldFile):
        return [Fields((("人事档案", "无档案，已出具诚信声明"),))]
    where = "京内" if file.in_beijing else "京外"
    return [Fields((("档案管理单位", f"{file.holder}({where})"), ("单位地址", file.holder_address)))]


def _born(person: Person) -> tuple[date | None, Sex | None]:
    """Birth date and sex of the identity card, or as its number tells them."""
    if person.birth_date is not None and person.sex is not None:
        return person.birth_date, person.sex
    try:
        number = parse_resident_id(person.id_number)
    except NumberInvalid:
        return person.birth_date, person.sex
    return number.birth_date, number.sex


def _figure(points: Decimal) -> str:
    """Points as the score page prints them, without trailing zeros."""
    return f"{points.normalize():f}"


def _on(stamp: Stamp) -> str:
    return f"{stamp.issued_at:%Y}年{stamp.issued_at:%m}月{stamp.issued_at:%d}日"


def _until(stamp: Stamp) -> str:
    """The last day of a term that ends with an instant."""
    return "" if stamp.valid_until is None else f"有效期至{stamp.valid_until:%Y-%m-%d %H:%M}止。"
