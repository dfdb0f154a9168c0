"""One way to write a name or a number that people write in several, for comparing what was entered with a register."""

import unicodedata


def one_form(text: str) -> str:
    """No white space, half width, capital letters: `京 ａｂ-1` and `京AB-1` are the same."""
    bare = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    return unicodedata.normalize("NFKC", bare)  # again: without the blanks, accents find the letters before them
