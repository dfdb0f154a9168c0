"""What the tests of employers do: sign in as one, register, answer requests, review licences."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx

from luohu_declaration.domain.sanction import Party, Sanction, SanctionKind
from luohu_declaration.storage import sanctions
from luohu_declaration.usecases.seed_employers import seeded_employers
from luohu_filing import bodies
from luohu_filing.counter import Counter
from luohu_kit.worlds import set_clock
from luohu_testbed.city import Running, frozen, make_world

Json = dict[str, Any]

MAIN, BY_HAND, OTHER, DORMANT, GONE = (each.uscc for each in seeded_employers("beijing"))
SCHOOL = "52990106MJ0LUH05X4"  #: on record at the tax authority, not registered in the system
NAMES = {SCHOOL: "北京示例职业培训学校"}
CLOSED = datetime(2021, 8, 2, 4, 0, tzinfo=UTC)  #: the declaration stage is over
CONTACT = {"name": "林青", "telephone": "010-99001234"}


@dataclass
class Enrolment:
    """A declaration service with the seeds of a world, and the real tax authority beside it."""

    counter: Counter
    tax: Running
    world: str = "seeded"

    async def start(self) -> None:
        """The world, with its seeds, on both services."""
        for service in (self.counter.running, self.tax):
            await make_world(service.runtime, self.world, personas=True)

    async def close(self) -> None:
        """The day after the declaration stage."""
        await set_clock(self.counter.running.runtime, self.world, frozen(CLOSED))

    async def bar(self, uscc: str) -> None:
        """A decision by which an employer is not accepted for years."""
        async with self.counter.running.runtime.begin(self.world) as work:
            year = work.world.year
            helped = SanctionKind.EMPLOYER_HELPED
            why = "用人单位协助提供虚假材料"
            new = Sanction(uuid4(), helped, Party.EMPLOYER, uscc, None, year, year + 5, why, work.now, "hr-bureau")
            await sanctions.add(work, new)
            await work.commit()

    def employer(self, uscc: str = BY_HAND, **claims: Any) -> dict[str, str]:
        """Authorization of an employer."""
        return self.counter.issuer.staff("employer", f"sub-{uscc}", **{"uscc": uscc, "world": self.world, **claims})

    def person(self, **claims: Any) -> dict[str, str]:
        """Authorization of 王伟, who has no employer yet, or of whoever the claims say."""
        return self.counter.person(world=self.world, **claims)

    def staff(self, role: str = "window") -> dict[str, str]:
        """Authorization of the window, or of an administrator."""
        return self.counter.issuer.staff(role, f"{role}-1", world=self.world)

    async def ask(
        self, who: dict[str, str], method: str, path: str, status: int | None = None, **request: Any
    ) -> httpx.Response:
        """A request, which must be answered with that status where one is given."""
        headers = {**who, **request.pop("headers", {})}
        answer = await self.counter.client.request(method, path, headers=headers, **request)
        assert status in (None, answer.status_code), (method, path, answer.status_code, answer.text)
        return answer

    async def get(self, who: dict[str, str], path: str, **headers: str) -> Any:
        """What is there."""
        return (await self.ask(who, "GET", path, 200, headers=headers)).json()

    async def refused(self, who: dict[str, str], method: str, path: str, **request: Any) -> tuple[int, str]:
        """Status and slug of a refusal."""
        answer = await self.ask(who, method, path, **request)
        return answer.status_code, str(answer.json()["type"]).removeprefix("/problems/")

    async def register(self, uscc: str = SCHOOL, **form: Any) -> Json:
        """An employer, as it stands once it was checked."""
        body = {"uscc": uscc, "name": NAMES.get(uscc, "某单位"), "handling_district": "丰台区", "contact": CONTACT}
        who = self.employer(uscc)
        made = await self.ask(who, "POST", "/v1/employers", 201, json={**body, **form})
        assert made.json()["status"] == "checking"
        found: Json = await self.get(who, made.headers["Location"], Prefer="wait=10")
        return found

    async def own(self, uscc: str) -> Json:
        """The registration of an employer."""
        [found] = (await self.get(self.employer(uscc), "/v1/employers"))["items"]
        return dict(found)

    async def send_licence(self, employer: Json, status: int = 201) -> httpx.Response:
        """A licence of an employer."""
        path = f"/v1/employers/{employer['id']}/credentials?licence=business_licence"
        headers = {"Content-Type": "application/pdf"}
        who = self.employer(employer["uscc"])
        return await self.ask(who, "POST", path, status, content=bodies.pdf("营业执照"), headers=headers)

    async def review(self, decision: Json) -> Json:
        """The window takes the only open review and decides."""
        who, queue = self.staff(), "/v1/credential-reviews"
        found = await self.ask(who, "POST", f"{queue}/search", 200, json={"state": "created"})
        [task] = found.json()["items"]
        path = f"{queue}/{task['id']}"
        taken = await self.ask(who, "POST", f"{path}/assignment", 200, headers={"If-Match": '"1"'})
        file = await self.ask(who, "GET", taken.json()["context"]["evidence"][0], 200)
        assert file.content.startswith(b"%PDF")
        etag = {"If-Match": taken.headers["ETag"]}
        done: Json = (await self.ask(who, "POST", f"{path}/completion", 200, json=decision, headers=etag)).json()
        return done

    async def open(self, **claims: Any) -> str:
        """The path of a new declaration of 王伟."""
        made = await self.ask(self.person(**claims), "POST", "/v1/declarations", 201)
        return str(made.headers["Location"])
