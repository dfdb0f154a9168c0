"""Sanctions: who is barred, for how long, and what stands in the credit list (温馨提示, DOMAIN 3.9)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class SanctionKind(StrEnum):
    """Why somebody is sanctioned."""

    FALSE_MATERIAL = "false_material"  #: 申请人提供虚假材料
    EMPLOYER_HELPED = "employer_helped"  #: 用人单位协助提供虚假材料
    COMMITMENT_BROKEN = "commitment_broken"  #: 严重违反向行政机关做出的承诺: the credit list alone, nobody is barred


class Party(StrEnum):
    """Whom a sanction is about."""

    PERSON = "person"
    EMPLOYER = "employer"


#: The kinds that bar from applying, by whom they are about.
BARS_PERSON = frozenset({SanctionKind.FALSE_MATERIAL})
BARS_EMPLOYER = frozenset({SanctionKind.EMPLOYER_HELPED})


@dataclass(frozen=True, slots=True)
class Revocation:
    """A later decision that takes a sanction back. The sanction's own row stays as it was."""

    at: datetime
    reason: str
    decided_by: str


@dataclass(frozen=True, slots=True)
class Sanction:
    """One decision about one person or one employer."""

    id: UUID
    kind: SanctionKind
    about: Party
    subject: str  #: id number of a person, or the credit code of an employer
    name: str | None
    from_year: int  #: 当年
    to_year: int  #: the last year that is barred; the same as `from_year` where nobody is barred
    reason: str
    at: datetime  #: the world's time
    decided_by: str  #: subject of the token
    document: str | None = None  #: what the decision rests on
    report_id: UUID | None = None  #: the named report that led to it
    revoked: Revocation | None = None

    @property
    def bars(self) -> bool:
        """Whether it keeps anybody from applying."""
        return self.revoked is None and self.kind in BARS_PERSON | BARS_EMPLOYER


def last_year(kind: SanctionKind, year: int, following: int) -> int:
    """The last year of a sanction of that kind: 当年及以后5年内 is the year and the five after it (trap T35).

    following: the policy's number of years after the year itself.
    """
    return year + following if kind in BARS_PERSON | BARS_EMPLOYER else year


class Barred(Exception):
    """A sanction keeps the person, or the employer, from applying."""

    def __init__(self, sanction: Sanction) -> None:
        self.extensions = {
            "sanction_id": str(sanction.id),
            "kind": sanction.kind.value,
            "from_year": sanction.from_year,
            "to_year": sanction.to_year,
            "first_year_open": sanction.to_year + 1,
        }
        who = "employer's applications are" if sanction.kind in BARS_EMPLOYER else "applicant's declarations are"
        super().__init__(
            f"By the decision of {sanction.at:%Y-%m-%d} ({sanction.kind}) this {who} not accepted in the years "
            f"{sanction.from_year} to {sanction.to_year}. The first year that is open again is {sanction.to_year + 1}."
        )


class SanctionExists(Exception):
    """The same decision stands already."""

    def __init__(self, sanction: Sanction) -> None:
        self.headers = {"Location": f"/v1/sanctions/{sanction.id}"}
        self.extensions = {"sanction_id": str(sanction.id)}
        super().__init__(
            f"A sanction of the kind {sanction.kind} for {sanction.from_year} stands already: {sanction.id}. "
            "Revoke it first if the decision is to be another one."
        )


class SanctionRevoked(Exception):
    """It was taken back before."""

    def __init__(self, sanction_id: UUID, revocation: Revocation) -> None:
        super().__init__(
            f"Sanction {sanction_id} was revoked at {revocation.at.isoformat()}. A new decision is a new one."
        )
