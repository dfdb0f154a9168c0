"""The honours that count (附件2, DOMAIN 4.10 and 7.8): their types, their names, and the names they had before."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class HonourType(StrEnum):
    """荣誉表彰类型, as the form lists them (handbook 三.八.2)."""

    NONE = "none"  #: 不符合荣誉表彰积分条件
    MODEL_WORKER = "model_worker"  #: 省部级以上劳动模范
    NATIONAL_MORAL_MODEL = "national_moral_model"  #: 全国道德模范
    CAPITAL_MORAL_MODEL = "capital_moral_model"  #: 首都道德模范
    NATIONAL_GOOD_SAMARITAN = "national_good_samaritan"  #: 全国见义勇为英雄模范
    CAPITAL_GOOD_SAMARITAN = "capital_good_samaritan"  #: 首都见义勇为好市民


#: The types that somebody is asked about: all but `none`.
CommendedType = Literal[
    HonourType.MODEL_WORKER,
    HonourType.NATIONAL_MORAL_MODEL,
    HonourType.CAPITAL_MORAL_MODEL,
    HonourType.NATIONAL_GOOD_SAMARITAN,
    HonourType.CAPITAL_GOOD_SAMARITAN,
]


@dataclass(frozen=True, slots=True)
class Honour:
    """One name of an honour (荣誉表彰名称)."""

    type: HonourType
    name: str
    until: int | None = None  #: last year in which the name was given; None: it still is, or nobody says


_MODEL_WORKER = HonourType.MODEL_WORKER
_NATIONAL_MORAL = HonourType.NATIONAL_MORAL_MODEL
_CAPITAL_MORAL = HonourType.CAPITAL_MORAL_MODEL
_CAPITAL_SAMARITAN = HonourType.CAPITAL_GOOD_SAMARITAN

#: Every name of 附件2. The four last ones were given by 首都文明委 before 2000-08-01.
HONOURS: tuple[Honour, ...] = (
    Honour(_MODEL_WORKER, "全国劳动模范"),
    Honour(_MODEL_WORKER, "北京市劳动模范"),
    Honour(_MODEL_WORKER, "享受同级劳模待遇的先进典型"),
    Honour(_NATIONAL_MORAL, "全国助人为乐模范"),
    Honour(_NATIONAL_MORAL, "全国见义勇为模范"),
    Honour(_NATIONAL_MORAL, "全国诚实守信模范"),
    Honour(_NATIONAL_MORAL, "全国敬业奉献模范"),
    Honour(_NATIONAL_MORAL, "全国孝老爱亲模范"),
    Honour(_CAPITAL_MORAL, "首都道德模范"),
    Honour(_CAPITAL_MORAL, "首都十大公德人物"),
    Honour(_CAPITAL_MORAL, "首都十大道德模范"),
    Honour(HonourType.NATIONAL_GOOD_SAMARITAN, "全国见义勇为英雄模范"),
    Honour(_CAPITAL_SAMARITAN, "首都见义勇为好市民"),
    Honour(_CAPITAL_SAMARITAN, "首都见义勇为荣誉市民"),
    Honour(_CAPITAL_SAMARITAN, "见义勇为好市民", until=2000),
    Honour(_CAPITAL_SAMARITAN, "首都见义勇为积极分子", until=2000),
    Honour(_CAPITAL_SAMARITAN, "首都见义勇为好卫士", until=2000),
    Honour(_CAPITAL_SAMARITAN, "首都见义勇为好公民", until=2000),
)


def names_of(kind: HonourType) -> tuple[str, ...]:
    """The names that count for a type, in the order of 附件2; none for `none`."""
    return tuple(honour.name for honour in HONOURS if honour.type is kind)


def counts(kind: HonourType, name: str, year: int) -> bool:
    """Whether an honour of that name, given in that year, is one of the type (附件2)."""
    return any(
        (honour.type, honour.name) == (kind, name) and (honour.until is None or year <= honour.until)
        for honour in HONOURS
    )
