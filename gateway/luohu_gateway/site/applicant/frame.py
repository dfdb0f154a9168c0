"""How the pages of a declaration are drawn: with the steps beside them, and told of every change."""

from typing import Any

from starlette.responses import Response

from luohu_contract.enrolment import AssociationStatus
from luohu_contract.texts import BASIC, text
from luohu_contract.texts.pages import PAGES
from luohu_contract.texts.season import COURSE, STAGES
from luohu_gateway.site.applicant.mine import ME, Mine
from luohu_gateway.site.applicant.steps import next_of, steps_of
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.visit import Visit

_RIGHTS = ("apply", "file", "recheck", "submit", "appeal", "final_points", "settle")
_WORDS: dict[str, Any] = {
    "stages": STAGES,
    "courses": COURSE,
    "answers": {each.value: text(each) for each in AssociationStatus},
    "rights": {name: PAGES[f"applicant.right.{name}"] for name in _RIGHTS},
    "basic": BASIC,
}


def drawn(
    here: Visit, template: str, mine: Mine, at: str, *, problem: Shown = NONE, status: int = 200, **told: Any
) -> Response:
    """A page of a declaration. at: the step that it belongs to."""
    steps = steps_of(mine)
    return here.draw(
        f"applicant/{template}",
        status=status,
        mine=mine,
        me=ME,
        at=at,
        steps=steps,
        next_step=next_of(steps),
        problem=problem,
        **_WORDS,
        **told,
    )
