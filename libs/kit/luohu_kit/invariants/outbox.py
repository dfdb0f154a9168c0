"""The outbox: every row is on its way, or waits for somebody, and stands on a list."""

from collections.abc import Iterable

from luohu_contract.directory import BY_NAME
from luohu_kit.invariants.check import Check, Kind, by_sql

_TABLE = "kit.outbox"
_TOLD = "topic || ' to ' || destination"
_LONGEST = "1 hour 10 minutes"  #: the longest delay of a retry is an hour, a lease is far shorter


def outbox_checks(topics: Iterable[str]) -> tuple[Check, ...]:
    """The checks of a service that sends these topics."""
    known = {"topics": sorted(topics), "names": sorted(BY_NAME)}
    return (
        Check(
            "outbox-addressed",
            "Every message has a topic that is sent here and somebody to go to.",
            _TABLE,
            "Find the release that wrote the row: this one would never send it.",
            by_sql(
                f"SELECT id, {_TOLD} || ' is sent by nobody here' AS wrong FROM kit.outbox"  # noqa: S608 - ours
                " WHERE NOT topic = ANY(CAST(:topics AS text[]))"
                " OR NOT (destination = ANY(CAST(:names AS text[])) OR destination ~ '^https?://')",
                known,
            ),
        ),
        Check(
            "outbox-due",
            "Every message is delivered, or due, or listed: none is put off for longer than a retry ever is.",
            _TABLE,
            "Dispatch it again; if there are many, look at the clock of the database's machine.",
            by_sql(
                f"SELECT id, {_TOLD} || ' is not due before ' || not_before AS wrong FROM kit.outbox"  # noqa: S608
                f" WHERE dead_at IS NULL AND held_until IS NULL"
                f" AND not_before > clock_timestamp() + interval '{_LONGEST}'"
                f" UNION ALL SELECT id, {_TOLD} || ' is a dead letter and held by a fault as well' FROM kit.outbox"
                " WHERE dead_at IS NOT NULL AND held_until IS NOT NULL"
            ),
        ),
        Check(
            "outbox-once",
            "No message is on its way twice to the same receiver.",
            _TABLE,
            "The receiver takes it once, so nothing is doubled; find out what wrote it twice.",
            by_sql(
                f"SELECT message_id AS id, {_TOLD} || ' is there ' || count(*) || ' times' AS wrong"  # noqa: S608
                " FROM kit.outbox WHERE dead_at IS NULL GROUP BY message_id, topic, destination HAVING count(*) > 1"
            ),
        ),
        Check(
            "outbox-on-its-way",
            "Messages that are being sent, or sent again.",
            _TABLE,
            "Nothing: they arrive.",
            by_sql(
                f"SELECT id, {_TOLD} || ', attempt ' || attempts"  # noqa: S608
                " || coalesce(', last: ' || left(last_error, 120), '') AS wrong FROM kit.outbox"
                " WHERE dead_at IS NULL AND held_until IS NULL ORDER BY outbox.id"
            ),
            Kind.WAITING,
        ),
        Check(
            "outbox-held",
            "Messages that a fault keeps back until a time of the world's clock.",
            _TABLE,
            "Take the fault away, or move the clock.",
            by_sql(
                f"SELECT id, {_TOLD} || ' until ' || held_until || ': ' || coalesce(last_error, '') AS wrong"  # noqa: S608
                " FROM kit.outbox WHERE held_until IS NOT NULL AND dead_at IS NULL ORDER BY outbox.id"
            ),
            Kind.WAITING,
        ),
        Check(
            "outbox-dead",
            "Dead letters: refused for good, they wait for somebody.",
            _TABLE,
            "Remove the cause and dispatch them again.",
            by_sql(
                f"SELECT id, {_TOLD} || ': ' || left(coalesce(last_error, 'no reason'), 200) AS wrong"  # noqa: S608
                " FROM kit.outbox WHERE dead_at IS NOT NULL ORDER BY outbox.id"
            ),
            Kind.WAITING,
        ),
    )
