"""A text in the two languages of the city: Chinese as the pages have it, English for everybody else."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Text:
    """One label."""

    zh: str
    en: str

    def __post_init__(self) -> None:
        if not (self.zh and self.en):
            raise ValueError("a label has both languages")


Labels = dict[type[StrEnum], dict[StrEnum, Text]]
