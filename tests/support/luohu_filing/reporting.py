"""Named reports in tests: 王伟 is on the published list, 赵敏 reports, and the bureau verifies."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from luohu_declaration.domain.season import Step
from luohu_filing import bodies
from luohu_filing.counter import Counter, Json
from luohu_filing.year import LIST, Year
from luohu_testbed.issuer import APPLICANT

WANG = str(APPLICANT["id_number"])
ZHAO = {"sub": "subject-of-zhao", "name": "赵敏", "id_number": "990108198811300149", "birth_date": "1988-11-30"}
CONTACT = "13900007788"
#: What must not be seen anywhere but at the bureau and by 赵敏.
SECRETS = (ZHAO["sub"], ZHAO["name"], ZHAO["id_number"], CONTACT)

USCC, BOSS = "91990105MA0LUH014J", "林青"
QUEUE = "/v1/report-verifications"
WORDS = {"opinion": "经向学校查询,该证书未登记"}
FALSE = {"kind": "false_material", "grounds": "学历证书系伪造", "document": "京人社查〔2021〕1号"}

_EMPLOYER = (
    "INSERT INTO employer (id, uscc, name, handling_district, contact_name, contact_telephone, status, since,"
    " registered_at, unit_code) VALUES (gen_random_uuid(), :uscc, '北京示例科技有限公司', '海淀区', :boss,"
    " '010-99001234', 'open', :at, :at, 'BJ00000001')"
)


@dataclass
class Reporting:
    """The publicity period of `main`."""

    counter: Counter
    year: Year = field(init=False)

    def __post_init__(self) -> None:
        self.year = Year(self.counter)

    @property
    def zhao(self) -> dict[str, str]:
        return self.counter.person(**ZHAO)

    def bureau(self, subject: str = "bureau-1") -> dict[str, str]:
        """Authorization of somebody at the HR bureau."""
        return self.counter.issuer.staff("administrator", subject)

    def employer(self) -> dict[str, str]:
        """Authorization of an employer, whose contact person is 林青 once it is registered."""
        return self.counter.issuer.staff("employer", "subject-of-unit", uscc=USCC, name="北京示例科技有限公司")

    async def register_employer(self) -> None:
        """The employer is in the system."""
        async with self.counter.running.runtime.begin("main") as work:
            await work.execute(_EMPLOYER, {"uscc": USCC, "boss": BOSS, "at": work.now})
            await work.commit()

    async def publish(self, until: datetime = LIST, *steps: Step) -> str:
        """The list with 王伟 on it, and whoever else was submitted; the declaration of 王伟."""
        declaration = await self.year.ready()
        await self.year.submit(declaration)
        await self.year.score(declaration)
        await self.year.stand_at(until, Step.LIST_PUBLISHED, *steps)
        return declaration

    async def ask(
        self, who: dict[str, str], method: str, path: str, status: int | None = None, **request: Any
    ) -> httpx.Response:
        """A request, which must be answered with that status where one is given."""
        headers = {**who, **request.pop("headers", {})}
        answer = await self.counter.client.request(method, path, headers=headers, **request)
        assert status in (None, answer.status_code), (method, path, answer.status_code, answer.text)
        return answer

    async def number(self, name: str = "王伟") -> str:
        """The publication number of somebody."""
        listed = (await self.counter.client.get("/v1/publication/2021?limit=1000")).json()["items"]
        return next(str(each["publication_number"]) for each in listed if each["name"] == name)

    async def letter(self, **fields: Any) -> Json:
        """What 赵敏 writes about 王伟."""
        number = fields.pop("publication_number", None) or await self.number()
        words = {"publication_number": number, "name": ZHAO["name"], "contact": CONTACT, "statement": "学历系伪造"}
        return {**words, **fields}

    async def report(self, **fields: Any) -> str:
        """A report of 赵敏."""
        sent = await self.ask(self.zhao, "POST", "/v1/reports", 201, json=await self.letter(**fields))
        return str(sent.json()["id"])

    async def upload(self, report: str, status: int = 201, words: str = "evidence", **who: Any) -> httpx.Response:
        """A file of 赵敏, or of whoever is named."""
        headers = {**(self.counter.person(**who) if who else self.zhao), "Content-Type": "application/pdf"}
        path = f"/v1/reports/{report}/files"
        return await self.ask(headers, "POST", path, status, content=bodies.pdf(words))

    async def take(self, report: str, clerk: str = "bureau-1") -> httpx.Response:
        """The bureau takes the task about a report."""
        who = self.bureau(clerk)
        found = (await self.ask(who, "POST", f"{QUEUE}/search", 200, json={"state": "created"})).json()
        for each in found["items"]:
            task = await self.ask(who, "GET", f"{QUEUE}/{each['id']}", 200)
            if task.json()["context"]["report_id"] == report:
                etag = {"If-Match": task.headers["ETag"]}
                return await self.ask(who, "POST", f"{QUEUE}/{each['id']}/assignment", 200, headers=etag)
        raise AssertionError(f"no open task about {report}: {found}")

    async def complete(
        self, taken: httpx.Response, decision: str, status: int | None = 200, clerk: str = "bureau-1", **more: Any
    ) -> httpx.Response:
        """The decision about a task that was taken."""
        path, etag = f"{QUEUE}/{taken.json()['id']}/completion", {"If-Match": taken.headers["ETag"]}
        body = {"decision": decision, **WORDS, **more}
        return await self.ask(self.bureau(clerk), "POST", path, status, json=body, headers=etag)

    async def decide(self, report: str, decision: str, **more: Any) -> Json:
        """The bureau takes the task about a report, and decides."""
        done: Json = (await self.complete(await self.take(report), decision, **more)).json()
        return done

    async def notices(self, who: dict[str, str]) -> list[Json]:
        """A mailbox."""
        found: list[Json] = (await self.ask(who, "GET", "/v1/notices", 200)).json()["items"]
        return found
