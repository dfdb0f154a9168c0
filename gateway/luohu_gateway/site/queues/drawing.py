"""Draws the pages of the desks, with what all of them show."""

from types import MappingProxyType
from typing import Any

from starlette.responses import Response

from luohu_gateway.site.links import PREFIX
from luohu_gateway.site.queues.due import Left
from luohu_gateway.site.queues.labels import Labels, Own
from luohu_gateway.site.queues.tabs import tabs_for
from luohu_gateway.site.visit import Visit


def drawn(here: Visit, template: str, /, status: int = 200, own: Own = MappingProxyType({}), **told: Any) -> Response:
    """A page with its tabs, the labels of the catalogue, and how to tell a deadline.

    own: labels of values by their field, that hold for what is shown alone.
    """
    return here.draw(
        template,
        status=status,
        tabs=[(PREFIX + tab.path, tab.text, current) for tab, current in tabs_for(here)],
        labels=Labels(here.language, own),
        left=Left.until,
        **told,
    )
