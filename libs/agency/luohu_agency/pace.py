"""How fast the agency answers: what was set in a world, and when a question is taken up because of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, text
from sqlalchemy.dialects.postgresql import insert

from luohu_agency import drawing
from luohu_agency.hours import at_work
from luohu_agency.tables import pace as paces
from luohu_contract.claim import ClaimKind
from luohu_contract.duration import Duration
from luohu_contract.message import Question, QuestionKind
from luohu_kit.pace import DEFAULTS, IMMEDIATE, OPERATOR, Bot, MadePace, PacesView, PaceView, PaceWanted
from luohu_kit.work import Work

_READ = text("SELECT claim_kind, question_kind, pace FROM agency.pace")


def written(pace: str | MadePace) -> str:
    """A pace as it is kept: a word as it is, everything else as JSON."""
    return pace if isinstance(pace, str) else pace.model_dump_json()


def parsed(text: str) -> str | MadePace:
    """A pace from what is kept."""
    return MadePace.model_validate_json(text) if text.startswith("{") else text


@dataclass(frozen=True, slots=True)
class Paces:
    """The paces of one agency in one world at one moment."""

    seed: int  #: of the world
    agency: str
    set: dict[tuple[str, QuestionKind], str | MadePace] = field(default_factory=dict)

    def of(self, question: Question) -> str | MadePace:
        """The pace for a question: its kind of claim first, then all kinds, then the default."""
        for claim in (question.claim.kind.value, ""):
            if found := self.set.get((claim, question.kind)):
                return found
        return DEFAULTS[question.kind]

    def due(self, pace: str | MadePace, question: Question, now: datetime) -> datetime | None:
        """When a question of that pace is taken up; None while it waits to be looked at."""
        if isinstance(pace, str):
            return now if pace in (IMMEDIATE, OPERATOR) else Duration.parse(pace).after(now)
        if (spread := pace.drawn_from) is not None:
            return drawing.after(spread, drawing.lot_of(question, self.seed, self.agency), now)
        return now if pace.bot else None


def looks(pace: str | MadePace) -> int | None:
    """How many looks a question waits for, if it waits for any."""
    return None if isinstance(pace, str) else pace.manual


def bot_of(kept: str) -> Bot | None:
    """The bot that a question's pace sends it to, if it does; `kept` as it is kept with the question."""
    pace = parsed(kept)
    return None if isinstance(pace, str) else pace.bot


def bot_decides_at(bot: Bot, question: Question, now: datetime, *, seed: int, agency: str) -> datetime:
    """When a bot decides what is there for it now."""
    if isinstance(bot.takes, Duration):
        ready = bot.takes.after(now)
    else:
        spread = bot.takes.drawn_from
        assert spread is not None  # noqa: S101 - narrows the type: a spread is one or the other
        ready = drawing.after(spread, drawing.lot_of(question, seed, agency), now)
    return at_work(ready) if bot.office_hours else ready


def of(work: Work, agency: str, kept: Iterable[Iterable[str]]) -> Paces:
    """The paces of the world; `kept`: kind of claim, kind of question and pace of each, as they are kept."""
    known = {(claim, QuestionKind(question)): parsed(pace) for claim, question, pace in kept}
    return Paces(work.world.seed, agency, known)


async def shown(work: Work, agency: str) -> PacesView:
    """What was set, the paces for all kinds of claim first, and the defaults that hold besides."""
    kept = of(work, agency, await work.rows(_READ)).set
    items = [
        PaceView(question_kind=question, pace=kept.get(("", question), default), default=("", question) not in kept)
        for question, default in DEFAULTS.items()
    ]
    items += [
        PaceView(kind=ClaimKind(claim), question_kind=question, pace=pace, default=False)
        for (claim, question), pace in sorted(kept.items(), key=lambda one: one[0])
        if claim
    ]
    return PacesView(agency=agency, items=tuple(items))


async def put(work: Work, wanted: Sequence[PaceWanted]) -> None:
    """Set paces for questions that arrive from now on; those that wait keep theirs."""
    for one in wanted:
        kept = written(one.pace)
        statement = insert(paces).values(
            claim_kind=one.kind.value if one.kind else "", question_kind=one.question_kind, pace=kept
        )
        await work.execute(
            statement.on_conflict_do_update(
                index_elements=["world", "claim_kind", "question_kind"], set_={"pace": kept}
            )
        )


async def forget(work: Work) -> None:
    """Back to the defaults, for questions that arrive from now on."""
    await work.execute(delete(paces))
