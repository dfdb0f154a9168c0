"""Headers, paths and queries as no client writes them."""

from random import Random
from urllib.parse import quote

from luohu_hostile.values import DATES, IDS, NAMES, NUMBERS

Header = tuple[bytes, bytes]

_VALUES = (
    b"", b" ", b"\xff\xfe", "王伟".encode(), b"a" * 20_000, b"a\r\nX-Evil: 1", b"\x00", b"-1", b"9" * 400, b"nan",
    b"*", b'"',
    b'W/"1"', b'"1', b"wait=", b"wait=-1", b"wait=99999", b"bytes=0-", b"Bearer ", b"Bearer a.b.c",
    b"Bearer " + b"e30." * 3_000,
    b"Basic Og==", b"Basic \xff", b"Basic " + b"A" * 5_000, b"../../x", b"main\x00", b"MAIN", b"a" * 41, b"gzip",
    b"identity;q=9",
)  # fmt: skip
_NAMES = (
    b"authorization", b"luohu-world", b"luohu-scenario", b"if-match", b"if-none-match", b"idempotency-key",
    b"prefer", b"accept",
    b"accept-encoding", b"accept-language", b"content-type", b"content-length", b"content-encoding",
    b"transfer-encoding", b"range",
    b"traceparent", b"x-request-id", b"luohu-from", b"luohu-world-time", b"webhook-id", b"webhook-signature",
    b"webhook-timestamp",
    b"last-event-id", b"host", b"cookie", b"expect", b"x" * 9_000, b"\xe7\x8e\x8b",
)  # fmt: skip


def headers(rng: Random) -> list[Header]:
    """A few headers; sometimes far too many."""
    if rng.random() < 0.02:
        return [(b"x-many", b"1")] * 3_000
    return [(rng.choice(_NAMES), rng.choice(_VALUES)) for _ in range(rng.randint(1, 4))]


def in_path(rng: Random) -> str:
    """What stands where an id should, escaped as it must be to arrive at all."""
    value = str(rng.choice((*NAMES, *IDS, *DATES, *NUMBERS)))[:400]
    return quote(value.encode("utf-8", "surrogatepass"), safe="") or "%20"


def query(rng: Random, names: list[str]) -> str:
    """A query of known and unknown names."""
    parts = []
    for _ in range(rng.randint(1, 4)):
        name = rng.choice([*names, "limit", "cursor", "after", "kind", "q", "%ff", ""])
        value = str(rng.choice((*NAMES, *IDS, *DATES, *NUMBERS)))[:2_000]
        parts.append(f"{name}={quote(value.encode('utf-8', 'surrogatepass'))}")
    return "&".join(parts) + rng.choice(("", "&", "&&=", "%", "&a=%zz"))
