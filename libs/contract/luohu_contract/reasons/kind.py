"""What a reason is: a code that programs switch on, the screen's label, the ways out, and the evidence they want."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from luohu_contract.claim import ClaimKind
from luohu_contract.item import Remedy, Subject

TWO_WEEKS = "P14D"  #: 约两周左右, because old archives may have to be read

BASE_DATE = "{base_date}"  #: the only blank that a label can have; 2020年12月31日 in the handbook's edition


class ReasonOutcome(StrEnum):
    """What became of the item."""

    INVALID = "invalid"  #: 无效
    VALID_DISPUTED = "valid_disputed"  #: 有效, and a finding of it can be disputed
    ZERO = "zero"  #: 不积分: computed here, nobody was asked


class Mark(StrEnum):
    """How sure the row is."""

    HANDBOOK = "handbook"  #: stands in the handbook, label included
    ASSUMED = "assumed"  #: the handbook has the rule and no label, or not even the rule


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a recheck attaches in one case, all in one PDF."""

    wants: tuple[tuple[str, ...], ...]  #: of each group at least one; identifiers of `texts.DOCUMENTS`
    zh: str  #: as the handbook asks for it
    en: str
    case: str = "any"  #: which case of the reason this is for
    degree_wants: tuple[tuple[str, ...], ...] = ()  #: wanted besides when the degree half is rechecked

    def documents(self) -> frozenset[str]:
        """Identifiers of all documents that can serve."""
        return frozenset(name for group in (*self.wants, *self.degree_wants) for name in group)


@dataclass(frozen=True, slots=True)
class Reason:
    """One row of the catalogue (DOMAIN 5.2)."""

    code: str  #: `subject.reason`
    outcome: ReasonOutcome
    zh: str  #: the label on the screen; may hold `{base_date}`
    en: str
    hint: str  #: what to do, in Chinese
    hint_en: str
    remedies: tuple[Remedy, ...]  #: at least one; several stand side by side
    decided_by: str  #: name of a service, or `window` or `declaration`
    source: str  #: chapter of the handbook, edition 2021; [002] the guide of Tianjin, [003] of Shanghai
    evidence: tuple[Evidence, ...] = ()  #: one for each case; empty where no recheck is possible
    duration: str | None = None  #: of a recheck, ISO 8601; None where none is stated
    mark: Mark = Mark.HANDBOOK
    degree_alone: bool = False  #: the recheck is for those who filed nothing but the degree
    elsewhere: frozenset[ClaimKind] = field(default_factory=frozenset)  #: kinds whose rechecks another system takes

    @property
    def subject(self) -> Subject:
        """What the reason is about: the first half of the code."""
        return Subject(self.code.partition(".")[0])

    def label(self, base_date: date | None = None) -> str:
        """The label as the screen prints it in a round; ValueError when it needs the base date and none is given."""
        if BASE_DATE not in self.zh:
            return self.zh
        if base_date is None:
            raise ValueError(f"the label of {self.code} names the base date: give it, for example date(2020, 12, 31)")
        return self.zh.replace(BASE_DATE, f"{base_date.year}年{base_date.month}月{base_date.day}日")

    def english(self, base_date: date | None = None) -> str:
        """The English label; a date as 2020-12-31. ValueError as for `label`."""
        if BASE_DATE not in self.en:
            return self.en
        if base_date is None:
            raise ValueError(f"the label of {self.code} names the base date: give it, for example date(2020, 12, 31)")
        return self.en.replace(BASE_DATE, base_date.isoformat())
