"""The migration history of the declaration service."""

from luohu_declaration.storage.tables import meta
from luohu_kit.migration import History

HISTORY = History("luohu_declaration", "public", meta)
