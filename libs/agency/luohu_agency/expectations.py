"""Verdicts that a tester tells beforehand: kept in order, used by questions as they come in, shown with their use."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, text

from luohu_agency.spec import AgencySpec
from luohu_contract.expectation import ExpectationView, ExpectationWish
from luohu_contract.fitting import kinds_for
from luohu_contract.message import Question
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work

_ADD = text(
    "INSERT INTO agency.expectation (id, wish, kinds, times, made_at)"
    " VALUES (:id, CAST(:wish AS jsonb), CAST(:kinds AS text[]), :times, :now)"
)
_LIST = text(
    """
    SELECT e.*, ARRAY(SELECT DISTINCT v.item_id FROM agency.verification v
                      WHERE v.expectation = e.id ORDER BY v.item_id LIMIT 100) AS items
    FROM agency.expectation e WHERE (CAST(:id AS uuid) IS NULL OR e.id = :id) ORDER BY e.seq
    """
)
_REMOVE = text("DELETE FROM agency.expectation WHERE CAST(:id AS uuid) IS NULL OR id = :id RETURNING id")
# Held in one order by everybody, so that two batches never wait for one another.
_OPEN = text(
    "SELECT id, wish, kinds, times - used AS left FROM agency.expectation WHERE used < times ORDER BY seq FOR UPDATE"
)
_USE = text(
    "UPDATE agency.expectation e SET used = e.used + u.used"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:used AS integer[])) AS u(id, used) WHERE e.id = u.id"
)


async def add(work: Work, spec: AgencySpec[Any], wish: ExpectationWish) -> ExpectationView:
    """Keep one, behind those that are there. Raises ExpectationImpossible when no question here is answered so."""
    new = uuid4()
    values = {
        "id": new,
        "wish": wish.model_dump_json(exclude_unset=True),
        "kinds": [kind.value for kind in kinds_for(spec.answers, wish)],
        "times": wish.times,
        "now": work.now,
    }
    await work.execute(_ADD, values)
    return (await listed(work, spec, new))[0]


async def listed(work: Work, spec: AgencySpec[Any], only: UUID | None = None) -> list[ExpectationView]:
    """All of the world, or the one of that id, in the order in which they are used."""
    return [_view(spec, row) for row in await work.rows(_LIST, {"id": only})]


async def remove(work: Work, only: UUID | None = None) -> int:
    """Take all away, or the one of that id; how many were there. What they have answered stays answered."""
    return len(await work.rows(_REMOVE, {"id": only}))


async def use(work: Work, questions: Sequence[Question]) -> dict[UUID, tuple[UUID, ExpectationWish]]:
    """For each new question that one is for: the first that is not used up, counted in this transaction.

    The value is the expectation's id with what it says.
    """
    held = [_Held(row) for row in await work.rows(_OPEN)]
    found: dict[UUID, tuple[UUID, ExpectationWish]] = {}
    for question in questions:
        one = next((each for each in held if each.used < each.left and each.is_for(question)), None)
        if one is not None:
            one.used += 1
            found[question.id] = (one.id, one.wish)
    counted = [each for each in held if each.used]
    if counted:
        await work.execute(_USE, {"ids": [each.id for each in counted], "used": [each.used for each in counted]})
    return found


class _Held:
    """An expectation that is not used up, held by this transaction."""

    def __init__(self, row: Row[Any]) -> None:
        self.id: UUID = row.id
        self.wish = ExpectationWish.model_validate(row.wish)
        self.left: int = row.left
        self.used = 0  #: by questions of this transaction
        self._kinds = frozenset(row.kinds)

    def is_for(self, question: Question) -> bool:
        return question.claim.kind.value in self._kinds and self.wish.match.fits(question)


def _view(spec: AgencySpec[Any], row: Row[Any]) -> ExpectationView:
    return ExpectationView(
        **row.wish,
        id=row.id,
        agency=spec.name,
        kinds=row.kinds,
        used=row.used,
        used_up=row.used >= row.times,
        made_at=row.made_at.astimezone(BEIJING),
        items=tuple(row.items),
    )
