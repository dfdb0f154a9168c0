"""`make chaos N=100000 KILLS=200 SEED=7`: starts a city of its own, torments it, and tells what was lost."""

import argparse
import asyncio
import json
import random
import signal
import sys

from rich.console import Console

from bench.trial import Trial
from chaos.outcome import Outcome, Wish
from chaos.run import run


def main() -> int:
    """0 when nothing was lost, doubled or stuck; 1 else."""
    asked = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    asked.add_argument("--verifications", type=int, default=100_000)
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--seed", type=int, default=None)
    asked.add_argument("--programme", default=None, help="of the world, for example tianjin-2016")
    asked.add_argument("--quiet", action="store_true", help="do not tell every torment")
    told = asked.parse_args()
    seed = random.SystemRandom().randrange(10**6) if told.seed is None else told.seed
    console = Console(stderr=True)
    print(f"seed {seed}, {told.verifications} verifications, {told.kills} kills", flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that nothing is left running
    told_of = (
        (lambda torment: None) if told.quiet else (lambda torment: console.print(torment, style="dim", markup=False))
    )
    with Trial() as trial:
        trial.up()
        wish = Wish(seed, told.verifications, told.kills, told.programme)
        outcome = asyncio.run(run(trial.gateway, trial.data_dir, wish, console, told_of, leave=True))
    return printed(outcome)


def printed(outcome: Outcome) -> int:
    """Say what became of it; the exit status."""
    verdict = outcome.verdict
    for words in (verdict.lost, verdict.doubled, verdict.stuck):
        for line in words[:50]:
            print(f"  {line}")
    print(json.dumps(outcome.summary(), ensure_ascii=False))
    killed = ", ".join(f"{count} {name}" for name, count in outcome.victims.most_common())
    print(f"{outcome.kills} kills: {killed}")
    if outcome.asked < outcome.wish.verifications:
        print(f"stopped before its end, which would have been {outcome.wish.verifications} verifications")
    print(f"seed {outcome.wish.seed}: {outcome.asked} verifications, {verdict}")
    return 0 if verdict.clean else 1


if __name__ == "__main__":
    sys.exit(main())
