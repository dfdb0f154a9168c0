"""`make bench-city N=1000 SEED=7`: starts a city of its own, and lets a population live its year in it."""

import argparse
import asyncio
import json
import signal
import sys
from pathlib import Path

from rich.console import Console

from bench.city.report import show
from bench.city.run import SIDE_BY_SIDE, Wish, run
from bench.trial import Trial

WIDTH = 140  #: columns of a report that goes into a file


def main() -> int:
    """0 when every invariant held in the end; 1 else."""
    asked = argparse.ArgumentParser(prog="make bench-city", description=__doc__)
    asked.add_argument("--people", type=int, default=1000)
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--side-by-side", type=int, default=SIDE_BY_SIDE, help="requests on their way at the same time")
    asked.add_argument("--json", type=Path, default=None, help="a file for all the figures")
    told = asked.parse_args()
    console = Console(stderr=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that nothing is left running
    with Trial() as trial:
        trial.up()
        wish = Wish(told.people, told.seed, told.side_by_side)
        outcome = asyncio.run(run(trial.gateway, trial.data_dir, wish, console))
    printed = Console()
    show(outcome, printed if printed.is_terminal else Console(width=WIDTH))
    if told.json is not None:
        told.json.write_text(json.dumps(outcome.document(), indent=1, ensure_ascii=False), encoding="utf-8")
    return 0 if outcome.clean else 1


if __name__ == "__main__":
    sys.exit(main())
