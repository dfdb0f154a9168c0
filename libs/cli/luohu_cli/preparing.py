"""Migrates all databases before the services start: each in a fork of its own.

They go side by side on as many cores as there are, and what a migration loads does not stay in the supervisor's memory,
which the services share.
"""

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from luohu_cli import children, migrations, state
from luohu_cli.failure import Failure
from luohu_kit.settings import Settings


def migrate_all(settings: Settings, names: Sequence[str], log_of: Callable[[str], Path]) -> None:
    """Bring the databases of all the services to their newest revisions. Raises Failure with the first reason."""
    waiting, running, failed = list(names), dict[int, str](), list[str]()
    while waiting or running:
        while waiting and len(running) < max(2, os.cpu_count() or 1):
            name = waiting.pop(0)
            reason = _reason(settings, name)
            running[children.spawn(partial(_migrate, settings, name, reason), log_of(name))] = name
        pid, status = os.waitpid(-1, 0)
        if (done := running.pop(pid, None)) and status:
            failed.append(done)
    if failed:
        reason = _reason(settings, failed[0])
        raise Failure(
            reason.read_text() if reason.exists() else f"migrating {failed[0]} failed; see {log_of(failed[0])}"
        )


def _reason(settings: Settings, name: str) -> Path:
    """Where a fork leaves the reason when it fails."""
    return state.folder(settings.data_dir) / f"migrate-{name}"


def _migrate(settings: Settings, name: str, reason: Path) -> None:
    reason.unlink(missing_ok=True)
    try:
        migrations.migrate(settings, name)
    except Failure as failure:
        reason.write_text(str(failure))
        traceback.print_exc()
        sys.exit(1)
