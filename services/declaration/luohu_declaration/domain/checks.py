"""Whether a form fits: the round, the spouse records and files of its declaration, and the items beside it.

Every refusal names the field by a JSON pointer and says what would be right. Nothing here looks at a register: what an
agency would find is for the agency to say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from luohu_contract.contradictions import contradictions
from luohu_contract.forms import (
    DomesticEducationForm,
    DormitoryForm,
    Form,
    InnovationForm,
    OwnHomeForm,
    RentalForm,
    SpouseForm,
    TaxForm,
    evidence_of,
    spouse_of,
)
from luohu_contract.item import ItemKind
from luohu_contract.months import Month
from luohu_declaration.domain.item import EDUCATION
from luohu_declaration.domain.merit import asks_anybody
from luohu_declaration.domain.round import Round

#: How many items of one kind a declaration holds: far more than any life needs, far fewer than an attack would file.
LIMITS: dict[ItemKind, int] = dict.fromkeys(ItemKind, 60)

#: Kinds of which there may be several, but none twice: the best one counts (DOMAIN G10).
ONCE = frozenset({ItemKind.INNOVATION, ItemKind.HONOUR})


class Refused(Exception):
    """A form is refused. `errors` point at the fields, `extensions` say more for programs."""

    extensions: Mapping[str, Any] = MappingProxyType({})

    def __init__(self, detail: str, *errors: tuple[str, str]) -> None:
        self.errors = tuple({"pointer": pointer, "detail": what} for pointer, what in errors)
        super().__init__(detail)


class FormInvalid(Refused):
    """Fields of the form contradict each other."""

    def __init__(self, errors: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{pointer}: {what}" for pointer, what in errors), *errors)


class PeriodOutOfRange(Refused):
    """Months or days that the round does not know."""


class PeriodOverlaps(Refused):
    """Two items enter the same month of one home, or the same day of two marriages."""

    def __init__(self, pointer: str, what: str, other: "Beside") -> None:
        self.extensions = other.extensions
        super().__init__(f"{what} The other item is {other.called}.", (pointer, f"overlaps item {other.called}"))


class SpouseUnknown(Refused):
    """The residence names no spouse record of this declaration."""


class EvidenceUnknown(Refused):
    """The form names a file that was not uploaded to this declaration."""


class EducationExists(Refused):
    """One education at a time, domestic or overseas (DOMAIN G6)."""

    def __init__(self, other: "Beside") -> None:
        self.extensions = other.extensions
        super().__init__(
            f"The declaration has a {other.kind.value} item already: {other.called}. Domestic and overseas exclude "
            "each other, and one education is filed at a time: edit that item, or delete it and file this one."
        )


class FilingExists(Refused):
    """The declaration has just that already, and a second one would add nothing."""

    def __init__(self, other: "Beside") -> None:
        self.extensions = other.extensions
        super().__init__(
            f"The declaration has this already: item {other.called}. Edit it, or delete it and file again."
        )


class ItemLimit(Refused):
    """There is no room for more items of the kind."""

    def __init__(self, kind: ItemKind) -> None:
        super().__init__(f"A declaration holds at most {LIMITS[kind]} items of kind {kind.value}. Delete one first.")


class NothingToVerify(Refused):
    """The form claims nothing that an agency could be asked about."""

    def __init__(self) -> None:
        super().__init__(
            "The item says that no honour was given (不符合荣誉表彰积分条件): nobody is asked, and it adds nothing. "
            "Save the page.",
            ("#/type", "name an honour to have it verified"),
        )


class AuthorisationMissing(Refused):
    """Nobody may read tax data without the authorisation (DOMAIN G7)."""

    def __init__(self) -> None:
        super().__init__(
            "The tax item is saved without the authorisation, so it cannot be sent. Set `authorised` to true first.",
            ("#/authorised", "must be true before verification is asked for"),
        )


@dataclass(frozen=True, slots=True)
class Beside:
    """Another item of the same declaration."""

    id: UUID
    kind: ItemKind
    form: Form
    place: str = ""  #: JSON pointer of an item that is filed in the same request, and has no id that anybody knows

    @property
    def called(self) -> str:
        """How a refusal names it."""
        return self.place or str(self.id)

    @property
    def extensions(self) -> dict[str, str]:
        """The same for programs."""
        return {"item": self.place} if self.place else {"item_id": str(self.id)}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a form is checked against.

    round: its days. today: on the world's clock. others: the declaration's items.
    evidence: ids of the declaration's files among those that were asked about.
    """

    round: Round
    today: date
    others: Sequence[Beside]
    evidence: frozenset[UUID]


def check(form: Form, kind: ItemKind, around: Surroundings, *, itself: UUID | None = None) -> None:
    """Refuse a form that does not fit, by the exception that says why. itself: the item of it, if it is filed."""
    around = replace(around, others=[other for other in around.others if other.id != itself])
    if faults := contradictions(form):
        raise FormInvalid(faults)
    _check_range(form, around)
    _check_references(form, around)
    _check_others(form, kind, around.others)


