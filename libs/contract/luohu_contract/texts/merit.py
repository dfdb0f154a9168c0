"""Labels of innovation and honours (DOMAIN 4.7, 4.10): enums of the wire, and the names of 附件1 and 附件2 in English.

Awards, grades, roles and honours have their Chinese names as values, so their labels are keyed by these.
"""

from luohu_contract.awards import AwardFamily
from luohu_contract.honours import HonourType
from luohu_contract.innovation import CompanyKind, InnovationType, WinnerRole
from luohu_contract.texts.kind import Labels, Text

MERIT: Labels = {
    InnovationType: {
        InnovationType.COMPETITION_NATIONAL_STARTUP: Text(
            "科技部、财政部、教育部、全国工商联指导的中国创新创业大赛行业总决赛",
            "finals of the China Innovation and Entrepreneurship Competition",
        ),
        InnovationType.COMPETITION_BEIJING_STARTUP: Text(
            "市科委指导的中国创新创业大赛北京地区总决赛暨中国·北京创新创业大赛(季)总决赛和行业决赛",
            "Beijing finals of the innovation and entrepreneurship competition",
        ),
        InnovationType.SHAREHOLDING: Text(
            "在国家高新技术企业或科技型中小企业持股", "shares in a high-tech or technology firm"
        ),
        InnovationType.AWARD_SCIENCE: Text(
            "在科技领域获得国家级或本市市级奖项", "award for science of the state or of the city"
        ),
        InnovationType.AWARD_CULTURE: Text(
            "在文化领域获得国家级或本市市级奖项", "award for culture of the state or of the city"
        ),
        InnovationType.WORLDSKILLS: Text(
            "由人力资源和社会保障部牵头,以国家队名义参加的由世界技能组织举办的世界技能大赛",
            "WorldSkills competition, for the national team",
        ),
        InnovationType.SKILLS_NATIONAL: Text(
            "由人力资源和社会保障部主办或联合主办的国家级一类职业技能竞赛",
            "first-class vocational skills contest of the state",
        ),
        InnovationType.SKILLS_BEIJING: Text(
            "由市人力资源社会保障局牵头举办的全市性市级一类职业技能竞赛",
            "first-class vocational skills contest of the city",
        ),
        InnovationType.COMPETITION_CULTURE_CREATIVE: Text(
            "北京文化创意大赛(原“北京市文化创意创新创业大赛”)", "Beijing contest of cultural creativity"
        ),
        InnovationType.COMPETITION_CHUANGYI: Text(
            "人力资源和社会保障部联合相关单位共同主办的“中国创翼”创业创新大赛全国决赛(主体赛)",
            "national finals of the contest 中国创翼",
        ),
        InnovationType.COMPETITION_CHUANGYE_BEIJING: Text(
            "市人力资源社会保障局联合相关单位主办的“创业北京”创业创新大赛", "contest 创业北京, of the city"
        ),
    },
    WinnerRole: {
        WinnerRole.LEGAL_REPRESENTATIVE: Text("法定代表人", "legal representative"),
        WinnerRole.CORE_TEAM_MEMBER: Text("核心团队成员", "member of the core team"),
    },
    CompanyKind: {
        CompanyKind.HIGH_TECH: Text("国家高新技术企业", "high-tech company recognised by the state"),
        CompanyKind.SCIENCE_SME: Text("科技型中小企业", "small or medium technology company"),
        CompanyKind.OTHER: Text("其他企业", "another company"),
    },
    AwardFamily: {
        AwardFamily.SCIENCE: Text("科技领域", "science"),
        AwardFamily.CULTURE: Text("文化领域", "culture"),
        AwardFamily.CULTURE_WORK: Text("文化领域(相关主创人员)", "culture, those who made a work"),
        AwardFamily.SKILLS: Text("职业技能方面", "vocational skills"),
        AwardFamily.CONTEST: Text("创新创业大赛", "contests of innovation and entrepreneurship"),
    },
    HonourType: {
        HonourType.NONE: Text("不符合荣誉表彰积分条件", "no honour that counts"),
        HonourType.MODEL_WORKER: Text("省部级以上劳动模范", "model worker of a province, a ministry or the state"),
        HonourType.NATIONAL_MORAL_MODEL: Text("全国道德模范", "national moral model"),
        HonourType.CAPITAL_MORAL_MODEL: Text("首都道德模范", "moral model of the capital"),
        HonourType.NATIONAL_GOOD_SAMARITAN: Text("全国见义勇为英雄模范", "national hero of righteous courage"),
        HonourType.CAPITAL_GOOD_SAMARITAN: Text("首都见义勇为好市民", "citizen of righteous courage of the capital"),
    },
}


