"""Who may file in a world: everybody the handbook admits, or, for tests of the loop alone, everybody."""

from enum import StrEnum


class Admission(StrEnum):
    """What a world demands before anything is filed."""

    HANDBOOK = "handbook"  #: eligibility, commitments and an association with an employer, in this order
    OPEN = "open"  #: nothing: whoever signs in files at once; what is filed is judged as ever
