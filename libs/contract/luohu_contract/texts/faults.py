"""What is wrong with a field, in Chinese. The API says it in English: each sentence that a form can meet is known here
by its shape.
"""

import re

from luohu_contract.texts.refused_fields import REFUSED_FIELDS

_SHAPES: tuple[tuple[str, str], ...] = (
    # of every model
    (r"Field required", "请填写此项"),
    (r"Extra inputs are not permitted", "此项不应填写"),
    (r"Input should be (?:'.+'|\d+)(?: or '.+')?", "请从选项中选择"),
    (r"Input tag .+ does not match any of the expected tags.*", "请从选项中选择"),
    (r"Unable to extract tag using discriminator .+", "请先选择类型"),
    (r"Input should be True", "请勾选此项"),
    (r"Input should be null|Input should be None", "此项不应填写"),
    (r"String should have at least (\d+) characters?", r"至少填写\1个字符"),
    (r"String should have at most (\d+) characters?", r"最多填写\1个字符"),
    (r"(?:List|Tuple|Set|Dictionary|Value) should have at least (\d+) items? .+", r"至少填写\1项"),
    (r"(?:List|Tuple|Set|Dictionary|Value) should have at most (\d+) items? .+", r"最多填写\1项"),
    (r"String should match pattern .+", "格式不符"),
    (r"Input should be greater than or equal to (.+)", r"不小于\1"),
    (r"Input should be less than or equal to (.+)", r"不大于\1"),
    (r"Input should be greater than (.+)", r"须大于\1"),
    (r"Input should be less than (.+)", r"须小于\1"),
    (r"Input should be a valid string", "请填写文字"),
    (r"Input should be a valid (?:integer|number|decimal).*", "请填写数字"),
    (r"Input should be a finite number|Decimal input should be an integer, .+", "请填写数字"),
    (r"Unable to parse input string as an integer, exceeded maximum size", "数字过大"),
    (r"Decimal input should have no more than (\d+) decimal places?", r"最多\1位小数"),
    (r"Decimal input should have no more than (\d+) digits? in total", r"最多\1位数字"),
    (r"Decimal input should have no more than (\d+) digits? before the decimal point", r"小数点前最多\1位"),
    (r"Datetimes provided to dates should have zero time .+", "请填写日期，例如2021-07-05"),
    (r"Input should be a valid date.*", "请填写日期，例如2021-07-05"),
    (r"Input should be a valid boolean.*", "请选择是或否"),
    (r"(?:Input should be a valid UUID|UUID input should be).*", "编号格式不符"),
    (r"Input should be (?:an object|a valid (?:dictionary|list|tuple|array)).*", "请填写此部分"),
    (r"Input should have timezone info", "时间须注明时区"),
    # of numbers and names
    (r"this is no .+\. Valid: .+, for example (.+)", r"编号格式不符，例如\1"),
    (r"this is no district of the city; there are (.+)", r"请从以下选择：\1"),
    # of texts and times
    (r"a text cannot hold NUL characters .+", "不能含有空字符"),
    (r"control characters and line breaks have no place here", "不能含有控制字符或换行"),
    (r"a date or a time is written in ISO 8601, .+", "日期格式例如2021-07-05"),
    (r"a month is (?:a text, )?written yyyy-mm, .+", "月份格式例如2014-08"),
    (r"(\d+) is no year between 1949 and 2099", r"\1不在1949年至2099年之间"),
    (r"(\d+) is no month between 01 and 12", r"\1不是01至12的月份"),
    # of forms
    (r"lies before #/\w+, (\S+)", r"不能早于\1"),
    (r"is required when the relation is spouse: .+", "配偶名下的住所，请先填报配偶信息并在此选择"),
    (r"is required for (.+)", r"\1须填写此项"),
    (r"(.+) asks for no role, leave it out", r"\1不区分角色，请勿填写"),
    (r"has no place(?: when the relation is self|: .+)", "此项不应填写"),
    (r"give a qualification, a degree, or both", "请填写学历、学位，或两者"),
    (r"an item of type \S+ names one of: (.+)", r"请从以下选择：\1"),
    (r".+ (?:is|has) one of: (.+?)(?:; or leave it out)?", r"请从以下选择：\1"),
    (r"(.+) counts for one of: (.+)", r"\1仅以下角色计分：\2"),
    (r"(.+) counts from (\d+) on", r"\1自\2年起计分"),
)
_KNOWN = tuple((re.compile(shape, re.DOTALL), chinese) for shape, chinese in (*_SHAPES, *REFUSED_FIELDS))


def in_chinese(fault: str) -> str | None:
    """The same in Chinese; None for a sentence that is not known here."""
    for shape, chinese in _KNOWN:
        if found := shape.fullmatch(fault):
            return found.expand(chinese).replace(", ", "、")
    return None
