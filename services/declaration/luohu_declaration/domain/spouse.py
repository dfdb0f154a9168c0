"""A spouse record and the residences that stand on it (DOMAIN G3 to G5).

The record is reviewed by the district window, together with the first residence in that spouse's name. Residence and
spouse are found out in any order; a residence is valid only if both are.
"""

from datetime import datetime

from luohu_contract.message import Outcome, Part
from luohu_declaration.domain.checks import Refused
from luohu_declaration.domain.item import Move, PartResult, Standing, found, settled, spouse_found_invalid
from luohu_declaration.domain.states import Status


class SpouseInvalid(Refused):
    """A residence cannot be sent: the spouse record that it stands on was refused."""

    def __init__(self, reason: str) -> None:
        self.extensions = {"reason": reason, "instead": ["refile"]}
        super().__init__(
            f"The spouse record of this residence was refused ({reason}), so the residence cannot become valid. "
            "Delete the residences in this spouse's name, then the spouse record, and file both again."
        )


class SpouseAwaitsResidence(Exception):
    """A spouse record is not sent by itself (待填写配偶住所信息)."""

    def __init__(self) -> None:
        super().__init__(
            "A spouse record is reviewed together with the first residence in that spouse's name. "
            "File such a residence and send it to verification; the spouse record goes with it."
        )


class SpouseInUse(Exception):
    """Residences stand on the spouse record, so it stays as it is."""

    def __init__(self, action: str, residences: int) -> None:
        self.extensions = {"residences": residences}
        first = {
            "deleted": "delete them first",
            "edited": "delete them first, or edit them, which makes them drafts again",
        }[action]
        stand = "1 residence stands" if residences == 1 else f"{residences} residences stand"
        super().__init__(f"{stand} on this spouse record, so it cannot be {action}: {first}.")


def reviewed(before: Standing, result: PartResult, now: datetime) -> Move:
    """The window's decision on a spouse record that is pending."""
    return found(before, Part.WHOLE, result, waiting=frozenset(), spouse=None, now=now)


def consequence(spouse: PartResult, residence: Standing, open_parts: frozenset[Part], now: datetime) -> Move | None:
    """What a reviewed spouse record does to one residence that stands on it; None when nothing changes.

    Refused: every residence that was sent becomes invalid(spouse) at once. Approved: a residence that waited for
    nothing else is released.
    """
    if residence.status is Status.DRAFT:
        return None
    if spouse.outcome is Outcome.INVALID:
        return spouse_found_invalid(residence, spouse.reason or "", now)
    if not residence.locked or open_parts or not residence.results:
        return None
    return settled(residence, waiting=frozenset(), spouse=Status.VALID, now=now)
