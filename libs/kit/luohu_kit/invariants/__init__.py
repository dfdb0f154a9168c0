"""Invariants: what must be so in every world at every moment, checked against the rows themselves.

A check is a sentence and a rule that finds the rows for which it does not hold. Every service has the kit's own
(outbox, tasks) and names its own (`create_service(invariants=...)`); a view gives rows for what only two services
together can tell. All of it is read at one moment (`moment`), while the city goes on.
"""

from luohu_kit.invariants.check import Check, Finding, Kind, View, Wrong, by_sql

__all__ = ["Check", "Finding", "Kind", "View", "Wrong", "by_sql"]
