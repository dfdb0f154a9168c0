"""Who is asking: tokens of people, employers and staff; signatures of services; routes that are open to all.

Every route depends on exactly one of `allow`, `signed` and `public`.
"""

from luohu_kit.auth.guards import Guard, Peer, allow, public, signed
from luohu_kit.auth.keys import Keys, KeysUnavailable
from luohu_kit.auth.token import ALGORITHM, AUDIENCE, Caller, Role, TokenRefused, read_token

__all__ = [
    "ALGORITHM",
    "AUDIENCE",
    "Caller",
    "Guard",
    "Keys",
    "KeysUnavailable",
    "Peer",
    "Role",
    "TokenRefused",
    "allow",
    "public",
    "read_token",
    "signed",
]
