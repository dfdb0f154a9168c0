"""The two ways in which a year is scored, and which of them a year's file follows."""

from enum import StrEnum

from luohu_scoring.strict_yaml import Document


class Scheme(StrEnum):
    """How people come to their points. A year's file that does not say is one of a season."""

    SEASON = "season"  #: everybody declares in the season of the year, and items are judged one by one: `load_policy`
    TABLE = "table"  #: the employer applies, and the departments give the points of a table: `load_table`


_LOADERS = {Scheme.SEASON: "load_policy", Scheme.TABLE: "load_table"}


class OtherScheme(LookupError):
    """There is a policy, but one of the other scheme. The text names the function that reads it."""

    def __init__(self, file: str, scheme: Scheme) -> None:
        super().__init__(f"{file} is of the scheme {scheme}; {_LOADERS[scheme]} reads it")
        self.file = file
        self.scheme = scheme  #: of the file


def scheme_of(document: Document) -> Scheme:
    """The scheme of a year's file. Raises PolicyInvalid for one that is not known."""
    said = document.data.get("scheme", Scheme.SEASON) if isinstance(document.data, dict) else Scheme.SEASON
    try:
        return Scheme(said)
    except ValueError:
        raise document.invalid(("scheme",), f"{said!r} is no scheme; there are {', '.join(Scheme)}") from None


def expect_scheme(document: Document, wanted: Scheme) -> None:
    """Raise OtherScheme unless the file follows the scheme, and PolicyInvalid where it follows none."""
    if (scheme := scheme_of(document)) is not wanted:
        raise OtherScheme(document.file, scheme)
