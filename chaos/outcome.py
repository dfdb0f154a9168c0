"""What a run was asked for, what was done, what became of it and what it took."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from chaos.living import Living
from chaos.torment import Tormentor
from chaos.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done."""

    seed: int
    verifications: int
    kills: int
    programme: str | None = None  #: of the world; that of the world `main`, when left out


@dataclass(frozen=True, slots=True)
class Cost:
    """What it took, from the making of the people to the last look."""

    cpu: Counter[str]  #: seconds of each service with all its restarts, of PostgreSQL, of the people
    disk: int  #: bytes that the city's folder grew by
    memory: int  #: bytes that the city's processes grew by


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done."""

    wish: Wish
    verdict: Verdict
    asked: int
    unsure: int  #: verifications whose requests were never answered
    acts: Counter[str]  #: what people asked for, as it was accepted
    missed: dict[str, int]  #: what was refused, late or not answered, by slug
    torments: Counter[str]  #: kills among them, by what was done
    victims: Counter[str]  #: kills, by who was killed
    checks: int  #: of `luohu verify`
    seconds: float  #: from the first request to the last answer, torment included
    cost: Cost

    @classmethod
    def of(
        cls,
        wish: Wish,
        verdict: Verdict,
        people: Living,
        tormentor: Tormentor,
        *,
        checks: int,
        seconds: float,
        cost: Cost,
    ) -> "Outcome":
        """Put together what everybody knows."""
        return cls(
            wish,
            verdict,
            people.asked,
            people.ledger.asked.unsure,
            people.ledger.acts,
            people.missed,
            tormentor.counts,
            tormentor.victims,
            checks,
            seconds,
            cost,
        )

    @property
    def kills(self) -> int:
        """How many there were."""
        return self.victims.total()

    def _each(self, amount: float) -> float:
        return round(amount / max(self.asked, 1), 1)

    def summary(self) -> dict[str, Any]:
        """All of it in figures, as one JSON object."""
        return {
            "seed": self.wish.seed,
            "verifications": self.asked,
            "unsure": self.unsure,
            "acts": dict(sorted(self.acts.items())),
            "not_done": dict(sorted(self.missed.items())),
            "kills": self.kills,
            "victims": dict(sorted(self.victims.items())),
            "torments": dict(sorted(self.torments.items())),
            "seconds": round(self.seconds, 1),
            "rate": round(self.asked / self.seconds, 1),
            "cpu_ms_each": self._each(self.cost.cpu.total() * 1000),
            "of_it": {name: self._each(seconds * 1000) for name, seconds in self.cost.cpu.most_common()},
            "disk_kib_each": self._each(self.cost.disk / 1024),
            "memory_mib": round(self.cost.memory / 2**20, 1),
            "checks": self.checks,
            "lost": len(self.verdict.lost),
            "doubled": len(self.verdict.doubled),
            "stuck": len(self.verdict.stuck),
        }
