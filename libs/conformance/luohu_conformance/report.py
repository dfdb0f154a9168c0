"""What a run of the kit gives: every finding, for people, for programs and for an exit code."""

from dataclasses import asdict, dataclass
from typing import Any

from luohu_conformance.check import Finding, Result


@dataclass(frozen=True, slots=True)
class Report:
    """The findings about one service."""

    service: str  #: the name that it has in the city
    url: str
    world: str
    findings: tuple[Finding, ...]

    def of(self, result: Result) -> tuple[Finding, ...]:
        """The findings with that result."""
        return tuple(finding for finding in self.findings if finding.result is result)

    @property
    def conforms(self) -> bool:
        """Something holds and nothing does not. What could not be told does not count against a service."""
        return bool(self.of(Result.HOLDS)) and not self.of(Result.BROKEN)

    def document(self) -> dict[str, Any]:
        """The report as JSON data."""
        return {
            "service": self.service,
            "url": self.url,
            "world": self.world,
            "conforms": self.conforms,
            "counts": {result.value: len(self.of(result)) for result in Result},
            "checks": [asdict(finding) for finding in self.findings],
        }
