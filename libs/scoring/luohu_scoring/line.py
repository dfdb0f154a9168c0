"""The ten lines of a score, in the order of the score page (handbook 三.十)."""

from enum import StrEnum


class Line(StrEnum):
    """One line of points. Nine are indicators; the deduction stands beside education as a line of its own."""

    EMPLOYMENT = "employment"  #: 合法稳定就业
    HOUSING = "housing"  #: 合法稳定住所
    EDUCATION = "education"  #: 教育背景
    EDUCATION_DEDUCTION = "education_deduction"  #: 取得学历(学位)期间累计的居住及就业分值, never above 0
    JOB_HOUSING_AREA = "job_housing_area"  #: 职住区域
    INNOVATION = "innovation"  #: 创新创业
    TAX = "tax"  #: 纳税, may be negative
    AGE = "age"  #: 年龄
    HONOUR = "honour"  #: 荣誉表彰
    LAW_ABIDING = "law_abiding"  #: 守法记录, never above 0


#: Lines that cannot be known while another one is pending: both are made of its months or of its item.
FOLLOWS: dict[Line, tuple[Line, ...]] = {
    Line.EMPLOYMENT: (Line.HOUSING, Line.EDUCATION_DEDUCTION, Line.JOB_HOUSING_AREA),
    Line.EDUCATION: (Line.EDUCATION_DEDUCTION,),
}
