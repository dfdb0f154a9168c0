"""How long `luohu up` takes, from an installed environment to every service healthy. Promise: at most 6 s."""

from statistics import median

from bench.trial import Trial

AGAIN = 3


def measure(trial: Trial) -> dict[str, object]:
    """Seconds of the first start (PostgreSQL is made, everything migrated) and of later ones."""
    first = trial.luohu("up", "--no-demo")
    later = []
    for _ in range(AGAIN):
        trial.luohu("down")
        later.append(trial.luohu("up", "--no-demo"))
    trial.luohu("down")
    with_demo = trial.luohu("up")
    return {
        "first_start_s": round(first, 2),
        "next_starts_median_s": round(median(later), 2),
        "with_first_verdict_s": round(with_demo, 2),
        "promise_s": 6,
    }
