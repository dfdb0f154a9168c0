"""When the parts of an answer leave: its head with its body, and neither later than it must."""

import asyncio
from typing import Any, cast

from luohu_cli.wire import Together


class Written:
    """Where a connection writes to."""

    def __init__(self) -> None:
        self.told: list[bytes] = []

    def write(self, data: bytes) -> None:
        self.told.append(data)

    def close(self) -> None:
        self.told.append(b"(closed)")


def answer() -> tuple[Together, list[bytes]]:
    written = Written()
    return Together(cast(Any, written), asyncio.get_running_loop()), written.told


async def test_a_head_leaves_with_the_beginning_of_its_body_and_the_rest_as_it_comes() -> None:
    together, told = answer()
    together.write(b"head ")
    assert told == []
    together.write(b"body")
    together.write(b"more")
    await asyncio.sleep(0)
    assert told == [b"head body", b"more"]


async def test_a_head_whose_body_is_not_there_yet_leaves_at_the_end_of_the_turn() -> None:
    together, told = answer()
    together.write(b"head")
    await asyncio.sleep(0)
    assert told == [b"head"]
    together.write(b"body")
    assert told == [b"head", b"body"]


async def test_nothing_is_kept_when_the_connection_ends() -> None:
    together, told = answer()
    together.write(b"head")
    together.close()
    await asyncio.sleep(0)
    assert told == [b"head", b"(closed)"]
