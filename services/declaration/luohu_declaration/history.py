"""The migration history of the declaration service."""

# Importing a module of tables is what puts its tables into `meta`.
from luohu_declaration.storage import (  # noqa: F401
    admission_tables,
    appeal_tables,
    employer_tables,
    season_tables,
    settlement_tables,
    tables,
    webhook_tables,
)
from luohu_declaration.storage.table_kinds import meta
from luohu_kit.migration import History

HISTORY = History("luohu_declaration", "public", meta)
