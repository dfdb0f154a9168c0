"""Named reports: by name, while the list is public; verified by the bureau, which acts on them (handbook 五.一.2)."""

import asyncio
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from luohu_declaration.domain.report import MOST_FILES
from luohu_declaration.domain.season import Step
from luohu_declaration.storage import courses
from luohu_filing.counter import Counter, Json
from luohu_filing.reporting import BOSS, FALSE, QUEUE, USCC, WANG, WORDS, ZHAO, Reporting
from luohu_filing.year import AWARD, LIST, QUERY
from luohu_testbed.problems import slug_of


@pytest.fixture
def reporting(counter: Counter) -> Reporting:
    return Reporting(counter)


def pointers(answered: Any) -> list[str]:
    return [each["pointer"] for each in answered.json()["errors"]]


async def test_reports_are_taken_while_the_list_is_public_and_at_no_other_time(reporting: Reporting) -> None:
    early = await reporting.letter(publication_number="202100001")
    refused = await reporting.ask(reporting.zhao, "POST", "/v1/reports", 409, json=early)
    assert (slug_of(refused), refused.json()["opens"]) == ("stage-closed", LIST.isoformat())
    await reporting.publish()
    sent = await reporting.ask(reporting.zhao, "POST", "/v1/reports", 201, json=await reporting.letter())
    view = sent.json()
    assert sent.headers["Location"] == f"/v1/reports/{view['id']}"
    assert (view["status"], view["status_label"], view["opinion"]) == ("open", "查证中", None)
    assert (view["publication_number"], view["files"]) == ("202100001", [])
    await reporting.year.stand_at(AWARD, Step.PUBLICITY_ENDS)
    late = await reporting.ask(reporting.zhao, "POST", "/v1/reports", 409, json=early)
    assert (slug_of(late), late.json()["closes"]) == ("stage-closed", AWARD.isoformat())
    assert "was open from" in late.json()["detail"]


async def test_appeals_have_no_reports_beside_them(reporting: Reporting) -> None:
    await reporting.year.stand_at(QUERY)
    letter = await reporting.letter(publication_number="202100001")
    assert slug_of(await reporting.ask(reporting.zhao, "POST", "/v1/reports", 409, json=letter)) == "stage-closed"


async def test_the_bureaus_list_says_whom_a_report_is_about_and_not_who_wrote_it(reporting: Reporting) -> None:
    await reporting.publish()
    await reporting.report()
    [task] = (await reporting.ask(reporting.bureau(), "POST", f"{QUEUE}/search", 200, json={})).json()["items"]
    assert task["person"] == {"name": "王伟", "id_number": "990*************12"}


async def test_a_report_is_about_somebody_on_the_list(reporting: Reporting) -> None:
    await reporting.publish()
    for number, expected in (("202100002", "nobody-reported"), ("202000001", "nobody-reported"), ("1", None)):
        letter = await reporting.letter(publication_number=number)
        refused = await reporting.ask(reporting.zhao, "POST", "/v1/reports", 422, json=letter)
        assert slug_of(refused) == (expected or "validation-failed")
        assert pointers(refused) == ["#/publication_number"]
    assert (await reporting.ask(reporting.zhao, "GET", "/v1/reports", 200)).json()["items"] == []


async def test_a_person_signs_with_the_name_of_the_sign_in(reporting: Reporting) -> None:
    await reporting.publish()
    refused = await reporting.ask(reporting.zhao, "POST", "/v1/reports", 422, json=await reporting.letter(name="李红"))
    assert (slug_of(refused), pointers(refused)) == ("not-your-name", ["#/name"])
    weak = reporting.counter.person(**ZHAO, acr="L1")
    unproven = await reporting.ask(weak, "POST", "/v1/reports", 403, json=await reporting.letter())
    assert slug_of(unproven) == "assurance-too-low"


