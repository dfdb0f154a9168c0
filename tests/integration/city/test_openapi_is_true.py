"""What a service's OpenAPI document says is so: asked in every way that it allows, and in those it forbids."""

import asyncio
import os

import pytest

from luohu_contract.directory import SERVICES
from luohu_hostile.hunt import hunt
from luohu_testbed.city import City
from luohu_testbed.doors import served

#: Who asks: whoever may do most at a service.
ASKING = {"declaration": ("huairou-home-not-found", "window"), "identity": ("administrator",), "sandbox": ("window",)}
DEEP = "FUZZ" in os.environ  #: `make fuzz`
SECONDS = 60 if DEEP else 2


@pytest.mark.sockets
async def test_no_answer_is_another_than_the_document_says(city: City, world: str) -> None:
    names = [service.name for service in SERVICES if DEEP or service.name in ("declaration", "identity", "tax")]
    wrong = []
    for name in names:
        for persona in ASKING.get(name, (f"operator:{name}",) if name != "gateway" else ("window",)):
            told = {"Authorization": f"Bearer {await city.token(persona, world)}", "Luohu-World": world}
            async with served(city.apps[name], running=True) as url:
                wrong += await asyncio.to_thread(
                    hunt, url, told, seed=20210705, examples=40 if DEEP else 2, seconds=SECONDS
                )
    assert wrong == [], "\n".join(wrong)
