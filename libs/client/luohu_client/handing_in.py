"""Who hands in: an employer for its people, or somebody for themselves."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from luohu_client.caller import Caller
from luohu_client.case import Case
from luohu_client.case_views import CaseState

PAGE = 200


class HandsIn(Caller):
    """Somebody who opens cases."""

    async def open_case(
        self,
        kind: str,
        *,
        person: Mapping[str, str] | None = None,
        fields: Mapping[str, Any] | None = None,
        entries: Mapping[str, Any] | None = None,
        parent: "Case | UUID | None" = None,
        password: str | None = None,
        scenario: str | None = None,
    ) -> Case:
        """A new case of a kind that `world.programme.read()` names. Raises Problem.

        person: `{"name": …, "id_number": …}`, for an employer. fields, entries: the form; entries by indicator and
        department. parent: the case that it comes from. password: what an employer sets for the person (Shanghai).
        """
        wish = {
            "kind": kind,
            "person": person,
            "parent_id": getattr(parent, "id", parent),
            "password": password,
            "form": {"fields": fields or {}, "entries": entries or {}},
        }
        given = {name: value for name, value in wish.items() if value is not None}
        opened = await self.ask("POST", "/v1/cases", json=given, keyed=True, scenario=scenario)
        return Case(self, CaseState.model_validate_json(opened.content))

    async def cases(self, *, kind: str | None = None, status: str | None = None) -> list[Case]:
        """Theirs, in the order in which they were opened, two hundred at most. Raises Problem."""
        chosen = {name: value for name, value in {"kind": kind, "status": status}.items() if value is not None}
        told = (await self.ask("GET", "/v1/cases", params={"limit": PAGE, **chosen})).json()
        return [Case(self, CaseState.model_validate(each)) for each in told["items"]]


class Employer(HandsIn):
    """An employer, by its unified social credit code, signed in."""

    async def roster(
        self, kind: str, people: Sequence[Mapping[str, Any]], *, scenario: str | None = None
    ) -> list[Case]:
        """名册: cases of several people at once, all of them or none, in that order. Raises Problem.

        people: `{"person": {"name": …, "id_number": …}, "form": {"fields": …, "entries": …}}` each.
        """
        wish = {"kind": kind, "people": people}
        made = await self.ask("POST", "/v1/rosters", json=wish, keyed=True, scenario=scenario)
        return [Case(self, CaseState.model_validate(each)) for each in made.json()["items"]]
