"""A city's points under other rules, beside those that count: one table keyed by (status, event)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID


class RescoringStatus(StrEnum):
    """Where a rescoring stands."""

    RUNNING = "running"
    DONE = "done"  #: everybody is ranked
    FAILED = "failed"  #: the rules cannot be read any more


class RescoringEvent(StrEnum):
    """Why a rescoring moves."""

    ASKED = "asked"  #: [*] -> running
    RANKED = "ranked"  #: running -> done
    RULES_GONE = "rules_gone"  #: running -> failed


TRANSITIONS: dict[tuple[RescoringStatus | None, RescoringEvent], RescoringStatus] = {
    (None, RescoringEvent.ASKED): RescoringStatus.RUNNING,
    (RescoringStatus.RUNNING, RescoringEvent.RANKED): RescoringStatus.DONE,
    (RescoringStatus.RUNNING, RescoringEvent.RULES_GONE): RescoringStatus.FAILED,
}


class RescoringRunning(Exception):
    """One is computed at a time in a world."""

    def __init__(self, running: UUID) -> None:
        self.extensions = {"rescoring": str(running)}
        super().__init__(f"Rescoring {running} is still computed. Wait for it: GET /v1/rescorings/{running}.")


@dataclass(frozen=True, slots=True)
class Rules:
    """Which rules: exactly one of the two."""

    version: str | None  #: a version that the city has, such as BJ-2018
    text: str | None  #: the YAML of one


@dataclass(frozen=True, slots=True)
class Rescoring:
    """What was asked, and how far it is."""

    id: UUID
    rules: Rules
    name: str  #: of the version, as the rules themselves say it
    quota: int
    status: RescoringStatus
    since: datetime
    asked_at: datetime
    asked_by: str
    total: int  #: declarations with points when it was asked
    computed: int
    after: UUID | None  #: the last declaration that was computed; they go by their ids
    ranked: int | None = None  #: with `done`: how many have a total
    admitted: int | None = None
    cut_off: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """One declaration under the other rules, and as it stands."""

    declaration_id: UUID
    rank: int | None
    running: int | None  #: without gaps; among equals by id
    total: Decimal | None
    now: Decimal | None  #: the total that counts
    lines: dict[str, str | None]


def after(status: RescoringStatus | None, event: RescoringEvent) -> RescoringStatus:
    """Where the event leads."""
    return TRANSITIONS[status, event]