async def test_an_employer_signs_with_its_contact_person_and_is_answered_as_the_employer(reporting: Reporting) -> None:
    await reporting.publish()
    letter, unit = await reporting.letter(name=BOSS), reporting.employer()
    refused = await reporting.ask(unit, "POST", "/v1/reports", 422, json=letter)
    assert slug_of(refused) == "not-your-name"
    assert "not registered" in refused.json()["detail"]
    await reporting.register_employer()
    wrong = await reporting.ask(unit, "POST", "/v1/reports", 422, json={**letter, "name": "北京示例科技有限公司"})
    assert slug_of(wrong) == "not-your-name"
    sent = (await reporting.ask(unit, "POST", "/v1/reports", 201, json=letter)).json()
    await reporting.decide(sent["id"], "dismiss")
    [answer] = await reporting.notices(unit)
    assert (answer["kind"], answer["declaration_id"]) == ("report.decided", None)
    who = (await reporting.ask(reporting.bureau(), "GET", f"/v1/reports/{sent['id']}/reporter", 200)).json()
    assert (who["role"], who["name"]) == ("employer", BOSS)


async def test_a_repeated_report_under_one_key_is_one(reporting: Reporting) -> None:
    await reporting.publish()
    letter, key = await reporting.letter(), {"Idempotency-Key": '"once"'}
    first = await reporting.ask(reporting.zhao, "POST", "/v1/reports", 201, json=letter, headers=key)
    again = await reporting.ask(reporting.zhao, "POST", "/v1/reports", 201, json=letter, headers=key)
    assert again.json() == first.json()
    listed = (await reporting.ask(reporting.zhao, "GET", "/v1/reports", 200)).json()["items"]
    assert [each["id"] for each in listed] == [first.json()["id"]]


async def test_an_open_report_takes_pdfs_until_it_is_full_or_decided(reporting: Reporting) -> None:
    await reporting.publish()
    report = await reporting.report()
    body = {"Content-Type": "image/png"}
    path = f"/v1/reports/{report}/files"
    assert slug_of(await reporting.ask({**reporting.zhao, **body}, "POST", path, 415, content=b"png")) == (
        "unsupported-media-type"
    )
    broken = {**reporting.zhao, "Content-Type": "application/pdf"}
    assert slug_of(await reporting.ask(broken, "POST", path, 422, content=b"%PDF-1.4 nothing")) == "evidence-refused"
    await reporting.upload(report, 404, sub="person-3")
    for number in range(MOST_FILES):
        sent = await reporting.upload(report, words=f"page {number}")
    shown = (await reporting.ask(reporting.zhao, "GET", f"/v1/reports/{report}", 200)).json()
    assert len(shown["files"]) == MOST_FILES
    assert sent.headers["Location"] in {each["links"]["self"] for each in shown["files"]}
    own = await reporting.ask(reporting.zhao, "GET", sent.headers["Location"], 200)
    assert own.content.startswith(b"%PDF")
    assert slug_of(await reporting.upload(report, 409)) == "evidence-limit"
    happened = await _events(reporting, report)
    assert happened == ["received", *["file_added"] * MOST_FILES]
    await reporting.decide(report, "dismiss")
    assert slug_of(await reporting.upload(report, 409)) == "report-closed"


async def _events(reporting: Reporting, report: str) -> list[str]:
    query = "SELECT event FROM report_event WHERE report_id = :id ORDER BY seq"
    return [row.event for row in await reporting.year.rows(query, id=UUID(report))]


