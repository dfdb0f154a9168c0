"""What stands behind every page of an applicant: the year, their declaration, and how far it is."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends

from luohu_contract.enrolment import AssociationStatus
from luohu_contract.indicators import Indicator
from luohu_contract.item import ItemStatus
from luohu_gateway.site.guard import Elsewhere, signed_in
from luohu_gateway.site.links import PREFIX
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused
from luohu_kit.auth import Role

ME = f"{PREFIX}/me"
APPLICANT = [Depends(signed_in(Role.APPLICANT))]  #: who comes to these pages
LOCKED = frozenset({ItemStatus.PENDING, ItemStatus.RECHECK})


@dataclass(frozen=True, slots=True)
class Mine:
    """A declaration, as all that is asked about it says."""

    season: Mapping[str, Any]
    declaration: Mapping[str, Any]
    eligibility: Mapping[str, Any]
    commitments: Mapping[str, Any]
    association: Mapping[str, Any] | None
    indicators: Mapping[str, Any]

    @property
    def path(self) -> str:
        """Of the declaration, at the API."""
        return f"/v1/declarations/{self.declaration['id']}"

    @property
    def items(self) -> list[Mapping[str, Any]]:
        return list(self.declaration["items"])

    def item(self, item_id: str) -> Mapping[str, Any]:
        """One of the items. Raises Refused, 404, for any other."""
        found = next((item for item in self.items if item["id"] == item_id), None)
        if found is None:
            raise Refused(404, {})
        return found

    def may(self, right: str) -> bool:
        """Whether the stage has a right; `GET /v1/season` names them."""
        return right in self.season["rights"]

    @property
    def files(self) -> bool:
        """Whether items can be filed and changed now: in this stage, and not submitted."""
        return self.may("file") and self.declaration["status"] == "draft"

    @property
    def associated(self) -> bool:
        return self.association is not None and self.association["status"] == AssociationStatus.APPROVED

    def page_of(self, indicator: Indicator) -> Mapping[str, Any]:
        """How the page of an indicator stands."""
        return next(each for each in self.indicators["items"] if each["indicator"] == indicator.value)


def version_tag(version: str) -> str:
    """What `If-Match` takes for the version that a form carries; nothing for what is none."""
    return f'"{version}"' if version.isascii() and version.isdigit() and len(version) < 10 else ""


async def season_of(here: Visit) -> Mapping[str, Any] | None:
    """Where the year stands; None in a world that goes by another way than a season."""
    try:
        found: Mapping[str, Any] = await here.ask.get("/v1/season")
    except Refused:
        return None
    return found


async def found_of(here: Visit, season: Mapping[str, Any]) -> Mine | None:
    """The declaration of the season's year, with all that belongs to it; None before it is opened."""
    listed = (await here.ask.get("/v1/declarations"))["items"]
    declaration = next((each for each in listed if each["year"] == season["year"]), None)
    if declaration is None:
        return None
    me = f"/v1/declarations/{declaration['id']}"
    whole, eligibility, commitments, association, indicators = await asyncio.gather(
        here.ask.get(me),
        here.ask.get(f"{me}/eligibility"),
        here.ask.get(f"{me}/commitments"),
        _association(here, me),
        here.ask.get(f"{me}/indicators"),
    )
    return Mine(season, whole, eligibility, commitments, association, indicators)


async def _association(here: Visit, me: str) -> Mapping[str, Any] | None:
    try:
        found: Mapping[str, Any] = await here.ask.get(f"{me}/association")
    except Refused as refused:
        if refused.status != 404:
            raise
        return None
    return found


async def declared(here: Here) -> Mine:
    """The visitor's declaration. Raises Elsewhere where there is none of this year: the overview says how it begins."""
    season = await season_of(here)
    mine = None if season is None else await found_of(here, season)
    if mine is None:
        raise Elsewhere(ME)
    return mine


Declared = Annotated[Mine, Depends(declared)]
