"""What of a header set crosses the gateway, in and out. Names are lower-case bytes, as ASGI has them."""

import re
from collections.abc import Iterable, Sequence
from secrets import token_hex

from luohu_kit.spans import root_of

Headers = list[tuple[bytes, bytes]]

#: Hop-by-hop (RFC 9110, 7.6.1) and framing, which each hop makes for itself.
HOP_BY_HOP = frozenset(
    {
        b"connection",
        b"keep-alive",
        b"proxy-authenticate",
        b"proxy-authorization",
        b"proxy-connection",
        b"te",
        b"trailer",
        b"transfer-encoding",
        b"upgrade",
    }
)
#: What only services say to one another, and what this gateway says about the outside.
_NOT_FROM_OUTSIDE = frozenset(
    {
        b"luohu-from",
        b"luohu-world-time",
        b"luohu-world-generation",
        b"host",
        b"content-length",
        b"expect",
        b"forwarded",
        b"x-forwarded-for",
        b"x-forwarded-host",
        b"x-forwarded-port",
        b"x-forwarded-proto",
        b"x-forwarded-prefix",
        b"x-real-ip",
        b"x-request-id",
        b"traceparent",
    }
)
_REQUEST_ID = re.compile(rb"[A-Za-z0-9._~-]{1,64}")
_TRACEPARENT = re.compile(rb"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")

MOST = 100  #: header lines of one request
LARGEST = 32 * 1024  #: bytes of all of them
LONGEST_TARGET = 8 * 1024  #: bytes of path and query


def first(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> bytes | None:
    """The first value of a header, or None."""
    return next((value for key, value in headers if key == name), None)


def size(headers: Iterable[tuple[bytes, bytes]]) -> int:
    """Bytes of all lines, separators counted."""
    return sum(len(name) + len(value) + 4 for name, value in headers)


def named_by_connection(headers: Sequence[tuple[bytes, bytes]]) -> frozenset[bytes]:
    """Further hop-by-hop headers, which `Connection` lists."""
    named = [part.strip().lower() for key, value in headers if key == b"connection" for part in value.split(b",")]
    return frozenset(named)


def request_id(headers: Sequence[tuple[bytes, bytes]]) -> bytes:
    """The caller's X-Request-Id if it has a sane form, else a new one."""
    given = first(headers, b"x-request-id")
    return given if given is not None and _REQUEST_ID.fullmatch(given) else token_hex(16).encode()


def traceparent(headers: Sequence[tuple[bytes, bytes]]) -> bytes:
    """The caller's trace context (W3C) if it is valid, else the beginning of a new, sampled trace."""
    given = first(headers, b"traceparent")
    if given is not None and _TRACEPARENT.fullmatch(given):
        return given
    trace = token_hex(16)
    return f"00-{trace}-{root_of(trace)}-01".encode()


def inward(headers: Sequence[tuple[bytes, bytes]], *, host: bytes, about: Headers) -> Headers:
    """What the service behind gets: the caller's own headers less those that a caller may not set, and `about`."""
    dropped = HOP_BY_HOP | _NOT_FROM_OUTSIDE | named_by_connection(headers)
    passed = [(name, value) for name, value in headers if name not in dropped and not name.startswith(b"webhook-")]
    return [(b"host", host), *passed, *about]


def outward(headers: Sequence[tuple[bytes, bytes]], *, mount: str, origin: str, about: Headers) -> Headers:
    """What the caller gets: the service's headers, with addresses as the gateway serves them, and `about`.

    mount: where the service's paths stand at the gateway; origin: the service's own address, which nobody outside
    can reach.
    """
    dropped = HOP_BY_HOP | {name for name, _ in about} | named_by_connection(headers)
    passed: Headers = []
    for name, value in headers:
        if name in dropped:
            continue
        if name in (b"location", b"content-location"):
            value = outside(value.decode("latin-1"), mount, origin).encode("latin-1")  # noqa: PLW2901 - the same header
        elif name == b"link":
            value = _LINK.sub(lambda m: f"<{outside(m[1], mount, origin)}>", value.decode("latin-1")).encode("latin-1")  # noqa: PLW2901
        passed.append((name, value))
    return passed + about


_LINK = re.compile(r"<([^<>]*)>")


def outside(address: str, mount: str, origin: str) -> str:
    """An address of a service as it reads at the gateway: `/v1/rechecks/1` becomes `/agencies/tax/v1/rechecks/1`.

    Addresses elsewhere, relative references and the gateway's own problem pages stay as they are.
    """
    rest = address.removeprefix(origin)
    if rest != address and not rest.startswith("/"):
        return address if rest else mount or "/"
    if not rest.startswith("/") or rest.startswith(("//", "/problems/")):
        return address
    return mount + rest