def _named(english: dict[str, str]) -> dict[str, Text]:
    return {zh: Text(zh, en) for zh, en in english.items()}


#: 奖种, by the names of `luohu_contract.awards`
AWARD_NAMES: dict[str, Text] = _named(
    {
        "国家自然科学奖": "State Natural Science Award",
        "国家技术发明奖": "State Technological Invention Award",
        "国家科学技术进步奖": "State Science and Technology Progress Award",
        "北京市科学技术奖": "Beijing Science and Technology Award",
        "精神文明建设“五个一工程”奖": "Five-One Project award for works of culture",
        "中国新闻奖": "China News Award",
        "长江韬奋奖": "Changjiang Taofen Award for journalists",
        "北京市哲学社会科学优秀成果奖": "Beijing award for philosophy and social science",
        "北京市文学艺术奖": "Beijing Literature and Art Award",
        "首都精神文明建设奖": "Capital award for cultural progress",
        "北京新闻奖": "Beijing News Award",
        "世界技能大赛": "WorldSkills competition",
        "国家级一类职业技能竞赛": "first-class vocational skills contest of the state",
        "全市性市级一类职业技能竞赛": "first-class vocational skills contest of the city",
        "北京文化创意大赛": "Beijing contest of cultural creativity",
        "“中国创翼”创业创新大赛全国决赛(主体赛)": "national finals of the contest 中国创翼",
        "“创业北京”创业创新大赛": "contest 创业北京",
    }
)

#: 获奖等级, and the kinds of work
GRADES: dict[str, Text] = _named(
    {
        "特等奖": "special prize",
        "特别奖": "special award",
        "一等奖": "first prize",
        "二等奖": "second prize",
        "三等奖": "third prize",
        "单项奖": "single-item prize",
        "重大创新奖": "prize for a major innovation",
        "突出贡献中关村奖": "Zhongguancun prize for outstanding contributions",
        "杰出青年中关村奖": "Zhongguancun prize for outstanding young people",
        "金牌": "gold medal",
        "银牌": "silver medal",
        "铜牌": "bronze medal",
        "优胜奖": "medallion for excellence",
        "电影": "film",
        "电视剧": "television series",
        "戏剧": "drama",
        "广播剧": "radio play",
        "歌曲": "song",
        "图书": "book",
        "动画片": "animated film",
        "音乐": "music",
        "文学": "literature",
        "美术": "fine art",
        "书法": "calligraphy",
        "摄影": "photography",
        "民间文艺": "folk art",
        "舞蹈": "dance",
        "曲艺": "ballads and storytelling",
        "杂技": "acrobatics",
    }
)

#: what a person did in a work of culture
ROLES: dict[str, Text] = _named(
    {
        "编剧": "writer",
        "导演": "director",
        "主演": "leading actor",
        "演播者": "speaker",
        "作词": "lyricist",
        "作曲": "composer",
        "演唱": "singer",
        "作者": "author",
        "责任编辑": "editor in charge",
    }
)

#: 荣誉表彰名称, by the names of `luohu_contract.honours`
HONOUR_NAMES: dict[str, Text] = _named(
    {
        "全国劳动模范": "national model worker",
        "北京市劳动模范": "model worker of Beijing",
        "享受同级劳模待遇的先进典型": "exemplary person with the treatment of such a model worker",
        "全国助人为乐模范": "national model of helpfulness",
        "全国见义勇为模范": "national model of righteous courage",
        "全国诚实守信模范": "national model of honesty",
        "全国敬业奉献模范": "national model of dedication",
        "全国孝老爱亲模范": "national model of family care",
        "首都道德模范": "moral model of the capital",
        "首都十大公德人物": "one of ten persons of public virtue of the capital, first edition",
        "首都十大道德模范": "one of ten moral models of the capital, a later edition",
        "全国见义勇为英雄模范": "national hero of righteous courage",
        "首都见义勇为好市民": "citizen of righteous courage of the capital",
        "首都见义勇为荣誉市民": "honorary citizen of righteous courage of the capital",
        "见义勇为好市民": "citizen of righteous courage, before August 2000",
        "首都见义勇为积极分子": "activist of righteous courage of the capital, before August 2000",
        "首都见义勇为好卫士": "guard of righteous courage of the capital, before August 2000",
        "首都见义勇为好公民": "good citizen of righteous courage of the capital, before August 2000",
    }
)
