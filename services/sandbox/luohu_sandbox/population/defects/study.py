"""Defects of education, domestic and overseas (DOMAIN 5.2)."""

from luohu_sandbox.population.defects.kind import FIX, RECHECK, REFILE, Defect

STUDY: tuple[Defect, ...] = (
    Defect(
        "education.after-the-cutoff",
        "education.date_after_cutoff",
        "The education ended after the base date.",
        12,
    ),
    Defect(
        "education.level-mistaken",
        "education.level_number_mismatch",
        "Another level is chosen than the number has.",
        16,
        (REFILE,),
    ),
    Defect(
        "education.number-mistyped",
        "education.not_found",
        "The number of the certificate is entered wrongly.",
        18,
        (REFILE,),
    ),
    Defect(
        "education.not-on-record",
        "education.not_found",
        "The certificate was never put on record.",
        10,
        (FIX,),
    ),
    Defect(
        "education.id-number-mistaken",
        "education.not_found",
        "The record was made under another id number than the one that is entered.",
        8,
        (REFILE,),
    ),
    Defect(
        "education.former-name",
        "education.identity_mismatch",
        "The record has a name of former times.",
        10,
        (RECHECK,),
    ),
    Defect(
        "education.lunar-birthday",
        "education.identity_mismatch",
        "The record has the birth date of another calendar.",
        6,
        (RECHECK,),
    ),
    Defect(
        "education.wrong-sex",
        "education.identity_mismatch",
        "The record has the other sex.",
        4,
        (RECHECK,),
    ),
    Defect(
        "degree.method-mistaken",
        "education.not_found",
        "The number of the degree is entered under the other method.",
        6,
        (REFILE,),
    ),
    Defect(
        "degree.granted-by-mistaken",
        "education.not_found",
        "Another body is entered than the one that granted it.",
        4,
        (REFILE,),
    ),
    Defect(
        "degree.date-malformed",
        "degree.date_malformed",
        "The date of the degree is no date. Filed alone it can be rechecked, beside a qualification it cannot.",
        10,
        (RECHECK,),
    ),
    Defect(
        "overseas.number-mistyped",
        "overseas.not_found",
        "The number of the certificate is entered wrongly.",
        40,
        (REFILE,),
    ),
    Defect(
        "overseas.level-not-stated",
        "overseas.level_not_stated",
        "The certificate names no domestic level.",
        30,
        (FIX,),
    ),
    Defect(
        "overseas.other-level",
        "overseas.document_mismatch",
        "Another level is chosen than the certificate has.",
        30,
        (REFILE,),
    ),
)
