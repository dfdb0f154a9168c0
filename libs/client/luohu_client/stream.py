"""Follows a stream of events over as many connections as it takes: nothing is missed, nothing is told twice."""

import time
from collections.abc import AsyncGenerator
from contextlib import aclosing

import httpx

from luohu_client.caller import Caller
from luohu_client.frames import Frame, Reader
from luohu_client.line import Line
from luohu_client.problem import Problem, Unanswered
from luohu_client.retry import NOT_NOW, UNKNOWN
from luohu_client.views import Event

SETTLED = "settled"  #: the comment with which a stream ends for good
NO_CONTENT = 204  #: nothing more will be told


async def follow(
    line: Line, caller: Caller, path: str, *, until_settled: bool, after: str = ""
) -> AsyncGenerator[Event, None]:
    """The events at a path, from the beginning or after an id, as they happen.

    until_settled: ends when nobody but the applicant is left to act; without it, the stream never ends by itself.
    Raises Problem for a refusal, Unanswered when the city stays away.
    """
    reader, attempt, silent_since = Reader(last_id=after), 0, time.monotonic()
    while True:
        failure: Exception | None = None
        try:
            async with aclosing(_connection(line, caller, path, reader, until_settled)) as frames:
                async for frame in frames:
                    attempt, silent_since = 0, time.monotonic()
                    yield Event.model_validate_json(frame.data)
        except httpx.TransportError as error:
            failure = error
        except Problem as problem:
            if problem.status not in NOT_NOW | UNKNOWN:
                raise
            failure = problem
        if reader.comment == SETTLED:
            return
        reader.cut()
        if failure is None:  # the token has expired, or the service stops: that is no failure
            attempt, silent_since = 0, time.monotonic()
        attempt += 1
        if time.monotonic() - silent_since > line.patience.within:
            raise Unanswered(f"the stream {path} broke off and could not be taken up again") from failure
        await line.pause(attempt, failure.answer if isinstance(failure, Problem) else None)


async def _connection(
    line: Line, caller: Caller, path: str, reader: Reader, until_settled: bool
) -> AsyncGenerator[Frame, None]:
    headers = {"Accept": "text/event-stream", **await caller.authorisation()}
    if reader.last_id:
        headers["Last-Event-ID"] = reader.last_id
    params = {"until": SETTLED} if until_settled else None
    async with line.streaming(path, params=params, headers=headers) as answer:
        if answer.status_code == NO_CONTENT:
            reader.comment = SETTLED
            return
        async for text in answer.aiter_text():
            for frame in reader.take(text):
                yield frame