def check_ready(form: Form) -> None:
    """What may be saved but not sent. Raises AuthorisationMissing, NothingToVerify."""
    if not asks_anybody(form):
        raise NothingToVerify
    if isinstance(form, TaxForm) and not form.authorised:
        raise AuthorisationMissing


def _check_range(form: Form, around: Surroundings) -> None:
    faults: list[tuple[str, str]] = []
    if isinstance(form, OwnHomeForm | RentalForm | DormitoryForm):
        end = Month.of(around.round.base_date)
        if form.last > end:
            faults.append(("#/to", f"lies after {end}, the month of the base date"))
        if not isinstance(form, OwnHomeForm) and form.first < around.round.filed_from:
            what = f"lies before {around.round.filed_from}; earlier months of this kind need no filing"
            faults.append(("#/from", what))
    elif isinstance(form, SpouseForm):
        faults += [
            (f"#/{name}", f"lies after today, {around.today}; leave married_to out for a marriage that lasts")
            for name, day in (("married_from", form.married_from), ("married_to", form.married_to))
            if day is not None and day > around.today
        ]
    elif isinstance(form, DomesticEducationForm):
        halves = (("qualification", form.qualification), ("degree", form.degree))
        faults += [
            (f"#/{name}/birth_date", f"lies after the base date, {around.round.base_date}")
            for name, half in halves
            if half is not None and half.birth_date > around.round.base_date
        ]
    elif isinstance(form, InnovationForm) and form.year is not None and form.year > around.today.year:
        faults.append(("#/year", f"lies after {around.today.year}, the year that it is"))
    if faults:
        raise PeriodOutOfRange("; ".join(f"{pointer} {what}" for pointer, what in faults), *faults)


def _check_references(form: Form, around: Surroundings) -> None:
    evidence = evidence_of(form)
    if evidence is not None and evidence not in around.evidence:
        raise EvidenceUnknown(
            "The form names a file that this declaration does not have. Upload the PDF first.",
            ("#/evidence", "is no file of this declaration"),
        )
    spouse_id = spouse_of(form)
    if spouse_id is None:
        return
    spouses = {other.id: other.form for other in around.others if other.kind is ItemKind.SPOUSE}
    spouse = spouses.get(spouse_id)
    if not isinstance(spouse, SpouseForm):
        raise SpouseUnknown(
            "The residence names a spouse record that this declaration does not have. File the spouse record first.",
            ("#/spouse_id", "is no spouse record of this declaration"),
        )
    if isinstance(form, OwnHomeForm | RentalForm) and not _touches(form, spouse):
        until = spouse.married_to or "today"
        raise PeriodOutOfRange(
            f"The residence lies outside the marriage of {spouse.married_from} to {until}; "
            "enter the months of that marriage, one item for each.",
            ("#/from", f"no month of the period lies in the marriage, {spouse.married_from} to {until}"),
        )


def _touches(home: OwnHomeForm | RentalForm, spouse: SpouseForm) -> bool:
    began = Month.of(max(spouse.married_from, date(1949, 1, 1)))
    ended = None if spouse.married_to is None else Month.of(max(spouse.married_to, date(1949, 1, 1)))
    return began <= home.last and (ended is None or home.first <= ended)


def _check_others(form: Form, kind: ItemKind, others: Sequence[Beside]) -> None:
    for other in others:
        if kind in EDUCATION and other.kind in EDUCATION:
            raise EducationExists(other)
        if (kind in ONCE and other.form == form) or kind is other.kind is ItemKind.TAX:
            raise FilingExists(other)
        _check_overlap(form, other)
    if sum(other.kind is kind for other in others) >= LIMITS[kind]:
        raise ItemLimit(kind)


def _check_overlap(form: Form, other: Beside) -> None:
    theirs = other.form
    if isinstance(form, SpouseForm) and isinstance(theirs, SpouseForm):
        endless = date.max
        if form.married_from <= (theirs.married_to or endless) and theirs.married_from <= (form.married_to or endless):
            raise PeriodOverlaps(
                "#/married_from",
                f"A marriage of {theirs.married_from} to {theirs.married_to or 'today'} is filed already; "
                "each day belongs to one marriage.",
                other,
            )
        return
    number = _home_number(form)
    if number is None or number != _home_number(theirs):
        return
    assert isinstance(form, OwnHomeForm | RentalForm | DormitoryForm)  # noqa: S101 - narrows the type
    assert isinstance(theirs, OwnHomeForm | RentalForm | DormitoryForm)  # noqa: S101 - narrows the type
    if form.first <= theirs.last and theirs.first <= form.last:
        raise PeriodOverlaps(
            "#/from",
            f"The same home is entered for {theirs.first} to {theirs.last} already; a month counts once.",
            other,
        )


def _home_number(form: Form) -> Mapping[str, str] | None:
    """What tells one home from another: its certificate's number, or its lease's."""
    if isinstance(form, OwnHomeForm | DormitoryForm):
        return {"certificate": form.certificate_number}
    if isinstance(form, RentalForm):
        return {"filing": form.filing_number}
    return None
