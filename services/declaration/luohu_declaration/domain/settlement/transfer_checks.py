"""Whether transfer data fits the declaration and the rules: where one may register, who may come along."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from luohu_contract.household import HomeOwner, MaritalStatus, RegisteredWith
from luohu_declaration.domain.checks import FormInvalid, Refused
from luohu_declaration.domain.settlement.birth_policy import exemptions
from luohu_declaration.domain.settlement.transfer import (
    Child,
    EmployerCollective,
    OwnHome,
    ProofExempt,
    TransferData,
)

MAJORITY = 18  #: years; younger is 未成年


@dataclass(frozen=True, slots=True)
class FiledHome:
    """An own home of the declaration that was found valid."""

    certificate_number: str
    owner: HomeOwner
    ended: bool  #: no home of the family any more: the title has an end on record, or the marriage has
    outside: bool = False  #: lived in outside of the six districts at the base date: the one of 职住区域


@dataclass(frozen=True, slots=True)
class Awardee:
    """What the data is measured against."""

    id_number: str
    today: date
    homes: Collection[FiledHome]
    bound_to_area: bool  #: scored on job-housing area: 取得落户资格后应当在该自有住所落户
    declared_children: Collection[str] | None  #: id numbers of the basic information; None where none are kept
    employer_name: str | None = None  #: of the association through which the declaration was made


class DestinationNotAllowed(Refused):
    """One cannot register there (handbook 五, 需要注意的是 1; 三.四)."""


class ChildNotDeclared(Refused):
    """Only children that the declaration names move along (handbook 三, 基础信息)."""


def check_transfer(data: TransferData, awardee: Awardee) -> None:
    """Refuse what does not fit. Raises FormInvalid, DestinationNotAllowed or ChildNotDeclared."""
    faults = [*_family_faults(data), *_children_faults(data, awardee)]
    if faults:
        raise FormInvalid(faults)
    _check_destination(data, awardee)
    _check_declared(data, awardee)


def _family_faults(data: TransferData) -> list[tuple[str, str]]:
    married = data.marital_status is MaritalStatus.MARRIED
    if married and data.spouse is None:
        return [("#/spouse", "is required of a married applicant")]
    if data.spouse is not None and not married:
        return [("#/spouse", f"leave it out: the marital status is {data.marital_status.value}")]
    faults = []
    if data.at_spouses and not married:
        faults.append(("#/destination/owner", "spouse needs the marital status married"))
    for index, child in enumerate(data.children):
        if child.registered_with is RegisteredWith.SPOUSE and not married:
            faults.append((f"#/children/{index}/registered_with", "spouse needs the marital status married"))
    return faults


def _children_faults(data: TransferData, awardee: Awardee) -> list[tuple[str, str]]:
    faults = []
    seen = {awardee.id_number}
    for index, child in enumerate(data.children):
        here = f"#/children/{index}"
        if child.id_number in seen:
            faults.append((f"{here}/id_number", "is the applicant's, or another child's"))
        seen.add(child.id_number)
        if not _is_minor(child.birth_date, awardee.today):
            faults.append((f"{here}/id_number", f"is of somebody who is no minor on {awardee.today.isoformat()}"))
        faults += _family_planning_faults(here, child)
    return faults


def _family_planning_faults(here: str, child: Child) -> list[tuple[str, str]]:
    allowed = exemptions(child.birth_date, child.birth_order)
    given = child.family_planning
    if not isinstance(given, ProofExempt) or given.reason in allowed:
        return []
    ways = f"one of: {', '.join(allowed)}" if allowed else 'a proof is needed: {"kind": "proof", "document": …}'
    what = f"does not hold for child {child.birth_order}, born {child.birth_date.isoformat()}; {ways}"
    return [(f"{here}/family_planning/reason", what)]


def _check_destination(data: TransferData, awardee: Awardee) -> None:
    destination = data.destination
    own = isinstance(destination, OwnHome)
    if awardee.bound_to_area:
        scored = {home.certificate_number for home in awardee.homes if home.outside}
        if not isinstance(destination, OwnHome) or destination.certificate_number not in scored:
            where = "#/destination/certificate_number" if own else "#/destination/kind"
            raise DestinationNotAllowed(
                "You were scored on job-housing area and committed yourself to register in the home that scored.",
                (where, f"own_home with one of the titles that scored: {', '.join(sorted(scored)) or 'there is none'}"),
            )
    if isinstance(destination, EmployerCollective):
        _check_collective(destination, awardee)


def _check_collective(destination: EmployerCollective, awardee: Awardee) -> None:
    homes = {home.certificate_number for home in awardee.homes if not home.ended}
    if homes:
        raise DestinationNotAllowed(
            "The employer's collective household is for people without a lawful home of the family in the city.",
            ("#/destination/kind", f"own_home: your declaration has {', '.join(sorted(homes))}"),
        )
    if awardee.employer_name not in (None, destination.employer_name):
        raise DestinationNotAllowed(
            "Only the collective household of the applicant's own employer is open.",
            ("#/destination/employer_name", f"is not {awardee.employer_name}"),
        )


def _check_declared(data: TransferData, awardee: Awardee) -> None:
    if awardee.declared_children is None:
        return
    strangers = [
        (f"#/children/{index}/id_number", "is of no child that the basic information of the declaration names")
        for index, child in enumerate(data.children)
        if child.id_number not in awardee.declared_children
    ]
    if strangers:
        raise ChildNotDeclared("Only children that were named in the declaration move along.", *strangers)


def _is_minor(born: date, today: date) -> bool:
    return (today.year - born.year) - ((today.month, today.day) < (born.month, born.day)) < MAJORITY
