"""How employers register and how people are associated with them (handbook 二): statuses, causes, kinds of papers."""

from enum import StrEnum


class EmployerStatus(StrEnum):
    """Where an employer stands in the system."""

    CHECKING = "checking"  #: the tax authority is asked
    OPEN = "open"  #: may do everything; the unit code is there
    NOT_ELIGIBLE = "not_eligible"  #: 不能进行后续业务办理, always with a cause
    UNDER_REVIEW = "under_review"  #: its licence lies at the district window


class NotEligible(StrEnum):
    """Why an employer may not go on (handbook 二.一.2; the name is [assumed])."""

    NOT_REGISTERED_IN_CITY = "not_registered_in_city"
    DEREGISTERED = "deregistered"
    NO_TAX_REGISTRATION = "no_tax_registration"
    NAME_DIFFERS = "name_differs"


class Licence(StrEnum):
    """The papers of an employer that show its credit code (handbook 二.一.2)."""

    BUSINESS_LICENCE = "business_licence"
    INSTITUTION_CERTIFICATE = "institution_certificate"
    CREDIT_CODE_CERTIFICATE = "credit_code_certificate"
    SOCIAL_GROUP_CERTIFICATE = "social_group_certificate"
    OTHER = "other"


class AssociationStatus(StrEnum):
    """Where a person's request to be associated with an employer stands (handbook 二.一.4, 二.二.3)."""

    PENDING = "pending"  #: 等待单位确认
    APPROVED = "approved"  #: 通过; final for the year
    RETURNED = "returned"  #: 不通过, with an opinion; the person may ask again
    WITHDRAWN = "withdrawn"  #: taken back by the person before it was decided


class AssociationAnswer(StrEnum):
    """What an employer says to a request."""

    APPROVE = "approve"  #: 通过
    RETURN = "return"  #: 不通过


class AnswerPace(StrEnum):
    """How an employer answers requests: a switch of the sandbox."""

    BY_HAND = "by_hand"
    AT_ONCE = "at_once"


class NoteKind(StrEnum):
    """What an employer tells the district window (handbook 二.一 and 二.二, 需要注意的是)."""

    DATA_CHANGE = "data_change"  #: of data that is fixed for the year
    CHANGE_OF_EMPLOYER = "change_of_employer"  #: of a person who was associated with another employer
    DISHONESTY = "dishonesty"  #: what supervision has found


#: Statuses in which a person's year is taken: another request has to wait, or comes too late.
TAKEN = frozenset({AssociationStatus.PENDING, AssociationStatus.APPROVED})