async def test_a_report_is_its_senders_alone_and_of_its_world(reporting: Reporting) -> None:
    await reporting.publish()
    report = await reporting.report()
    file = (await reporting.upload(report)).headers["Location"]
    reported, elsewhere = reporting.counter.person(), reporting.counter.person(**ZHAO, world="other")
    for who in (reported, elsewhere, reporting.employer()):
        assert (await reporting.ask(who, "GET", "/v1/reports", 200)).json()["items"] == []
        for path in (f"/v1/reports/{report}", file, f"/v1/reports/{uuid4()}"):
            assert slug_of(await reporting.ask(who, "GET", path, 404)) == "not-found"
    window = reporting.counter.window()
    for who in (reporting.zhao, window):
        await reporting.ask(who, "GET", f"/v1/reports/{report}/reporter", 403)
        await reporting.ask(who, "POST", f"{QUEUE}/search", 403, json={})
    await reporting.ask(window, "GET", f"/v1/reports/{report}", 403)
    await reporting.ask(window, "GET", file, 403)
    there = reporting.counter.issuer.staff("administrator", "bureau-1", world="other")
    await reporting.ask(there, "GET", f"/v1/reports/{report}/reporter", 404)
    assert (await reporting.ask(there, "POST", f"{QUEUE}/search", 200, json={})).json()["items"] == []


async def test_the_list_of_one_world_is_not_that_of_another(reporting: Reporting) -> None:
    await reporting.publish()
    letter = await reporting.letter()
    elsewhere = reporting.counter.person(**ZHAO, world="other")
    assert slug_of(await reporting.ask(elsewhere, "POST", "/v1/reports", 409, json=letter)) == "stage-closed"


async def test_every_look_at_who_reported_is_kept(reporting: Reporting) -> None:
    await reporting.publish()
    report = await reporting.report()
    file = (await reporting.upload(report)).headers["Location"]
    await reporting.ask(reporting.zhao, "GET", file, 200)  # one's own file is no look of the bureau
    await reporting.ask(reporting.bureau("bureau-1"), "GET", file, 200)
    await reporting.ask(reporting.bureau("bureau-2"), "GET", f"/v1/reports/{report}/files/{uuid4()}", 404)
    seen = await reporting.ask(reporting.bureau("bureau-2"), "GET", f"/v1/reports/{report}/reporter", 200)
    assert (seen.json()["name"], seen.headers["Cache-Control"]) == (ZHAO["name"], "private, no-store")
    looks = [(each["reader"], each["file_id"]) for each in seen.json()["reads"]]
    assert looks == [("bureau-1", file.rpartition("/")[2]), ("bureau-2", None)]


async def test_the_bureau_sees_what_was_reported_about_whom(reporting: Reporting) -> None:
    declaration = await reporting.publish()
    report = await reporting.report()
    file = (await reporting.upload(report)).headers["Location"]
    context = (await reporting.take(report)).json()["context"]
    assert (context["statement"], context["status"], context["rank"]) == ("学历系伪造", "open", 1)
    assert (context["published"]["name"], context["published"]["publication_number"]) == ("王伟", "202100001")
    assert context["declaration"] == {
        "id": declaration,
        "year": 2021,
        "status": "ranked",
        "status_label": "已参加排名",
    }
    assert (context["files"], context["reporter"]) == ([file], f"/v1/reports/{report}/reporter")


async def test_a_dismissed_report_is_answered_and_leaves_nothing_behind(reporting: Reporting) -> None:
    declaration = await reporting.publish()
    before = [each["kind"] for each in await reporting.notices(reporting.counter.person())]
    report = await reporting.report()
    done = await reporting.decide(report, "dismiss")
    assert (done["outcome"], done["thread"][-1]["detail"]) == ("dismissed", {"sanctions": []})
    shown = (await reporting.ask(reporting.zhao, "GET", f"/v1/reports/{report}", 200)).json()
    assert (shown["status"], shown["status_label"], shown["opinion"]) == ("dismissed", "查证不实", WORDS["opinion"])
    [answer] = await reporting.notices(reporting.zhao)
    assert (answer["kind"], answer["declaration_id"]) == ("report.decided", None)
    assert (
        answer["zh"]
        == f"您对公示编号202100001的实名书面举报已查证完毕，查证结果：查证不实。查证意见：{WORDS['opinion']}"
    )
    assert [each["kind"] for each in await reporting.notices(reporting.counter.person())] == before
    await reporting.year.stand_at(AWARD, Step.PUBLICITY_ENDS)
    assert await reporting.year.status(declaration) == "awarded"


