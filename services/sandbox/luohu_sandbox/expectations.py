"""Expectations over the whole city: each is kept by the agency that it is for, and here they are one list."""

import asyncio
from collections.abc import Iterable, Sequence
from uuid import UUID

import httpx

from luohu_contract.directory import AGENCIES
from luohu_contract.expectation import ExpectationList, ExpectationView, ExpectationWish
from luohu_kit.problems import MEDIA_TYPE
from luohu_kit.runtime import Runtime
from luohu_sandbox import store
from luohu_sandbox.advance import ServicesFailed

PATH = "/_luohu/expectations"
NAMES = tuple(agency.name for agency in AGENCIES)


class AgencyUnknown(Exception):
    """The city has no agency of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The city has no agency {name[:60]!r}.")
        self.remedy = f"Use one of {', '.join(NAMES)}."


class ExpectationUnknown(Exception):
    """No agency of the world has an expectation of this id."""

    def __init__(self, world: str, expectation: UUID) -> None:
        super().__init__(f"No agency of the world {world} has the expectation {expectation}.")


class AgencyRefused(Exception):
    """An agency answers a problem, which is the caller's answer too: it knows best what it can be told."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__(answer.text[:300])
        self.status = answer.status_code
        self.content = answer.content


class Expectations:
    """What the agencies of a world are told beforehand."""

    def __init__(self, rt: Runtime) -> None:
        self._rt = rt

    async def add(self, world: str, agency: str, wish: ExpectationWish) -> ExpectationView:
        """Tell an agency a verdict. Raises AgencyUnknown, UnknownWorld, AgencyRefused, ServicesFailed."""
        if agency not in NAMES:
            raise AgencyUnknown(agency)
        await store.known(self._rt, world)
        body = wish.model_dump(mode="json", exclude_unset=True)
        answer = await self._ask(agency, "POST", PATH, world, body)
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
        return await asyncio.gather(*(self._ask(name, method, path, world) for name in NAMES))

    async def _ask(
        self, name: str, method: str, path: str, world: str, body: dict[str, object] | None = None
    ) -> httpx.Response:
        try:
            answer = await self._rt.peer(name).send(method, path, world=world, body=body)
        except httpx.TransportError as error:
            raise ServicesFailed({name: f"no answer ({type(error).__name__})"}) from error
        if answer.is_success:
            return answer
        if answer.headers.get("content-type", "").startswith(MEDIA_TYPE) and answer.status_code < 500:
            raise AgencyRefused(answer)
        raise ServicesFailed({name: f"HTTP {answer.status_code}: {answer.text[:300]}"})


def _removed(answers: Iterable[httpx.Response]) -> int:
    return sum(int(answer.json()["expectations"]) for answer in answers)
