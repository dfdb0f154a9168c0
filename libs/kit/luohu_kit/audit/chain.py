"""The chain itself, pure: what the hash of a link is of, what a head says and who signed it.

Hashes are SHA-256 over canonical JSON (RFC 8785). Everything that is hashed here is an object with ASCII names whose
values are texts, integers below 2**53 and lists of them. For these, orjson with sorted keys writes what RFC 8785 asks
for; numbers with a fraction and names beyond the basic plane, where the two differ, do not occur.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from luohu_contract.model import Wire
from luohu_kit.auth.token import ALGORITHM

ORIGIN = bytes(32)  #: what the first link has before it
WIDTH = 32  #: bytes of a digest


class Head(Wire):
    """The end of a chain, as a service signs it."""

    service: str
    world: str
    seq: int
    hash: str  #: hexadecimal
    signed_at: str  #: real time


class HeadForged(Exception):
    """The signature is not that of the service, or it is none."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was bound."""

    service: str
    world: str
    seq: int | None  #: of the link; None: of no link that is there
    what: str  #: the kind of row or of link
    key: str  #: of the row, empty where it is about the chain itself
    why: str

    def __str__(self) -> str:
        at = "unsealed" if self.seq is None else f"entry {self.seq}"
        return f"{self.service} {self.world} {at}: {' '.join(filter(None, (self.what, self.key)))}: {self.why}"


def canonical(value: object) -> bytes:
    """RFC 8785, within the limits above."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def instant(at: datetime) -> str:
    """A time as it is hashed."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def digests_in(joined: bytes) -> list[str]:
    """Digests that are stored one behind the other, hexadecimal."""
    return [joined[start : start + WIDTH].hex() for start in range(0, len(joined), WIDTH)]


def link_hash(seq: int, at: datetime, what: str, keys: Sequence[str], digests: bytes, previous: bytes) -> bytes:
    """The hash of a link: of its place, its entry and the hash before it."""
    entry = {
        "at": instant(at),
        "previous": previous.hex(),
        "rows": [list(row) for row in zip(keys, digests_in(digests), strict=True)],
        "seq": seq,
        "what": what,
    }
    return hashlib.sha256(canonical(entry)).digest()


def key_of(secret: str, service: str) -> OKPKey:
    """The key that a service signs heads with: Ed25519, derived from the city's secret for it."""
    seed = hmac.digest(secret.encode(), f"luohu-audit:{service}".encode(), "sha256")
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    return OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "d": _base64(seed), "x": _base64(public)})


def sign(head: Head, key: OKPKey) -> str:
    """The head as a compact JWS."""
    header = {"alg": ALGORITHM, "kid": key.thumbprint()}
    return jws.serialize_compact(header, canonical(head.model_dump()), key, algorithms=[ALGORITHM])


def read_signed(signed: str, key: OKPKey) -> Head:
    """What a signed head says. Raises HeadForged."""
    try:
        found = jws.deserialize_compact(signed.encode(), key, algorithms=[ALGORITHM])
        return Head.model_validate_json(found.payload)
    except (JoseError, ValueError) as error:
        raise HeadForged(f"{type(error).__name__}: {error}") from None


def _base64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
