"""Draws the pages of the desks, with what all of them show."""

from typing import Any

from starlette.responses import Response

from luohu_gateway.site.links import PREFIX
from luohu_gateway.site.queues.due import Left
from luohu_gateway.site.queues.labels import Labels
from luohu_gateway.site.queues.tabs import tabs_for
from luohu_gateway.site.visit import Visit


def drawn(here: Visit, template: str, /, status: int = 200, **told: Any) -> Response:
    """A page with its tabs, the labels of the catalogue, and how to tell a deadline."""
    return here.draw(
        template,
        status=status,
        tabs=[(PREFIX + tab.path, tab.text, current) for tab, current in tabs_for(here)],
        labels=Labels(here.language),
        left=Left.until,
        **told,
    )
