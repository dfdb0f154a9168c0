"""What a part of a table asks of its department, and the names of the values that come of the answer."""

from enum import StrEnum


class Ask(StrEnum):
    """Kinds of claim that a record may be made of; each is the kind of the same name in `luohu_contract.claim`."""

    CONDUCT = "conduct"
    INSURANCE = "insurance"
    QUALIFICATION = "qualification"
    DEGREE = "degree"
    OWN_HOME = "own_home"
    TAX_TOTAL = "tax_total"
    PERSONNEL_FILE = "personnel_file"
    DEGREE_CHECK = "degree_check"
    DEPARTMENT = "department"


#: The values that each answer gives. A department's are those of its entry: any name.
VALUES: dict[Ask, frozenset[str]] = {
    Ask.CONDUCT: frozenset({"age", "detentions", "criminal_record", "permit_valid"}),
    Ask.INSURANCE: frozenset(
        {
            "pension_months",
            "medical_months",
            "unemployment_months",
            "injury_months",
            "maternity_months",
            "full_years",
            "continuous_months",
        }
    ),
    Ask.QUALIFICATION: frozenset({"level"}),
    Ask.DEGREE: frozenset({"level"}),
    Ask.OWN_HOME: frozenset({"owned"}),
    Ask.TAX_TOTAL: frozenset({"tax_total"}),
    Ask.PERSONNEL_FILE: frozenset({"complete"}),
    Ask.DEGREE_CHECK: frozenset({"level", "scarce_major", "full_time_graduate"}),
}
