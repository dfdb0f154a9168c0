"""Take verdicts in: once each, in any order. MOVED, NOTED, DUPLICATE, LATE and UNKNOWN are all good answers."""

from collections import Counter
from collections.abc import Sequence

import structlog

from luohu_contract.message import Receipt, Received, Reception, Verdict
from luohu_contract.reasons import REASONS
from luohu_declaration.domain.receive import receive
from luohu_declaration.storage import case_waits, intake
from luohu_declaration.usecases.casework.programme import has_casework
from luohu_declaration.usecases.rescore import has_points, rescore
from luohu_kit.work import Work

log = structlog.get_logger()

_AWAITED = frozenset({Reception.MOVED, Reception.NOTED})


async def record_verdicts(work: Work, sender: str, verdicts: Sequence[Verdict]) -> Receipt:
    """Record a batch that `sender` signed, set-based: the number of statements does not grow with the batch."""
    met = await intake.meet(work, sender, verdicts)
    taken = receive(
        verdicts,
        sender=sender,
        fresh=met.fresh,
        questions=met.questions,
        items=met.on_file,
        known_reason=REASONS.__contains__,
        now=work.now,
    )
    await intake.write(work, sender, taken)
    # Most verdicts come to drafts, whose points nobody has: they cost nothing more.
    moved = {asked.declaration_id for asked, _ in taken.moves}
    await rescore(work, [each for each in moved if has_points(met.courses[each])], "verdict")
    if moved and has_casework(work.world):
        await case_waits.look(work, moved)
    # What was awaited and comes for the first time is in the journal, and its items tell of it.
    if odd := Counter(outcome.value for _, outcome in taken.receptions if outcome not in _AWAITED):
        log.info("verdicts_not_awaited", world=work.world.name, sender=sender, **odd)
    for stray in taken.strays:
        log.warning("verdict_unknown", world=work.world.name, sender=sender, id=str(stray.verdict.id), why=stray.why)
    receptions = [Received(id=verdict_id, outcome=outcome) for verdict_id, outcome in taken.receptions]
    return Receipt(receptions=tuple(receptions))
