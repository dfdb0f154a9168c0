"""What a field of a form is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from luohu_contract.texts import Text, text
from luohu_contract.texts.pages import PAGES

Values = Mapping[str, str]  #: what stands in the fields of a form, by name; a field that is empty may be missing
Option = tuple[str, Text]  #: a value, and how it is called

#: Ends the names of boxes that say whether a part of a form is filled in; the API never sees them.
PART = "?"


class Look(StrEnum):
    """How a field is drawn."""

    TEXT = "text"
    DATE = "date"
    MONTH = "month"
    NUMBER = "number"
    CHOICE = "choice"
    RADIOS = "radios"
    TICK = "tick"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Spouse:
    """A filed spouse record, to be chosen in the form of a home."""

    id: str
    name: str
    married_from: str
    married_to: str  #: empty: the marriage lasts
    label: str  #: its status

    @property
    def called(self) -> Text:
        """As a choice has it: who, from when to when, and how the record stands."""
        known = {"name": self.name, "first": self.married_from, "last": self.married_to, "state": self.label}
        words = PAGES["applicant.spouse.ended" if self.married_to else "applicant.spouse.lasting"]
        return Text(words.zh.format(**known), words.en.format(**known))


@dataclass(frozen=True, slots=True)
class Around:
    """What choices depend on besides the form itself."""

    spouses: Sequence[Spouse] = ()


Options = Callable[[Values, Around], Sequence[Option]]
When = Callable[[Values], bool]


def always(_: Values) -> bool:
    """Whatever stands in the form."""
    return True


def never(_: Values) -> bool:
    """Whatever stands in the form."""
    return False


def having(name: str, *values: str) -> When:
    """When a field has one of the values."""
    return lambda given: given.get(name, "") in values


def members(kind: type[StrEnum], *but: StrEnum) -> Options:
    """The values of an enum of the contract, with their labels of the catalogue. but: those that cannot be chosen."""
    found = tuple((member.value, text(member)) for member in kind if member not in but)
    return lambda _, __: found


@dataclass(frozen=True, slots=True)
class Field:
    """One field."""

    name: str  #: as in JSON, nested with dots
    look: Look = Look.TEXT
    options: Options | None = None  #: of CHOICE and RADIOS
    shown: When = always
    required: When = always
    hint: str = ""  #: key of a text of the pages
    turns: bool = False  #: whether other fields come and go with it
    part: str = ""  #: key of the heading under which it stands

    @property
    def of_the_page(self) -> bool:
        """Whether it is the page's own, and no part of what is filed."""
        return self.name.endswith(PART)
