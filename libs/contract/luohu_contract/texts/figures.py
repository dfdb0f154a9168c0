"""Labels of the figures that nobody files: employment and conduct, read when the page opens (DOMAIN 2.3, 2.10)."""

from luohu_contract.districts import CITY_LEVEL
from luohu_contract.texts.kind import Text

FIGURES: dict[str, Text] = {
    "months_by_insurance": Text("缴费月数", "paid months"),
    "back_paid": Text("补缴", "back-paid"),
    "back_paid_months": Text("补缴月数", "back-paid months"),
    "longest": Text("在京累计缴费时间最长的保险", "insurance with most paid months in Beijing"),
    "insured_years": Text("在京连续缴纳社保年限", "years of insurance in Beijing"),
    "city_level": Text(CITY_LEVEL, "paid at the city's agency"),
    "residence_permit": Text("北京市居住证", "Beijing residence permit"),
    "household": Text("户籍所在地", "place of household registration"),
    "detentions": Text(
        "近五年在本市因违反有关法律法规被公安机关处以行政拘留处罚次数",
        "administrative detentions by public security in Beijing in five years",
    ),
    "criminal_record": Text("刑事犯罪记录", "criminal record"),
}

#: What the read-only pages print (handbook 三.一.2, 三.七.2, 三.九.2), with `{places}`.
SENTENCES: dict[str, Text] = {
    "employment": Text(
        "截止到{as_of}，您在京连续缴纳社保年限为{years}年{months}月。"
        "(在京累计缴费时间最长的{insurance}保险月数计算，其中不包含补缴月数{back_paid_months}个月)",
        "By {as_of} you have been insured in Beijing for {years} years and {months} months (by the months of "
        "{insurance} insurance, the longest; {back_paid_months} back-paid months are not among them)",
    ),
    "employment_none": Text(
        "截止到{as_of}，您在京连续缴纳社保年限为0年0月。", "By {as_of} no month of insurance in Beijing is on record"
    ),
    "age": Text(
        "您的出生日期是{birth_date}，截止到{as_of}，您的年龄为{age}周岁",
        "You were born on {birth_date}; on {as_of} you were {age} years old",
    ),
    "law_abiding": Text(
        "近五年在本市因违反有关法律法规被公安机关处以行政拘留处罚次数：{detentions}",
        "Administrative detentions by public security in Beijing in five years: {detentions}",
    ),
    "tax_penalties": Text(
        "近五年在本市涉税违法次数：{penalties}",
        "Tax penalties in Beijing in five years: {penalties}",
    ),
}
