"""An item's way is drawn as text and as Mermaid, letter by letter as in the folder `drawn`."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from luohu_kit.clock import BEIJING
from luohu_kit.journal.reading import HopView
from luohu_sandbox.drawing import as_mermaid, as_text
from luohu_sandbox.journey import questions_in, steps_of

ITEM = "6a9e4a3e-1111-4000-8000-000000000001"
QUESTION = "6a9e4a3e-2222-4000-8000-000000000002"
VERDICT = "6a9e4a3e-3333-4000-8000-000000000003"
FILED = datetime(2021, 7, 1, 9, 0, tzinfo=BEIJING)
DECIDED = FILED + timedelta(days=14)


def hop(sender: str, receiver: str, **told: Any) -> HopView:
    given = {
        "id": "x-1",
        "seq": 1,
        "service": "x",
        "at": FILED,
        "world_at": FILED,
        "method": "POST",
        "path": "/v1/verifications",
        "topic": None,
        "status": None,
        "error": None,
        "took_ms": 1.0,
        "request": None,
        "request_size": 0,
        "response": None,
        "response_size": 0,
        "trace": "a" * 32,
        "traces": ["a" * 32],
        "concerns": [],
        "fault": None,
        "scenario": None,
        "caller": None,
    }
    return HopView.model_validate({**given, "from": sender, "to": receiver, **told})


APPLICANT = {"subject": "s", "role": "applicant"}
ASKED = {"questions": [{"id": QUESTION, "item_id": ITEM, "attempt": 1, "kind": "verification"}]}
DECISION = {
    "data": {
        "verdicts": [
            {"id": VERDICT, "item_id": ITEM, "attempt": 1, "outcome": "invalid", "reason": "property.not_found"}
        ]
    }
}


def receipt(outcome: str) -> dict[str, Any]:
    return {"receptions": [{"id": VERDICT, "outcome": outcome}]}


JOURNEY = [
    hop(
        "gateway",
        "declaration",
        path=f"/v1/items/{ITEM}/verification",
        status=202,
        response={"id": ITEM, "status": "pending"},
        caller=APPLICANT,
    ),
    hop("declaration", "housing-registry", topic="verifications", request=ASKED, error="lost", fault="drop request"),
    hop("declaration", "housing-registry", topic="verifications", request=ASKED, status=202),
    *(
        hop(
            "gateway",
            "declaration",
            method="GET",
            path=f"/v1/items/{ITEM}?x={QUESTION}",
            status=200,
            response={"id": ITEM, "status": "pending"},
            caller=APPLICANT,
        )
        for _ in range(3)
    ),
    hop(
        "housing-registry",
        "declaration",
        topic="verdicts",
        path="/v1/verdicts",
        request=DECISION,
        status=200,
        response=receipt("moved"),
        fault="duplicate",
        world_at=DECIDED,
    ),
    hop(
        "housing-registry",
        "declaration",
        topic="verdicts",
        path="/v1/verdicts",
        request=DECISION,
        status=200,
        response=receipt("duplicate"),
        fault="duplicate",
        world_at=DECIDED,
    ),
    hop(
        "gateway",
        "declaration",
        path=f"/v1/items/{ITEM}/recheck",
        status=409,
        response={"type": "/problems/recheck-not-allowed", "status": 409},
        caller=APPLICANT,
        world_at=DECIDED,
    ),
]

DRAWN = Path(__file__).parent / "drawn"


def test_as_text() -> None:
    assert as_text(steps_of(JOURNEY, ITEM)) == (DRAWN / "journey.txt").read_text(encoding="utf-8")


def test_as_mermaid() -> None:
    assert as_mermaid(steps_of(JOURNEY, ITEM)) == (DRAWN / "journey.mmd").read_text(encoding="utf-8")


def test_a_question_leads_to_what_names_no_item() -> None:
    batch = hop("declaration", "tax", topic="verifications", concerns=[["q1", "other"], [QUESTION, ITEM]])
    opened = hop("gateway", "declaration", concerns=[["a declaration", ITEM]])
    assert list(questions_in([batch, opened], ITEM)) == [QUESTION]


def test_a_body_that_was_cut_is_named_by_its_topic() -> None:
    cut = hop("declaration", "tax", topic="verifications", request='{"questions": [{"id"', status=202, response="{")
    assert [(step.says, step.answer) for step in steps_of([cut], ITEM)] == [("verifications", "202")]


def test_what_would_end_a_message_of_mermaid_is_left_out() -> None:
    odd = hop("gateway", "tax", method="GET", path="/v1/a;b#c", status=404)
    assert "somebody->>tax: GET /v1/a,bc" in as_mermaid(steps_of([odd], ITEM))
