"""严格为举报人保密: after all that can happen to a report, answers, tables and logs are searched for who sent it."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import httpx
import pytest

from luohu_declaration.domain.season import Step
from luohu_declaration.history import HISTORY
from luohu_filing.counter import Counter
from luohu_filing.reporting import CONTACT, FALSE, QUEUE, SECRETS, USCC, ZHAO, Reporting
from luohu_filing.year import AWARD
from luohu_kit.migration import KIT

PAGE = "handwritten by Zhao"  #: stands in the file of the report
STREAM = "/v1/notices/events"
#: Where the bureau, and nobody else, may see who reported. Each look is kept.
FOR_THE_BUREAU = ("/v1/reports/{report_id}/reporter", "/v1/reports/{report_id}/files/{file_id}")


@dataclass
class Case:
    """A report that led to a sanction, and one that was dismissed."""

    reporting: Reporting
    ids: dict[str, str]  #: by the name of the path parameter

    async def seen(self, who: dict[str, str]) -> list[tuple[str, httpx.Response]]:
        """What every route that reads answers to somebody."""
        answers = [(path, await self.reporting.ask(who, method, path, **more)) for method, path, more in self._reads()]
        assert all(each.status_code < 500 for _, each in answers)
        return [(path, each) for path, each in answers if each.status_code == 200]

    def _reads(self) -> Iterator[tuple[str, str, dict[str, dict[str, str]]]]:
        for path, methods in self.reporting.counter.running.app.openapi()["paths"].items():
            filled = re.sub(r"\{(\w+)\}", lambda found: self.ids.get(found[1], str(uuid4())), path)
            if "get" in methods and path != STREAM:
                yield "GET", filled, {}
            if path.endswith("/search"):
                yield "POST", filled, {"json": {}}

    def filled(self, path: str) -> str:
        return path.format(**self.ids)


def secrets_in(answer: httpx.Response) -> set[str]:
    """Which of the secrets can be read in an answer, its headers included."""
    words = answer.content.decode("utf-8", "replace") + "\n" + repr(answer.headers.raw)
    return {secret for secret in (*SECRETS, PAGE) if str(secret) in words}


@pytest.fixture
async def case(counter: Counter) -> Case:
    reporting = Reporting(counter)
    declaration = await reporting.publish()
    await reporting.register_employer()
    letter, key = await reporting.letter(), {"Idempotency-Key": '"once"'}
    sent = await reporting.ask(reporting.zhao, "POST", "/v1/reports", 201, json=letter, headers=key)
    report = str(sent.json()["id"])
    file = (await reporting.upload(report, words=PAGE)).headers["Location"]
    dismissed = await reporting.report(statement="另一事项")
    await reporting.year.stand_at(AWARD, Step.PUBLICITY_ENDS)
    await reporting.ask(reporting.bureau(), "GET", f"/v1/reports/{report}/reporter", 200)
    await reporting.decide(dismissed, "dismiss")
    done = await reporting.decide(report, "substantiate", sanction={**FALSE, "with_employer": USCC})
    employers = (await reporting.ask(reporting.employer(), "GET", "/v1/employers", 200)).json()["items"]
    ids = {
        "declaration_id": declaration,
        "report_id": report,
        "file_id": file.rpartition("/")[2],
        "task_id": str(done["id"]),
        "sanction_id": str(done["thread"][-1]["detail"]["sanctions"][0]),
        "employer_id": str(employers[0]["id"]),
        "year": "2021",
    }
    return Case(reporting, ids)


async def test_no_answer_shows_anybody_who_reported(case: Case) -> None:
    counter = case.reporting.counter
    people = {
        "the person reported": counter.person(),
        "another person": counter.person(sub="person-3", name="李红", id_number="990101198506150020"),
        "the employer": case.reporting.employer(),
        "the window": counter.window(),
        "an operator": counter.issuer.staff("operator", agency="tax"),
    }
    for name, who in people.items():
        answers = await case.seen(who)
        assert len(answers) > 2, f"{name} is answered by hardly any route"
        assert {path for path, each in answers if secrets_in(each)} == set(), name


async def test_the_bureau_sees_it_where_each_look_is_kept_and_nowhere_else(case: Case) -> None:
    answers = await case.seen(case.reporting.bureau())
    assert f"{QUEUE}/{case.ids['task_id']}" in {path for path, _ in answers}
    showing = {path: secrets_in(each) for path, each in answers if secrets_in(each)}
    reporter, file = map(case.filled, FOR_THE_BUREAU)
    assert showing == {reporter: {ZHAO["name"], CONTACT}, file: {PAGE}}
    looks = await case.reporting.year.rows("SELECT reader, file_id FROM reporter_read ORDER BY seq")
    assert {(row.reader, row.file_id is None) for row in looks} == {("bureau-1", True), ("bureau-1", False)}


async def test_the_mailbox_of_the_person_reported_streams_none_of_it(case: Case) -> None:
    wang = case.reporting.counter.person()
    told = await case.reporting.notices(wang)
    assert {each["kind"] for each in told} >= {"sanction.barred", "course.revoked"}
    assert not any("举报" in each["zh"] for each in told), "what was decided is said, and not that anybody reported"
    stream = await case.reporting.ask(wang, "GET", f"{STREAM}?limit={len(told)}", 200)
    assert stream.text.count("event: ") == len(told)
    assert secrets_in(stream) == set()


async def test_who_reported_is_stored_in_one_table_and_in_addresses(case: Case) -> None:
    found: dict[str, set[str]] = {secret: set() for secret in SECRETS}
    tables = [table for history in (HISTORY, KIT) for table in history.metadata.sorted_tables]
    for table in tables:
        name = table.fullname
        for secret in SECRETS:
            query = f"SELECT 1 FROM {name} AS r WHERE strpos(CAST(r AS text), :secret) > 0"  # noqa: S608
            if await case.reporting.year.rows(query, secret=secret):
                found[secret].add(name)
    assert found == {
        ZHAO["name"]: {"reporter"},
        CONTACT: {"reporter"},
        ZHAO["sub"]: {"reporter", "kit.kept_answer"},  # whose key it was; the answer itself names nobody
        ZHAO["id_number"]: {"reporter", "notice"},  # whose mailbox it is
    }


async def test_no_log_line_names_who_reported(counter: Counter, caplog: pytest.LogCaptureFixture) -> None:
    reporting = Reporting(counter)
    with caplog.at_level(logging.DEBUG):
        await reporting.publish()
        await reporting.ask(reporting.zhao, "POST", "/v1/reports", 422, json=await reporting.letter(name="李红"))
        report = await reporting.report()
        await reporting.upload(report)
        await reporting.ask(reporting.bureau(), "GET", f"/v1/reports/{report}/reporter", 200)
        await reporting.decide(report, "substantiate", sanction=FALSE)
    lines = [str(record.msg) + str(record.args) for record in caplog.records]
    assert any("season_turned" in line for line in lines), "the lines of the service are here"
    assert [line for line in lines if any(str(secret) in line for secret in SECRETS)] == []
