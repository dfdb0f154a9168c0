"""What a story does with cases can be done again when an answer was lost, and nothing else is passed over."""

from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from luohu_cli.door import Door, Refused
from luohu_cli.story import Story

CASE = {"title": {"en": "Application"}, "status": "applied", "label": {"zh": "已申报"}, "employer": "E", "children": []}
OPENED = {"case": {"who": "applicant", "kind": "application", "as": "mine"}}
LOST = httpx.ReadError("cut off")


class Office(httpx.BaseTransport):
    """Answers in the order in which they are laid out; a case is read as it stands."""

    def __init__(self) -> None:
        self.answers: list[httpx.Response | Exception] = [httpx.Response(201, json=CASE | {"id": "1"})]
        self.status = "applied"

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, json=CASE | {"id": "1", "status": self.status})
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def refusal(slug: str) -> httpx.Response:
    return httpx.Response(409, json={"type": f"/problems/{slug}", "status": 409, "detail": "Not now."})


def done(office: Office, *steps: Mapping[str, Any]) -> list[str]:
    """What each step came to, after the case was opened."""
    with Door("http://gateway", transport=office, sleep=lambda _: None) as door:
        return [step.status for step in Story(door, {"name": "somebody"}, "here").go_on([OPENED, *steps])][1:]


def test_a_step_that_was_taken_before_its_answer_was_lost_is_taken() -> None:
    office = Office()
    office.answers += [LOST, refusal("step-refused")]
    office.status = "accepted"
    assert done(office, {"take": {"case": "mine", "step": "accept"}}) == ["accepted"]


def test_papers_that_came_before_the_answer_was_lost_have_come() -> None:
    office = Office()
    office.answers += [LOST, refusal("record-refused")]
    assert done(office, {"deliver": {"case": "mine", "records": ["skill/human_resources"]}}) == ["delivered"]


@pytest.mark.parametrize("slug", ["step-refused", "not-yet"])
def test_a_step_that_is_refused_from_the_first_is_refused(slug: str) -> None:
    office = Office()
    office.answers += [refusal(slug)]
    with pytest.raises(Refused, match="Not now"):
        done(office, {"take": {"case": "mine", "step": "accept"}})


def test_a_refusal_that_the_story_tells_may_name_what_is_lacking() -> None:
    office = Office()
    office.answers += [refusal("not-yet")]
    step = {"take": {"case": "mine", "step": "accept"}}
    assert done(office, {"refused": {"problem": "not-yet", "step": step}}) == ["409"]
