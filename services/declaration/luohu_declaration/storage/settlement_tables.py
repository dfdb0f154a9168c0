"""Tables of the settlement part of the declaration service."""

from luohu_declaration.storage.tables import meta

__all__ = ["meta"]
