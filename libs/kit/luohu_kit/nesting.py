"""How deep JSON is nested, told before anything reads it: what reads it goes as deep as it does."""

import re
from itertools import accumulate

DEEPEST = 64  #: arrays and objects inside of one another; no message of the city has ten

#: A string; one that never ends reaches to the end, so that the search for it is never begun again.
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)', re.DOTALL)
_OTHER = bytes(set(range(256)) - set(b"[]{}"))
_STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}


def too_deep(pieces: list[bytes]) -> bool:
    """Whether a body, in pieces, is nested deeper than `DEEPEST`. What is no JSON at all is not judged here."""
    if sum(piece.count(b"[") + piece.count(b"{") for piece in pieces) <= DEEPEST:
        return False
    brackets = _STRING.sub(b"", b"".join(pieces)).translate(None, _OTHER)
    return max(accumulate(map(_STEP.__getitem__, brackets)), default=0) > DEEPEST
