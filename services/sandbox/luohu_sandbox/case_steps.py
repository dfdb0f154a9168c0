"""The steps of a story that are about cases, where the employer applies and departments judge; read strictly.

What they mean stands at the head of `stories/beijing/loop.yaml`.
"""

from typing import Annotated, Any

from pydantic import Field

from luohu_contract.model import Wire

WHO = r"^(anybody|applicant|window|administrator|operator:[a-z-]+|employer:[0-9A-Z]{18})$"
Named = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,59}$")]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
Fields = dict[str, Any]
Who = Annotated[str, Field(pattern=WHO)]
OfRecord = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}/[a-z][a-z0-9_]{0,39}$")]  #: indicator/department


class CasePerson(Wire):
    """Whom a case is about."""

    name: Text
    id_number: Text


class CaseForm(Wire):
    """What is entered."""

    fields_: Fields = Field(default_factory=dict, alias="fields")
    entries: Fields = Field(default_factory=dict)


class OpenCase(Wire):
    who: Who
    kind: Named
    name: Named = Field(alias="as")
    person: CasePerson | None = None
    parent: Named | None = None
    password: Text | None = None
    form: CaseForm = CaseForm()


class TakeStep(Wire):
    case: Named
    step: Named
    who: Who | None = None
    said: Fields | None = None
    form: CaseForm | None = None


class Deliver(Wire):
    case: Named
    records: tuple[OfRecord, ...] = Field(min_length=1)


class Paper(Wire):
    case: Named
    name: Named = Field(alias="as")
    text: tuple[Text, ...] = Field(min_length=1)


class Dispute(Wire):
    case: Named
    record: OfRecord
    name: Named = Field(alias="as")
    disputes: str
    statement: Text
    evidence: tuple[Named, ...] = Field(min_length=1)


class RecordSeen(Wire):
    """One record, and what it shows."""

    indicator: Named
    department: Named
    state: Named | None = None
    item_status: Named | None = None
    reason: str | None = None
    points: Text | None = None


class LookAtCase(Wire):
    case: Named
    decided: bool | None = None
    status: Named | None = None
    total: Text | None = None
    lines: dict[Named, Text] | None = None
    vetoed: tuple[Named, ...] | None = None
    records: tuple[RecordSeen, ...] | None = None
    child: Named | None = None
