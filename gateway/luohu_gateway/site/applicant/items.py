"""What is done with an item in the list of its indicator: send it to verification, delete it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from luohu_contract.indicators import INDICATOR_OF, Indicator
from luohu_contract.item import ItemKind
from luohu_gateway.site.applicant.indicators import indicator_page
from luohu_gateway.site.applicant.mine import APPLICANT, ME, Declared, Mine, declared, version_tag
from luohu_gateway.site.problems import Shown
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused

router = APIRouter(prefix="/me/indicators/{indicator}", dependencies=APPLICANT)


@router.post("/items/{item_id}/verification")
async def verify(here: Here, mine: Declared, indicator: Indicator, item_id: str) -> Response:
    """在线审核: the list shows it as 待审核 at once, and what comes of it as soon as it is known."""
    once = (await here.form()).get("once", "")

    async def send() -> None:
        await here.ask.post(f"/v1/items/{mine.item(item_id)['id']}/verification", once=once)

    return await _done(here, mine, indicator, send)


@router.post("/items/{item_id}/deletion")
async def delete(here: Here, mine: Declared, indicator: Indicator, item_id: str) -> Response:
    """删除, of the version that was shown."""
    version = (await here.form()).get("version", "")

    async def remove() -> None:
        await here.ask.delete(f"/v1/items/{mine.item(item_id)['id']}", etag=version_tag(version))

    return await _done(here, mine, indicator, remove)


@router.post("/verification")
async def verify_all(here: Here, mine: Declared, indicator: Indicator) -> Response:
    """在线审核 of every draft of the page that has the button."""
    once = (await here.form()).get("once", "")

    async def send() -> None:
        for item in _drafts(mine, indicator):
            await here.ask.post(f"/v1/items/{item['id']}/verification", once=f"{once}-{item['id']}")

    return await _done(here, mine, indicator, send)


def _drafts(mine: Mine, indicator: Indicator) -> list[Mapping[str, Any]]:
    return [
        item
        for item in mine.items
        if INDICATOR_OF.get(ItemKind(item["kind"])) is indicator and "verification" in item["links"]
    ]


async def _done(here: Visit, mine: Mine, indicator: Indicator, act: Callable[[], Awaitable[None]]) -> Response:
    """The page again, after what was asked for; with the problem where it was refused."""
    try:
        await act()
    except Refused as refused:
        if refused.status == 404:
            raise
        return await indicator_page(here, mine, indicator, problem=Shown.of(refused), status=refused.status)
    if here.partial:
        return await indicator_page(here, await declared(here), indicator)
    return here.go(f"{ME}/indicators/{indicator.value}")
