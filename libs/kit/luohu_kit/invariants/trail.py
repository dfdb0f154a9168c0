"""The audit: every bound row is as its last entry says, and the chain of the entries is unbroken and signed."""

from collections.abc import AsyncIterator

from luohu_kit.audit import findings_of, sealing_key
from luohu_kit.invariants.check import Check, Wrong
from luohu_kit.settings import Settings
from luohu_kit.work import Work

UNBROKEN = "audit-unbroken"


def trail_check(settings: Settings) -> Check:
    """The check of a service, which verifies the signatures with its own key."""
    key = sealing_key(settings)

    async def find(work: Work) -> AsyncIterator[Wrong]:
        for each in await findings_of(work.connection, settings.service, work.world.name, key):
            where = "not sealed yet" if each.seq is None else f"entry {each.seq}"
            yield Wrong(each.key or where, f"({each.what}, {where}): {each.why}")

    return Check(
        UNBROKEN,
        "Every bound row is as its last entry in the audit says, and the chain of entries is unbroken and signed.",
        "kit.audit_entry, kit.audit_link and the rows that they bind",
        "Somebody changed the database past the service: luohu audit verify reads all of it, with heads that were kept "
        "elsewhere; a copy of the world tells what it was.",
        find,
    )
