"""The routes of a service's dead letters, for its operators and the city's administrators, each in their own world."""

from functools import cache
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime, Field

from luohu_contract.model import Wire
from luohu_contract.numbers import mask_text
from luohu_kit.api import Rt
from luohu_kit.auth import Caller, Role, allow
from luohu_kit.dead import letters
from luohu_kit.dead.letters import DeadLetter, DeadLetterUnknown
from luohu_kit.dead.table import Act

PATH = "/v1/dead-letters"

#: For the problem table of every service.
DEAD_LETTER_PROBLEMS: dict[type[Exception], str] = {DeadLetterUnknown: "dead-letter-unknown"}

Operator = Annotated[Caller, Depends(allow(Role.OPERATOR, Role.ADMINISTRATOR))]
Name = Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]
Sought = Annotated[str | None, Query(max_length=500, pattern=r"^[^\x00]*$")]
Offset = Annotated[int, Query(ge=0, le=10_000_000)]
Limit = Annotated[int, Query(ge=1, le=200)]
Reason = Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*\S[^\x00]*$")]


class DeadLetterView(Wire):
    """A message that was refused for good. Instants are real time."""

    message_id: UUID
    topic: str
    destination: str
    written_at: AwareDatetime
    dead_at: AwareDatetime
    attempts: int
    refusal: str
    trace: str | None
    links: dict[str, str]


class DeadLetterDetail(DeadLetterView):
    """The same with what it says; id numbers are masked."""

    body: Any


class DeadLetterPage(Wire):
    """Those that died first come first."""

    total: int
    offset: int
    limit: int
    items: tuple[DeadLetterView, ...]


class RetryWanted(Wire):
    """Everything that this destination has refused, or what it has refused of one topic."""

    destination: Name
    topic: Name | None = None


class DiscardWanted(Wire):
    """Why it is given up; this is kept."""

    reason: Reason


class DiscardAllWanted(RetryWanted):
    """The same for all of a destination."""

    reason: Reason


class Worked(Wire):
    """How many messages that was."""

    messages: int


class ActView(Wire):
    """What somebody did about a dead letter."""

    seq: int
    at: AwareDatetime  #: the world's time
    act: Act
    actor: str
    reason: str
    message_id: UUID
    topic: str
    destination: str
    digest: str
    refusal: str


class ActPage(Wire):
    """The newest come first."""

    total: int
    offset: int
    limit: int
    items: tuple[ActView, ...]


def masked(value: Any) -> Any:
    """JSON with the id numbers in its texts masked."""
    if isinstance(value, str):
        return mask_text(value)
    if isinstance(value, dict):
        return {key: masked(each) for key, each in value.items()}
    return [masked(each) for each in value] if isinstance(value, list) else value


@cache
def dead_letter_router() -> APIRouter:
    """List, look, send again, give up."""
    router = APIRouter(prefix=PATH, tags=["dead letters"])
    _reading(router)
    _working(router)
    return router


def _reading(router: APIRouter) -> None:
    @router.get("", operation_id="list_dead_letters")
    async def list_all(
        rt: Rt,
        caller: Operator,
        topic: Sought = None,
        destination: Sought = None,
        offset: Offset = 0,
        limit: Limit = 50,
    ) -> DeadLetterPage:
        """Messages that their receiver refused for good."""
        async with rt.begin(caller.world) as work:
            found, total = await letters.listed(work, topic=topic, destination=destination, offset=offset, limit=limit)
        items = tuple(DeadLetterView(**_told(each)) for each in found)
        return DeadLetterPage(total=total, offset=offset, limit=limit, items=items)

    # Before the routes with an id: `acts` is none.
    @router.get("/acts", operation_id="list_dead_letter_acts")
    async def list_acts(rt: Rt, caller: Operator, offset: Offset = 0, limit: Limit = 50) -> ActPage:
        """What was done about dead letters, and why."""
        async with rt.begin(caller.world) as work:
            rows, total = await letters.acts(work, offset, limit)
        items = tuple(ActView(**{name: row._mapping[name] for name in ActView.model_fields}) for row in rows)
        return ActPage(total=total, offset=offset, limit=limit, items=items)

    @router.get("/{message_id}", operation_id="read_dead_letter", responses={404: {"description": "No such letter"}})
    async def read(rt: Rt, caller: Operator, message_id: UUID) -> DeadLetterDetail:
        """One of them, with what it says."""
        async with rt.begin(caller.world) as work:
            found = await letters.get(work, message_id)
        return DeadLetterDetail(**_told(found), body=masked(found.body))


def _working(router: APIRouter) -> None:
    @router.post("/retry", status_code=202, operation_id="retry_dead_letters")
    async def retry_all(rt: Rt, caller: Operator, wanted: RetryWanted) -> Worked:
        """Send everything again that a destination had refused."""
        async with rt.begin(caller.world) as work:
            count = await letters.retry_all(work, wanted.destination, wanted.topic, caller.subject)
            await work.commit()
        return Worked(messages=count)

    @router.post("/discard", operation_id="discard_dead_letters")
    async def discard_all(rt: Rt, caller: Operator, wanted: DiscardAllWanted) -> Worked:
        """Give everything up that a destination had refused."""
        async with rt.begin(caller.world) as work:
            count = await letters.discard_all(work, wanted.destination, wanted.topic, caller.subject, wanted.reason)
            await work.commit()
        return Worked(messages=count)

    @router.post(
        "/{message_id}/retry",
        status_code=202,
        operation_id="retry_dead_letter",
        responses={404: {"description": "No such letter"}},
    )
    async def retry(rt: Rt, caller: Operator, message_id: UUID) -> Worked:
        """Send it again, as if it had just been written."""
        async with rt.begin(caller.world) as work:
            count = await letters.retry(work, message_id, caller.subject)
            await work.commit()
        return Worked(messages=count)

    @router.post(
        "/{message_id}/discard", operation_id="discard_dead_letter", responses={404: {"description": "No such letter"}}
    )
    async def discard(rt: Rt, caller: Operator, message_id: UUID, wanted: DiscardWanted) -> Worked:
        """Give it up: nobody will get it. Who did, when and why is kept."""
        async with rt.begin(caller.world) as work:
            count = await letters.discard(work, message_id, caller.subject, wanted.reason)
            await work.commit()
        return Worked(messages=count)


def _told(letter: DeadLetter) -> dict[str, Any]:
    here = f"{PATH}/{letter.message_id}"
    return {
        "message_id": letter.message_id,
        "topic": letter.topic,
        "destination": letter.destination,
        "written_at": letter.written_at,
        "dead_at": letter.dead_at,
        "attempts": letter.attempts,
        "refusal": mask_text(letter.refusal),
        "trace": letter.trace,
        "links": {"self": here, "retry": f"{here}/retry", "discard": f"{here}/discard"},
    }
