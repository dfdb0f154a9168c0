"""Single values that break what does not expect them: texts, names, numbers, dates, ids."""

from random import Random
from typing import Any

#: Names as registers never write them.
NAMES = (
    "", " ", "\u0000", "王\u0000伟", "\u202e伟王\u202c", "王\u200b伟", "王\u200d\u200d伟", "\ufeff王伟", "W\u0430ng",
    "王\u0301" * 60,
    "\u1100\u1161\u11a8", "ﬁ", "①", "Ａ" * 61, "王\n伟", "王\r\nSet-Cookie: a=b", "\u2028", "\x1b[31m王", "王" * 10_000,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\ufdfa" * 60, "\uffff", "\U0010ffff", "\ud800", "\udfff王",
    "\u0085",
    "<script>alert(1)</script>", "' OR '1'='1", "'; DROP TABLE item; --", "${jndi:ldap://x}", "{{7*7}}", "%00",
    "../../etc/passwd",
    "%s%s%n", "\\u0000", "null", "undefined", "NaN", "-1", "0x10", "true",
)  # fmt: skip
NUMBERS: tuple[Any, ...] = (
    0, -1, 1, 2**31, 2**63, 2**64, -(2**63) - 1, 10**40, 10**400, 1e308, -1e308, 5e-324, 0.1, 1e15 + 0.3,
    float("nan"),
    float("inf"), float("-inf"), True, False,
)  # fmt: skip
DATES = (
    "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2021-02-29", "2021-13-01", "2021-00-10", "2021-1-1",
    "20210101", "2021-01-01T00:00:00Z", "2021-01-01T25:00:00+08:00", "2021-01-01T00:00:00+99:99", "-2021-01-01",
    "２０２１-01-01",
    "2021-01", "9999-12", "0000-01", "99999-01", "2021-W01", "P1D", "P-1D", "P99999999999D", "PT1E9S", "P1Y",
    "infinity", "now",
)  # fmt: skip
IDS = (
    "0", "-1", "null", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "{00000000-0000-4000-8000-000000000000}", "urn:uuid:00000000-0000-4000-8000-000000000000", "0" * 32, "z" * 36,
    "00000000-0000-4000-8000-00000000000G", "𝟎0000000-0000-4000-8000-000000000000", "9" * 400,
)  # fmt: skip
OTHERS: tuple[Any, ...] = (None, [], {}, [[]], {"": None}, [None] * 600, {"a" * 300: 1}, "x" * 70_000)

EVERYTHING: tuple[Any, ...] = (*NAMES, *NUMBERS, *DATES, *IDS, *OTHERS)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to everything in a JSON value, the value itself first."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(way for key, one in inside for way in leaves(one, (*path, key)))]


def replaced(value: Any, path: tuple[Any, ...], by: Any) -> Any:
    """A copy with something else at the end of a way."""
    if not path:
        return by
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(value[path[0]], path[1:], by)
    return copy


def spoiled(rng: Random, good: Any) -> Any:
    """A good value with one to three things in it replaced, missing, or too many."""
    value = good
    for _ in range(rng.randint(1, 3)):
        path = rng.choice(leaves(value))
        at: Any = value
        for key in path:
            at = at[key]
        if isinstance(at, dict) and at and rng.random() < 0.5:
            name = rng.choice(list(at))
            at = (
                {k: v for k, v in at.items() if k != name}
                if rng.random() < 0.5
                else {**at, rng.choice(NAMES): at[name]}
            )
            value = replaced(value, path, at)
        else:
            value = replaced(value, path, rng.choice(EVERYTHING))
    return value
