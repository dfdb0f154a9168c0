"""Who somebody is, in the registers and for the identity service."""

from dataclasses import dataclass
from typing import Any

from luohu_sandbox.population.draw import Draw
from luohu_sandbox.population.span import Round


@dataclass(frozen=True, slots=True)
class Human:
    """One person of a population, as everybody knows them."""

    seed: int
    index: int
    name: str
    man: bool
    birth_date: str  #: `yyyy-mm-dd`
    id_number: str

    @property
    def sex(self) -> str:
        return "male" if self.man else "female"

    @property
    def mobile(self) -> str:
        """No network has numbers that begin with 100."""
        return f"1000{self.index:07d}"

    def draw(self, topic: str) -> Draw:
        """The draws of one topic of this person's life."""
        return Draw(self.seed, self.index, topic)

    def party(self) -> dict[str, Any]:
        """As an owner or a tenant."""
        return {"name": self.name, "id_number": self.id_number}

    def registration(self) -> dict[str, Any]:
        """As the identity service takes them."""
        return {"number": self.index, "name": self.name, "id_number": self.id_number, "mobile": self.mobile}


@dataclass(frozen=True, slots=True)
class Life(Human):
    """Somebody of a city that has seasons, with the round that they live in."""

    round: Round
