"""The kinds of claim. Claims and findings are told apart by them, so they stand alone."""

from enum import StrEnum


class ClaimKind(StrEnum):
    """The kinds of claim, each judged by exactly one agency."""

    OWN_HOME = "own_home"  #: 自有住所
    DORMITORY = "dormitory"  #: 单位宿舍
    RENTAL = "rental"  #: 合法租赁住所
    QUALIFICATION = "qualification"  #: 学历, one half of 国内教育
    DEGREE = "degree"  #: 学位, the other half
    OVERSEAS_EDUCATION = "overseas_education"  #: 留学教育
    TAX = "tax"  #: 纳税指标
    SCIENCE_AWARD = "science_award"  #: 创新创业, the types filed at 市科委
    AWARD = "award"  #: 创新创业, the types that are compared with the award lists
    HONOUR = "honour"  #: 荣誉表彰
    TAX_TOTAL = "tax_total"  #: 个人所得税合计, of some years together
    TAX_PENALTIES = "tax_penalties"  #: 涉税违法行为记录, read whether or not the tax indicator is filed
    INSURANCE = "insurance"  #: 社会保险缴费记录, read for 合法稳定就业 and for eligibility
    CONDUCT = "conduct"  #: 公安登记信息, read for 守法记录, age and eligibility
    DEPARTMENT = "department"  #: 部门联审, one indicator at one department of a city with windows
    PERSONNEL_FILE = "personnel_file"  #: 人事档案
    DEGREE_CHECK = "degree_check"  #: 学历学位背景核查
