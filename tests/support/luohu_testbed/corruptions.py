"""Rows as no service would write them: what is done to a world that is in order, and which checks find it.

Nearly all of these rows are bound by the audit, which finds whatever is done to them: that is not told of each.

The world has a declaration that was submitted, a draft with a valid item, and an item that is with an operator of tax.
"""

# ruff: noqa: S608 - written by hand, for databases of a test

from luohu_kit.invariants.trail import UNBROKEN

D, TAX = "declaration", "tax"
ANOTHER_BIT = "set_byte(hash, 0, get_byte(hash, 0) # 1)"
MINE = "world = current_setting('luohu.world')"
TWICE = "(SELECT uuid '00000000-0000-4000-8000-000000000001' AS id FROM generate_series(1, 2)) AS message"
ANSWERED = "state = 'answered' AND agency = 'tax'"
FIRST_VERDICT = (
    f"(SELECT verdict->'id' FROM question WHERE state = 'answered' AND agency = 'tax' AND {MINE} ORDER BY id LIMIT 1)"
)
OF_THE_SETTLED = "item_id NOT IN (SELECT item_id FROM question WHERE state = 'open')"
LATER = "clock_timestamp() + interval '30 minutes'"
OUTBOX = "INSERT INTO kit.outbox (message_id, topic, destination, body, not_before) SELECT"
EVENT = "INSERT INTO {0}_event ({1}_id, at, event, from_status, to_status, actor{2})"
OF_A_DRAFT = "(SELECT i.id FROM item i JOIN declaration d ON d.id = i.declaration_id AND d.status = 'draft'"
DRAFTS_ITEM = f"{OF_A_DRAFT} WHERE i.status IN ('valid', 'invalid') AND i.{MINE})"


def stray(events: str, subject: str, event: str, before: str, after: str, *, detail: bool = True) -> str:
    """An event about nobody."""
    head = EVENT.format(events, subject, ", detail" if detail else "")
    more = ", jsonb_build_object()" if detail else ""
    return f"{head} SELECT gen_random_uuid(), now(), '{event}', {before}, '{after}', 'test'{more}"


def of_this_world(corruption: str) -> str:
    """The statement, for the rows of the transaction's world: whoever corrupts them is held to none."""
    if corruption.startswith("INSERT"):
        return corruption
    return f"{corruption} {'AND' if ' WHERE ' in corruption else 'WHERE'} {MINE}"


#: What is done to the rows, where, and exactly which checks find it.
CORRUPTIONS = [
    (D, "UPDATE item_event SET event = 'edited' WHERE event = 'verification_asked'", {"item-transition"}),
    (D, f"DELETE FROM item_event WHERE event = 'verification_asked' AND {OF_THE_SETTLED}", {"item-chain"}),
    (D, f"UPDATE item SET status = 'draft', reason = NULL, part = NULL WHERE id = {DRAFTS_ITEM}", {"item-standing"}),
    (D, "UPDATE course_event SET event = 'scored' WHERE event = 'submitted'", {"declaration-transition"}),
    (D, "DELETE FROM course_event WHERE event = 'opened'", {"declaration-chain", "declaration-standing"}),
    (D, "UPDATE declaration SET status = 'not_submitted' WHERE status = 'draft'", {"declaration-standing"}),
    (D, stray("appeal", "appeal", "edited", "NULL", "open"), {"appeal-transition", "appeal-standing"}),
    (D, stray("report", "report", "dismissed", "NULL", "open", detail=False), {"report-transition", "report-standing"}),
    (D, stray("employer", "employer", "admitted", "NULL", "open"), {"employer-transition", "employer-standing"}),
    (
        D,
        stray("association", "association", "returned", "NULL", "returned"),
        {"association-transition", "association-standing"},
    ),
    (
        D,
        stray("settlement", "declaration", "approved", "NULL", "approved"),
        {"settlement-transition", "settlement-standing"},
    ),
    (
        D,
        stray("settlement", "declaration", "transferred", "'no_file'", "transferred"),
        {"personnel-file-transition", "personnel-file-chain", "personnel-file-standing"},
    ),
    (D, "UPDATE question SET verdict = jsonb_set(verdict, '{attempt}', '9')", {"question-answered-once"}),
    (
        D,
        f"UPDATE question SET verdict = jsonb_set(verdict, '{{id}}', {FIRST_VERDICT}) WHERE {ANSWERED}",
        {"verdict-taken-once", "question-on-both-sides"},
    ),
    (D, "UPDATE item_event SET detail = detail - 'outcome' WHERE event LIKE 'found%'", {"verdict-applied-once"}),
    (D, "DELETE FROM kit.inbox", {"verdict-remembered"}),
    (
        D,
        f"UPDATE question SET item_id = {DRAFTS_ITEM} WHERE state = 'open'",
        {"question-has-an-item", "item-waits-for-somebody", "question-on-both-sides"},
    ),
    (
        D,
        "UPDATE question SET state = 'superseded', closed_at = now() WHERE state = 'open'",
        {"item-waits-for-somebody"},
    ),
    (D, "UPDATE score SET lines = jsonb_set(lines, '{tax}', '\"1.00\"')", {"score-fresh"}),
    (D, "DELETE FROM score", {"score-there"}),
    (D, f"{OUTBOX} gen_random_uuid(), 'gossip', 'tax', jsonb_build_object(), {LATER}", {"outbox-addressed"}),
    (
        D,
        f"{OUTBOX} gen_random_uuid(), 'supplements', 'tax', jsonb_build_object(), {LATER} + interval '1 day'",
        {"outbox-due"},
    ),
    (
        D,
        f"{OUTBOX} id, 'supplements', 'tax', jsonb_build_object(), {LATER} FROM {TWICE}",
        {"outbox-once"},
    ),
    (
        TAX,
        "INSERT INTO kit.task_entry (task_id, at, act) SELECT id, now(), 'upheld' FROM kit.task WHERE " + MINE,
        {"task-ends-once"},
    ),
    (TAX, "UPDATE kit.task SET outcome = 'upheld'", {"task-outcome"}),
    (TAX, "UPDATE kit.task SET state = 'evidence_requested'", {"verification-has-a-task"}),
    (TAX, "UPDATE agency.verification SET decided_at = NULL", {"verification-decided-once"}),
    (
        TAX,
        "UPDATE agency.verification SET state = 'waiting', due_at = NULL WHERE state = 'with_operator'",
        {"verification-has-a-task", "verification-waits-for-something"},
    ),
    (TAX, "DELETE FROM agency.verification WHERE state = 'decided'", {"question-on-both-sides"}),
    (TAX, "DELETE FROM agency.verification WHERE state = 'with_operator'", {"question-on-both-sides"}),
    (D, f"UPDATE kit.audit_link SET hash = {ANOTHER_BIT}", {UNBROKEN}),
    (TAX, f"UPDATE kit.audit_entry SET digests = {ANOTHER_BIT.replace('hash', 'digests')}", {UNBROKEN}),
]
