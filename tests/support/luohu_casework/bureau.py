"""Everybody who acts on cases in one world of an in-process city, through its gateway."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx

from luohu_testbed.city import City
from luohu_testbed.problems import slug_of
from luohu_testbed.waiting import until

EMPLOYER = "employer:91990105MA0LUH014J"
WINDOW, BUREAU = "window", "administrator"
POLICE, CENTRE = "operator:public-security", "operator:talent-centre"


@dataclass
class Bureau:
    """One world."""

    city: City
    world: str

    async def ask(self, who: str, method: str, path: str, **options: Any) -> httpx.Response:
        """A request at the gateway by a persona, an employer or a member of staff."""
        headers = {"Authorization": f"Bearer {await self.city.token(who, self.world)}", **options.pop("headers", {})}
        return await self.city.client.request(method, path, headers=headers, **options)

    async def must(self, who: str, method: str, path: str, body: Any = None) -> Any:
        """The JSON of a request that has to succeed."""
        answer = await self.ask(who, method, path, json=body)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    async def refused(self, who: str, method: str, path: str, body: Any, status: int, slug: str) -> Any:
        """The problem of a request that must be refused like this."""
        answer = await self.ask(who, method, path, json=body)
        assert (answer.status_code, slug_of(answer)) == (status, slug), answer.text
        return answer.json()

    async def record(self, agency: str, kind: str, **fields: Any) -> None:
        """Something that an agency has on record."""
        body = {"kind": kind, "fields": fields}
        await self.must(f"operator:{agency}", "POST", f"/agencies/{agency}/v1/records", body)

    async def department(self, department: str, indicator: str, person: dict[str, str], **values: Any) -> None:
        """What a department has on record about somebody."""
        certificate = values.pop("certificate", None)
        await self.record(
            "department-windows",
            "entry",
            department=department,
            indicator=indicator,
            **person,
            certificate_number=certificate,
            values=values,
        )

    async def step(self, who: str, case: str, step: str, **wanted: Any) -> Any:
        """Take a step that has to succeed."""
        return await self.must(who, "POST", f"/v1/cases/{case}/steps/{step}", wanted)

    async def lacking(self, who: str, case: str, step: str, **wanted: Any) -> list[str]:
        """What a step lacks that is refused."""
        problem = await self.refused(who, "POST", f"/v1/cases/{case}/steps/{step}", wanted, 409, "not-yet")
        return [each["code"] for each in problem["lacking"]]

    async def status(self, case: str) -> str:
        """Where a case stands."""
        return str((await self.must(WINDOW, "GET", f"/v1/cases/{case}"))["status"])

    async def comes_to(self, case: str, status: str) -> None:
        """Wait for a status."""
        await until(lambda: self.status(case), status)

    async def decided(self, case: str) -> None:
        """Wait until no department is at work on the case."""

        async def out() -> list[str]:
            records = (await self.must(WINDOW, "GET", f"/v1/cases/{case}/records"))["items"]
            return [each["indicator"] for each in records if each["state"] == "material_delivered"]

        await until(out, [])

    async def advance(self, **how: str) -> Any:
        """Move the world's clock."""
        here = {"Luohu-World": self.world}
        answer = await self.city.client.post("/_luohu/clock/advance", json=how, headers=here)
        assert answer.status_code == 200, answer.text
        return answer.json()


async def bureau(city: City, programme: str, at: str) -> Bureau:
    """A new world of a programme without seeds, whose clock stands still at an instant."""
    wish = {"programme": programme, "personas": False, "clock": {"mode": "frozen", "at": at}}
    made = await city.client.post("/_luohu/worlds", json=wish)
    assert made.status_code == 201, made.text
    return Bureau(city, made.json()["name"])


async def overturn(world: Bureau, agency: str, kind: str, which: str, **corrected: Any) -> None:
    """An operator takes the one open recheck of an agency, corrects a record, and overturns.

    which: the query that finds the record. corrected: its fields that were wrong.
    """
    clerk = f"operator:{agency}"
    [record] = (await world.must(clerk, "GET", f"/agencies/{agency}/v1/records?kind={kind}&{which}"))["items"]
    fields = {"record_id": record["id"], "kind": kind, "fields": {**record["fields"], **corrected}}
    await overturn_with(world, agency, fields)


async def overturn_with(world: Bureau, agency: str, fields: Any) -> None:
    """An operator takes the one open recheck of an agency and overturns. fields: what is corrected, or is new."""
    await _complete(world, agency, {"decision": "overturn", "note": "已核对", "corrected_fields": fields})


async def wants_more(world: Bureau, agency: str, note: str) -> None:
    """An operator takes the one open recheck of an agency and asks for more evidence. note: which."""
    await _complete(world, agency, {"decision": "request_evidence", "note": note})


async def _complete(world: Bureau, agency: str, decision: Any) -> None:
    clerk, queue = f"operator:{agency}", f"/agencies/{agency}/v1/rechecks"

    async def waiting() -> list[Any]:
        return list((await world.must(clerk, "POST", f"{queue}/search", {"state": "created"}))["items"])

    await until(lambda: _count(waiting), 1)
    [task] = await waiting()
    url = f"{queue}/{task['id']}"
    read = await world.ask(clerk, "GET", url)
    taken = await world.ask(clerk, "POST", f"{url}/assignment", headers={"If-Match": read.headers["ETag"]})
    done = await world.ask(
        clerk, "POST", f"{url}/completion", json=decision, headers={"If-Match": taken.headers["ETag"]}
    )
    assert done.status_code == 200, done.text


async def _count(found: Callable[[], Awaitable[list[Any]]]) -> int:
    return len(await found())
