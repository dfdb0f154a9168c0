"""Whether something is allowed now: by the stage of the world's year, and by where the declaration stands."""

from functools import cache

from luohu_declaration.domain.course import CourseEvent, CourseRefused, CourseStatus
from luohu_declaration.domain.declaration import Declaration
from luohu_declaration.domain.round import Round
from luohu_declaration.domain.season import Right, Season, Step
from luohu_declaration.storage import steps
from luohu_kit.work import Work, World
from luohu_scoring import OtherScheme, Policy, load_policy


class DeclarationSubmitted(Exception):
    """A submitted declaration is not edited; it can be withdrawn while the stage is open (handbook 三.十.2)."""

    def __init__(self, declaration: Declaration) -> None:
        since = declaration.since or declaration.opened_at
        self.extensions = {"declaration_status": declaration.status.value, "since": since.isoformat()}
        super().__init__(
            f"The declaration is submitted since {since.isoformat(timespec='seconds')}. Withdraw it first: "
            f"DELETE /v1/declarations/{declaration.id}/submission; then change it, and submit it again."
        )


class ListBeingMade(Exception):
    """The stage has begun, and the calendar has not made the list yet; it takes a moment."""


class OtherProgramme(LookupError):
    """The world's city works by cases, and has no season, no declarations of its own and no list of that kind."""

    def __init__(self, city: str, year: int) -> None:
        self.extensions = {"programme": f"{city}-{year}"}
        super().__init__(f"This world is of {city}-{year}, whose applications are cases: POST /v1/cases, not this.")


def policy_of(world: World) -> Policy:
    """The figures of the world's year. Raises PolicyMissing, which names the years that there are; OtherProgramme."""
    return _policy(world.programme, world.year)


def round_of(world: World) -> Round:
    """The days that the world's year is measured at. Raises PolicyMissing."""
    return Round.of(policy_of(world))


def season_of(world: World) -> Season:
    """The stages of the world's year. Raises PolicyMissing."""
    return _season(world.programme, world.year)


# Kept here, too: `load_policy` looks into its folder each time, and rights are asked on every change.
@cache
def _policy(city: str, year: int) -> Policy:
    try:
        return load_policy(city, year)
    except OtherScheme:
        raise OtherProgramme(city, year) from None


@cache
def _season(city: str, year: int) -> Season:
    policy = _policy(city, year)
    calendar = policy.calendar
    return Season.of(year, calendar, policy.award_valid.after(calendar.publicity_ends))


async def require(work: Work, right: Right) -> None:
    """Refuse what does not belong to the stage in which the world is. Raises StageClosed, PolicyMissing."""
    season_of(work.world).check(right, work.now)


async def require_list(work: Work, right: Right) -> None:
    """Refuse what is about the published list while there is none.

    right: what is to be done with the list. Raises StageClosed, PolicyMissing, ListBeingMade.
    """
    await require(work, right)
    if not await steps.was_done(work, Step.LIST_PUBLISHED):
        raise ListBeingMade


async def require_filing(work: Work, declaration: Declaration) -> None:
    """Refuse a change of what is filed: outside of the declaration stage, and unless the declaration is a draft.

    Raises StageClosed, DeclarationSubmitted, CourseRefused.
    """
    await require(work, Right.FILE)
    if declaration.status is CourseStatus.SUBMITTED:
        raise DeclarationSubmitted(declaration)
    if declaration.status is not CourseStatus.DRAFT:
        raise CourseRefused(declaration.status, CourseEvent.SUBMITTED)


async def require_recheck(work: Work, declaration: Declaration) -> None:
    """Refuse a recheck outside of the declaration stage. It changes nothing that is filed, so that a submitted
    declaration allows it, too [assumed, DOMAIN 3.2]. Raises StageClosed, CourseRefused.
    """
    await require(work, Right.RECHECK)
    if declaration.status not in (CourseStatus.DRAFT, CourseStatus.SUBMITTED):
        raise CourseRefused(declaration.status, CourseEvent.SUBMITTED)
