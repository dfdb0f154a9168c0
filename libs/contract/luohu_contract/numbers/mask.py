"""Numbers of people for logs and messages: enough to tell two apart, not enough to know a birthday or to call."""

import re
from urllib.parse import unquote

# Any script's digits: somebody may paste full-width ones.
_ID_NUMBER = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|\d{15})(?!\d)")
#: The same in an address: a digit may be written as %30 to %39, and one may belong to an escape such as %20.
_DIGIT = r"(?:\d|%3[0-9])"
_ESCAPED = re.compile(
    r"(?:(?<!\d)|(?<=%[0-9A-Fa-f]\d))(?<!%3\d)"
    rf"(?:{_DIGIT}{{17}}(?:{_DIGIT}|[Xx]|%[57]8)|{_DIGIT}{{15}})(?!{_DIGIT})"
)
#: By itself, not as a part of an id, of a fraction or of a longer word. It begins with a letter that is searched fast.
_MOBILE = re.compile(r"1(?<![\w.\-]1)[3-9]\d{9}(?![\w\-])")
_SHORTEST = 8
#: Most texts have no row of digits that is long enough, and those that have one have few. Rows are found in bytes, once
#: all digits look alike: a search for something certain is many times as fast as a pattern.
_ALIKE = bytes.maketrans(b"123456789", b"000000000")
_ASCII = bytes(range(128))
_ANY_ROW = b"0" * 11
_LONG_ROW = re.compile(rb"0000000000000000*")  #: 15 and more
_OTHER_DIGIT = re.compile(r"\d")


def mask_id(number: str) -> str:
    """The first three and the last two characters, stars between; a number shorter than eight is stars only."""
    if len(number) < _SHORTEST:
        return "*" * len(number)
    return f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}"


def mask_mobile(number: str) -> str:
    """A mobile number as official pages show it: the first three and the last four digits."""
    return f"{number[:3]}****{number[-4:]}"


def mask_text(text: str) -> str:
    """The text with every number of 15 or 18 digits and every mobile number in it masked, wherever it stands."""
    if "%" in text:
        masked = _ESCAPED.sub(lambda found: mask_id(unquote(found[0])), text)
    else:
        raw = text.encode("utf-8", "surrogatepass")
        if _OTHER_DIGIT.search(raw.translate(None, _ASCII).decode("utf-8", "surrogatepass")):
            masked = _ID_NUMBER.sub(lambda found: mask_id(found[0]), text)
        elif _ANY_ROW in (alike := raw.translate(_ALIKE)):
            masked = _masked(raw, alike).decode("utf-8", "surrogatepass")
        else:
            return text
    return _MOBILE.sub(lambda found: mask_mobile(found[0]), masked)


def _masked(raw: bytes, alike: bytes) -> bytes:
    """The same as `_ID_NUMBER` for digits that are all ASCII. alike: the text with zeros for digits."""
    pieces: list[bytes] = []
    done = 0
    for row in _LONG_ROW.finditer(alike):
        begin, end = row.span()
        if end - begin == 17 and raw[end : end + 1] in (b"X", b"x") and alike[end + 1 : end + 2] != b"0":
            end += 1
        elif end - begin not in (15, 18):
            continue
        pieces += raw[done:begin], mask_id(raw[begin:end].decode()).encode()
        done = end
    return b"".join((*pieces, raw[done:]))
