"""`make chaos N=100000 KILLS=200 SEED=7`: starts a city of its own, torments it, and tells what was lost."""

import argparse
import asyncio
import random
import signal
import sys

from rich.console import Console

from bench.trial import Trial
from chaos.run import Outcome, Wish, run


def main() -> int:
    """0 when nothing was lost, doubled or stuck; 1 else."""
    asked = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    asked.add_argument("--verifications", type=int, default=100_000)
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--seed", type=int, default=None)
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
        outcome = asyncio.run(
            run(trial.gateway, trial.data_dir, Wish(seed, told.verifications, told.kills), console, told_of)
        )
    return printed(seed, outcome)


def printed(seed: int, outcome: Outcome) -> int:
    """Say what became of it; the exit status."""
    verdict = outcome.verdict
    for words in (verdict.lost, verdict.doubled, verdict.stuck):
        for line in words[:50]:
            print(f"  {line}")
    torments = ", ".join(f"{count} {kind}" for kind, count in sorted(outcome.torments.items()))
    refused = ", ".join(f"{count} {slug}" for slug, count in sorted(outcome.refused.items())) or "none"
    print(f"torments: {torments}")
    print(f"not done: {refused}; {outcome.unsure} requests were never answered")
    print(f"{outcome.checks} checks of luohu verify; {outcome.rate:.0f} verifications a second under torment")
    print(f"seed {seed}: {outcome.asked} verifications, {verdict}")
    return 0 if verdict.clean else 1


if __name__ == "__main__":
    sys.exit(main())
