"""One item's journey, as the applicant sees it: filed, sent, found, rechecked."""

from luohu_filing.bodies import own_home
from luohu_filing.counter import Counter, answer


async def test_a_home_goes_from_draft_to_invalid_to_recheck_to_valid(counter: Counter) -> None:
    declaration = await counter.open()
    home = await counter.file(declaration, "residences", own_home())
    assert (await counter.item(home))["status"] == "draft"

    [question] = await counter.verify(home)
    pending = await counter.item(home)
    assert (pending["status"], pending["label"], pending["attempt"]) == ("pending", "待审核", 1)

    assert await counter.decide(answer(question, "property.not_matched")) == ["moved"]
    invalid = await counter.item(home)
    assert (invalid["status"], invalid["display"]) == ("invalid", "invalid(property)")
    assert invalid["reason"]["code"] == "property.not_matched"
    assert invalid["computed"] == {"effective_from": None, "effective_to": None, "months": 0}

    scan = await counter.upload(declaration)
    body = {"disputes": "property.not_matched", "statement": "填写无误", "evidence": [scan]}
    await counter.must("POST", f"/v1/items/{home}/recheck", 202, json=body)
    assert (await counter.item(home))["status"] == "recheck"
