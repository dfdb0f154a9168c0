"""What a run came to: everything that the report shows, as values."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.city.closing import Published
from bench.city.filing import Slice
from bench.city.gauge import GENERATOR, POSTGRES
from bench.city.phases import Phase

MIB = 1024**2


@dataclass(frozen=True, slots=True)
class Outcome:
    """One run."""

    people: int
    seed: int
    verifications: int  #: verdicts that the declaration service has taken, those of rechecks among them
    rechecks: int
    reviews: int  #: spouse records that the window decided
    submitted: int
    published: Published
    phases: Sequence[Phase]
    loops: Sequence[float]  #: seconds
    slices: Sequence[Slice]
    peaks: Mapping[str, int]  #: PSS of each process at its own peak, bytes
    services_peak: int  #: PSS of all services together at one moment, bytes
    disk: Mapping[str, int]  #: bytes that were added
    requests: int
    sent_away: int  #: answers 429 and 503, after which the generator waited as it was told
    checks: int
    violated: Sequence[Mapping[str, Any]]  #: of `luohu verify`

    @property
    def clean(self) -> bool:
        """Whether every invariant of the world held in the end."""
        return not self.violated

    @property
    def year(self) -> float:
        """Seconds from the first filing to the published list."""
        return sum(phase.seconds for phase in self.phases if phase.of_the_year)

    @property
    def filing(self) -> float:
        """Seconds until the last verdict of the filing was there."""
        return sum(phase.seconds for phase in self.phases if phase.name in (FILE, VERDICTS))

    def cpu(self, *, of_the_year: bool) -> dict[str, float]:
        """Seconds by process, the largest first."""
        total: dict[str, float] = {}
        for phase in self.phases:
            if phase.of_the_year is of_the_year:
                for name, seconds in phase.cpu.items():
                    total[name] = total.get(name, 0.0) + seconds
        return dict(sorted(total.items(), key=lambda pair: -pair[1]))

    def loop(self, part: float) -> float | None:
        """A quantile of the loop in milliseconds; None where nobody waited."""
        if len(self.loops) < 2:
            return self.loops[0] * 1000 if self.loops else None
        return statistics.quantiles(self.loops, n=1000, method="inclusive")[round(part * 1000) - 1] * 1000

    def document(self) -> dict[str, Any]:
        """As JSON has it."""
        year = self.cpu(of_the_year=True)
        return {
            "people": self.people,
            "seed": self.seed,
            "seconds_of_the_year": round(self.year, 1),
            "declarations_per_s": round(self.people / self.filing, 1),
            "declarations_per_s_of_the_year": round(self.people / self.year, 1),
            "verifications": self.verifications,
            "verifications_per_s": round(self.verifications / self.filing, 1),
            "rechecks": self.rechecks,
            "spouse_reviews": self.reviews,
            "submitted": self.submitted,
            "ranked": self.published.ranked,
            "admitted": self.published.admitted,
            "cut_off": self.published.cut_off,
            "loop_ms": {"sampled": len(self.loops), "p50": _round(self.loop(0.5)), "p99": _round(self.loop(0.99))},
            "cpu_ms_each": {name: round(seconds * 1000 / self.people, 2) for name, seconds in year.items()},
            "cpu_ms_each_all": round(sum(year.values()) * 1000 / self.people, 2),
            "slices": [{"upto": each.upto, "cpu_ms_each": round(each.ms, 2)} for each in self.slices],
            "phases": [_phase(each) for each in self.phases],
            "peak_pss_mib": {name: round(size / MIB, 1) for name, size in sorted(self.peaks.items())},
            "peak_pss_mib_all_services": round(self.services_peak / MIB, 1),
            "disk_mib": {name: round(size / MIB, 1) for name, size in self.disk.items()},
            "requests": self.requests,
            "sent_away": self.sent_away,
            "verify": {"clean": self.clean, "checks": self.checks, "violated": list(self.violated)},
        }


FILE, VERDICTS = "filing", "verdicts"
BESIDE_THE_SERVICES = (GENERATOR, POSTGRES)


def _phase(phase: Phase) -> dict[str, Any]:
    cpu = {name: round(seconds, 2) for name, seconds in sorted(phase.cpu.items(), key=lambda pair: -pair[1]) if seconds}
    return {
        "name": phase.name,
        "of_the_year": phase.of_the_year,
        "count": phase.count,
        "seconds": round(phase.seconds, 2),
        "cpu_s": cpu,
    }


def _round(ms: float | None) -> float | None:
    return None if ms is None else round(ms, 1)
