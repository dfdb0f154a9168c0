"""Finer causes that a register may note for its operators; the applicant never sees them (DOMAIN 5.5, assumed)."""

from enum import StrEnum


class Cause(StrEnum):
    """Why a register said no."""

    CERTIFICATE_UNKNOWN = "certificate_unknown"  #: no title of this number
    CERTIFICATE_OF_OTHER_OWNER = "certificate_of_other_owner"  #: the title is somebody else's
    DISTRICT_DIFFERS = "district_differs"  #: the home lies in another district
    USE_NOT_RESIDENTIAL = "use_not_residential"  #: 规划用途 is not 住宅类
    OWNER_NOT_ORGANISATION = "owner_not_organisation"  #: a dormitory that belongs to a person
    ARCHIVE_INCOMPLETE = "archive_incomplete"  #: old title, data missing in the register
    TITLE_NOT_ISSUED = "title_not_issued"  #: applied for, and never entered in the register
    PERIOD_OUTSIDE_TITLE = "period_outside_title"  #: the title was in force in no month that was entered
    FILING_UNKNOWN = "filing_unknown"  #: no lease under this number
    TENANT_DIFFERS = "tenant_differs"  #: the tenant on file is somebody else
    AWARD_UNKNOWN = "award_unknown"  #: no such award
    PERSON_NOT_ON_LIST = "person_not_on_list"  #: the award exists, the person is not among the awardees
    PLACE_DIFFERS = "place_differs"  #: 获奖排名 differs
    GRADE_DIFFERS = "grade_differs"  #: 获奖等级 differs


#: the reason that the applicant is given for each cause
REASON_OF: dict[Cause, str] = {
    Cause.CERTIFICATE_UNKNOWN: "property.not_matched",
    Cause.CERTIFICATE_OF_OTHER_OWNER: "property.not_matched",
    Cause.DISTRICT_DIFFERS: "property.not_matched",
    Cause.USE_NOT_RESIDENTIAL: "property.not_matched",
    Cause.OWNER_NOT_ORGANISATION: "property.not_matched",
    Cause.ARCHIVE_INCOMPLETE: "property.not_matched",
    Cause.TITLE_NOT_ISSUED: "property.not_matched",
    Cause.PERIOD_OUTSIDE_TITLE: "property.not_matched",
    Cause.FILING_UNKNOWN: "filing.not_found",
    Cause.TENANT_DIFFERS: "filing.not_found",
    Cause.AWARD_UNKNOWN: "award.not_matched",
    Cause.PERSON_NOT_ON_LIST: "award.not_matched",
    Cause.PLACE_DIFFERS: "award.not_matched",
    Cause.GRADE_DIFFERS: "award.not_matched",
}
