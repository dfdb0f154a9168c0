"""Where the pages of this section stand."""

from luohu_gateway.site.links import PREFIX

ME = f"{PREFIX}/me"


def item_path(item_id: str) -> str:
    """The page of an item."""
    return f"{ME}/items/{item_id}"
