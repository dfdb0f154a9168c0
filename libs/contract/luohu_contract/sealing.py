"""What services sign of a request to one another: all of it, and not the body alone.

Beside the signature of Standard Webhooks over the raw body (`signing`), `webhook-signature` holds a second one, `r1`,
also over what the body does not say: where it goes, and the headers that the city speaks in - who asks, in which world,
at what time of it, by which scenario. What was signed for one world or one address is good for no other. Receivers of
the city ask for `r1`; whoever verifies with a library of Standard Webhooks finds `v1`, and passes over the other.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from luohu_contract.signing import MESSAGE_ID, PREFIX, SignatureInvalid, check_secret, sign

VERSION = "r1"
SPOKEN = "luohu-"  #: how the names of the headers begin that are signed, besides `Idempotency-Key`
TOLERANCE = timedelta(minutes=5)  #: of real time, either way
_LONGEST = 4096  #: characters of webhook-signature
_SIGNING = ("webhook-id", "webhook-timestamp", "webhook-signature")


def seal(
    secret: str,
    message_id: str,
    at: datetime,
    *,
    method: str,
    target: str,
    headers: Mapping[str, str],
    body: bytes | None,
) -> dict[str, str]:
    """The three headers that sign a request.

    message_id: the same on every attempt, printable ASCII without spaces and dots. at: real time of the attempt, aware.
    target: path and query, as they are sent. headers: all that are sent; the city's own are signed.
    body: None where there is none; `v1` then is over `GET /path`.
    Raises ValueError when one of them is not so.
    """
    told = sign(secret, message_id, f"{method} {target}".encode() if body is None else body, at)
    stamp = told["webhook-timestamp"]
    text = _signed(message_id, stamp, method, target, headers.items(), body or b"")
    told["webhook-signature"] += f" {VERSION},{base64.b64encode(_mac(secret, text)).decode()}"
    return told


def check(
    secrets: Sequence[str],
    *,
    method: str,
    target: str,
    headers: Iterable[tuple[str, str]],
    body: bytes,
    now: datetime | None = None,
) -> None:
    """Nothing, if the request was sealed with one of the secrets within five minutes of now.

    secrets: the live ones of the pair; two while one is being replaced. headers: all that came, each line of them.
    Raises SignatureInvalid whatever goes wrong, garbage included.
    """
    lines = [(name.lower(), value) for name, value in headers]
    message_id, stamp, signatures = (_only(lines, name) for name in _SIGNING)
    if not MESSAGE_ID.fullmatch(message_id):
        raise SignatureInvalid("webhook-id is 1 to 256 printable ASCII characters without spaces and dots")
    _check_time(stamp, now or datetime.now(UTC))
    given = [one.partition(",")[2] for one in signatures[:_LONGEST].split(" ") if one.startswith(f"{VERSION},")]
    if not given:
        raise SignatureInvalid(f"webhook-signature holds no {VERSION}, the signature over the whole request")
    text = _signed(message_id, stamp, method, target, lines, body)
    for secret in secrets:
        try:
            expected = _mac(check_secret(secret), text)
            if any(hmac.compare_digest(expected, base64.b64decode(one, validate=True)) for one in given):
                return
        except (ValueError, binascii.Error):
            continue
    raise SignatureInvalid("No matching signature found" if secrets else "no secret is known for this pair of services")


def _only(lines: Sequence[tuple[str, str]], name: str) -> str:
    found = [value for key, value in lines if key == name]
    if len(found) != 1 or not found[0]:
        raise SignatureInvalid(f"the request lacks {name}" if not any(found) else f"{name} comes more than once")
    return found[0]


def _check_time(stamp: str, now: datetime) -> None:
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        raise SignatureInvalid("webhook-timestamp is a number of seconds since 1970")
    away = int(stamp) - now.timestamp()
    if abs(away) > TOLERANCE.total_seconds():
        raise SignatureInvalid(f"Message timestamp too {'old' if away < 0 else 'new'}")


def _signed(
    message_id: str, stamp: str, method: str, target: str, headers: Iterable[tuple[str, str]], body: bytes
) -> bytes:
    """One line for each thing that is signed; none of them can hold a line break."""
    named = [(name.lower(), value) for name, value in headers]
    spoken = sorted(f"{name}:{value}" for name, value in named if name.startswith(SPOKEN) or name == "idempotency-key")
    parts = (VERSION, message_id, stamp, f"{method} {target}", *spoken, hashlib.sha256(body).hexdigest())
    return "\n".join(parts).encode("utf-8", "surrogateescape")


def _mac(secret: str, text: bytes) -> bytes:
    return hmac.digest(base64.b64decode(secret.removeprefix(PREFIX)), text, hashlib.sha256)
