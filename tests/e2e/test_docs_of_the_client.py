"""The pages about the client and the pytest plugin do what they say."""

import ast
import contextlib
import inspect
import io
import re
from pathlib import Path

import pytest

from luohu_testbed.real import RealCity
from luohu_testbed.strangers import run_pytest

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

ROOT = Path(__file__).resolve().parents[2]
BLOCKS = re.compile(r"^```python\n(?P<code>.*?)^```\n(?:```text\n(?P<said>.*?)^```)?", re.MULTILINE | re.DOTALL)


def blocks(page: str) -> list[re.Match[str]]:
    found = list(BLOCKS.finditer((ROOT / "docs" / page).read_text(encoding="utf-8")))
    assert found
    return found


async def test_the_reference_of_the_client_prints_what_it_says(city: RealCity) -> None:
    namespace: dict[str, object] = {}
    for block in blocks("reference/client.md"):
        code, out = block["code"].replace("http://127.0.0.1:8700", city.url), io.StringIO()
        with contextlib.redirect_stdout(out):
            ran = eval(  # noqa: S307 - our own documentation
                compile(code, "client.md", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), namespace
            )
            if inspect.isawaitable(ran):
                await ran
        assert out.getvalue() == (block["said"] or ""), code


def test_the_tests_of_the_guide_pass(city: RealCity, tmp_path: Path) -> None:
    found = blocks("guides/pytest.md")
    for number, block in enumerate(found):
        (tmp_path / f"test_{number}.py").write_text(block["code"], encoding="utf-8")
    done = run_pytest(tmp_path, "-q", "-o", "asyncio_mode=auto", f"--luohu-url={city.url}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(found)} passed" in done.stdout


def test_the_tutorial_shows_the_example_as_it_is() -> None:
    files = [path.read_text(encoding="utf-8") for path in (ROOT / "examples").rglob("*.py")]
    for block in blocks("tutorials/test-your-front-end.md"):
        assert any(block["code"] in text for text in files), block["code"]
