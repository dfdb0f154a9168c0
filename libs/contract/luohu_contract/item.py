"""Items as everybody names them: their kinds, statuses, what an invalid one is invalid for, and the ways out."""

from enum import StrEnum


class ItemKind(StrEnum):
    """What a declaration holds, one row of a page each. The last three are filed by the city itself and only read."""

    OWN_HOME = "own_home"  #: 自有住所
    RENTAL = "rental"  #: 合法租赁住所
    DORMITORY = "dormitory"  #: 单位宿舍
    SPOUSE = "spouse"  #: 配偶信息
    DOMESTIC_EDUCATION = "domestic_education"  #: 国内教育
    OVERSEAS_EDUCATION = "overseas_education"  #: 留学教育
    INNOVATION = "innovation"  #: 创新创业
    TAX = "tax"  #: 纳税指标
    HONOUR = "honour"  #: 荣誉表彰
    EMPLOYMENT = "employment"  #: 合法稳定就业, read from social insurance
    LAW_ABIDING = "law_abiding"  #: 守法记录, read from public security
    TAX_PENALTIES = "tax_penalties"  #: 涉税违法行为记录, read from the tax authority


class ItemStatus(StrEnum):
    """Where an item stands. Pending and recheck lock it."""

    DRAFT = "draft"  #: 已保存
    PENDING = "pending"  #: 待审核
    VALID = "valid"  #: 有效
    INVALID = "invalid"  #: 无效
    RECHECK = "recheck"  #: 复查中


class Subject(StrEnum):
    """What a result is about; the first half of every reason's code."""

    PROPERTY = "property"  #: 无效(房源无效)
    SPOUSE = "spouse"  #: 无效(配偶信息无效)
    FILING = "filing"  #: 无效(备案合同无效)
    EDUCATION = "education"  #: the qualification, or both halves
    DEGREE = "degree"  #: the degree half
    OVERSEAS = "overseas"  #: the overseas certificate
    AREA = "area"  #: the job-housing area
    AWARD = "award"  #: an innovation item
    TAX = "tax"  #: the tax authorisation
    HONOUR = "honour"  #: an honour item
    DEPARTMENT = "department"  #: an indicator at a department's window
    ARCHIVE = "archive"  #: the personnel file
    DEGREE_CHECK = "degree_check"  #: the certificates of education, checked at their source


class Remedy(StrEnum):
    """What an applicant can do about a result."""

    RECHECK = "recheck"  #: 申请复查: ask again with evidence, an operator decides
    REFILE = "refile"  #: 删除后重新填写: correct or delete, and file again
    FIX_AT_SOURCE = "fix_at_source"  #: 补录, 备案, 认证: have the record corrected where it is held, then file again
