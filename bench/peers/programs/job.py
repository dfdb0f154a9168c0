"""The job as both queues do it: ask the agency, then record the verdict and move the item in one statement.

One statement is one round trip and one commit: what a queue spends on the job itself is as little as it can be.
"""

import json
import os
import sys
from dataclasses import dataclass
from typing import Any

import aiohttp

Question = dict[str, Any]  #: as it travels in luohu
Verdict = dict[str, Any]

#: For psycopg; the values are those of `to_record`.
RECORD = """
    WITH answered AS (
        UPDATE question SET state = 'answered', closed_at = now(), verdict = %(verdict)s::jsonb
        WHERE id = %(question)s AND state = 'open' RETURNING item_id
    ), moved AS (
        UPDATE item SET status = %(status)s, since = now(), reason = %(reason)s, version = version + 1
        FROM answered WHERE item.id = answered.item_id AND item.status = 'pending'
        RETURNING item.id, item.declaration_id
    )
    INSERT INTO item_event (item_id, declaration_id, event, from_status, to_status, detail)
    SELECT id, declaration_id, 'verdict', 'pending', %(status)s, %(verdict)s::jsonb FROM moved
"""


@dataclass(frozen=True, slots=True)
class Told:
    """What the bench tells a program, in its environment."""

    database: str  #: URL
    agency: str  #: URL
    concurrency: int

    @classmethod
    def here(cls) -> "Told":
        """As the environment has it."""
        return cls(os.environ["PEER_DATABASE"], os.environ["PEER_AGENCY"], int(os.environ["PEER_CONCURRENCY"]))


def session(told: Told) -> aiohttp.ClientSession:
    """Kept connections to the agency, one for each job under way."""
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=told.concurrency))


async def ask(http: aiohttp.ClientSession, told: Told, question: Question) -> Verdict:
    """The agency's verdict. Raises aiohttp.ClientError, so that the queue tries again."""
    async with http.post(told.agency, data=json.dumps(question)) as answer:
        answer.raise_for_status()
        verdict: Verdict = json.loads(await answer.read())
        return verdict


def to_record(question: Question, verdict: Verdict) -> dict[str, Any]:
    """The values of `RECORD`."""
    return {
        "question": question["id"],
        "status": verdict["outcome"],
        "reason": verdict.get("reason"),
        "verdict": json.dumps(verdict),
    }


def ready() -> None:
    """Tell the bench that everything is loaded and open, and wait until it says go."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
