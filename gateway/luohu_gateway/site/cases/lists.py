"""Lists in forms that grow while somebody fills them in: one row more, as a part, or with the whole page."""

from collections.abc import Iterable

from starlette.responses import Response

from luohu_gateway.site.cases.entering import MORE, Block, Entered
from luohu_gateway.site.problems import NONE
from luohu_gateway.site.visit import Visit


def row_more(here: Visit, blocks: Iterable[Block], entered: Entered) -> Response | None:
    """The last row of the list that htmx asks to have one more of; None for whoever asks for anything else."""
    if not here.partial or not (wanted := entered.get(MORE)):
        return None
    block = next((each for each in blocks if each.list_at == wanted), None)
    return here.draw("cases/row.html", block=block, entered=entered, problem=NONE) if block else None
