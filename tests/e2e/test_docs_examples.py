"""The examples of the documentation run against the city, and print what the pages say that they print."""

import contextlib
import io
import re
from pathlib import Path

import pytest

from luohu_testbed.real import RealCity

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

DOCS = Path(__file__).resolve().parents[2] / "docs"
BLOCKS = re.compile(r"^```python\n(?P<code>.*?)^```\n(?:```text\n(?P<said>.*?)^```)?", re.MULTILINE | re.DOTALL)
PAGES = [
    "tutorials/the-loop-by-hand.md",
    "guides/work-a-recheck.md",
    "guides/worlds-and-clock.md",
    "guides/other-cities.md",
    "guides/tianjin.md",
    "guides/shanghai.md",
    "guides/set-the-pace.md",
    "guides/look-at-every-hop.md",
    "guides/break-an-edge.md",
    "guides/hear-of-changes.md",
    "guides/file-several-items.md",
    "guides/tell-the-outcome.md",
    "guides/replay.md",
    "guides/register-an-employer.md",
    "guides/sign-in.md",
    "guides/fill-a-city-with-people.md",
    "guides/watch-the-city.md",
    "explanations/windows.md",
]


@pytest.mark.parametrize("page", PAGES)
def test_the_page_does_what_it_says(page: str, city: RealCity) -> None:
    text = (DOCS / page).read_text(encoding="utf-8").replace("http://127.0.0.1:8700", city.url)
    namespace: dict[str, object] = {}
    blocks = list(BLOCKS.finditer(text))
    assert blocks
    for block in blocks:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(block["code"], page, "exec"), namespace)  # noqa: S102 - our own documentation
        assert out.getvalue() == (block["said"] or ""), block["code"]
    namespace["door"].close()  # type: ignore[attr-defined]
