"""Hops become rows: bodies are cut, id numbers masked, and a world that is gone gets no row."""

import re
from collections.abc import Sequence

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from luohu_contract.numbers import mask_text
from luohu_kit.journal.hop import Hop, joined

#: Secrets in answers and forms of the identity service, on its pages and in its addresses, and of webhooks, by the last
#: word of the field's name: a pattern that begins with one certain word is searched many times as fast.
_SECRETS = {
    word: re.compile(rf'((?:{word}"\s*:\s*"|{word}" value="))[^"]+|({word}=)[^&\s]+')
    for word in ("token", "token_hint", "secret", "password", "sms_code", "code_verifier")
} | {"code=": re.compile(r"((?<!\w)code=)[^&\s]+()")}

_CUT_NUMBER = re.compile(r"\d{1,17}$")  #: half an id number would not be known for one

# A journal is worth no wait for the disk: what a crash of PostgreSQL takes are the last hops, and nothing else.
_QUICKLY = text("SET LOCAL synchronous_commit TO off")
# KEY SHARE: a world that is being deleted is waited for, and then it has no row that a hop could belong to.
_WRITE = text(
    """
    INSERT INTO kit.journal (world, at, world_at, sender, receiver, method, target, topic, status, error, took_ms,
                             request, request_size, response, response_size, traces, concerns, fault, scenario,
                             subject, role, replay, input)
    SELECT h.world, h.at,
           coalesce(h.world_at, CASE w.mode WHEN 'frozen' THEN w.anchor_world ELSE kit.world_now(w)
               - (clock_timestamp() - h.at) * CASE w.mode WHEN 'scaled' THEN w.rate::float8 ELSE 1 END END),
           h.sender, h.receiver, h.method, h.target, h.topic, h.status, h.error, h.took_ms, h.request, h.request_size,
           h.response, h.response_size, h.traces, h.concerns, h.fault, h.scenario, h.subject, h.role,
           CAST(h.replay AS jsonb), h.input
    FROM unnest(CAST(:world AS text[]), CAST(:at AS timestamptz[]), CAST(:world_at AS timestamptz[]),
                CAST(:sender AS text[]), CAST(:receiver AS text[]), CAST(:method AS text[]), CAST(:target AS text[]),
                CAST(:topic AS text[]), CAST(:status AS integer[]), CAST(:error AS text[]),
                CAST(:took_ms AS float8[]), CAST(:request AS text[]), CAST(:request_size AS integer[]),
                CAST(:response AS text[]), CAST(:response_size AS integer[]), CAST(:traces AS text[]),
                CAST(:concerns AS text[]), CAST(:fault AS text[]), CAST(:scenario AS text[]),
                CAST(:subject AS text[]), CAST(:role AS text[]), CAST(:replay AS text[]), CAST(:input AS bytea[]))
         WITH ORDINALITY
         AS h(world, at, world_at, sender, receiver, method, target, topic, status, error, took_ms, request,
              request_size, response, response_size, traces, concerns, fault, scenario, subject, role, replay, input,
              position)
         JOIN kit.world w ON w.name = h.world
    ORDER BY h.position FOR KEY SHARE OF w
    """
)
_CUT = text(
    """
    WITH gone AS (
        DELETE FROM kit.journal WHERE world = :world AND seq <= (
            SELECT seq FROM kit.journal WHERE world = :world ORDER BY seq DESC OFFSET :most LIMIT 1)
        RETURNING at, method, replay
    )
    INSERT INTO kit.journal_cut AS c (world, hops, inputs, until)
    SELECT w.name, count(*),
           count(g.replay) FILTER (WHERE g.method NOT IN ('GET', 'HEAD', 'OPTIONS')), max(g.at) FROM gone g, kit.world w
    WHERE w.name = :world GROUP BY w.name
    ON CONFLICT (world) DO UPDATE SET hops = c.hops + excluded.hops, inputs = c.inputs + excluded.inputs,
                                      until = greatest(c.until, excluded.until)
    """
)

# A world whose inputs are not all noted cannot be replayed, and says so.
_LOST = text(
    """
    INSERT INTO kit.journal_cut AS c (world, hops, inputs, until)
    SELECT w.name, :hops, :inputs, clock_timestamp() FROM kit.world w WHERE w.name = :world OR :everywhere
    ON CONFLICT (world) DO UPDATE SET hops = c.hops + excluded.hops, inputs = c.inputs + excluded.inputs,
                                      until = greatest(c.until, excluded.until)
    """
)


async def write(connection: AsyncConnection, hops: Sequence[Hop], longest: int) -> None:
    """Write hops as rows, of the order in which they ended. longest: bytes that are kept of a body."""
    await connection.execute(_QUICKLY)
    await connection.execute(
        _WRITE,
        {
            "world": [hop.world for hop in hops],
            "at": [hop.at for hop in hops],
            "world_at": [hop.world_at for hop in hops],
            "sender": [hop.sender for hop in hops],
            "receiver": [hop.receiver for hop in hops],
            "method": [hop.method for hop in hops],
            "target": [_clean(mask_text(_without_secrets(hop.target))) for hop in hops],
            "topic": [hop.topic for hop in hops],
            "status": [hop.status for hop in hops],
            "error": [None if hop.error is None else _clean(mask_text(hop.error)) for hop in hops],
            "took_ms": [round(hop.took * 1000, 3) for hop in hops],
            "request": [shown(hop.request, longest) for hop in hops],
            "request_size": [hop.request_size for hop in hops],
            "response": [shown(hop.response, longest) for hop in hops],
            "response_size": [hop.response_size for hop in hops],
            "traces": [" ".join(hop.traces) for hop in hops],
            "concerns": [joined(hop.concerns) for hop in hops],
            "fault": [hop.fault for hop in hops],
            "scenario": [hop.scenario for hop in hops],
            "subject": [hop.subject for hop in hops],
            "role": [hop.role for hop in hops],
            "replay": [None if hop.replay is None else orjson.dumps(hop.replay).decode() for hop in hops],
            "input": [hop.input for hop in hops],
        },
    )


async def cut(connection: AsyncConnection, world: str, most: int) -> None:
    """Keep the newest hops of a world, and note how many went."""
    await connection.execute(_QUICKLY)
    await connection.execute(_CUT, {"world": world, "most": most})


async def note_lost(connection: AsyncConnection, world: str | None, hops: int, inputs: int) -> None:
    """Say that hops of a world were lost, and how many of them are inputs. None: of every world that there is."""
    values = {"world": world or "", "everywhere": world is None, "hops": hops, "inputs": inputs}
    await connection.execute(_LOST, values)


def shown(body: bytes, longest: int) -> str | None:
    """A body as the journal shows it: its beginning, id numbers and secrets masked. None for what is no text."""
    if not body:
        return ""
    part = body[:longest]
    try:
        words = part.decode()
    except UnicodeDecodeError as error:
        if error.start < len(part) - 3 or len(part) == len(body):
            return None
        words = part[: error.start].decode()  # the cut went through a character
    if "\x00" in words:
        return None
    if len(part) < len(body):
        words = _CUT_NUMBER.sub("", words)
    return mask_text(_without_secrets(words))


def _without_secrets(words: str) -> str:
    for word, secret in _SECRETS.items():
        if word in words:
            words = secret.sub(lambda found: f"{found[1] or found[2]}***", words)
    return words


def _clean(words: str) -> str:
    """Without what PostgreSQL cannot keep."""
    return words.replace("\x00", "�").encode("utf-8", "replace").decode()
