"""Names for people and things that do not exist. Nothing is taken from a library, whose next version would differ."""

from luohu_sandbox.population.draw import Draw, Table

_LESS_COMMON = (
    "梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆"
    "郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
SURNAMES = Table(
    *((name, 40) for name in "王李张刘陈"),
    *((name, 14) for name in "杨赵黄周吴徐孙胡朱高林何郭马罗"),
    *((name, 5) for name in _LESS_COMMON),
)
_MEN = "伟强磊军洋勇杰涛超明刚平辉鹏飞波斌宇浩凯健俊帆旭东亮峰松林海建国志文新立永庆家学成思远子博天佑"
_WOMEN = "芳娜敏静丽艳娟霞秀英兰玲桂香莉红梅雪琳晶妍茜倩婷玉珍萍洁慧晓欣悦佳怡雅诗梦琪颖秋春燕云月青文雨"
_SYLLABLES = "云松海青柏桐枫岚峰泽润嘉禾晨曦昆仑星河远航博雅启明鼎新天和瑞丰同方中轴景山永定潮白燕京长城玉泉"
_TRADES = (
    "科技有限公司", "信息技术有限公司", "软件有限公司", "文化传媒有限公司", "商贸有限公司", "建筑工程有限公司",
    "物业管理有限公司", "医药有限公司", "餐饮管理有限公司", "教育咨询有限公司", "物流有限公司", "设计院有限公司",
    "机械制造有限公司", "投资管理有限公司", "生物技术有限公司", "广告有限公司",
)  # fmt: skip
_PLACES = "江北云岭海东河西山南川中湖滨岭南关东陇右漠北淮阳"
_SCHOOLS = ("大学", "理工大学", "师范大学", "农业大学", "财经大学", "工业大学", "医科大学", "交通学院")

#: Where households are registered: the commonest home provinces of the awardees of 2018 (DOMAIN 8.4), and the rest.
PROVINCES = Table(
    ("河北省", 894), ("辽宁省", 484), ("山东省", 445), ("黑龙江省", 444), ("内蒙古自治区", 340), ("山西省", 316),
    ("河南省", 309), ("吉林省", 309), ("湖北省", 290), ("天津市", 239), ("安徽省", 180), ("湖南省", 170),
    ("江苏省", 160), ("陕西省", 160), ("四川省", 150), ("江西省", 130), ("甘肃省", 110), ("浙江省", 90),
    ("福建省", 70), ("广西壮族自治区", 60), ("重庆市", 60), ("云南省", 40), ("贵州省", 40), ("新疆维吾尔自治区", 40),
    ("宁夏回族自治区", 30), ("青海省", 20), ("广东省", 20), ("海南省", 10), ("上海市", 10),
)  # fmt: skip


def person_name(draw: Draw, *, man: bool) -> str:
    """A surname and one or two characters."""
    characters = _MEN if man else _WOMEN
    name = SURNAMES.at(draw) + draw.pick(characters)
    return name if draw.chance(30_000) else name + draw.pick(characters)


def other_name(name: str) -> str:
    """A name that somebody had before, or that was mistyped: another last character."""
    return name[:-1] + ("华" if name[-1] != "华" else "宁")


def company_name(draw: Draw, city: str) -> str:
    """A company of a city."""
    return f"{city}{draw.pick(_SYLLABLES)}{draw.pick(_SYLLABLES)}{draw.pick(_SYLLABLES)}{draw.pick(_TRADES)}"


def school_name(number: int) -> str:
    """The school of a number, which is in the numbers of its certificates too."""
    place = number % (len(_PLACES) // 2) * 2
    return f"{_PLACES[place : place + 2]}{_SCHOOLS[number % len(_SCHOOLS)]}"
