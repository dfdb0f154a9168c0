"""The nine indicators (DOMAIN 1.2), and which kinds of item each of them is made of."""

from enum import StrEnum

from luohu_contract.item import ItemKind


class Indicator(StrEnum):
    """One page of the declaration, in the order of the pages (DOMAIN 3.6)."""

    EMPLOYMENT = "employment"  #: 合法稳定就业
    HOUSING = "housing"  #: 合法稳定住所
    EDUCATION = "education"  #: 教育背景
    JOB_HOUSING_AREA = "job_housing_area"  #: 职住区域
    INNOVATION = "innovation"  #: 创新创业
    TAX = "tax"  #: 纳税
    AGE = "age"  #: 年龄
    HONOUR = "honour"  #: 荣誉表彰
    LAW_ABIDING = "law_abiding"  #: 守法记录


#: Nothing is entered: the figure is read and shown, to be saved as it is (handbook 三.一, 三.七, 三.九).
READ_ONLY = frozenset({Indicator.EMPLOYMENT, Indicator.AGE, Indicator.LAW_ABIDING})

#: Items that the city files by itself, and that nobody edits, deletes, verifies or rechecks.
READ_ONLY_KINDS = frozenset({ItemKind.EMPLOYMENT, ItemKind.LAW_ABIDING, ItemKind.TAX_PENALTIES})

#: Age and area have no items of their own: public security's record says the age, homes and insurance the area.
INDICATOR_OF: dict[ItemKind, Indicator] = {
    ItemKind.EMPLOYMENT: Indicator.EMPLOYMENT,
    ItemKind.OWN_HOME: Indicator.HOUSING,
    ItemKind.RENTAL: Indicator.HOUSING,
    ItemKind.DORMITORY: Indicator.HOUSING,
    ItemKind.SPOUSE: Indicator.HOUSING,
    ItemKind.DOMESTIC_EDUCATION: Indicator.EDUCATION,
    ItemKind.OVERSEAS_EDUCATION: Indicator.EDUCATION,
    ItemKind.INNOVATION: Indicator.INNOVATION,
    ItemKind.TAX: Indicator.TAX,
    ItemKind.TAX_PENALTIES: Indicator.TAX,
    ItemKind.HONOUR: Indicator.HONOUR,
    ItemKind.LAW_ABIDING: Indicator.LAW_ABIDING,
}

#: Items whose results an indicator follows: besides its own, those that the area is computed from.
FOLLOWS: dict[Indicator, frozenset[ItemKind]] = {
    indicator: frozenset(kind for kind, its in INDICATOR_OF.items() if its is indicator) for indicator in Indicator
} | {
    Indicator.JOB_HOUSING_AREA: frozenset({ItemKind.OWN_HOME, ItemKind.EMPLOYMENT}),
    Indicator.AGE: frozenset({ItemKind.LAW_ABIDING}),
}
