"""Expectations over the whole city: each is kept by the agency that it is for, and here they are one list."""

import asyncio
from collections.abc import Iterable, Sequence
from uuid import UUID

import httpx

from luohu_contract.expectation import ExpectationList, ExpectationView, ExpectationWish
from luohu_kit.runtime import Runtime
from luohu_sandbox import store
from luohu_sandbox.agencies import NAMES, known, tell

PATH = "/_luohu/expectations"


class ExpectationUnknown(Exception):
    """No agency of the world has an expectation of this id."""

    def __init__(self, world: str, expectation: UUID) -> None:
        super().__init__(f"No agency of the world {world} has the expectation {expectation}.")


class Expectations:
    """What the agencies of a world are told beforehand."""

    def __init__(self, rt: Runtime) -> None:
        self._rt = rt

    async def add(self, world: str, agency: str, wish: ExpectationWish) -> ExpectationView:
        """Tell an agency a verdict. Raises AgencyUnknown, UnknownWorld, AgencyRefused, ServicesFailed."""
        known(agency)
        await store.known(self._rt, world)
        body = wish.model_dump(mode="json", exclude_unset=True)
        answer = await tell(self._rt, agency, "POST", PATH, world, body)
        return ExpectationView.model_validate_json(answer.content)

    async def everything(self, world: str) -> Sequence[ExpectationView]:
        """All of a world: by agency, then in the order in which they are used. Raises UnknownWorld, ServicesFailed."""
        answers = await self._everywhere("GET", PATH, world)
        return [one for answer in answers for one in ExpectationList.model_validate_json(answer.content).items]

    async def one(self, world: str, expectation: UUID) -> ExpectationView:
        """One of them. Raises ExpectationUnknown, UnknownWorld, ServicesFailed."""
        for each in await self.everything(world):
            if each.id == expectation:
                return each
        raise ExpectationUnknown(world, expectation)

    async def remove(self, world: str, expectation: UUID) -> None:
        """Take one away. Raises ExpectationUnknown, UnknownWorld, ServicesFailed."""
        answers = await self._everywhere("DELETE", f"{PATH}/{expectation}", world)
        if not _removed(answers):
            raise ExpectationUnknown(world, expectation)

    async def remove_all(self, world: str) -> int:
        """Take all away; how many. Raises UnknownWorld, ServicesFailed."""
        return _removed(await self._everywhere("DELETE", PATH, world))

    async def _everywhere(self, method: str, path: str, world: str) -> Sequence[httpx.Response]:
        await store.known(self._rt, world)
        return await asyncio.gather(*(tell(self._rt, name, method, path, world) for name in NAMES))


def _removed(answers: Iterable[httpx.Response]) -> int:
    return sum(int(answer.json()["expectations"]) for answer in answers)
