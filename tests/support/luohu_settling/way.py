"""A declaration service and public security in this process, and an awardee on the way from one counter to the next."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import UUID

import httpx
from pypdf import PdfReader
from sqlalchemy import insert

from luohu_declaration.app import HISTORIES, create_app
from luohu_declaration.domain.course import CourseEvent, CourseStatus
from luohu_declaration.storage import courses
from luohu_declaration.storage.season_tables import placing
from luohu_declaration.usecases.open_settlement import open_settlements
from luohu_kit.worlds import set_clock
from luohu_public_security.app import HISTORIES as POLICE_HISTORIES
from luohu_public_security.app import create_app as create_police
from luohu_settling import bodies
from luohu_testbed.city import Running, frozen, make_world, one_service
from luohu_testbed.databases import Databases
from luohu_testbed.office import Office, open_office
from luohu_testbed.waiting import until

Json = dict[str, Any]

AWARDED_AT = datetime(2021, 10, 22, 16, 0, tzinfo=UTC)  #: the publicity ends: 2021-10-23, 0:00 in Beijing
AWARD_ENDS = datetime(2023, 10, 22, 16, 0, tzinfo=UTC)
HAN = {"sub": "person-han", "name": "韩冰", "id_number": "990105197707071717", "birth_date": "1977-07-07"}
LINES = {
    "employment": "41.50",
    "housing": "20.00",
    "education": "26",
    "education_deduction": "-6",
    "job_housing_area": "0",
    "innovation": "0",
    "tax": "6",
    "age": "20",
    "honour": "0",
    "law_abiding": "0",
}
TOTAL = Decimal("107.50")

_UNTIL_THE_AWARD = (
    (CourseStatus.DRAFT, CourseEvent.SUBMITTED),
    (CourseStatus.SUBMITTED, CourseEvent.SCORED),
    (CourseStatus.SCORED, CourseEvent.RANKED),
    (CourseStatus.RANKED, CourseEvent.AWARDED),
)


@dataclass
class Way:
    """The settlement of 韩冰."""

    running: Running
    police: Office
    id: str = ""

    @property
    def client(self) -> httpx.AsyncClient:
        return self.running.client

    @property
    def path(self) -> str:
        return f"/v1/declarations/{self.id}/settlement"

    def awardee(self, **claims: Any) -> dict[str, str]:
        return self.police.issuer.applicant(**{**HAN, **claims})

    def window(self) -> dict[str, str]:
        return self.police.issuer.staff("window", "window-1")

    def bureau(self) -> dict[str, str]:
        return self.police.issuer.staff("administrator", "bureau-1")

    def officer(self, agency: str = "public-security") -> dict[str, str]:
        return self.police.issuer.staff("operator", "officer-1", agency=agency)

    def stranger(self) -> dict[str, str]:
        return self.awardee(sub="person-2", name="赵敏", id_number="990108198811300149")

    async def open(self) -> str:
        """A declaration of 韩冰, still a draft."""
        answer = await self.client.post("/v1/declarations", headers=self.awardee())
        assert answer.status_code == 201, answer.text
        self.id = str(answer.json()["id"])
        return self.id

    async def win(self, **lines: str) -> None:
        """The list was published, the publicity has ended: the settlement is open. The clock stands there."""
        declaration = UUID(self.id)
        # Before the clock moves on: the end of the declaration stage would close a draft.
        async with self.running.runtime.begin("main") as work:
            for status, event in _UNTIL_THE_AWARD:
                await courses.move(work, {declaration: {}}, event, status=status, actor="season")
            await work.commit()
        await self.at(AWARDED_AT)
        async with self.running.runtime.begin("main") as work:
            place = {
                "rank": 17,
                "running": 17,
                "publication_number": "202100017",
                "total": TOTAL,
                "lines": {**LINES, **lines},
            }
            row = {"declaration_id": declaration, "name": "韩冰", "admitted": True, "published_at": work.now, **place}
            await work.execute(insert(placing).values(row))
            await open_settlements(work, [declaration], valid_until=AWARD_ENDS)
            await work.commit()

    async def at(self, instant: datetime) -> None:
        """Set the clocks of both services."""
        for runtime in (self.running.runtime, self.police.running.runtime):
            await set_clock(runtime, "main", frozen(instant))

    async def after(self, **length: float) -> None:
        """Set the clocks so long after the award."""
        await self.at(AWARDED_AT + timedelta(**length))

    async def step(self, name: str, headers: dict[str, str], status: int = 200, body: Any = None) -> Json:
        """A step that must be answered with that status."""
        answer = await self.client.post(f"{self.path}/{name}", json=body, headers=headers)
        assert answer.status_code == status, (name, answer.status_code, answer.text)
        found: Json = answer.json()
        return found

    async def enter(self, status: int = 200, headers: dict[str, str] | None = None, **fields: Any) -> Json:
        """录入调京信息."""
        data = bodies.transfer_data(**fields)
        path = f"{self.path}/transfer-data"
        answer = await self.client.put(path, json=data, headers={**self.awardee(), **(headers or {})})
        assert answer.status_code == status, answer.text
        found: Json = answer.json()
        return found

    async def read(self, headers: dict[str, str] | None = None, **query: Any) -> Json:
        answer = await self.client.get(self.path, headers={**self.awardee(), **(headers or {})}, params=query)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    async def papers(self, counter: str, *, by_proxy: bool = False) -> dict[str, str]:
        """Everything that a counter wants, each by the first document that serves."""
        query: dict[str, str | bool] = {"counter": counter, "by_proxy": by_proxy}
        answer = await self.client.get(f"{self.path}/papers", headers=self.window(), params=query)
        assert answer.status_code == 200, answer.text
        return {each["need"]: each["accepts"][0] for each in answer.json()["items"]}

    async def printed(self, kind: str, copy: int = 1, headers: dict[str, str] | None = None) -> str:
        """The text of a printed document, without line breaks."""
        answer = await self.client.get(
            f"{self.path}/documents/{kind}", params={"copy": copy}, headers=headers or self.awardee()
        )
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/pdf"
        return text_of(answer.content)

    async def notices(self) -> list[str]:
        """The kinds of the notices to 韩冰, in order."""
        async with self.running.runtime.begin("main") as work:
            rows = await work.rows(
                "SELECT kind FROM notice WHERE recipient = :who AND kind LIKE 'settlement.%' ORDER BY seq",
                {"who": HAN["id_number"]},
            )
        return [row.kind for row in rows]

    async def course(self) -> list[str]:
        """Where the declaration has been."""
        async with self.running.runtime.begin("main") as work:
            return [passed.to_status.value for passed in await courses.history(work, UUID(self.id))]

    async def to_window(self, **fields: Any) -> None:
        """Transfer data entered, papers printed."""
        await self.enter(**fields)
        await self.step("documents", self.awardee())

    async def to_letters(self, **fields: Any) -> None:
        """Handed in, reviewed three times, letters issued."""
        await self.to_window(**fields)
        await self.step("hand-in", self.window(), body={"papers": await self.papers("district")})
        passed = {"decision": "pass"}
        await self.step("district-review", self.window(), body={**passed, "file_checked": True})
        await self.step("city-review", self.bureau(), body=passed)
        await self.step("approval", self.bureau(), body=passed)
        await self.step("letters", self.bureau())

    async def to_moved_out(self, **fields: Any) -> None:
        """The permit to move in, and the 户口迁移证."""
        await self.to_letters(**fields)
        await self.step("move-in-permit", self.officer(), body={"papers": await self.papers("hall")})
        await self.step("transfer-certificate", self.officer(), body=await self.certificate())

    async def to_registered(self, **fields: Any) -> Json:
        """落户, with the word of the register."""
        await self.to_moved_out(**fields)
        wanted = {"papers": await self.papers("new_station"), "spouse_present": True}
        await self.step("registration", self.officer(), 202, wanted)
        return await self.read({"Prefer": "wait=20"})

    async def certificate(self, **fields: Any) -> Json:
        """A 户口迁移证 with the reason that it should have."""
        papers = await self.papers("old_station")
        return {"papers": papers, "certificate_number": "吉迁99000001", "reason": "points_settlement", **fields}

    async def resident(self, id_number: str = HAN["id_number"]) -> Json:
        """Somebody's record at public security."""
        [record] = await self.police.records("resident", id_number=id_number)
        fields: Json = record["fields"]
        return fields

    async def permit(self) -> Json:
        """The residence permit of 韩冰, once it is cancelled."""

        async def status() -> str:
            [record] = await self.police.records("permit", id_number=HAN["id_number"])
            return str(record["fields"]["status"])

        await until(status, "cancelled")
        [record] = await self.police.records("permit", id_number=HAN["id_number"])
        fields: Json = record["fields"]
        return fields


def text_of(pdf: bytes) -> str:
    """The text of a PDF without line breaks and spaces: cells break where their column ends."""
    return "".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


@asynccontextmanager
async def on_the_way(databases: Databases) -> AsyncIterator[Way]:
    """韩冰 has a declaration of 2021 and has not won yet."""
    async with (
        open_office(databases, "public-security", create_police, POLICE_HISTORIES) as police,
        one_service(databases, "declaration", create_app, HISTORIES, network=police.network, worlds=()) as running,
    ):
        await make_world(running.runtime, "main", personas=True)
        await make_world(running.runtime, "other")
        way = Way(running, police)
        await way.open()
        yield way
