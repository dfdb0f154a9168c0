"""An item: what was filed, where it stands, and what its agencies found. Every change of standing is a `Move`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from luohu_contract.claim import ClaimKind
from luohu_contract.finding import Findings
from luohu_contract.item import ItemKind, Subject
from luohu_contract.message import Decider, Outcome, Part, Verdict
from luohu_contract.reasons import subject_in
from luohu_declaration.domain.states import LOCKED, Event, Status, after

RESIDENCES = frozenset({ItemKind.OWN_HOME, ItemKind.RENTAL, ItemKind.DORMITORY})
EDUCATION = frozenset({ItemKind.DOMESTIC_EDUCATION, ItemKind.OVERSEAS_EDUCATION})

#: Items that the city files and reads by itself, and whom it asks (DOMAIN 4.3, 4.8, 4.9).
READ_ONLY: dict[ItemKind, str] = {
    ItemKind.EMPLOYMENT: "social-insurance",
    ItemKind.LAW_ABIDING: "public-security",
    ItemKind.TAX_PENALTIES: "tax",
}

#: What an agency is asked about each part of an item. A spouse record is not here: the district window reviews it. An
#: innovation item neither: its type says who is asked (`merit.asked_about`).
CLAIM_OF: dict[tuple[ItemKind, Part], ClaimKind] = {
    (ItemKind.OWN_HOME, Part.WHOLE): ClaimKind.OWN_HOME,
    (ItemKind.RENTAL, Part.WHOLE): ClaimKind.RENTAL,
    (ItemKind.DORMITORY, Part.WHOLE): ClaimKind.DORMITORY,
    (ItemKind.DOMESTIC_EDUCATION, Part.QUALIFICATION): ClaimKind.QUALIFICATION,
    (ItemKind.DOMESTIC_EDUCATION, Part.DEGREE): ClaimKind.DEGREE,
    (ItemKind.OVERSEAS_EDUCATION, Part.WHOLE): ClaimKind.OVERSEAS_EDUCATION,
    (ItemKind.TAX, Part.WHOLE): ClaimKind.TAX,
    (ItemKind.HONOUR, Part.WHOLE): ClaimKind.HONOUR,
    (ItemKind.EMPLOYMENT, Part.WHOLE): ClaimKind.INSURANCE,
    (ItemKind.LAW_ABIDING, Part.WHOLE): ClaimKind.CONDUCT,
    (ItemKind.TAX_PENALTIES, Part.WHOLE): ClaimKind.TAX_PENALTIES,
}


class ItemLocked(Exception):
    """The item is under review, so it can be neither edited nor deleted (DOMAIN G1)."""

    def __init__(self, kind: ItemKind, standing: "Standing") -> None:
        self.extensions = {"since": standing.since.isoformat(), "item_status": standing.status.value}
        super().__init__(
            f"This {kind.value} is {standing.status.value} since {standing.since.isoformat(timespec='seconds')}. "
            "It can be edited or deleted after the verdict; a read with Prefer: wait=30 answers as soon as it is there."
        )


class ItemReadOnly(Exception):
    """The city files and reads this item by itself: nobody else touches it (handbook 三.一.2, 三.九.2)."""

    def __init__(self, kind: ItemKind) -> None:
        agency = READ_ONLY[kind]
        self.extensions = {"instead": ["appeal", "fix_at_source"], "agency": agency}
        super().__init__(
            f"This {kind.value} item is read from {agency}: nobody files, edits, deletes, verifies or rechecks it. "
            f"If the record is wrong, have it corrected at {agency} and ask for a fresh reading "
            "(POST /v1/declarations/{id}/eligibility); a figure is appealed in the query stage."
        )


def assert_entered(kind: ItemKind) -> None:
    """Refuse whatever an applicant would do to an item that is only read. Raises ItemReadOnly."""
    if kind in READ_ONLY:
        raise ItemReadOnly(kind)


@dataclass(frozen=True, slots=True)
class PartResult:
    """What one agency decided about one part of the item; a recheck's verdict takes its place, whatever it says."""

    outcome: Outcome
    reason: str | None  #: code of the reason catalogue, when invalid
    findings: Findings | None
    disputable: tuple[str, ...]  #: codes of findings by which the result can be rechecked, besides the reason
    opinion: str | None  #: an operator's words
    decided_by: Decider
    decided_at: datetime  #: the world's time

    @classmethod
    def of(cls, verdict: Verdict) -> "PartResult":
        """The result that a verdict carries."""
        return cls(
            verdict.outcome,
            verdict.reason,
            verdict.findings,
            verdict.disputable,
            verdict.opinion,
            verdict.decided_by,
            verdict.decided_at,
        )

    @property
    def valid(self) -> bool:
        return self.outcome is Outcome.VALID


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an item stands, without what was entered: all that an arriving verdict can change."""

    status: Status
    since: datetime  #: the world's time at which it took this status
    attempt: int = 0  #: how often it was sent, verification and rechecks together
    reason: str | None = None  #: code of the reason catalogue, exactly when invalid
    part: Part | None = None  #: the part that the reason is about, exactly when invalid
    results: Mapping[Part, PartResult] = field(default_factory=dict)
    evidence_requested: str | None = None  #: the operator's note, until evidence is supplied or the verdict comes

    @property
    def locked(self) -> bool:
        return self.status in LOCKED

    @property
    def subject(self) -> Subject | None:
        """What an invalid item prints itself invalid for: 无效(房源无效); None for all others."""
        if self.reason is None or self.part is None:
            return None
        return subject_in(self.reason, self.part)


@dataclass(frozen=True, slots=True)
class Item:
    """One row that is verified: what was entered, and where it stands."""

    id: UUID
    declaration_id: UUID
    kind: ItemKind
    version: int  #: grows with every change
    entered: Mapping[str, Any]  #: the form in JSON
    spouse_id: UUID | None  #: the spouse record that a residence stands on
    standing: Standing
    filed_at: datetime  #: the world's time


@dataclass(frozen=True, slots=True)
class Move:
    """One step of an item's life, ready to be written: the event, and the standing before and after it."""

    event: Event
    before: Standing | None
    after: Standing
    detail: Mapping[str, Any] = field(default_factory=dict)

    @property
    def settles(self) -> bool:
        """Whether the item came out of review by it."""
        return self.before is not None and self.before.locked and not self.after.locked


