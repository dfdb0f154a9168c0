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
#: No number that is masked has fewer digits in a row. Most texts have no such row, and looking for one costs little:
#: in ASCII next to nothing, once all digits look alike.
_ROW = re.compile(r"\d{11}")
_ALIKE = bytes.maketrans(b"123456789", b"000000000")
_ZEROS = b"0" * 11


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
    if "%" not in text and not _has_row(text):
        return text
    pattern = _ESCAPED if "%" in text else _ID_NUMBER
    masked = pattern.sub(lambda found: mask_id(unquote(found[0])), text)
    return _MOBILE.sub(lambda found: mask_mobile(found[0]), masked)


def _has_row(text: str) -> bool:
    if text.isascii():
        return _ZEROS in text.encode().translate(_ALIKE)
    return _ROW.search(text) is not None
