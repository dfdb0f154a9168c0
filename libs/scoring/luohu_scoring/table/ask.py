"""The kinds of claim that a part of a table may ask its department, and the names of the values that come of each."""

from typing import Annotated

from pydantic import AfterValidator

from luohu_contract.claim_kind import ClaimKind

#: The values that each answer gives; None: a department's entry may hold any.
VALUES: dict[ClaimKind, frozenset[str] | None] = {
    ClaimKind.CONDUCT: frozenset({"age", "detentions", "criminal_record", "permit_valid"}),
    ClaimKind.INSURANCE: frozenset(
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
    ClaimKind.QUALIFICATION: frozenset({"level"}),
    ClaimKind.DEGREE: frozenset({"level"}),
    ClaimKind.OWN_HOME: frozenset({"owned"}),
    ClaimKind.TAX_TOTAL: frozenset({"tax_total"}),
    ClaimKind.PERSONNEL_FILE: frozenset({"complete"}),
    ClaimKind.DEGREE_CHECK: frozenset({"level", "scarce_major", "months_since_full_time_study"}),
    ClaimKind.DEPARTMENT: None,
}


def _of_a_record(kind: ClaimKind) -> ClaimKind:
    if kind not in VALUES:
        raise ValueError(f"{kind} gives no values for a table; there are {', '.join(VALUES)}")
    return kind


Ask = Annotated[ClaimKind, AfterValidator(_of_a_record)]
