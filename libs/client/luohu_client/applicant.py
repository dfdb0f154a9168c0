"""An applicant, who opens declarations, or cases where their city has them."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from luohu_client.declaration import Declaration
from luohu_client.handing_in import HandsIn
from luohu_client.item import preferring
from luohu_client.problem import Problem
from luohu_client.views import DeclarationState


class Applicant(HandsIn):
    """A persona or a person of the population, signed in."""

    async def open_declaration(
        self,
        items: Sequence[Mapping[str, Any]] = (),
        *,
        verify: bool = False,
        eligibility: bool = False,
        within: float | None = None,
        scenario: str | None = None,
    ) -> Declaration:
        """The declaration of the world's year: opened, or the one that is open already. Raises Problem, NotSettled.

        items: `forms` that are filed in the same request, all of them or none. verify: sends them to verification.
        eligibility: has the records of insurance, conduct and tax penalties read. within: waits until all of it is
        settled, for so many seconds of real time.
        """
        wish = {"items": items, "verify": verify} if items else {}
        if eligibility:
            wish["eligibility"] = True
        began = time.monotonic()
        try:
            opened = await self.ask(
                "POST", "/v1/declarations", json=wish, headers=preferring(within), keyed=True, scenario=scenario
            )
        except Problem as problem:
            if problem.slug != "declaration-exists":
                raise
            read = await self.ask("GET", problem.answer.headers["Location"])
            there = Declaration(self._line, self, DeclarationState.model_validate_json(read.content))
            if eligibility:
                await there.read_records()
            if items:
                await there.file_all(items, verify=verify, within=within, scenario=scenario)
            return there
        declaration = Declaration(self._line, self, DeclarationState.model_validate_json(opened.content))
        return await declaration.waited(began, within)

    async def declarations(self) -> list[Declaration]:
        """Their declarations, one for each year. Raises Problem."""
        listed = (await self.ask("GET", "/v1/declarations")).json()["items"]
        read = [await self.ask("GET", each["links"]["self"]) for each in listed]
        return [Declaration(self._line, self, DeclarationState.model_validate_json(one.content)) for one in read]
