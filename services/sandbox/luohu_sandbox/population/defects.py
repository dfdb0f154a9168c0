"""The catalogue of planted defects: what is wrong, who finds it, what can be done, and how often it is there.

How often a kind of item fails at first, and which part of those is rechecked, filed again or given up, is DOMAIN 8.5;
how a failure spreads over the defects of its kind is [assumed].
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from luohu_sandbox.population.draw import Draw, Table

Case = TypeVar("Case")


@dataclass(frozen=True, slots=True)
class Defect:
    """One way in which something is wrong."""

    name: str  #: `<kind>.<what>`
    reason: str  #: of the reason catalogue, or a condition of eligibility
    plants: str  #: what the generator does, in a sentence
    weight: int  #: among the defects of its kind
    ways: tuple[str, ...] = ()  #: what may be done; empty: it is given up

    @property
    def kind(self) -> str:
        return self.name.partition(".")[0]


_D = Defect
_RE, _FI, _FIX = "recheck", "refile", "fix_at_source"

DEFECTS: tuple[Defect, ...] = (
    _D("home.number-mistyped", "property.not_matched", "The number of the certificate is entered wrongly.", 25, (_FI,)),
    _D("home.not-in-register", "property.not_matched", "The register never got the certificate.", 10, (_RE, _FIX)),
    _D("home.archive-incomplete", "property.not_matched", "The paper archive was not read in, dates are missing.", 20,
       (_RE, _FIX)),
    _D("home.other-district", "property.not_matched", "Another district is entered than that of the title.", 12, (_FI,)),
    _D("home.owner-misspelled", "property.not_matched", "The register has the owner under a misspelled name.", 10,
       (_RE, _FIX)),
    _D("home.not-residential", "property.not_matched", "The planned use is commercial; a recheck is upheld.", 8, (_RE,)),
    _D("home.never-issued", "property.not_matched", "The title was applied for and never entered.", 7, (_FIX,)),
    _D("home.before-the-title", "property.not_matched", "Months are entered in which the title was not there.", 8,
       (_FI,)),
    _D("date.registered-late", "property.registration_date_disputed",
       "The register has a later registration date than the certificate; the item is valid for fewer months.", 60, (_RE,)),
    _D("date.expired-early", "property.expiry_date_disputed",
       "The register ends the title too early; the item is valid for fewer months.", 40, (_RE,)),
    _D("dormitory.number-mistyped", "property.not_matched", "The number of the title is entered wrongly.", 50, (_FI,)),
    _D("dormitory.owned-by-a-person", "property.not_matched", "The title belongs to a person, not to the employer.", 50),
    _D("lease.number-mistyped", "filing.not_found", "The filing number is entered wrongly.", 30, (_FI,)),
    _D("lease.never-filed", "filing.not_found", "The lease was never filed.", 15, (_FIX,)),
    _D("lease.other-tenant", "filing.not_found", "The lease is filed for somebody else alone.", 12, (_FIX,)),
    _D("lease.not-residential", "filing.use_not_residential", "The home is a serviced apartment.", 12),
    _D("lease.no-title", "filing.no_title", "The home has no title.", 11),
    _D("lease.check-needed", "filing.property_check_needed", "The home was never checked.", 20, (_RE, _FIX)),
    _D("spouse.period-mistyped", "spouse.period_mismatch", "Another wedding day is entered than the document has.", 35,
       (_FI,)),
    _D("spouse.name-mistyped", "spouse.name_mismatch", "The name of the spouse is entered wrongly.", 20, (_FI,)),
    _D("spouse.number-mistyped", "spouse.id_mismatch", "The id number of the spouse is entered wrongly.", 20, (_FI,)),
    _D("spouse.document-unreadable", "spouse.document_unacceptable", "The photograph of the document is unreadable.", 25,
       (_FI,)),
    _D("education.after-the-cutoff", "education.date_after_cutoff", "The education ended after the base date.", 12),
    _D("education.level-mistaken", "education.level_number_mismatch", "Another level is chosen than the number has.", 16,
       (_FI,)),
    _D("education.number-mistyped", "education.not_found", "The number of the certificate is entered wrongly.", 18,
       (_FI,)),
    _D("education.not-on-record", "education.not_found", "The certificate was never put on record.", 10, (_FIX,)),
    _D("education.id-number-mistaken", "education.not_found",
       "The record was made under another id number than the one that is entered.", 8, (_FI,)),
    _D("education.former-name", "education.identity_mismatch", "The record has a name of former times.", 10, (_RE,)),
    _D("education.lunar-birthday", "education.identity_mismatch", "The record has the birth date of another calendar.", 6,
       (_RE,)),
    _D("education.wrong-sex", "education.identity_mismatch", "The record has the other sex.", 4, (_RE,)),
    _D("degree.method-mistaken", "education.not_found", "The number of the degree is entered under the other method.", 6,
       (_FI,)),
    _D("degree.granted-by-mistaken", "education.not_found", "Another body is entered than the one that granted it.", 4,
       (_FI,)),
    _D("degree.date-malformed", "degree.date_malformed",
       "The date of the degree is no date. Filed alone it can be rechecked, beside a qualification it cannot.", 10, (_RE,)),
    _D("overseas.number-mistyped", "overseas.not_found", "The number of the certificate is entered wrongly.", 40, (_FI,)),
    _D("overseas.level-not-stated", "overseas.level_not_stated", "The certificate names no domestic level.", 30, (_FIX,)),
    _D("overseas.other-level", "overseas.document_mismatch", "Another level is chosen than the certificate has.", 30,
       (_FI,)),
    _D("tax.never-enough", "tax.year_invalid", "No year reaches the figure.", 1),
    _D("tax.all-missing", "tax.year_invalid", "A payment is not on record, so that no year counts.", 1, (_RE,)),
    _D("tax.payment-missing", "tax.partially_valid", "A payment of one year is not on record.", 1, (_RE,)),
    _D("tax.penalty-contested", "tax.penalty_recorded", "A penalty was withdrawn, and is still on record.", 1, (_RE,)),
    _D("award.not-on-list", "award.not_matched", "The list lacks the winner.", 1, (_RE,)),
    _D("award.number-mistyped", "award.not_matched", "The number of the project is entered wrongly.", 1, (_FI,)),
    _D("award.place-mistaken", "award.not_matched", "Another place is entered than the list has.", 1, (_FI,)),
    _D("award.grade-mistaken", "award.not_matched", "Another grade is entered than the list has.", 1, (_FI,)),
    _D("commission.not-filed", "award.not_filed_at_science_commission", "Nothing is filed with the commission.", 1,
       (_FIX,)),
    _D("commission.other-type", "award.type_mismatch", "Another type is filed with the commission.", 1, (_FI,)),
    _D("commission.not-on-list", "award.not_matched", "The commission's list lacks the person.", 1, (_FIX,)),
    _D("commission.tax-below-limit", "award.income_tax_below_limit", "The winner paid less than 35,000 CNY.", 1),
    _D("commission.share-too-small", "award.shareholding_not_met", "The share is below ten per cent.", 1),
    _D("honour.not-on-list", "honour.not_matched", "The list lacks the person.", 1, (_RE,)),
    _D("honour.name-mistaken", "honour.not_matched", "Another name of the same type is entered.", 1, (_FI,)),
    _D("area.inside-in-december", "area.not_outside_in_december",
       "The commitment is made, and the home of the last month lies inside of the six.", 1),
    _D("area.too-short", "area.months_below_twelve", "The home outside of the six was bought in the last year.", 1),
    _D("eligibility.household", "eligibility.household_not_outside", "The household is in Beijing.", 1),
    _D("eligibility.no-permit", "eligibility.permit_missing", "There is no permit.", 1),
    _D("eligibility.late-permit", "eligibility.permit_too_late", "The permit was applied for after the base date.", 1),
    _D("eligibility.retired", "eligibility.retirement_age", "The applicant has reached the age.", 1),
    _D("eligibility.short", "eligibility.insurance_short", "Insurance began less than seven years ago.", 1),
    _D("eligibility.gap", "eligibility.insurance_gap", "Months are missing in the last seven years.", 1),
    _D("eligibility.back-paid", "eligibility.back_payment_over_limit", "Six months or more are back-paid.", 1),
    _D("eligibility.late-payment", "eligibility.payment_late", "Months went on record after the base date.", 1),
    _D("eligibility.suspended", "eligibility.insurance_status", "The account is suspended.", 1),
    _D("eligibility.crime", "eligibility.criminal_record", "There is a conviction.", 1),
)  # fmt: skip

BY_NAME: Mapping[str, Defect] = {defect.name: defect for defect in DEFECTS}

#: How often an item of a kind fails at first, in hundred thousandths (DOMAIN 8.5; the last four are assumed).
FIRST_INVALID: Mapping[str, int] = {
    "home": 6_000,
    "dormitory": 6_000,
    "lease": 10_000,
    "spouse": 8_000,
    "education": 4_000,
    "overseas": 15_000,
    "date": 3_000,
}

#: Of every hundred that fail: rechecked, and filed again (DOMAIN 8.5); the others are given up.
RECHECKED, REFILED = 35, 50


@cache
def _table(names: tuple[str, ...]) -> Table[str]:
    return Table(*((name, BY_NAME[name].weight) for name in names))


def drawn(draw: Draw, kind: str, possible: Collection[str]) -> str | None:
    """The defect that an item of a kind has, of those that it can have; None: it is as it should be."""
    if not possible or not draw.chance(FIRST_INVALID[kind]):
        return None
    return _table(tuple(possible)).at(draw)


def chosen_way(draw: Draw, offered: Sequence[str]) -> str | None:
    """What is done about a failure, of what can be done; None: it is given up."""
    share = draw.below(100)
    if not offered or share >= RECHECKED + REFILED:
        return None
    wanted = (_RE, _FI, _FIX) if share < RECHECKED else (_FI, _FIX, _RE)
    return next(way for way in wanted if way in offered)
