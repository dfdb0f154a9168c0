"""What a story sees of an item, and whether that is what it says."""

from collections.abc import Mapping
from typing import Any

import httpx

Json = Mapping[str, Any]


def seen_of(item: Json) -> dict[str, Any]:
    """What a story may expect of an item, under the names that it uses."""
    computed = item.get("computed") or {}
    reason = item.get("reason") or {}
    findings = item.get("findings") or {}
    return {
        "status": item["status"],
        "subject": item.get("subject"),
        "display": item["display"],
        "months": computed.get("months", 0),
        "effective_from": computed.get("effective_from"),
        "effective_to": computed.get("effective_to"),
        "reason": reason.get("code"),
        "parts": findings,
        "findings": (findings.get("whole") or {}).get("findings") or {},
        "disputes": list((item.get("recheck") or {}).get("disputes") or ()),
        "evidence_requested": bool(item.get("evidence_requested")),
    }


def differences(expected: Json, seen: Json, where: str = "") -> list[str]:
    """Where what is seen lacks what is expected.

    Mappings may hold more; so may lists of mappings, of which each that is expected must be there; other lists are
    sets; all else must be equal.
    """
    wrong: list[str] = []
    for name, value in expected.items():
        if not where and name == "item":
            continue
        found = seen.get(name)
        if isinstance(value, Mapping) and isinstance(found, Mapping):
            wrong += differences(value, found, f"{where}{name}.")
        elif isinstance(value, list) and isinstance(found, list) and any(isinstance(each, Mapping) for each in value):
            lacking = [each for each in value if not any(_holds(one, each) for one in found)]
            wrong += [f"{where}{name} has nothing with {each}" for each in lacking]
        elif isinstance(value, list) and isinstance(found, list):
            if sorted(map(str, value)) != sorted(map(str, found)):
                wrong.append(f"{where}{name} is {found}, not {value}")
        elif str(value) != str(found):
            wrong.append(f"{where}{name} is {found}, not {value}")
    return wrong


def _holds(found: object, expected: object) -> bool:
    both = isinstance(found, Mapping) and isinstance(expected, Mapping)
    return both and not differences(expected, found, "item.")  # type: ignore[arg-type]


def answer_of(response: httpx.Response, facts: Json) -> dict[str, Any]:
    """What a story looks at in an answer: all of it, or the first of its `items` that holds what `pick` says."""
    body: dict[str, Any] = response.json() if response.content else {"status": response.status_code}
    if "pick" not in facts:
        return body
    return next((each for each in body["items"] if not differences(facts["pick"], each, "item.")), {})


def summary(item: Json, seen: Json) -> str:
    """The item in a line: its label, the reason, the months that count."""
    told = [str(item.get("label") or "")]
    if seen["reason"]:
        told.append(seen["reason"])
    if item["status"] == "valid" and seen["effective_from"]:
        told.append(f"{seen['effective_from']} to {seen['effective_to']}, {seen['months']} months")
    return " · ".join(part for part in told if part)


def in_short(body: Json) -> str:
    """A body in a few words: its plain values."""
    values = [str(value) for name, value in body.items() if isinstance(value, str | int) and not name.endswith("_id")]
    return ", ".join(values)[:120]
