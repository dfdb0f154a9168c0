"""The catalogue of what is wrong with people who apply by a case."""

from dataclasses import dataclass

NO_PERMIT, INTERRUPTED, BACK_PAID, RETIRED = (
    "person.no-permit",
    "insurance.interrupted",
    "insurance.back-paid",
    "person.retired",
)
CRIME, DETAINED = "person.crime", "person.detained"
QUALIFICATION_UNKNOWN, QUALIFICATION_LEVEL, QUALIFICATION_NAME = (
    "qualification.not-on-record",
    "qualification.level-mistaken",
    "qualification.name-differs",
)
DEGREE_FORGED, DEGREE_UNKNOWN, DEGREE_LEVEL, DEGREE_ONE_MISSING = (
    "degree.forged",
    "degree.not-on-record",
    "degree.level-mistaken",
    "degree.one-missing",
)
HOME_UNKNOWN, HOME_SOLD = "title.not-on-record", "title.sold"
FILE_ELSEWHERE, FILE_INCOMPLETE = "file.elsewhere", "file.incomplete"
SHORT_CONTRACT, NO_PLACE, OFFICE_ELSEWHERE = "form.short-contract", "form.no-place", "form.office-elsewhere"


@dataclass(frozen=True, slots=True)
class CaseDefect:
    """One of them."""

    name: str
    plants: str  #: what the generator does, in a sentence
    comes_to: str  #: reason of the catalogue, or code of what a step lacks, or what comes of it in words


CASE_DEFECTS: tuple[CaseDefect, ...] = (
    CaseDefect(NO_PERMIT, "There is no permit.", "`no-permit`"),
    CaseDefect(INTERRUPTED, "Insurance has a gap in the last year.", "`not-insured` where a year is asked for"),
    CaseDefect(BACK_PAID, "Some months were paid later; they do not count.", "fewer months"),
    CaseDefect(RETIRED, "The age of retirement is reached.", "`retirement-age` where there is a limit"),
    CaseDefect(CRIME, "There is a conviction.", "a veto, or nothing where a table does not read it"),
    CaseDefect(DETAINED, "There is a detention of the last year.", "fewer points where a table counts it"),
    CaseDefect("department.not-on-record", "A department never got the entry.", "`department.not_on_record`"),
    CaseDefect(
        "department.certificate-differs", "A department has another number.", "`department.certificate_differs`"
    ),
    CaseDefect("department.name-differs", "A department has another name.", "`department.name_differs`"),
    CaseDefect("department.value-differs", "More is claimed than is on record.", "`department.value_differs`"),
    CaseDefect("department.says-otherwise", "One department says no where another says yes.", "nothing for both"),
    CaseDefect("department.on-record", "Something is on record against the person.", "a veto, or fewer points"),
    CaseDefect(QUALIFICATION_UNKNOWN, "The certificate is not on record.", "`education.not_found`"),
    CaseDefect(QUALIFICATION_LEVEL, "Another level is claimed.", "`education.level_number_mismatch`"),
    CaseDefect(QUALIFICATION_NAME, "The record has another name.", "`education.not_found`"),
    CaseDefect(DEGREE_FORGED, "The source never gave the certificate.", "`degree_check.not_genuine`"),
    CaseDefect(DEGREE_UNKNOWN, "The source does not know the certificate.", "`degree_check.not_genuine`"),
    CaseDefect(DEGREE_LEVEL, "A higher level is claimed.", "`degree_check.not_genuine`"),
    CaseDefect(DEGREE_ONE_MISSING, "Of an upgraded study one is left out.", "`degree_check.certificate_missing`"),
    CaseDefect(HOME_UNKNOWN, "The register never got the title.", "`property.not_matched`"),
    CaseDefect(HOME_SOLD, "The home was sold.", "`property.not_matched`"),
    CaseDefect(FILE_ELSEWHERE, "The file is kept elsewhere by the register.", "`archive.not_held_there`"),
    CaseDefect(FILE_INCOMPLETE, "A paper is missing in the file.", "`archive.incomplete`"),
    CaseDefect(SHORT_CONTRACT, "The contract is too short.", "`contract-too-short`"),
    CaseDefect(NO_PLACE, "There is no place in which to settle.", "`no-place-to-settle`"),
    CaseDefect(OFFICE_ELSEWHERE, "The office lies outside of the city.", "`condition-not-met`"),
)
