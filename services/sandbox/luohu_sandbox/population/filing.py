"""What somebody files, what the agencies will say of it, and what is done after that: plain values, ready for JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

WHOLE, QUALIFICATION, DEGREE = "whole", "qualification", "degree"
PARTS = (WHOLE, QUALIFICATION, DEGREE)  #: in the order in which the first failing one is named


@dataclass(frozen=True, slots=True)
class Result:
    """The verdict on one part of an item."""

    reason: str | None = None  #: code of the reason catalogue; None: valid
    findings: Json | None = None
    disputable: tuple[str, ...] = ()  #: codes of findings that can be rechecked, besides the reason
    by: str = "register"  #: or `operator`, or `window`

    @property
    def valid(self) -> bool:
        return self.reason is None

    def document(self) -> Json:
        """In JSON."""
        return {
            "outcome": "valid" if self.valid else "invalid",
            "reason": self.reason,
            "findings": self.findings,
            "disputable": list(self.disputable),
            "decided_by": self.by,
        }


@dataclass(frozen=True, slots=True)
class RegisterChange:
    """A record that an operator of an agency puts right: the one that `find` gives, or a new one."""

    agency: str
    kind: str
    find: Mapping[str, str] | None
    fields: Json

    def document(self) -> Json:
        """In JSON, as the steps of the stories have it."""
        found = None if self.find is None else dict(self.find)
        return {"agency": self.agency, "record": {"kind": self.kind, "find": found}, "fields": self.fields}


@dataclass(frozen=True, slots=True)
class After:
    """What is done about a result, and the verdict that comes of it."""

    way: str  #: `recheck`, `refile` or `fix_at_source`
    results: dict[str, Result]
    disputes: str | None = None  #: recheck: the code
    part: str | None = None
    statement: str | None = None
    papers: tuple[str, ...] = ()  #: recheck: what the evidence shows
    decision: str | None = None  #: recheck: what the operator decides, `uphold` or `overturn`
    change: RegisterChange | None = None  #: recheck, fix_at_source: what the operator puts right
    body: Json | None = None  #: refile: what is entered now
    evidence: Json | None = None
    commission: Json | None = None  #: what is filed with the science commission now

    def document(self) -> Json:
        """In JSON, without what does not belong to the way."""
        shown: Json = {
            "way": self.way,
            "disputes": self.disputes,
            "part": self.part,
            "statement": self.statement,
            "papers": list(self.papers) or None,
            "decision": self.decision,
            "change": self.change.document() if self.change else None,
            "body": self.body,
            "evidence": self.evidence,
            "commission": self.commission,
        }
        return {name: value for name, value in shown.items() if value is not None}


@dataclass(slots=True)
class Filing:
    """One item of a declaration."""

    ref: str
    path: str  #: below /v1/declarations/{id}/
    body: Json
    results: dict[str, Result]
    evidence: Json | None = None  #: a file to upload first: `as` and the lines of its `text`
    spouse: str | None = None  #: ref of the spouse record that it stands on
    defect: str | None = None  #: name in the catalogue of planted defects
    after: After | None = None

    @property
    def last_body(self) -> Json:
        """What is entered in the end."""
        return self.after.body if self.after and self.after.body is not None else self.body

    @property
    def last_results(self) -> dict[str, Result]:
        """The verdicts that stand in the end."""
        return self.after.results if self.after else self.results


@dataclass(slots=True)
class Side:
    """What one topic of somebody's life comes to: records for the registers, items to file."""

    records: list[tuple[str, str, Json]] = field(default_factory=list)  #: agency, kind of record, fields
    filings: list[Filing] = field(default_factory=list)

    def record(self, agency: str, kind: str, fields: Json) -> None:
        """One record more."""
        self.records.append((agency, kind, fields))
