"""The declarations of whoever is signed in: one for each year, this year's first."""

from typing import Any

from luohu_gateway.site.visit import Visit


async def declarations(here: Visit) -> list[dict[str, Any]]:
    """All of the visitor's, as `GET /v1/declarations` lists them, the newest year first."""
    found: list[dict[str, Any]] = (await here.ask.get("/v1/declarations", limit=200))["items"]
    return sorted(found, key=lambda each: each["year"], reverse=True)


async def mine(here: Visit) -> dict[str, Any] | None:
    """My declaration of this year; None while there is none."""
    found = await declarations(here)
    return found[0] if found else None
