"""Questions and verdicts on the asker's side: one verdict for each question, taken once, or a question that waits."""

from luohu_declaration.storage import events
from luohu_kit.invariants import Check, Kind, View, by_sql

#: Events by which an item takes a verdict in; the window's on spouse records are the same, and answer no question.
_FOUND = "'part_found', 'found_valid', 'found_invalid'"

QUESTIONS: tuple[Check | View, ...] = (
    Check(
        "question-answered-once",
        "A question has a verdict exactly when it is answered, and the verdict is the one on this question.",
        "question",
        "Compare the row with the agency's: GET /agencies/{agency}/v1/verifications/{id}.",
        by_sql(
            "SELECT id, 'is ' || state || CASE WHEN verdict IS NULL THEN ' without a verdict' ELSE ' with the verdict '"
            " || coalesce(verdict->>'id', '?') || ' on question ' || coalesce(verdict->>'question_id', '?') END"
            " AS wrong FROM question"
            " WHERE (state = 'answered') <> (verdict IS NOT NULL) OR (state = 'open') <> (closed_at IS NULL)"
            " OR (verdict IS NOT NULL AND (verdict->>'question_id' IS DISTINCT FROM id::text"
            " OR verdict->>'item_id' IS DISTINCT FROM item_id::text"
            " OR verdict->>'attempt' IS DISTINCT FROM attempt::text OR verdict->>'part' IS DISTINCT FROM part))"
        ),
    ),
    Check(
        "verdict-taken-once",
        "No verdict answers two questions.",
        "question",
        "Find out which of the questions the agency decided.",
        by_sql(
            "SELECT verdict->>'id' AS id, 'answers ' || count(*) || ' questions: ' || string_agg(id::text, ', ')"
            " AS wrong FROM question WHERE verdict IS NOT NULL GROUP BY verdict->>'id' HAVING count(*) > 1"
        ),
    ),
    Check(
        "verdict-applied-once",
        "An item was moved by the verdicts on each of its parts exactly as often as questions on it were answered.",
        "item_event",
        "An event without a verdict, or a verdict without an event: compare the item's events with its questions.",
        by_sql(
            "SELECT coalesce(q.item_id, e.item_id) AS id, coalesce(q.part, e.part) || ': ' || coalesce(q.n, 0)"  # noqa: S608
            " || ' questions were answered, ' || coalesce(e.n, 0) || ' verdicts applied' AS wrong"
            " FROM (SELECT item_id, part, count(*) AS n FROM question WHERE state = 'answered' GROUP BY 1, 2) AS q"
            " FULL JOIN (SELECT item_id, detail->>'part' AS part, count(*) AS n FROM item_event"
            f" WHERE event IN ({_FOUND}) AND detail ? 'outcome' AND actor <> '{events.WINDOW}' GROUP BY 1, 2) AS e"
            " ON e.item_id = q.item_id AND e.part = q.part WHERE q.n IS DISTINCT FROM e.n"
        ),
    ),
    Check(
        "verdict-remembered",
        "Every verdict that was taken in stands in the inbox, so that it is not taken a second time.",
        "kit.inbox",
        "Put the row back before the agency sends the verdict again.",
        by_sql(
            "SELECT q.id, 'its verdict ' || (q.verdict->>'id') || ' is not in the inbox' AS wrong FROM question AS q"
            " WHERE q.verdict IS NOT NULL AND NOT EXISTS (SELECT FROM kit.inbox AS i"
            " WHERE i.source = 'verdict/' || q.agency AND i.message_id = CAST(q.verdict->>'id' AS uuid))"
        ),
    ),
    Check(
        "question-has-an-item",
        "An open question is about an item that is under review.",
        "question",
        "The verdict will be late. Supersede the question, and see what settled the item without it.",
        by_sql(
            "SELECT q.id, 'is open, its item ' || q.item_id || ' is ' || coalesce(i.status, 'not there') AS wrong"
            " FROM question AS q LEFT JOIN item AS i ON i.id = q.item_id"
            " WHERE q.state = 'open' AND coalesce(i.status, '') NOT IN ('pending', 'recheck')"
        ),
    ),
    Check(
        "item-waits-for-somebody",
        "An item under review waits for an answer, or for that of its spouse record: none is stuck.",
        "item",
        "Nothing will move it. Ask for its verification anew, and report this.",
        by_sql(
            "SELECT i.id, 'is ' || i.status || ' and no question of it is open' AS wrong FROM item AS i"
            " LEFT JOIN item AS s ON s.id = i.spouse_id WHERE i.status IN ('pending', 'recheck')"
            " AND coalesce(s.status, '') NOT IN ('draft', 'pending', 'recheck')"
            " AND NOT EXISTS (SELECT FROM question AS q WHERE q.item_id = i.id AND q.state = 'open')"
        ),
    ),
    Check(
        "question-open",
        "Questions whose verdict is awaited.",
        "question",
        "Nothing: the agency answers, or an operator does. They stand in GET /declaration/v1/waiting.",
        by_sql(
            "SELECT id, agency || ', attempt ' || attempt || coalesce(', ' || agency_state, '')"
            " || coalesce(', ' || left(last_problem, 120), '') AS wrong FROM question WHERE state = 'open' ORDER BY id"
        ),
        Kind.WAITING,
    ),
    #: Of one agency: id, state, its verdict, whether the outbox still carries the question, and what was asked.
    View(
        "asked",
        "SELECT q.id, q.state, q.verdict->>'id' AS verdict, EXISTS (SELECT FROM kit.outbox AS o"
        " WHERE o.message_id = q.id AND o.topic = 'verifications') AS carried,"
        " q.item_id || '/' || q.attempt || '/' || q.part || '/' || q.kind AS about"
        " FROM question AS q WHERE q.agency = :about AND q.id > CAST(:after AS uuid) ORDER BY q.id LIMIT :limit",
    ),
)