async def test_false_material_found_in_the_publicity_ends_the_course(reporting: Reporting) -> None:
    declaration = await reporting.publish()
    report = await reporting.report()
    done = await reporting.decide(report, "substantiate", sanction=FALSE)
    [sanction] = done["thread"][-1]["detail"]["sanctions"]
    made = (await reporting.ask(reporting.bureau(), "GET", f"/v1/sanctions/{sanction}", 200)).json()
    assert (made["subject"], made["name"], made["report_id"], made["decided_by"]) == (WANG, "王伟", report, "bureau-1")
    assert (made["from_year"], made["to_year"], made["document"]) == (2021, 2026, FALSE["document"])
    assert await reporting.year.status(declaration) == "disqualified"
    told = await reporting.notices(reporting.counter.person())
    assert [each["kind"] for each in told[-2:]] == ["sanction.barred", "course.disqualified"]
    assert told[-2]["parameters"]["reason"] == FALSE["grounds"]
    assert not any(WORDS["opinion"] in each["zh"] for each in told), "the opinion is the reporter's"
    await reporting.year.stand_at(AWARD, Step.PUBLICITY_ENDS)
    assert await reporting.year.status(declaration) == "disqualified"


async def test_an_award_is_taken_back_when_the_verification_took_longer_and_its_place_stays_free(
    reporting: Reporting,
) -> None:
    year = reporting.year
    declaration = await year.ready()
    await year.submit(declaration)
    total = Decimal((await year.score(declaration))["total"])
    await year.crowd([*(total - Decimal(i % 900) / 100 for i in range(1, 6000)), total - 20])
    below = (await year.rows("SELECT declaration_id FROM score ORDER BY total LIMIT 1"))[0].declaration_id
    await year.stand_at(LIST, Step.LIST_PUBLISHED)
    report = await reporting.report()
    await year.stand_at(AWARD, Step.PUBLICITY_ENDS)
    assert await year.status(declaration) == "awarded"
    await reporting.decide(report, "substantiate", sanction=FALSE)
    assert await year.status(declaration) == "revoked"
    settlement = "SELECT status FROM settlement WHERE declaration_id = :id"
    assert [row.status for row in await year.rows(settlement, id=UUID(declaration))] == ["revoked"]
    counted = await year.rows("SELECT status, count(*) AS n FROM declaration GROUP BY status")
    assert {row.status: row.n for row in counted} == {"revoked": 1, "awarded": 5999, "not_awarded": 1}
    async with reporting.counter.running.runtime.begin("main") as work:
        assert [each.event for each in await courses.history(work, below)][-1] == "not_awarded"
    shown = (await reporting.ask(reporting.zhao, "GET", f"/v1/reports/{report}", 200)).json()
    assert shown["status"] == "substantiated"


async def test_the_employer_that_helped_is_sanctioned_with_the_person(reporting: Reporting) -> None:
    await reporting.publish()
    report = await reporting.report()
    done = await reporting.decide(report, "substantiate", sanction={**FALSE, "with_employer": USCC})
    assert len(done["thread"][-1]["detail"]["sanctions"]) == 2
    listed = (await reporting.ask(reporting.bureau(), "GET", "/v1/credit-records", 200)).json()["items"]
    assert {(each["kind"], each["subject"]) for each in listed} == {("false_material", WANG), ("employer_helped", USCC)}
    linked = await reporting.year.rows("SELECT DISTINCT report_id FROM sanction")
    assert [str(row.report_id) for row in linked] == [report]


