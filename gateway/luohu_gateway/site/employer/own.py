"""The registration of whoever is signed in."""

from typing import Any

from fastapi import Depends

from luohu_gateway.site.guard import signed_in
from luohu_gateway.site.links import PREFIX
from luohu_gateway.site.visit import Visit
from luohu_kit.auth import Role

HOME = f"{PREFIX}/employer"
Employed = Depends(signed_in(Role.EMPLOYER))


async def registration(here: Visit) -> dict[str, Any] | None:
    """The employer as the API shows it; None before it is registered."""
    found: list[dict[str, Any]] = (await here.ask.get("/v1/employers"))["items"]
    return found[0] if found else None
