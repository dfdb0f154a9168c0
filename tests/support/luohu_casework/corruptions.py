"""Rows of casework as no service would write them, and which checks find it.

The world has a case in joint review: one record with its verdict, others whose papers are outstanding.
"""

# ruff: noqa: S608 - written by hand, for databases of a test

from luohu_testbed.corruptions import MINE, D

#: What is done to the rows, where, and exactly which checks find it.
CORRUPTIONS = [
    (D, "UPDATE case_event SET event = 'register' WHERE event = 'accept'", {"case-step"}),
    (D, "DELETE FROM case_event WHERE event = 'accept'", {"case-chain"}),
    (D, "UPDATE city_case SET status = 'accepted' WHERE status = 'in_review'", {"case-standing"}),
    (
        D,
        f"INSERT INTO case_wait (case_id, step, due_at) SELECT id, 'lapse', now() FROM city_case WHERE {MINE}",
        {"case-wait"},
    ),
    (D, "UPDATE case_points SET document = jsonb_set(document, '{lines,age}', '\"1.00\"')", {"case-points"}),
    (D, "UPDATE case_record SET item_id = gen_random_uuid() WHERE item_id IS NOT NULL", {"case-record", "case-points"}),
]
