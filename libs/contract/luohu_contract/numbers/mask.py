"""Id numbers for logs and messages: enough to tell two apart, not enough to know a birthday."""

import re

# Any script's digits: somebody may paste full-width ones.
_ID_NUMBER = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|\d{15})(?!\d)")
_SHORTEST = 8


def mask_id(number: str) -> str:
    """The first three and the last two characters, stars between; a number shorter than eight is stars only."""
    if len(number) < _SHORTEST:
        return "*" * len(number)
    return f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}"


def mask_text(text: str) -> str:
    """The text with every number of 15 or 18 digits in it masked, wherever it stands."""
    return _ID_NUMBER.sub(lambda found: mask_id(found[0]), text)
