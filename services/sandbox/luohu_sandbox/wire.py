"""What the control plane takes and answers."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field, field_validator, model_validator

from luohu_contract.duration import Duration
from luohu_contract.expectation import ExpectationWish
from luohu_contract.model import Wire
from luohu_kit.admission import Admission
from luohu_kit.clock import ClockMode
from luohu_kit.pace import Decides, PacesView
from luohu_kit.queues import Queues
from luohu_kit.several import MOST as MOST_WORLDS
from luohu_kit.worlds import Health
from luohu_sandbox.advance import EXACT
from luohu_sandbox.population import MOST_PEOPLE
from luohu_sandbox.records import BotState, PopulationState, State

LONGEST_GRAIN = Duration(months=1)
_START = datetime(2021, 1, 1, tzinfo=UTC)
NAME = r"^[a-z0-9][a-z0-9-]{0,39}$"
#: Paths beside those of worlds: a world of such a name could never be asked for.
TAKEN = ("batch", "import", "removal", "replay")


def free(name: str) -> str:
    """A name that a new world may have."""
    if name in TAKEN:
        raise ValueError(f"no world is called {', '.join(TAKEN)}: these are paths of the control plane")
    return name


Name = Annotated[str, Field(pattern=NAME)]
NewName = Annotated[Name, AfterValidator(free)]
Rate = Annotated[Decimal, Field(gt=0, le=10_000_000, max_digits=20, decimal_places=9)]


class ClockWish(Wire):
    """The clock that a new world begins with."""

    mode: ClockMode = ClockMode.RUNNING
    at: AwareDatetime | None = None  #: an instant of the world's time; the programme's beginning when left out
    rate: Rate | None = None  #: scaled only: how many times faster than real time

    @model_validator(mode="after")
    def _only_scaled_has_a_rate(self) -> Self:
        if (self.mode is ClockMode.SCALED) != (self.rate is not None):
            raise ValueError("a scaled clock has a `rate`, the other modes have none")
        return self


class Made(Wire):
    """What worlds are made as; everything may be left out."""

    #: `tianjin-2016`, or a city alone, with or without `year`; the city of the world `main` when left out
    programme: str | None = Field(default=None, pattern=r"^[a-z]+(?:-[a-z]+)*(?:-[0-9]{4})?$", max_length=40)
    year: int | None = Field(default=None, ge=2000, le=2099)  #: the round, 申报年度; the city's usual one when left out
    seed: int = Field(default=1, ge=0, lt=2**63)
    clock: ClockWish = ClockWish()
    personas: bool = True  #: load the made-up people and their records
    admission: Admission = Admission.HANDBOOK  #: `open`: everybody files at once, without employer or eligibility


class WorldWish(Made):
    """A world to be made."""

    name: NewName | None = None  #: generated when left out


class WorldsWish(Made):
    """Several worlds that are all alike; their names are generated."""

    count: int = Field(ge=1, le=MOST_WORLDS)


class RemovalWish(Wire):
    """Worlds to be taken away."""

    names: tuple[Name, ...] = Field(min_length=1, max_length=MOST_WORLDS)


class ClockView(Wire):
    """A world's clock."""

    world: str
    mode: ClockMode
    now: AwareDatetime
    rate: Decimal
    next_due: AwareDatetime | None = None  #: the earliest thing that waits on it, over all services
    disagreeing: tuple[str, ...] = ()  #: services that show another time, or do not answer


class WorldView(Wire):
    """A world as the control plane lists it."""

    name: str
    programme: str  #: the city
    year: int
    seed: int
    personas: bool
    admission: Admission
    state: State
    created_at: AwareDatetime  #: real time
    mode: ClockMode
    now: AwareDatetime


class WorldList(Wire):
    items: tuple[WorldView, ...]


class SnapshotWish(Wire):
    """A snapshot to be taken."""

    name: Name | None = None  #: generated when left out


class SnapshotView(Wire):
    """A world as it was kept."""

    world: str
    name: str
    mode: ClockMode
    now: AwareDatetime  #: what the world's clock showed
    rows: int  #: over all services
    made_at: AwareDatetime  #: real time


