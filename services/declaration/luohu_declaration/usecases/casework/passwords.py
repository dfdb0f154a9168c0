"""Passwords of persons' accounts, kept as salted hashes."""

import secrets
from hashlib import scrypt

_COST = {"n": 2**12, "r": 8, "p": 1}


def hashed(password: str, salt: str | None = None) -> str:
    """A password as it is kept: salt and hash."""
    salt = salt or secrets.token_hex(16)
    return f"{salt}${scrypt(password.encode(), salt=salt.encode(), **_COST).hex()}"


def matches(password: str, kept: str) -> bool:
    """Whether it is the password whose hash was kept."""
    salt, _, _ = kept.partition("$")
    return secrets.compare_digest(hashed(password, salt), kept)