async def test_a_second_true_report_is_substantiated_without_a_second_sanction(reporting: Reporting) -> None:
    await reporting.publish()
    first, second = await reporting.report(), await reporting.report(statement="同一事项")
    await reporting.decide(first, "substantiate", sanction=FALSE)
    taken = await reporting.take(second)
    refused = await reporting.complete(taken, "substantiate", 409, sanction=FALSE)
    assert slug_of(refused) == "sanction-exists"
    shown = (await reporting.ask(reporting.zhao, "GET", f"/v1/reports/{second}", 200)).json()
    assert (shown["status"], shown["opinion"]) == ("open", None)
    assert len(await reporting.notices(reporting.zhao)) == 1
    done = (await reporting.complete(taken, "substantiate")).json()
    assert (done["outcome"], done["thread"][-1]["detail"]) == ("substantiated", {"sanctions": []})
    assert len(await reporting.year.rows("SELECT 1 FROM sanction")) == 1


@pytest.mark.parametrize(
    ("decision", "sanction", "pointer"),
    [
        pytest.param("dismiss", FALSE, "#/sanction", id="a dismissed report has none"),
        pytest.param("substantiate", {**FALSE, "kind": "employer_helped"}, "#/sanction/kind", id="about an employer"),
        pytest.param("substantiate", {**FALSE, "grounds": ""}, "#/sanction/grounds", id="no grounds"),
        pytest.param(
            "substantiate",
            {**FALSE, "kind": "commitment_broken", "with_employer": USCC},
            "#/sanction/with_employer",
            id="nobody helps to break a commitment",
        ),
        pytest.param("maybe", None, "#/decision", id="no decision"),
    ],
)
async def test_a_decision_that_does_not_fit_changes_nothing(
    reporting: Reporting, decision: str, sanction: Json | None, pointer: str
) -> None:
    declaration = await reporting.publish()
    report = await reporting.report()
    taken = await reporting.take(report)
    refused = await reporting.complete(taken, decision, 422, sanction=sanction)
    assert pointers(refused) == [pointer]
    assert await _events(reporting, report) == ["received"]
    assert await reporting.year.status(declaration) == "ranked"
    assert await reporting.notices(reporting.zhao) == []


async def test_a_decision_is_made_once(reporting: Reporting) -> None:
    await reporting.publish()
    report = await reporting.report()
    taken = await reporting.take(report)
    answers = await asyncio.gather(
        *(reporting.complete(taken, decision, None) for decision in ("dismiss", "substantiate", "dismiss"))
    )
    assert [each.status_code for each in answers].count(200) == 1
    assert {slug_of(each) for each in answers if each.status_code != 200} <= {"task-completed", "etag-mismatch"}
    assert len(await _events(reporting, report)) == 2
    assert len(await reporting.notices(reporting.zhao)) == 1


async def test_two_who_report_each_other_are_both_decided_at_once(reporting: Reporting) -> None:
    theirs = await reporting.year.ready(**ZHAO)
    await reporting.year.submit(theirs, **ZHAO)
    await reporting.year.score(theirs, **ZHAO)
    mine = await reporting.publish()
    first = await reporting.report()
    wang = reporting.counter.person()
    letter = await reporting.letter(name="王伟", publication_number=await reporting.number(str(ZHAO["name"])))
    second = (await reporting.ask(wang, "POST", "/v1/reports", 201, json=letter)).json()["id"]
    tasks = [await reporting.take(first), await reporting.take(second, "bureau-2")]
    done = await asyncio.gather(
        reporting.complete(tasks[0], "substantiate", sanction=FALSE),
        reporting.complete(tasks[1], "substantiate", clerk="bureau-2", sanction=FALSE),
    )
    assert [each.json()["outcome"] for each in done] == ["substantiated", "substantiated"]
    assert await reporting.year.status(mine) == "disqualified"
    for who in (wang, reporting.zhao):
        kinds = {each["kind"] for each in await reporting.notices(who)}
        assert kinds >= {"report.decided", "sanction.barred", "course.disqualified"}
