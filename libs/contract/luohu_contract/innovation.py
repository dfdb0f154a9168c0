"""The eleven types of innovation item (创新创业指标类型, DOMAIN 4.7), and who is asked about each.

Three are filed with the science commission, in its own system; the others are compared with the award lists.
"""

from enum import StrEnum
from typing import Literal, get_args


class InnovationType(StrEnum):
    """创新创业指标类型, as the form lists them (handbook 三.五.2)."""

    COMPETITION_NATIONAL_STARTUP = "competition_national_startup"  #: 中国创新创业大赛行业总决赛
    COMPETITION_BEIJING_STARTUP = "competition_beijing_startup"  #: 中国·北京创新创业大赛(季)
    SHAREHOLDING = "shareholding"  #: 在国家高新技术企业或科技型中小企业持股
    AWARD_SCIENCE = "award_science"  #: 在科技领域获得国家级或本市市级奖项
    AWARD_CULTURE = "award_culture"  #: 在文化领域获得国家级或本市市级奖项
    WORLDSKILLS = "worldskills"  #: 世界技能大赛
    SKILLS_NATIONAL = "skills_national"  #: 国家级一类职业技能竞赛
    SKILLS_BEIJING = "skills_beijing"  #: 全市性市级一类职业技能竞赛
    COMPETITION_CULTURE_CREATIVE = "competition_culture_creative"  #: 北京文化创意大赛
    COMPETITION_CHUANGYI = "competition_chuangyi"  #: “中国创翼”创业创新大赛全国决赛(主体赛)
    COMPETITION_CHUANGYE_BEIJING = "competition_chuangye_beijing"  #: “创业北京”创业创新大赛


#: The competitions of the science commission (附件1(二) rows 1 and 2).
CompetitionType = Literal[InnovationType.COMPETITION_NATIONAL_STARTUP, InnovationType.COMPETITION_BEIJING_STARTUP]

#: Chosen here, filed and judged at the science commission (三.五.2(1)).
CommissionType = Literal[
    InnovationType.COMPETITION_NATIONAL_STARTUP,
    InnovationType.COMPETITION_BEIJING_STARTUP,
    InnovationType.SHAREHOLDING,
]

#: The same, to look a type up.
AT_COMMISSION: frozenset[InnovationType] = frozenset(get_args(CommissionType))

#: Filed here alone and compared with the award lists (三.五.2(2)).
ListedType = Literal[
    InnovationType.AWARD_SCIENCE,
    InnovationType.AWARD_CULTURE,
    InnovationType.WORLDSKILLS,
    InnovationType.SKILLS_NATIONAL,
    InnovationType.SKILLS_BEIJING,
    InnovationType.COMPETITION_CULTURE_CREATIVE,
    InnovationType.COMPETITION_CHUANGYI,
    InnovationType.COMPETITION_CHUANGYE_BEIJING,
]


class WinnerRole(StrEnum):
    """What a person was in a company that won a competition (附件1(二) rows 1 and 2)."""

    LEGAL_REPRESENTATIVE = "legal_representative"  #: 法定代表人
    CORE_TEAM_MEMBER = "core_team_member"  #: 核心团队成员


class CompanyKind(StrEnum):
    """What a company was recognised as (附件1(三))."""

    HIGH_TECH = "high_tech"  #: 国家高新技术企业
    SCIENCE_SME = "science_sme"  #: 科技型中小企业
    OTHER = "other"  #: neither: its shares give no points
