"""What is shown and taken of appeals, in JSON."""

from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, Field

from luohu_contract.indicators import Indicator
from luohu_contract.model import Wire
from luohu_contract.texts import text
from luohu_contract.texts.appeals import APPEALS
from luohu_declaration.api.schemas import Links, Words
from luohu_declaration.domain.appeal import Appeal, AppealEvent, AppealStatus
from luohu_declaration.domain.correction import Correction
from luohu_declaration.storage.appeals import Happened
from luohu_declaration.usecases.appeal import Grounds
from luohu_declaration.usecases.decide_appeal import AppealDecision


class AppealChange(Wire):
    """What an applicant writes: 申诉说明, with files of the declaration if they help."""

    statement: Words
    evidence: tuple[UUID, ...] = Field(default=(), max_length=20)

    @property
    def grounds(self) -> Grounds:
        """The same, for the use cases."""
        return Grounds(self.statement, self.evidence)


class AppealWanted(AppealChange):
    """我要申诉."""

    indicator: Indicator
    notes_read: bool  #: 阅读并同意申诉须知


class AppealEventView(Wire):
    """One line of an appeal's history."""

    seq: int
    at: AwareDatetime  #: the world's time
    event: AppealEvent
    from_status: AppealStatus | None = Field(serialization_alias="from")
    to_status: AppealStatus = Field(serialization_alias="to")
    detail: dict[str, Any]
    actor: str  #: the applicant, the window, or what ended it

    @classmethod
    def of(cls, line: Happened) -> "AppealEventView":
        """A line."""
        return cls(
            seq=line.seq,
            at=line.at,
            event=line.event,
            from_status=line.from_status,
            to_status=line.to_status,
            detail=dict(line.detail),
            actor=line.actor,
        )


class AppealView(Wire):
    """An appeal, with the decision once there is one."""

    id: UUID
    declaration_id: UUID
    indicator: Indicator
    label: str  #: 指标类型
    status: AppealStatus
    status_label: str
    statement: str
    evidence: tuple[UUID, ...]
    version: int
    filed_at: AwareDatetime
    since: AwareDatetime  #: the world's time at which it took this status
    opinion: str | None  #: 处理意见
    correction: dict[str, Any] | None  #: of an upheld one: the figures that count instead
    events: tuple[AppealEventView, ...]
    links: Links

    @classmethod
    def of(cls, appeal: Appeal, events: list[Happened]) -> "AppealView":
        """An appeal, for its applicant: who of the window decided is not shown."""
        declaration = f"/v1/declarations/{appeal.declaration_id}"
        return cls(
            id=appeal.id,
            declaration_id=appeal.declaration_id,
            indicator=appeal.indicator,
            label=text(appeal.indicator).zh,
            status=appeal.status,
            status_label=APPEALS[appeal.status.value].zh,
            statement=appeal.statement,
            evidence=appeal.evidence,
            version=appeal.version,
            filed_at=appeal.filed_at,
            since=appeal.since,
            opinion=appeal.opinion,
            correction=None if appeal.correction is None else dict(appeal.correction),
            events=tuple(AppealEventView.of(line) for line in events),
            links={
                "self": f"{declaration}/appeals/{appeal.id}",
                "declaration": declaration,
                "score": f"{declaration}/score",
            },
        )


class AppealList(Wire):
    items: tuple[AppealView, ...]


class AppealCompletion(Wire):
    """The window's decision; the applicant reads the opinion. `correction` exactly when it upholds."""

    decision: AppealDecision
    opinion: Words
    correction: Correction | None = None
