"""What a defect is."""

from dataclasses import dataclass

RECHECK, REFILE, FIX = "recheck", "refile", "fix_at_source"


@dataclass(frozen=True, slots=True)
class Defect:
    """One way in which something is wrong."""

    name: str  #: `<kind>.<what>`
    reason: str  #: of the reason catalogue, or a condition of eligibility
    plants: str  #: what the generator does, in a sentence
    weight: int  #: among the defects of its kind
    ways: tuple[str, ...] = ()  #: what may be done; empty: it is given up

    @property
    def kind(self) -> str:
        """What it happens to."""
        return self.name.partition(".")[0]
