"""Points: from what was found to facts, from facts to scores, in batches and behind whatever changed them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import structlog

from luohu_declaration.domain.correction import born_by, overlay
from luohu_declaration.domain.course import CourseEvent, CourseStatus
from luohu_declaration.domain.declaration import Declaration, NotThere
from luohu_declaration.domain.facts import facts_of as found_facts
from luohu_declaration.domain.round import EVERY_MONTH
from luohu_declaration.domain.season import Step
from luohu_declaration.storage import corrections, courses, declarations, items, pages, scores, steps
from luohu_declaration.usecases.rescore import has_points
from luohu_declaration.usecases.rights import policy_of
from luohu_kit.runtime import Runtime
from luohu_kit.work import Work
from luohu_scoring import Facts, Line, Score, score

log = structlog.get_logger()

SEASON = "season"  #: actor of what the calendar does
_BATCH = 200


async def facts_of(work: Work, declaration_id: UUID) -> Facts:
    """The facts of one declaration as it stands. Raises NotThere, and ValueError for facts that cannot be true."""
    declaration = await declarations.get(work, declaration_id, None)
    if declaration is None:
        raise NotThere("declaration")
    return (await facts_together(work, [declaration]))[declaration_id]


async def facts_together(work: Work, together: Sequence[Declaration]) -> dict[UUID, Facts]:
    """The facts of many declarations, corrections of upheld appeals in the place of what was found; the number of
    statements does not grow with them. No figure of a policy is in them: other rules can be held against them.

    What cannot be true of one person is no fact: such a declaration has every line pending, and the log says why.
    """
    ids = [declaration.id for declaration in together]
    filed = await items.of_declarations(work, ids)
    committed = await pages.committed_areas(work, ids)
    decided = await corrections.of_declarations(work, ids)
    city = work.world.programme
    facts: dict[UUID, Facts] = {}
    for each in together:
        upheld = decided.get(each.id, [])
        try:
            found = found_facts(
                each,
                filed[each.id],
                city=city,
                around=EVERY_MONTH,
                area_committed=each.id in committed,
                born=born_by(upheld),
            )
            facts[each.id] = overlay(found, upheld) if upheld else found
        except ValueError as error:
            log.error("facts_impossible", world=work.world.name, declaration=str(each.id), error=str(error))
            facts[each.id] = _unknown(each)
    return facts


def _unknown(declaration: Declaration) -> Facts:
    """Nothing is known of somebody, whose year of birth plays no part then: every line is pending."""
    year = declaration.year
    return Facts(id=str(declaration.id), year=year, birth_year=year - 1, pending=frozenset(Line))


async def compute_due(work: Work) -> int:
    """Compute a batch of the points that are due, and move what they decide; how many were looked at.

    The policy is looked for where there are any: a world of cases has none. Raises PolicyMissing.
    """
    held = [declarations.declaration_of(row) for row in await scores.hold_due(work, _BATCH)]
    if not held:
        return 0
    policy = policy_of(work.world)
    open_ones = [each for each in held if has_points(each.status)]
    await scores.taken(work, [each.id for each in held])
    facts = await facts_together(work, open_ones)
    before = await scores.totals(work, [each.id for each in open_ones])
    found = {each.id: score(facts[each.id], policy) for each in open_ones}
    if found:
        await scores.put(work, found, facts)
        work.wake("watch", *(str(each) for each in found))
    if await steps.was_done(work, Step.DECLARATION_CLOSES):
        await _settle(work, open_ones, found, before)
    return len(held)


async def _settle(
    work: Work, computed: Sequence[Declaration], found: Mapping[UUID, Score], before: Mapping[UUID, object]
) -> None:
    """After the declaration stage: the last result makes a total that stands, and a changed total is written down."""
    totals = {each.id: found[each.id].total for each in computed}
    fresh = {
        each.id: {"total": f"{totals[each.id]:f}"}
        for each in computed
        if each.status is CourseStatus.SUBMITTED and totals[each.id] is not None
    }
    changed = {
        each.id: {"total": str(totals[each.id]), "before": str(before.get(each.id))}
        for each in computed
        if each.status is CourseStatus.SCORED and totals[each.id] != before.get(each.id)
    }
    await courses.move(work, fresh, CourseEvent.SCORED, status=CourseStatus.SUBMITTED, actor=SEASON)
    await courses.move(work, changed, CourseEvent.RESCORED, status=CourseStatus.SCORED, actor=SEASON)


class Scoring:
    """The duty: points that are due, a batch at a time."""

    name = scores.SCORING
    waiting = "SELECT world, min(due_at) AS due_at FROM score_due GROUP BY world"

    def __init__(self, rt: Runtime) -> None:
        self._rt = rt

    async def run(self, world: str) -> int:
        """Compute one batch of the world's points."""
        async with self._rt.begin(world) as work:
            done = await compute_due(work)
            await work.commit()
        return done
