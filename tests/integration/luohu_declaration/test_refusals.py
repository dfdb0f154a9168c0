"""Bad input: a 4xx problem that names the field and the remedy; nothing stored, nothing dispatched."""

from typing import Any
from uuid import uuid4

import pytest

from luohu_filing.bodies import dormitory, education, invention, overseas, own_home, pdf, qualification, rental, spouse
from luohu_filing.counter import Counter, answer

NOBODYS = str(uuid4())

FORMS: dict[str, tuple[str, Any, str, str]] = {
    "an unknown district": ("residences", own_home(district="浦东新区"), "validation-failed", "#/district"),
    "an impossible month": ("residences", own_home(to="2017-13"), "validation-failed", "#/to"),
    "a wrong type": ("residences", own_home(to=201712), "validation-failed", "#/to"),
    "an unknown field": ("residences", own_home(note="x"), "validation-failed", "#/note"),
    "an unknown kind": ("residences", own_home(kind="castle"), "validation-failed", "#"),
    "no kind": ("residences", {"relation": "self"}, "validation-failed", "#"),
    "a list": ("residences", [], "validation-failed", "#"),
    "a number of another format": (
        "residences",
        own_home(certificate_format="x_house_title"),
        "validation-failed",
        "#/certificate_number",
    ),
    "a period that runs backwards": ("residences", own_home(to="2014-07"), "validation-failed", "#/to"),
    "a month after the base date": ("residences", own_home(to="2021-01"), "period-out-of-range", "#/to"),
    "a lease of 2019": ("residences", rental(**{"from": "2019-08"}), "period-out-of-range", "#/from"),
    "a dormitory of 2019": ("residences", dormitory(**{"from": "2019-08"}), "period-out-of-range", "#/from"),
    "a wrong check character": (
        "residences",
        dormitory(owner_id_number="91990105MA0LUH014K"),
        "validation-failed",
        "#/owner_id_number",
    ),
    "a spouse of nobody's": (
        "residences",
        own_home(relation="spouse", spouse_id=NOBODYS),
        "spouse-unknown",
        "#/spouse_id",
    ),
    "no uuid": ("residences", own_home(relation="spouse", spouse_id="me"), "validation-failed", "#/spouse_id"),
    "a file of nobody's": ("spouses", spouse(NOBODYS), "evidence-unknown", "#/evidence"),
    "a wrong check digit": (
        "spouses",
        spouse(NOBODYS, id_number="990101198506150013"),
        "validation-failed",
        "#/id_number",
    ),
    "a NUL in a name": ("spouses", spouse(NOBODYS, name="李\x00芳"), "validation-failed", "#/name"),
    "a wrong number of a half": (
        "education",
        education(qualification=qualification(id_number="1")),
        "validation-failed",
        "#/qualification/id_number",
    ),
    "an education without halves": ("education", {"kind": "domestic_education"}, "validation-failed", "#"),
    "a certificate of nobody's": ("education", overseas(NOBODYS), "evidence-unknown", "#/evidence"),
    "a type of innovation that nobody has": ("innovation", {"type": "nobel"}, "validation-failed", "#/type"),
    "an award that nobody named": ("innovation", {"type": "award_culture"}, "validation-failed", "#/award_kind"),
    "a grade that the award does not have": ("innovation", invention(grade="三等奖"), "validation-failed", "#/grade"),
    "no place where the winners have one": ("innovation", invention(place=None), "validation-failed", "#/place"),
    "details that belong to the commission": (
        "innovation",
        {"type": "shareholding", "year": 2019},
        "validation-failed",
        "#/year",
    ),
    "an award of next year": ("innovation", invention(year=2022), "period-out-of-range", "#/year"),
    "a name of no honour": (
        "honours",
        {"type": "none", "name": "全国劳动模范"},
        "validation-failed",
        "#/name",
    ),
    "an honour of another type": (
        "honours",
        {"type": "model_worker", "name": "首都道德模范"},
        "validation-failed",
        "#/name",
    ),
    "no authorisation at all": ("tax", {}, "validation-failed", "#/authorised"),
}


