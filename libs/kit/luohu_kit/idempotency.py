"""`Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header-07): the first answer is kept and given again.

    async with rt.begin(caller.world) as work:
        kept = await keep(work, caller.subject, key, fingerprint)
        if kept.answer:
            return kept.answer
        ...
        return await kept.commit(201, body, headers)

The answer is written in the transaction that did the work, so a crash keeps both or neither. Keys live as long as
their world.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import orjson
from fastapi import Header, Request
from sqlalchemy import text
from starlette.responses import Response

from luohu_kit.problems import Problem
from luohu_kit.work import Work

#: The header as routes declare it; the value is an RFC 8941 string, quotes included.
IdempotencyKey = Annotated[str | None, Header(alias="Idempotency-Key", max_length=200)]

_STRING = re.compile(r'"([\x20-\x21\x23-\x5b\x5d-\x7e]{1,128})"')
_HOLD = "SELECT count(pg_advisory_xact_lock(hashtextextended(h, 0))::text) FROM unnest(CAST(:hold AS text[])) AS h"
_LOOK = text(
    f"SELECT mine.held, k.fingerprint, k.status, k.headers, k.body, CASE WHEN mine.held THEN ({_HOLD}) END AS waited"  # noqa: S608
    " FROM (SELECT pg_try_advisory_xact_lock(hashtextextended(:lock, 0)) AS held) AS mine"
    " LEFT JOIN kit.kept_answer k ON k.client = :client AND k.key = :key"
)
_KEEP = (
    "INSERT INTO kit.kept_answer (client, key, fingerprint, status, headers, body)"
    " VALUES (:client, :key, :fingerprint, :status, CAST(:headers AS jsonb), CAST(:body AS jsonb))"
    " ON CONFLICT DO NOTHING"
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A request under a key: its first answer, or the way to keep one."""

    work: Work
    client: str
    key: str | None
    fingerprint: str
    answer: Response | None = None

    async def commit(self, status: int, body: Any, headers: Mapping[str, str] | None = None) -> Response:
        """Keep the answer, commit the work, give the answer. `body` is JSON data or None."""
        content = b"" if body is None else orjson.dumps(body)
        if self.key is not None:
            values = {
                "client": self.client,
                "key": self.key,
                "fingerprint": self.fingerprint,
                "status": status,
                "headers": orjson.dumps(dict(headers or {})).decode(),
                "body": content.decode() or "null",
            }
            if await self.work.write_last(_KEEP, values) == 0:
                # The first request came to its end between our look and our lock: what we did goes, its answer stays.
                raise _in_use()
        await self.work.commit()
        return _respond(status, content, headers or {})


async def keep(work: Work, client: str, key: str | None, request: Request, *, hold: Sequence[str] = ()) -> Kept:
    """Look a key up, and hold it for the rest of the transaction.

    hold: further advisory locks to wait for in the same round trip; held with a key or without one.

    Raises problems: 400 for a malformed key, 409 while the first request runs, 422 for the same key with another body.
    """
    if key is None:
        if hold:
            await work.execute(_HOLD, {"hold": list(hold)})
        return Kept(work, client, None, "")
    found = _STRING.fullmatch(key.strip())
    if found is None:
        raise Problem(
            "malformed-request",
            'Idempotency-Key is a string in quotes, 1 to 128 printable ASCII characters, for example "8e03978e-40d5"',
        )
    fingerprint = hashlib.sha256(f"{request.method} {request.url.path}\n".encode() + await request.body()).hexdigest()
    lock = f"{work.world.name}\n{client}\n{found.group(1)}"
    row = await work.one(_LOOK, {"lock": lock, "client": client, "key": found.group(1), "hold": list(hold)})
    if row is None or not row.held:
        raise _in_use()
    if row.fingerprint is None:
        return Kept(work, client, found.group(1), fingerprint)
    if row.fingerprint != fingerprint:
        raise Problem(
            "idempotency-key-reused",
            "This Idempotency-Key came before with another request. A new request takes a new key.",
        )
    content = b"" if row.body is None else orjson.dumps(row.body)
    return Kept(work, client, found.group(1), fingerprint, _respond(row.status, content, row.headers))


def _in_use() -> Problem:
    return Problem(
        "idempotency-key-in-use",
        "The first request with this Idempotency-Key is still running. Ask again in a moment.",
        headers={"Retry-After": "1"},
    )


def _respond(status: int, content: bytes, headers: Mapping[str, str]) -> Response:
    return Response(content, status_code=status, headers=dict(headers), media_type="application/json")
