"""Somebody who files in the whole city, through its gateway: an item whose loop crosses two edges and is settled by one
verdict.
"""

from dataclasses import dataclass
from typing import Any

import httpx

from luohu_contract.indicators import Indicator
from luohu_testbed.city import City
from luohu_testbed.waiting import until

PERSONA = "tax-one-year-valid"


@dataclass
class Applicant:
    """A persona in one world."""

    city: City
    world: str
    token: str
    declaration: str = ""
    item: str = ""

    async def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        """A request at the gateway, with the persona's token."""
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        return await self.city.client.request(method, path, headers=headers, **options)

    async def file(self) -> str:
        """A tax authorisation in a declaration of one's own; the item's id."""
        opened = await self.ask("POST", "/v1/declarations", json={})
        assert opened.status_code == 201, opened.text
        self.declaration = opened.json()["id"]
        filed = await self.ask("POST", f"/v1/declarations/{self.declaration}/tax", json={"authorised": True})
        assert filed.status_code == 201, filed.text
        self.item = filed.json()["id"]
        return self.item

    async def verify(self, item: str, **headers: str) -> None:
        """Ask for 在线审核."""
        asked = await self.ask("POST", f"/v1/items/{item}/verification", headers=headers)
        assert asked.status_code == 202, asked.text

    async def submit(self) -> None:
        """预览/提交, once the city has read its records and every page is saved."""
        me = f"/v1/declarations/{self.declaration}"

        async def must(method: str, path: str, **options: Any) -> Any:
            answer = await self.ask(method, f"{me}/{path}", **options)
            assert answer.is_success, answer.text
            return answer.json() if answer.content else None

        async def readings() -> str:
            return str((await must("GET", "eligibility"))["state"])

        await must("POST", "eligibility")
        await until(readings, "eligible")
        captcha = await must("GET", "captcha")
        area = {"saved": True, "committed": True, "captcha": {"token": captcha["token"], "answer": captcha["answer"]}}
        await must("PUT", "basics", json={"disclosure_consent": True})
        for indicator in Indicator:
            body = area if indicator is Indicator.JOB_HOUSING_AREA else {"saved": True}
            await must("PUT", f"indicators/{indicator.value}", json=body)
        await must("POST", "submission")

    async def status(self, item: str) -> str:
        return str((await self.ask("GET", f"/v1/items/{item}")).json()["status"])

    async def settled(self, item: str, status: str = "valid") -> None:
        """Wait for the item's status."""
        await until(lambda: self.status(item), status)

    async def moves(self, item: str) -> int:
        """How often a verdict moved the item."""
        told = await self.ask("GET", f"/v1/items/{item}/events")
        assert told.status_code == 200, told.text
        return sum(event["from"] == "pending" for event in told.json()["items"])


async def applicant(city: City, world: str, persona: str = PERSONA) -> Applicant:
    """A persona who has signed in."""
    return Applicant(city, world, await city.token(persona, world))