@pytest.mark.parametrize(("path", "body", "problem", "pointer"), FORMS.values(), ids=FORMS)
async def test_a_bad_form_is_refused_and_nothing_is_kept(
    counter: Counter, path: str, body: Any, problem: str, pointer: str
) -> None:
    declaration = await counter.open()
    refused = (await counter.must("POST", f"/v1/declarations/{declaration}/{path}", 422, json=body)).json()
    assert refused["type"] == f"/problems/{problem}"
    assert pointer in [error["pointer"] for error in refused["errors"]]
    assert refused["remedy"]
    assert (await counter.must("GET", f"/v1/declarations/{declaration}", 200)).json()["items"] == []


async def test_a_message_never_repeats_an_id_number(counter: Counter) -> None:
    declaration = await counter.open()
    body = spouse(NOBODYS, id_number="990101198506150013")
    refused = await counter.must("POST", f"/v1/declarations/{declaration}/spouses", 422, json=body)
    assert "990101198506150013" not in refused.text


FILES: dict[str, tuple[bytes, str, int, str]] = {
    "a text": (b"no pdf at all", "application/pdf", 422, "evidence-refused"),
    "nothing": (b"", "application/pdf", 422, "evidence-refused"),
    "a header alone": (b"%PDF-1.7\n", "application/pdf", 422, "evidence-refused"),
    "too large": (pdf() + b" " * 1_048_577, "application/pdf", 422, "evidence-refused"),
    "far too large": (b"x" * 5_000_000, "application/pdf", 413, "payload-too-large"),
    "a picture": (b"\x89PNG", "image/png", 415, "unsupported-media-type"),
}


@pytest.mark.parametrize(("content", "kind", "status", "problem"), FILES.values(), ids=FILES)
async def test_what_is_no_evidence_is_refused(
    counter: Counter, content: bytes, kind: str, status: int, problem: str
) -> None:
    declaration = await counter.open()
    path = f"/v1/declarations/{declaration}/evidence"
    refused = await counter.must("POST", path, status, content=content, headers={"Content-Type": kind})
    assert refused.json()["type"] == f"/problems/{problem}"


async def test_evidence_is_kept_as_it_was_sent(counter: Counter) -> None:
    scan = await counter.upload(await counter.open())
    kept = await counter.must("GET", f"/v1/evidence/{scan}", 200)
    assert (kept.content, kept.headers["Content-Type"]) == (pdf(), "application/pdf")


async def test_a_locked_item_is_left_alone_and_says_since_when(counter: Counter) -> None:
    home = await counter.file(await counter.open(), "residences", own_home())
    await counter.verify(home)
    path = f"/v1/items/{home}"
    for method, end, body in (("PUT", "", own_home()), ("DELETE", "", None), ("POST", "/verification", None)):
        response = await counter.must(method, path + end, 409, json=body, headers={"If-Match": "*"})
        problem = response.json()
        assert problem["type"] == "/problems/item-locked"
        assert (problem["since"], problem["item_status"]) == ("2021-07-05T12:00:00+08:00", "pending")
    assert len(counter.agencies["housing-registry"].about(home)) == 1


async def test_an_edit_wants_the_version_that_it_was_made_for(counter: Counter) -> None:
    home = await counter.file(await counter.open(), "residences", own_home())
    path = f"/v1/items/{home}"
    for method in ("PUT", "DELETE"):
        missing = await counter.must(method, path, 428, json=own_home())
        assert missing.json()["type"] == "/problems/precondition-required"
        old = await counter.must(method, path, 412, json=own_home(), headers={"If-Match": '"7"'})
        assert old.headers["ETag"] == '"1"'


async def test_an_edit_changes_no_kind(counter: Counter) -> None:
    home = await counter.file(await counter.open(), "residences", own_home())
    response = await counter.must("PUT", f"/v1/items/{home}", 422, json=rental(), headers={"If-Match": "*"})
    assert response.json()["errors"][0]["pointer"] == "#/kind"
    bad = own_home(district="nowhere")
    response = await counter.must("PUT", f"/v1/items/{home}", 422, json=bad, headers={"If-Match": "*"})
    assert response.json()["errors"][0]["pointer"] == "#/district"


