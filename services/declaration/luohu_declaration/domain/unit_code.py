"""The unit code (单位注册码): eight signs that an employer gives to its staff, and nobody guesses.

It is derived from a secret of the installation, so that the same city gives the same codes again, and whoever knows a
credit code still does not know the unit code.
"""

import hashlib
import hmac
import re

#: Digits and capitals without those that are mistaken for one another: 0 O, 1 I L, 2 Z, 5 S, 8 B, U V.
ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
LENGTH = 8

_SHAPE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}", re.ASCII)


def make_unit_code(secret: str, seed: int, uscc: str, attempt: int = 0) -> str:
    """The code of an employer.

    seed: the world's. attempt: 0, or more where the code before is another employer's.
    """
    message = f"unit-code\n{seed}\n{uscc}\n{attempt}".encode()
    number = int.from_bytes(hmac.new(secret.encode(), message, hashlib.sha256).digest())
    signs = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[place])
    return "".join(signs)


def read_unit_code(text: str) -> str | None:
    """A code as a person types it: small letters, spaces and hyphens are forgiven. None: this can be no code."""
    code = re.sub(r"[\s-]", "", text).upper()
    return code if _SHAPE.fullmatch(code) else None
