"""What an applicant files with the commission and gets to see of it, and what can go wrong."""

from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, Field, model_validator

from luohu_agency.field import Name, Uscc, Words, Year
from luohu_agency.register import Record
from luohu_contract.decision import Decision, Invalid
from luohu_contract.innovation import CommissionType, InnovationType
from luohu_contract.message import Outcome
from luohu_contract.model import Wire
from luohu_kit.auth import Caller
from luohu_science_commission.filings.papers import PapersWanted, papers_for
from luohu_science_commission.records import FilingRecord, RecheckState
from luohu_science_commission.verdicts import FIRST_EDITION, Filing, Grade

PREFIX = "/v1/filings"


class FilingUnknown(Exception):
    """The caller has no such filing."""

    def __init__(self, filing_id: UUID) -> None:
        super().__init__(f"You have no filing {filing_id}. GET {PREFIX} lists yours.")


class FilingExists(Exception):
    """One filing for a person and a type."""

    def __init__(self, kind: InnovationType) -> None:
        super().__init__(f"You have filed {kind.value} already. Change that filing: GET {PREFIX} names it.")


class FilingInRecheck(Exception):
    """A filing is not changed while an operator looks at it."""

    def __init__(self, filing_id: UUID) -> None:
        super().__init__(f"Filing {filing_id} is being rechecked. It can be changed after the decision.")


class RecheckOpen(Exception):
    """One recheck of a filing at a time."""

    def __init__(self, filing_id: UUID) -> None:
        super().__init__(f"A recheck of filing {filing_id} is running already. Wait for its result.")


class RecheckNeedless(Exception):
    """A valid filing has nothing to dispute."""

    def __init__(self, filing_id: UUID) -> None:
        super().__init__(f"Filing {filing_id} is valid, so there is nothing to recheck.")


class FilingForm(Wire):
    """A filing as it is sent. Competitions name the edition and the grade, shares name neither."""

    type: CommissionType
    company: Uscc  #: 统一社会信用代码
    company_name: Name
    edition: Year | None = None  #: year of the competition
    grade: Grade | None = None  #: 获奖等级
    statement: Words = ""

    @model_validator(mode="after")
    def _a_competition_has_an_edition_and_a_grade(self) -> "FilingForm":
        given = (self.edition is not None, self.grade is not None)
        if self.type is InnovationType.SHAREHOLDING and any(given):
            raise ValueError("shares have no edition and no grade; leave both out")
        if self.type is not InnovationType.SHAREHOLDING:
            if not all(given):
                raise ValueError("a competition needs its edition (a year) and its grade (first, second or third)")
            if self.edition is not None and self.edition < FIRST_EDITION[self.type]:
                raise ValueError(f"editions of this competition count from {FIRST_EDITION[self.type]} on")
        return self

    def record(self, caller: Caller) -> FilingRecord:
        """The filing as the commission keeps it, not rechecked yet. An applicant's token has name and number."""
        return FilingRecord.model_validate(
            {**self.model_dump(), "id_number": caller.id_number, "name": caller.name, "recheck": RecheckState.NONE}
        )


class RecheckWanted(Wire):
    """复查 of a filing: what the applicant adds (补充提交相应材料)."""

    statement: str = Field(min_length=1, max_length=2000, pattern=r"^[^\x00]*$")


class ResultShown(Wire):
    """What the commission finds now; the declaration's verdict says the same when it is asked for."""

    outcome: Outcome
    reason: str | None = None  #: code of the reason catalogue
    findings: dict[str, Any] | None = None


class RecheckShown(Wire):
    """Where the recheck stands."""

    state: RecheckState
    statement: str
    opinion: str


class FilingShown(Wire):
    """A filing, its result and its recheck."""

    id: UUID
    version: int
    changed_at: AwareDatetime
    type: CommissionType
    company: str
    company_name: str
    edition: int | None
    grade: Grade | None
    statement: str
    result: ResultShown
    recheck: RecheckShown
    papers: tuple[PapersWanted, ...]  #: 凭证: what the applicant and the company bring
    links: dict[str, str]


class FilingList(Wire):
    items: tuple[FilingShown, ...]


def filing_of(record: Record) -> tuple[FilingRecord, Filing]:
    """A record of the register as what was filed, and as the rule sees it."""
    value = record.value
    if not isinstance(value, FilingRecord):
        raise TypeError(f"record {record.id} is a {record.kind.name}, no filing")
    return value, Filing(value.type, value.company, value.edition, value.grade)


def shown(record: Record, decision: Decision) -> FilingShown:
    """A filing as its applicant sees it."""
    value, _ = filing_of(record)
    invalid = isinstance(decision, Invalid)
    findings = getattr(decision, "findings", None)
    here = f"{PREFIX}/{record.id}"
    return FilingShown(
        id=record.id,
        version=record.version,
        changed_at=record.recorded_at,
        type=value.type,
        company=value.company,
        company_name=value.company_name,
        edition=value.edition,
        grade=value.grade,
        statement=value.statement,
        result=ResultShown(
            outcome=Outcome.INVALID if invalid else Outcome.VALID,
            reason=decision.reason if isinstance(decision, Invalid) else None,
            findings=None if findings is None else findings.model_dump(mode="json"),
        ),
        recheck=RecheckShown(state=value.recheck, statement=value.recheck_statement, opinion=value.opinion),
        papers=papers_for(value.type),
        links={"self": here, "recheck": f"{here}/recheck"},
    )
