"""Tests with the pytest plugin: a fresh world, one item filed, verified and settled, over and over, with one worker.

Promise: 50 such tests a second. What is timed is pytest's own count of the time that the tests took, without its start.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from bench.trial import Trial

TESTS, ROUNDS = 200, 3

_SUITE = """
import pytest


@pytest.mark.parametrize("number", range({tests}))
async def test_one_item(world, number):
    declaration = await (await world.applicant("tax-one-year-valid")).open_declaration()
    item = await declaration.file_tax()
    await item.verify()
    await item.settled()
    assert item.label == "有效(1年)"
"""
_PASSED = re.compile(r"(\d+) passed in ([\d.]+)s")


def measure(trial: Trial) -> dict[str, object]:
    """Tests a second, the median of some rounds."""
    trial.up()
    with tempfile.TemporaryDirectory(prefix="luohu-bench-suite-") as name:
        suite = Path(name) / "test_one_item.py"
        suite.write_text(_SUITE.format(tests=TESTS), encoding="utf-8")
        return {
            "tests": TESTS,
            "tests_a_second": round(median(_round(trial, suite) for _ in range(ROUNDS)), 1),
            "promise": 50,
        }


def _round(trial: Trial, suite: Path) -> float:
    options = ["-q", "-p", "no:cacheprovider", "-o", "asyncio_mode=auto", "--luohu-url", trial.gateway]
    command = [sys.executable, "-m", "pytest", *options, str(suite)]
    done = subprocess.run(command, cwd=suite.parent, capture_output=True, text=True, env={**os.environ}, check=False)
    found = _PASSED.search(done.stdout)
    if done.returncode or found is None:
        raise RuntimeError(f"the suite failed: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return int(found[1]) / float(found[2])
