"""Tests with the pytest plugin: a fresh world, one item filed, verified and settled, over and over, with one worker.

Once step by step, as the guide begins, and once the shortest way that the guide tells, in one request. Promise: 50 such
tests a second. What is timed is pytest's own count of the time that the tests took, without its start; what the city
and pytest compute for a test is told beside it.
"""

import os
import re
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench import cpu
from bench.trial import Trial

TESTS, ROUNDS = 200, 3

_SUITE = """
import pytest

from luohu_client import forms


@pytest.mark.parametrize("number", range({tests}))
async def test_one_item(world, number):
    applicant = await world.applicant("tax-one-year-valid")
{steps}
    assert item.label == "有效(1年)"
"""
WAYS = {
    "step_by_step": """
    declaration = await applicant.open_declaration()
    item = await declaration.file_tax()
    await item.verify()
    await item.settled()
""",
    "in_one_request": """
    declaration = await applicant.open_declaration([forms.tax()], verify=True, within=30)
    [item] = declaration.items
""",
}
#: What such a suite needs. Others that are installed here load hypothesis and more, which takes a second.
_PLUGINS = ("-p", "luohu_pytest.plugin", "-p", "pytest_asyncio.plugin")
_PASSED = re.compile(r"(\d+) passed in ([\d.]+)s")


@dataclass(frozen=True, slots=True)
class Round:
    """One run of a suite."""

    tests_a_second: float
    cpu_ms: dict[str, float]  #: for each test, by process


def measure(trial: Trial) -> dict[str, object]:
    """Tests a second and CPU for each test, of some rounds the median, both ways."""
    trial.up()
    return {"tests": TESTS, "promise": 50, **{name: _way(trial, steps) for name, steps in WAYS.items()}}


def _way(trial: Trial, steps: str) -> dict[str, object]:
    with tempfile.TemporaryDirectory(prefix="luohu-bench-suite-") as name:
        suite = Path(name) / "test_one_item.py"
        suite.write_text(_SUITE.format(tests=TESTS, steps=steps), encoding="utf-8")
        rounds = sorted((_round(trial, suite) for _ in range(ROUNDS)), key=lambda one: one.cpu_ms["all"])
    return {
        "tests_a_second": round(median(one.tests_a_second for one in rounds), 1),
        "cpu_ms_a_test": rounds[len(rounds) // 2].cpu_ms,
    }


def _round(trial: Trial, suite: Path) -> Round:
    options = ["-q", "-p", "no:cacheprovider", "-o", "asyncio_mode=auto", "--luohu-url", trial.gateway]
    command = [sys.executable, "-m", "pytest", *_PLUGINS, *options, str(suite)]
    before, pytest_before = cpu.used(trial), _children()
    alone = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(command, cwd=suite.parent, capture_output=True, text=True, check=False, env=alone)
    spent = {"pytest": _children() - pytest_before, **_less(cpu.used(trial), before)}
    found = _PASSED.search(done.stdout)
    if done.returncode or found is None:
        raise RuntimeError(f"the suite failed: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return Round(int(found[1]) / float(found[2]), cpu.each(spent, int(found[1])))


def _less(after: dict[str, float], before: dict[str, float]) -> dict[str, float]:
    return {name: seconds - before.get(name, 0.0) for name, seconds in after.items()}


def _children() -> float:
    """Seconds of CPU of programs that this process ran to their end; their start is in it."""
    told = resource.getrusage(resource.RUSAGE_CHILDREN)
    return told.ru_utime + told.ru_stime
