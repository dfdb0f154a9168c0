"""What must be so in the questions that an agency holds: each is decided once, or waits for a time or for somebody."""

from luohu_kit.invariants import Check, Kind, View, by_sql

_TABLE = "agency.verification"

ALL: tuple[Check | View, ...] = (
    Check(
        "verification-decided-once",
        "A question has a verdict exactly when it is decided, and the verdict is the one on this question.",
        _TABLE,
        "Compare the row with what the asker has; a decision is never changed.",
        by_sql(
            "SELECT id, 'is ' || state || CASE WHEN verdict IS NULL THEN ' without a verdict' ELSE ' with the verdict '"
            " || coalesce(verdict->>'id', '?') || ' on question ' || coalesce(verdict->>'question_id', '?') END"
            " AS wrong FROM agency.verification"
            " WHERE (state = 'decided') <> (verdict IS NOT NULL) OR (state = 'decided') <> (decided_at IS NOT NULL)"
            " OR (verdict IS NOT NULL AND (verdict->>'question_id' IS DISTINCT FROM id::text"
            " OR verdict->>'item_id' IS DISTINCT FROM item_id::text"
            " OR verdict->>'attempt' IS DISTINCT FROM attempt::text OR verdict->>'part' IS DISTINCT FROM part))"
        ),
    ),
    Check(
        "verification-waits-for-something",
        "A question that nobody has is judged at a time, or after so many looks.",
        _TABLE,
        "Nothing will judge it: give it a due time, and report this.",
        by_sql(
            "SELECT id, 'waits for no time and no look (pace ' || pace || ')' AS wrong FROM agency.verification"
            " WHERE state = 'waiting' AND due_at IS NULL AND coalesce(looks_left, 0) <= 0"
        ),
    ),
    Check(
        "verification-has-a-task",
        "A question that is with operators has an open task in their queue, and no other question has one.",
        _TABLE,
        "Put the task into the queue, or cancel the one that nobody needs.",
        by_sql(
            "SELECT v.id, 'is ' || v.state || ', its task is ' || coalesce(t.state, 'not there') AS wrong"
            " FROM agency.verification AS v LEFT JOIN kit.task AS t ON t.ref = v.id AND t.kind = 'recheck'"
            " WHERE CASE v.state WHEN 'with_operator' THEN t.state IS DISTINCT FROM 'created'"
            " WHEN 'evidence_requested' THEN t.state IS DISTINCT FROM 'evidence_requested'"
            " ELSE t.state IN ('created', 'evidence_requested') END"
        ),
    ),
    Check(
        "verification-waiting",
        "Questions that wait for a time or for an operator.",
        _TABLE,
        "Nothing: move the clock, or work the queue.",
        by_sql(
            "SELECT id, claim_kind || ' is ' || state || coalesce(' until ' || due_at, '') AS wrong"
            " FROM agency.verification WHERE state <> 'decided' ORDER BY id"
        ),
        Kind.WAITING,
    ),
    #: Of one asker: id, state, its verdict, whether the outbox still carries the verdict, and what was asked.
    View(
        "held",
        "SELECT v.id, v.state, v.verdict->>'id' AS verdict, EXISTS (SELECT FROM kit.outbox AS o"
        " WHERE o.topic = 'verdicts' AND o.message_id = CAST(v.verdict->>'id' AS uuid)) AS carried,"
        " v.item_id || '/' || v.attempt || '/' || v.part || '/' || v.kind AS about FROM agency.verification AS v"
        " WHERE v.asker = :about AND v.destination = :about AND v.id > CAST(:after AS uuid) ORDER BY v.id LIMIT :limit",
    ),
)
