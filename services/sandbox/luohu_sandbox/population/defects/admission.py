"""Conditions of eligibility that somebody does not meet (DOMAIN 3.5)."""

from luohu_sandbox.population.defects.kind import Defect

ADMISSION: tuple[Defect, ...] = (
    Defect(
        "eligibility.household",
        "eligibility.household_not_outside",
        "The household is in Beijing.",
        1,
    ),
    Defect(
        "eligibility.no-permit",
        "eligibility.permit_missing",
        "There is no permit.",
        1,
    ),
    Defect(
        "eligibility.late-permit",
        "eligibility.permit_too_late",
        "The permit was applied for after the last day, which is the base date in most rounds.",
        1,
    ),
    Defect(
        "eligibility.retired",
        "eligibility.retirement_age",
        "The applicant has reached the age.",
        1,
    ),
    Defect(
        "eligibility.short",
        "eligibility.insurance_short",
        "Insurance began less than seven years ago.",
        1,
    ),
    Defect(
        "eligibility.gap",
        "eligibility.insurance_gap",
        "Months are missing in the last seven years.",
        1,
    ),
    Defect(
        "eligibility.back-paid",
        "eligibility.back_payment_over_limit",
        "Six months or more are back-paid.",
        1,
    ),
    Defect(
        "eligibility.late-payment",
        "eligibility.payment_late",
        "Months went on record after the base date.",
        1,
    ),
    Defect(
        "eligibility.suspended",
        "eligibility.insurance_status",
        "The account is suspended.",
        1,
    ),
    Defect(
        "eligibility.crime",
        "eligibility.criminal_record",
        "There is a conviction.",
        1,
    ),
)
