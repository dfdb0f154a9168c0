"""Signatures between services: Standard Webhooks 1.0.0, over the raw bytes, in real time.

The timestamp is the machine's and never the world's: receivers refuse what is more than five minutes from their own
clock, and a world may stand in 2021. The world's time travels inside the body.
"""

import base64
import binascii
import hashlib
import hmac
import re
import secrets as randomness
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from standardwebhooks import Webhook

PREFIX = "whsec_"
_SHORTEST, _LONGEST = 24, 64  # bytes of key material that the standard allows
# No dot, because dots separate id, timestamp and body in what is signed; printable ASCII, because it is a header.
MESSAGE_ID = re.compile(r"[!-\-/-~]{1,256}", re.ASCII)


class SignatureInvalid(Exception):
    """The signature could not be verified. The message says why, and never holds a secret."""


def new_secret() -> str:
    """A fresh random secret for one pair of services: `whsec_` and the base64 of 32 bytes."""
    return _written(randomness.token_bytes(32))


def derive_secret(master: str, sender: str, receiver: str) -> str:
    """The secret with which `sender` signs for `receiver`, derived from one master text (HMAC-SHA256).

    The two directions of a pair get different secrets. Raises ValueError when a part is empty. For sandboxes: whoever
    knows the master knows them all.
    """
    if not (master and sender and receiver):
        raise ValueError("a secret is derived from a master, a sender and a receiver, and none of them may be empty")
    label = f"luohu signing v1\0{sender}\0{receiver}".encode()
    return _written(hmac.digest(master.encode(), label, hashlib.sha256))


def check_secret(secret: str) -> str:
    """The secret itself, if it has the form `whsec_` + base64 of 24 to 64 bytes; ValueError (without it) otherwise."""
    try:
        if not secret.startswith(PREFIX):
            raise ValueError("it does not begin with whsec_")
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (ValueError, binascii.Error) as error:
        raise ValueError(f"no signing secret: {error}; new_secret() makes one") from None
    if not _SHORTEST <= len(key) <= _LONGEST:
        raise ValueError(f"a signing secret has {_SHORTEST} to {_LONGEST} bytes, this one has {len(key)}")
    return secret


def sign(secret: str, message_id: str, body: bytes, at: datetime) -> dict[str, str]:
    """The three headers that sign `body`.

    message_id: the same on every attempt; printable ASCII without spaces and dots.
    body: the very bytes that are sent, UTF-8. For a GET between services: b"GET /path".
    at: real time of this attempt, aware.
    Raises ValueError when one of them is not so.
    """
    if not MESSAGE_ID.fullmatch(message_id):
        raise ValueError("a message id is 1 to 256 printable ASCII characters without spaces and dots, such as a UUID")
    if at.tzinfo is None:
        raise ValueError("the time of a signature is aware, for example datetime.now(UTC)")
    moment = at.astimezone(UTC)  # the library overwrites the zone instead of converting it
    signature = Webhook(check_secret(secret)).sign(message_id, moment, body.decode("utf-8"))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": signature,
    }


def verify(secrets: Sequence[str], headers: Mapping[str, str], body: bytes) -> None:
    """Nothing, if one of the signatures in the header was made with one of the secrets within five minutes of now.

    secrets: the live ones of the pair; two while one is being replaced.
    headers: any case, others may stand among them.
    Raises SignatureInvalid whatever goes wrong, garbage included.
    """
    given = {name.lower(): value for name, value in headers.items()}
    missing = [n for n in ("webhook-id", "webhook-timestamp", "webhook-signature") if not given.get(n)]
    if missing:
        raise SignatureInvalid(f"the request lacks {', '.join(missing)}")
    if not MESSAGE_ID.fullmatch(given["webhook-id"]):
        raise SignatureInvalid("webhook-id is 1 to 256 printable ASCII characters without spaces and dots")
    why = "no secret is known for this pair of services"
    for secret in secrets:
        try:
            Webhook(check_secret(secret)).verify(body, given, json_parse=False)
        except (
            Exception
        ) as error:  # the library raises ValueError, binascii.Error and UnicodeDecodeError on garbage too
            why = _told(error)
        else:
            return
    raise SignatureInvalid(why)


def _told(error: Exception) -> str:
    """The library's own words where they are meant for people; one sentence for everything else."""
    known = {"Message timestamp too old", "Message timestamp too new", "No matching signature found"}
    return str(error) if str(error) in known else "the signature headers or the body cannot be read"


def _written(key: bytes) -> str:
    return PREFIX + base64.b64encode(key).decode()
