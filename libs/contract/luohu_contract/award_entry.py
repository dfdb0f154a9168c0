"""What fits together in an award that somebody entered: type, award, grade, and the fields that the grade asks for.

The applicant's form and the register of winners are held to the same table (`luohu_contract.awards`).
"""

from collections.abc import Iterator
from typing import Protocol

from luohu_contract.awards import AWARD, Award, Grade, awards_of
from luohu_contract.innovation import InnovationType


class AwardEntry(Protocol):
    """An award as it was entered; None stands for what was left out."""

    @property
    def type(self) -> InnovationType: ...
    @property
    def award_kind(self) -> str | None: ...
    @property
    def project_name(self) -> str | None: ...
    @property
    def project_number(self) -> str | None: ...
    @property
    def grade(self) -> str | None: ...
    @property
    def place(self) -> int | None: ...
    @property
    def role(self) -> str | None: ...
    @property
    def year(self) -> int | None: ...


Misfit = tuple[str, str]  #: the field, and what is wrong with it and what would be valid


def misfits(entry: AwardEntry) -> tuple[Misfit, ...]:
    """What does not fit together, by field; empty when everything does. The type must be one of the award lists'.

    One fault is told at a time where the later ones follow from it: without the award nobody knows its grades.
    """
    choices = ", ".join(award.name for award in awards_of(entry.type))
    award = AWARD.get(entry.award_kind or "")
    if award is None or award.type is not entry.type:
        return (("award_kind", f"an item of type {entry.type} names one of: {choices}"),)
    grade = award.grade(entry.grade)
    if grade is None:
        return (("grade", _grades_of(award)),)
    return (*_asked(entry, award, grade), *_role(entry, award, grade), *_year(entry, award))


def _grades_of(award: Award) -> str:
    names = [grade.name for grade in award.grades if grade.name]
    if not names:
        return f"has no place: {award.name} has no grades, leave it out"
    return f"{award.name} has one of: {', '.join(names)}"


def _asked(entry: AwardEntry, award: Award, grade: Grade) -> Iterator[Misfit]:
    what = award.name if grade.name is None else f"{award.name}, {grade.name}"
    for field in ("project_name", "project_number", "place"):
        if field in grade.asks and getattr(entry, field) is None:
            yield field, f"is required for {what}"
    if entry.place is not None and "place" not in grade.asks:
        yield "place", f"has no place: the winners of {what} have no order, leave it out"


def _role(entry: AwardEntry, award: Award, grade: Grade) -> Iterator[Misfit]:
    if grade.roles and entry.role not in grade.roles:
        yield "role", f"{award.name}, {grade.name} counts for one of: {', '.join(grade.roles)}"
    if entry.role is not None and not grade.roles:
        yield "role", f"has no place: {award.name} asks for no role, leave it out"


def _year(entry: AwardEntry, award: Award) -> Iterator[Misfit]:
    if award.since is not None and entry.year is not None and entry.year < award.since:
        yield "year", f"{award.name} counts from {award.since} on"
