"""Somebody else's pytest, in a folder of theirs, with nothing of ours but what is installed."""

import os
import subprocess
import sys
from pathlib import Path


def run_pytest(folder: Path, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
    """Run it. more: variables of the environment; ours and those of the pytest that runs this are left out."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "LUOHU"))}
    return subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--color=no", *words],
        cwd=folder,
        env=kept | more,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
