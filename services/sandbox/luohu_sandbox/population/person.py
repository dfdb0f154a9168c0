"""One person of a population, whole: it depends on the seed, the round and the person's number, and on nothing else."""

from dataclasses import dataclass

from luohu_sandbox.population import merits
from luohu_sandbox.population.career import Career, career
from luohu_sandbox.population.defects import BY_NAME, names_of
from luohu_sandbox.population.draw import Draw, Table, turn
from luohu_sandbox.population.filing import Filing, Json
from luohu_sandbox.population.housing import housing
from luohu_sandbox.population.life import Life
from luohu_sandbox.population.people import born, children, registers
from luohu_sandbox.population.span import Round
from luohu_sandbox.population.study import age_at_start, level_of
from luohu_sandbox.population.study_filings import education
from luohu_sandbox.population.taxes import taxes

REFUSED_EVERY = 200  #: one in so many does not meet a condition of eligibility [assumed]
TROUBLES = names_of("eligibility")
NEVER_SUBMITS = 3_000  #: DOMAIN 8.5
#: Days of the declaration stage, from its first: three in five come in the first five (DOMAIN 8.5).
FIRST_DAYS, LAST_DAY = 5, 30
EARLY = Table((True, 60), (False, 40))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with everything that the registers hold of them and that they do."""

    life: Life
    career: Career
    records: tuple[tuple[str, str, Json], ...]  #: agency, kind, fields
    filings: tuple[Filing, ...]  #: in the order in which they are filed
    commission: Json | None  #: what is filed in the commission's own system
    children: list[dict[str, str]]
    committed: bool  #: 以职住区域指标积分
    area: str | None  #: name of the planted defect of that choice
    detentions: int
    refused: str | None  #: name of the planted failure of eligibility
    submits: bool
    day: int  #: of the declaration stage, from 1

    @property
    def eligible(self) -> bool:
        return self.refused is None

    @property
    def planted(self) -> tuple[str, ...]:
        """The defects that are planted, in the order in which they show."""
        names = (self.refused, *(filing.defect for filing in self.filings), self.area)
        return tuple(name for name in names if name)

    @property
    def condition(self) -> str | None:
        """The condition of eligibility that is not met."""
        return BY_NAME[self.refused].reason if self.refused else None


def trouble_of(seed: int, index: int) -> str | None:
    """The condition of eligibility that somebody does not meet, as a planted defect."""
    number = turn(seed, "eligibility", index, REFUSED_EVERY)
    return None if number is None else TROUBLES[number % len(TROUBLES)]


def person(seed: int, around: Round, index: int) -> Person:
    """The person of a number."""
    trouble = trouble_of(seed, index)
    level = level_of(seed, index)
    worked = career(seed, around, Draw(seed, index, "career"), trouble)
    life = born(seed, around, index, worked, age_at_start(level, Draw(seed, index, "age")), trouble)
    public = registers(life, worked, trouble)
    homes = housing(life, worked, around.base - worked.start + 1)
    innovation = merits.innovation(life, worked)
    law, detentions = merits.detention(life)
    studied = education(life, level, worked.start)
    sides = (public, homes, studied, innovation, taxes(life, worked.start), merits.honour(life, worked), law)
    draw = Draw(seed, index, "behaviour")
    return Person(
        life=life,
        career=worked,
        records=tuple(record for side in sides for record in side.records),
        filings=tuple(filing for side in sides for filing in side.filings) if trouble is None else (),
        commission=merits.filed_with_commission(innovation) if trouble is None else None,
        children=children(life),
        committed=homes.committed and trouble is None,
        area=homes.area if trouble is None else None,
        detentions=detentions,
        refused=trouble,
        submits=trouble is None and not draw.chance(NEVER_SUBMITS),
        day=draw.between(1, FIRST_DAYS) if EARLY.at(draw) else draw.between(FIRST_DAYS + 1, LAST_DAY),
    )