class SnapshotList(Wire):
    items: tuple[SnapshotView, ...]


class OfWorld(Wire):
    """The world may be named in the body instead of the header Luohu-World."""

    world: Name | None = None


class FreezeWish(OfWorld):
    """Stand the clock still: where it is, or at a later instant, with everything due before that done in order."""

    at: AwareDatetime | None = None


class ScaleWish(OfWorld):
    """Let the clock run faster or slower than real time."""

    rate: Rate


class AdvanceWish(OfWorld):
    """Move the clock: exactly one of the three."""

    by: Duration | None = None
    to: AwareDatetime | None = None
    until: Literal["idle"] | None = None
    #: of the world's time: what falls due within it is done together, at its end; every due time is a stop without it
    grain: Duration = EXACT

    @field_validator("grain")
    @classmethod
    def _at_most_a_month(cls, grain: Duration) -> Duration:
        if grain.after(_START) > LONGEST_GRAIN.after(_START):
            raise ValueError("a grain is at most a month, P1M")
        return grain

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if sum(value is not None for value in (self.by, self.to, self.until)) != 1:
            raise ValueError(
                'give exactly one of {"by": "P14D"}, {"to": "2021-08-01T00:00:00+08:00"} and {"until": "idle"}'
            )
        return self


class FiredView(Wire):
    """Something that waited on the clock and fired."""

    at: AwareDatetime
    service: str
    what: str
    ref: str


class AdvanceView(ClockView):
    """Where an advance ended, and what fired on the way, in order."""

    settled: Literal[True] = True
    fired: tuple[FiredView, ...]  #: the first 10,000
    fired_count: int


class PaceList(Wire):
    """The paces of all agencies."""

    items: tuple[PacesView, ...]


class BotTaskView(Wire):
    """A task of an agency that is a bot's."""

    id: UUID  #: at the agency: GET /agencies/{agency}/v1/rechecks/{id}
    agency: str
    decides: Decides
    state: BotState
    due_at: AwareDatetime  #: when the bot decides; the world's time
    done_at: AwareDatetime | None = None
    what: str | None = None  #: the decision, or why it was left to people


class BotTaskList(Wire):
    items: tuple[BotTaskView, ...]


class ExpectationOfAgency(ExpectationWish):
    """A verdict that is told beforehand, and to whom."""

    agency: str = Field(min_length=1, max_length=60)

    def of_agency(self) -> ExpectationWish:
        """What the agency itself is told."""
        return ExpectationWish.model_validate(self.model_dump(exclude={"agency"}, exclude_unset=True))


class CityHealth(Wire):
    """How the city is."""

    ready: bool  #: every service is
    services: tuple[Health, ...]


class QueueView(Queues):
    """What waits at one service."""

    service: str


class QueueList(Wire):
    """What waits at the services that answer."""

    items: tuple[QueueView, ...]


class PopulationWish(OfWorld):
    """Who is to live in the world."""

    seed: int | None = Field(default=None, ge=0, lt=2**63)  #: the world's own when left out
    size: int = Field(ge=1, le=MOST_PEOPLE)
    year: int | None = None  #: the world's round; said only to be sure


class PopulationView(Wire):
    """A population."""

    world: str
    year: int
    seed: int
    size: int
    state: PopulationState
    loaded: int  #: people who are in the registers
    counts: dict[str, dict[str, int]]  #: what they came to, by service and kind
    problem: str | None = None  #: why it failed
    links: dict[str, str]


class TokensWish(Wire):
    """Tokens of people who follow one another."""

    first: int = Field(default=0, ge=0, lt=MOST_PEOPLE)  #: number of the first person
    count: int = Field(default=1000, ge=1, le=1000)
    expires_in: int = Field(default=3600, ge=1, le=86_400)  #: seconds


class TokenOf(Wire):
    """A bearer token of one person."""

    persona: str
    access_token: str


class TokensGiven(Wire):
    """By the numbers of the people; who does not live in the world has none."""

    expires_in: int  #: seconds
    items: tuple[TokenOf, ...]


class PeoplePage(Wire):
    """Some people, by their numbers."""

    items: tuple[dict[str, Any], ...]
    total: int
    offset: int
    limit: int