def _moved(before: Standing, event: Event, now: datetime, detail: Mapping[str, Any] | None = None, **to: Any) -> Move:
    status = after(before.status, event)
    since = before.since if status is before.status else now
    return Move(event, before, replace(before, status=status, since=since, **to), detail or {})


def filed(now: datetime) -> Move:
    """The item comes to be."""
    return Move(Event.FILED, None, Standing(after(None, Event.FILED), now))


def edited(kind: ItemKind, before: Standing, now: datetime) -> Move:
    """New entered values: a draft again, and what was found about the old values is gone. Raises ItemLocked."""
    if before.locked:
        raise ItemLocked(kind, before)
    return _moved(before, Event.EDITED, now, reason=None, part=None, results={}, evidence_requested=None)


def deleted(kind: ItemKind, before: Standing, now: datetime) -> Move:
    """The item goes; its events stay. Raises ItemLocked."""
    if before.locked:
        raise ItemLocked(kind, before)
    return _moved(before, Event.DELETED, now)


def verification_asked(before: Standing, now: datetime) -> Move:
    """在线审核: under review from here, in a new attempt. Raises IllegalTransition unless it is a draft."""
    attempt = before.attempt + 1
    return _moved(before, Event.VERIFICATION_ASKED, now, {"attempt": attempt}, attempt=attempt)


def recheck_asked(before: Standing, part: Part, disputes: str, now: datetime, evidence: Sequence[str] = ()) -> Move:
    """申请复查 of one part, in a new attempt. The old result stands until the recheck's verdict takes its place.

    evidence: ids of the files that came with it.
    """
    attempt = before.attempt + 1
    detail: dict[str, Any] = {"attempt": attempt, "part": part.value, "disputes": disputes}
    if evidence:
        detail["evidence"] = list(evidence)
    return _moved(before, Event.RECHECK_ASKED, now, detail, attempt=attempt, reason=None, part=None)


def evidence_requested(before: Standing, note: str, now: datetime) -> Move:
    """An operator wants to see more before the verdict."""
    return _moved(before, Event.EVIDENCE_REQUESTED, now, {"note": note}, evidence_requested=note)


def evidence_supplied(before: Standing, evidence: list[str], now: datetime) -> Move:
    """The applicant sent what the operator had asked for."""
    return _moved(before, Event.EVIDENCE_SUPPLIED, now, {"evidence": evidence}, evidence_requested=None)


def found(
    before: Standing, part: Part, result: PartResult, *, waiting: frozenset[Part], spouse: Status | None, now: datetime
) -> Move:
    """One part's result comes in.

    waiting: the other parts whose questions are still out. spouse: status of the spouse record that the item stands
    on, None when it stands on none.
    """
    with_result = replace(before, results={**before.results, part: result})
    move = settled(with_result, waiting=waiting, spouse=spouse, now=now)
    detail = {"part": part.value, "outcome": result.outcome.value}
    if result.reason:
        detail["reason"] = result.reason
    return replace(move, before=before, detail={**detail, **move.detail})


def settled(before: Standing, *, waiting: frozenset[Part], spouse: Status | None, now: datetime) -> Move:
    """What follows from the results that are there (DOMAIN 4.11).

    An invalid spouse settles the item at once. Otherwise every part answers first; then one valid part makes the item
    valid (a failing half of an education is shown beside it with its own reason), as soon as the spouse is valid too.
    """
    if spouse is Status.INVALID:
        raise ValueError("an invalid spouse settles its residences by itself: see spouse_found_invalid")
    if waiting or not before.results:
        return _moved(before, Event.PART_FOUND, now)
    if not any(result.valid for result in before.results.values()):
        part = min(before.results, key=list(Part).index)
        return _moved(
            before, Event.FOUND_INVALID, now, reason=before.results[part].reason, part=part, evidence_requested=None
        )
    if spouse not in (None, Status.VALID):
        return _moved(before, Event.PART_FOUND, now, {"waits_for": "spouse"}, evidence_requested=None)
    return _moved(before, Event.FOUND_VALID, now, evidence_requested=None)


def spouse_found_invalid(before: Standing, reason: str, now: datetime) -> Move:
    """The spouse record failed, and takes the residence with it, whatever the register says (DOMAIN G5).

    What the register said is dropped: the screen prints 无效(配偶信息无效) and `--` for the dates (三.二.3).
    """
    return _moved(
        before,
        Event.SPOUSE_FOUND_INVALID,
        now,
        {"reason": reason},
        reason=reason,
        part=Part.WHOLE,
        results={},
        evidence_requested=None,
    )
