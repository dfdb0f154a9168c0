"""Bodies that are no JSON, or JSON that nobody ought to send."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

from luohu_hostile.values import EVERYTHING, spoiled

Made = tuple[str, bytes]  #: a content type and the bytes
JSON = "application/json"


def dumped(value: Any) -> bytes:
    """JSON as Python writes it, lone surrogates and NaN included."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _truncated(rng: Random, good: Any) -> Made:
    body = dumped(good)
    return JSON, body[: rng.randrange(len(body))]


def _nested(rng: Random, good: Any) -> Made:
    depth = rng.choice((10, 65, 500, 1_000, 20_000, 200_000))
    opening, closing = rng.choice(((b"[", b"]"), (b'{"a":', b"}"), (b'[{"\\"":', b"}]")))
    return JSON, opening * depth + b"1" + closing * (depth if rng.random() < 0.7 else 0)


def _spoiled(rng: Random, good: Any) -> Made:
    return JSON, dumped(spoiled(rng, good))


def _only(rng: Random, good: Any) -> Made:
    return JSON, dumped(rng.choice(EVERYTHING))


def _twice(rng: Random, good: Any) -> Made:
    body = dumped(good)
    return JSON, body[:-1] + b"," + body[1:] if len(body) > 2 else b'{"a":1,"a":2}'


def _encoded(rng: Random, good: Any) -> Made:
    name = rng.choice(("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "gb18030", "utf-7"))
    text = json.dumps(good, ensure_ascii=False)
    charset = rng.choice(("", "; charset=utf-16", "; charset=gb18030", "; charset=nonsense"))
    return JSON + charset, text.encode(name)


def _bytes(rng: Random, good: Any) -> Made:
    body = bytearray(dumped(good))
    for _ in range(rng.randint(1, 6)):
        body[rng.randrange(len(body))] = rng.randrange(256)
    return JSON, bytes(body)


def _noise(rng: Random, good: Any) -> Made:
    return rng.choice((JSON, "text/plain", "application/pdf", "")), rng.randbytes(rng.choice((0, 1, 17, 300, 5_000)))


def _typed(rng: Random, good: Any) -> Made:
    kinds = ("application/xml", "multipart/form-data", "multipart/form-data; boundary=",
    "application/x-www-form-urlencoded",
             "application/json; q", "*/*", "application/vnd.api+json", "application/" + "x" * 3_000)  # fmt: skip
    return rng.choice(kinds), rng.choice(
        (dumped(good), b"a=%ff&a=1&%00", b"--\r\n\r\n--", b"<!DOCTYPE a [<!ENTITY b 'c'>]>")
    )


def _numbers(rng: Random, good: Any) -> Made:
    number = rng.choice(
        (b"1" * 5_000, b"1e999999999", b"-0", b"01", b"1.", b"Infinity", b"-Infinity", b"NaN", b"0.1e-5000")
    )
    return JSON, b'{"year":' + number + b"}" if rng.random() < 0.5 else number


def _escapes(rng: Random, good: Any) -> Made:
    half = rng.choice(
        (b"\\ud800", b"\\udc00\\ud800", b"\\u0000", b"\\x41", b"\x00", b"\x1f", b"\xed\xa0\x80", b"\xc0\xaf")
    )
    body = dumped(good)
    place = body.find(b'":') if rng.random() < 0.3 else body.rfind(b'"')
    return JSON, body[:place] + half + body[place:]


def _large(rng: Random, good: Any) -> Made:
    return JSON, dumped([good] * rng.choice((600, 2_000)))[: 6 * 1024 * 1024]


WAYS: tuple[tuple[Callable[[Random, Any], Made], int], ...] = (
    (_spoiled, 40), (_truncated, 8), (_nested, 6), (_only, 8), (_twice, 3), (_encoded, 6), (_bytes, 10), (_noise, 4),
    (_typed, 5), (_numbers, 4), (_escapes, 6), (_large, 1),
)  # fmt: skip


def made(rng: Random, good: Any) -> Made:
    """One malformed body; `good` is one that the route takes, or something of its kind."""
    [way] = rng.choices([way for way, _ in WAYS], [weight for _, weight in WAYS])
    return way(rng, good)
