"""Take verdicts in: once each, in any order. MOVED, NOTED, DUPLICATE, LATE and UNKNOWN are all good answers."""

from collections import Counter
from collections.abc import Sequence

import structlog

from luohu_contract.message import Receipt, Received, Verdict
from luohu_contract.reasons import REASONS
from luohu_declaration.domain.receive import receive
from luohu_declaration.storage import intake
from luohu_declaration.usecases.rescore import has_points, rescore
from luohu_kit.work import Work

log = structlog.get_logger()


async def record_verdicts(work: Work, sender: str, verdicts: Sequence[Verdict]) -> Receipt:
    """Record a batch that `sender` signed, set-based: the number of statements does not grow with the batch."""
    fresh = await work.first_time(f"verdict/{sender}", [verdict.id for verdict in verdicts])
    questions, on_file, courses = await intake.meet(work, {verdict.question_id for verdict in verdicts})
    taken = receive(
        verdicts,
        sender=sender,
        fresh=fresh,
        questions=questions,
        items=on_file,
        known_reason=REASONS.__contains__,
        now=work.now,
    )
    await intake.write(work, sender, taken)
    # Most verdicts come to drafts, whose points nobody has: they cost nothing more.
    await rescore(work, {q.declaration_id for q, _ in taken.moves if has_points(courses[q.declaration_id])}, "verdict")
    counts = Counter(reception.value for _, reception in taken.receptions)
    log.info("verdicts_recorded", world=work.world.name, sender=sender, **counts)
    for stray in taken.strays:
        log.warning("verdict_unknown", world=work.world.name, sender=sender, id=str(stray.verdict.id), why=stray.why)
    receptions = [Received(id=verdict_id, outcome=outcome) for verdict_id, outcome in taken.receptions]
    return Receipt(receptions=tuple(receptions))