async def test_a_settled_item_is_not_sent_again_without_an_edit(counter: Counter) -> None:
    home = await counter.file(await counter.open(), "residences", own_home())
    [question] = await counter.verify(home)
    await counter.decide(answer(question, "property.not_matched"))
    refused = await counter.must("POST", f"/v1/items/{home}/verification", 409)
    assert refused.json()["type"] == "/problems/verification-not-possible"


async def test_two_periods_of_one_home_do_not_overlap(counter: Counter) -> None:
    declaration = await counter.open()
    home = await counter.file(declaration, "residences", own_home())
    path = f"/v1/declarations/{declaration}/residences"
    refused = await counter.must("POST", path, 422, json=own_home(**{"from": "2017-12", "to": "2020-12"}))
    assert (refused.json()["type"], refused.json()["item_id"]) == ("/problems/period-overlaps", home)


async def test_one_education_and_one_tax_item_at_a_time(counter: Counter) -> None:
    declaration = await counter.open()
    await counter.file(declaration, "education", education())
    scan = await counter.upload(declaration)
    second = await counter.must("POST", f"/v1/declarations/{declaration}/education", 409, json=overseas(scan))
    assert second.json()["type"] == "/problems/education-exists"
    await counter.file(declaration, "tax", {"authorised": True})
    again = await counter.must("POST", f"/v1/declarations/{declaration}/tax", 409, json={"authorised": True})
    assert again.json()["type"] == "/problems/filing-exists"


RECHECKS: dict[str, tuple[dict[str, Any], int, str]] = {
    "no evidence": ({"evidence": []}, 422, "evidence-missing"),
    "evidence of nobody's": ({"evidence": [NOBODYS]}, 422, "evidence-unknown"),
    "no words": ({"statement": " "}, 422, "validation-failed"),
    "another code": ({"disputes": "property.expiry_date_disputed"}, 422, "dispute-unknown"),
    "no code": ({"disputes": "because"}, 422, "validation-failed"),
    "a half that was not filed": ({"part": "degree"}, 422, "part-not-filed"),
}


@pytest.mark.parametrize(("fields", "status", "problem"), RECHECKS.values(), ids=RECHECKS)
async def test_a_recheck_that_lacks_something_is_refused(
    counter: Counter, fields: dict[str, Any], status: int, problem: str
) -> None:
    declaration = await counter.open()
    home = await counter.file(declaration, "residences", own_home())
    [question] = await counter.verify(home)
    await counter.decide(answer(question, "property.not_matched"))
    scan = await counter.upload(declaration)
    wanted = {"disputes": "property.not_matched", "statement": "填写无误", "evidence": [scan], **fields}
    refused = await counter.must("POST", f"/v1/items/{home}/recheck", status, json=wanted)
    assert refused.json()["type"] == f"/problems/{problem}"
    assert (await counter.item(home))["status"] == "invalid"


async def test_a_recheck_that_the_reason_forbids_says_what_to_do(counter: Counter) -> None:
    declaration = await counter.open()
    lease = await counter.file(declaration, "residences", rental())
    [question] = await counter.verify(lease)
    await counter.decide(answer(question, "filing.not_found"), by="rental-filing")
    scan = await counter.upload(declaration)
    wanted = {"disputes": "filing.not_found", "statement": "已备案", "evidence": [scan]}
    problem = (await counter.must("POST", f"/v1/items/{lease}/recheck", 409, json=wanted)).json()
    assert problem["type"] == "/problems/recheck-not-allowed"
    assert "refile" in problem["remedies"]
    assert "fil" in problem["remedy"]
    view = await counter.item(lease)
    assert (view["label"], view["recheck"]["allowed"]) == ("无效(备案合同无效)", False)
    assert "recheck" not in view["links"]


async def test_ids_that_are_none_are_refused(counter: Counter) -> None:
    for path in ("/v1/items/not-a-uuid", "/v1/declarations/1", f"/v1/items/{NOBODYS}%00"):
        response = await counter.client.get(path, headers=counter.person())
        assert 400 <= response.status_code < 500, (path, response.text)
