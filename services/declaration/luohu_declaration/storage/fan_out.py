"""Events become messages to subscribers in the very statement that writes them: one round trip, webhooks or none."""

from sqlalchemy import TextClause, text

from luohu_kit.trace import current
from luohu_kit.work import Work

DUTY = "webhooks"  #: the duty that sends them


def telling(adding: str, thing: str, ids: str, subscribers: str) -> TextClause:
    """A statement that adds events and makes messages of them; its rowcount is the number of the messages."""
    return text(f"WITH added AS ({adding} RETURNING *) {messages(thing, ids, subscribers)}")


def messages(thing: str, ids: str, subscribers: str) -> str:
    """The part of a statement that makes messages of the rows of `added`, which are events as they were written.

    thing: what the events happen to, `item`. ids: further values of the message's data, as of jsonb_build_object.
    subscribers: joins the webhooks as `w`. The statement takes the values of `cause`.
    """
    return (
        "INSERT INTO webhook_delivery (id, webhook_id, at, type, data, due_at, trace, scenario)"  # noqa: S608 - ours
        f" SELECT gen_random_uuid(), w.id, a.at, '{thing}.' || a.event, jsonb_build_object({ids}, 'seq', a.seq,"
        " 'event', a.event, 'from', a.from_status, 'to', a.to_status, 'detail', a.detail, 'actor', a.actor),"
        " a.at, CAST(:trace AS text), CAST(:scenario AS text)"
        f" FROM added a {subscribers}"
        f" WHERE (w.kinds IS NULL OR '{thing}.' || a.event = ANY (w.kinds))"
        # Asked once, so that nobody is looked for where nobody wants to be told: in nearly every world.
        " AND EXISTS (SELECT 1 FROM webhook) ORDER BY a.seq FOR KEY SHARE OF w"
    )


#: The webhooks of whoever filed the declaration of the events.
OF_DECLARATION = (
    "JOIN declaration d ON d.id = a.declaration_id JOIN webhook w ON w.owner = 'applicant' AND w.owner_id = d.applicant"
)


def cause() -> dict[str, str | None]:
    """Why it happens, for whoever is told."""
    why = current()
    return {"trace": None, "scenario": None} if why is None else {"trace": why.trace, "scenario": why.scenario}


def wake(work: Work, count: int) -> None:
    """Have the messages sent after the commit, if there are any."""
    if count:
        work.wake(DUTY)
