"""The awards that are compared with the lists (附件1(一), (二) rows 3 to 8): what each type can name, and how.

One table: an award belongs to a type, has grades (获奖等级, or the kind of work for the awards of culture), and each
grade says which fields an applicant enters. The points are not here: policies hold them, under the same names.
"""

from dataclasses import dataclass
from enum import StrEnum

from luohu_contract.innovation import InnovationType


class AwardFamily(StrEnum):
    """Awards whose recheck wants the same papers (三.五.3); the value is the case of `award.not_matched`'s evidence."""

    SCIENCE = "science"  #: 科技领域
    CULTURE = "culture"  #: 文化领域
    CULTURE_WORK = "culture_work"  #: “五个一工程”奖, 北京市文学艺术奖: 相关主创人员
    SKILLS = "skills"  #: 职业技能方面
    CONTEST = "contest"  #: 创新创业大赛


@dataclass(frozen=True, slots=True)
class Grade:
    """One grade of an award, and what is entered with it."""

    name: str | None  #: 获奖等级; None: the award has no grades
    asks: frozenset[str] = frozenset()  #: fields that must be given, of project_name, project_number and place
    roles: tuple[str, ...] = ()  #: one of these must be given; empty: none may be


@dataclass(frozen=True, slots=True)
class Award:
    """One award (奖种)."""

    name: str
    type: InnovationType
    family: AwardFamily
    grades: tuple[Grade, ...]
    since: int | None = None  #: first year that counts
    founder: bool = False  #: only the first founder (第一创始人) of the winning project
    through_beijing: bool = False  #: only when 本市或在京中央单位 put it forward (附件1(一) rows 5 and 6)

    def grade(self, name: str | None) -> Grade | None:
        """The grade of that name; None when the award has no such grade."""
        return next((grade for grade in self.grades if grade.name == name), None)


_PROJECT = frozenset({"project_name", "project_number", "place"})  # 获奖项目名称, 获奖项目编号, 获奖排名
_WORK = frozenset({"project_name"})
_FINAL = frozenset({"project_name", "place"})

_PLAYED = ("编剧", "导演", "主演")
_DRAWN = ("编剧", "导演")
_BROADCAST = ("编剧", "导演", "演播者")
_SUNG = ("作词", "作曲", "演唱")
_WRITTEN = ("作者", "责任编辑")
_OTHER_ARTS = ("美术", "书法", "摄影", "民间文艺", "舞蹈", "曲艺", "杂技")  # 其他艺术类


def _grades(*names: str, asks: frozenset[str] = frozenset(), roles: tuple[str, ...] = ()) -> tuple[Grade, ...]:
    return tuple(Grade(name, asks, roles) for name in names)


_ONE_TWO_THREE = ("一等奖", "二等奖", "三等奖")

_SCIENCE = (
    ("国家自然科学奖", _grades("一等奖", "二等奖", asks=_PROJECT)),
    ("国家技术发明奖", _grades("一等奖", "二等奖", asks=_PROJECT)),
    ("国家科学技术进步奖", _grades("特等奖", "一等奖", "二等奖", asks=_PROJECT)),
    (
        "北京市科学技术奖",
        (
            *_grades("突出贡献中关村奖", "杰出青年中关村奖"),
            *_grades("重大创新奖", "特等奖", *_ONE_TWO_THREE, asks=_PROJECT),
        ),
    ),
)

_CULTURE = (
    ("中国新闻奖", _grades("特别奖", *_ONE_TWO_THREE, asks=_WORK)),
    ("长江韬奋奖", (Grade(None),)),
    ("北京市哲学社会科学优秀成果奖", _grades("特等奖", "一等奖", "二等奖", asks=_WORK)),
    ("首都精神文明建设奖", (Grade(None),)),
    ("北京新闻奖", _grades(*_ONE_TWO_THREE, asks=_WORK)),
)

_CULTURE_WORKS = (
    (
        "精神文明建设“五个一工程”奖",
        (
            *_grades("电影", "电视剧", "戏剧", asks=_WORK, roles=_PLAYED),
            *_grades("广播剧", asks=_WORK, roles=_BROADCAST),
            *_grades("歌曲", asks=_WORK, roles=_SUNG),
            *_grades("图书", asks=_WORK, roles=_WRITTEN),
        ),
    ),
    (
        "北京市文学艺术奖",
        (
            *_grades("电影", "电视剧", "戏剧", asks=_WORK, roles=_PLAYED),
            *_grades("动画片", asks=_WORK, roles=_DRAWN),
            *_grades("广播剧", asks=_WORK, roles=_BROADCAST),
            *_grades("音乐", asks=_WORK, roles=_SUNG),
            *_grades("文学", asks=_WORK, roles=_WRITTEN),
            *_grades(*_OTHER_ARTS, asks=_WORK),
        ),
    ),
)

#: 通过本市或在京中央单位申报: the national awards of culture that are put forward by an organisation.
_PUT_FORWARD = frozenset({"精神文明建设“五个一工程”奖", "中国新闻奖"})


def _culture(name: str, family: AwardFamily, grades: tuple[Grade, ...]) -> Award:
    return Award(name, InnovationType.AWARD_CULTURE, family, grades, through_beijing=name in _PUT_FORWARD)


AWARDS: tuple[Award, ...] = (
    *(Award(name, InnovationType.AWARD_SCIENCE, AwardFamily.SCIENCE, grades) for name, grades in _SCIENCE),
    *(_culture(name, AwardFamily.CULTURE_WORK, grades) for name, grades in _CULTURE_WORKS),
    *(_culture(name, AwardFamily.CULTURE, grades) for name, grades in _CULTURE),
    Award(
        "世界技能大赛",
        InnovationType.WORLDSKILLS,
        AwardFamily.SKILLS,
        _grades("金牌", "银牌", "铜牌", "优胜奖", asks=_WORK),
        since=2011,
    ),
    Award(
        "国家级一类职业技能竞赛",
        InnovationType.SKILLS_NATIONAL,
        AwardFamily.SKILLS,
        (Grade(None, _FINAL),),
        since=2011,
    ),
    Award(
        "全市性市级一类职业技能竞赛",
        InnovationType.SKILLS_BEIJING,
        AwardFamily.SKILLS,
        (Grade(None, _FINAL),),
        since=2011,
    ),
    Award(
        "北京文化创意大赛",
        InnovationType.COMPETITION_CULTURE_CREATIVE,
        AwardFamily.CONTEST,
        _grades(*_ONE_TWO_THREE, "单项奖", asks=_WORK),
    ),
    Award(
        "“中国创翼”创业创新大赛全国决赛(主体赛)",
        InnovationType.COMPETITION_CHUANGYI,
        AwardFamily.CONTEST,
        _grades(*_ONE_TWO_THREE, asks=_WORK),
        since=2020,
        founder=True,
    ),
    Award(
        "“创业北京”创业创新大赛",
        InnovationType.COMPETITION_CHUANGYE_BEIJING,
        AwardFamily.CONTEST,
        _grades(*_ONE_TWO_THREE, asks=_WORK),
        since=2020,
        founder=True,
    ),
)

#: The awards by their names.
AWARD: dict[str, Award] = {award.name: award for award in AWARDS}


def awards_of(kind: InnovationType) -> tuple[Award, ...]:
    """The awards that an item of that type can name; none for the types of the science commission."""
    return tuple(award for award in AWARDS if award.type is kind)
