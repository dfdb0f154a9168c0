"""A person's truth as steps of a story, so that the driver of the stories plays it in a running city."""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]


def at_first(truth: Json) -> Iterator[Json]:
    """File everything, have it verified, and see that it stands as the truth says."""
    if form := truth["commission"]:
        yield from _file_with_commission(form)
    for item in truth["items"]:
        yield from _evidence(item.get("evidence"))
        yield {"file": {"path": item["path"], "as": item["ref"], "body": item["body"]}}
    yield from _verified(truth, "first", truth["items"])
    for item in truth["items"]:
        yield _expect(item, "first")


def put_right(truth: Json) -> Iterator[Json]:
    """Do what is done about the results, spouse records first, and see that everything stands as it should."""
    changed = [item for item in truth["items"] if "then" in item]
    again = [item for item in changed if item["then"]["way"] != "recheck"]
    for item in again:
        if form := item["then"].get("commission"):
            yield from _file_with_commission(form)
        if change := item["then"].get("change"):
            yield _change(change)
        yield from _evidence(item["then"].get("evidence"))
    # An edited residence is a draft, and a spouse record can be edited when no residence that was sent stands on it.
    for item in sorted(again, key=lambda each: each["path"] == "spouses"):
        yield {"edit": {"item": item["ref"], "body": item["then"].get("body") or item["body"]}}
    yield from _verified(truth, "last", again)
    for item in changed:
        if item["then"]["way"] == "recheck":
            yield from _recheck(item)
    for item in truth["items"]:
        yield _expect(item, "last")


def _verified(truth: Json, state: str, items: list[Json]) -> Iterator[Json]:
    """A spouse record goes with its first residence, and the window decides it; operators look at overseas scans."""
    spouses = [item for item in items if item["path"] == "spouses"]
    for item in items:
        if item["path"] != "spouses":
            yield {"verify": {"item": item["ref"]}}
    for spouse in spouses:
        reason = spouse[state]["reason"]
        decision = {"decision": "reject", "reason": reason} if reason else {"decision": "approve"}
        yield {"window": {"item": spouse["ref"], **decision, "note": "已核对凭证。"}}
    for item in items:
        for part, result in item[state]["results"].items():
            if result["decided_by"] == "operator" and item["body"].get("kind") == "overseas_education":
                look = {"agency": "education-registry", "item": item["ref"], "part": part, "decision": "uphold"}
                yield {"operator": {**look, "note": "扫描件与登记一致。"}}


def _recheck(item: Json) -> Iterator[Json]:
    then, ref = item["then"], item["ref"]
    scan = f"{ref}-recheck"
    yield {"evidence": {"as": scan, "text": list(then["papers"])}}
    asked = {name: then[name] for name in ("disputes", "part", "statement") if name in then}
    yield {"recheck": {"item": ref, **asked, "evidence": [scan]}}
    done: Json = {"agency": _agency(item), "item": ref, "decision": then["decision"], "note": "已核对凭证。"}
    if "part" in then:
        done["part"] = then["part"]
    if change := then.get("change"):
        done["record"] = {name: value for name, value in change["record"].items() if value is not None}
        done["fields"] = change["fields"]
    yield {"operator": done}


def _agency(item: Json) -> str:
    by_path = {"education": "education-registry", "tax": "tax", "honours": "honours-registry"}
    if item["path"] == "residences":
        return "rental-filing" if item["body"]["kind"] == "rental" else "housing-registry"
    return by_path.get(item["path"], "honours-registry")


def _file_with_commission(form: Json) -> Iterator[Json]:
    yield {"call": {"at": "science-commission", "method": "POST", "path": "/v1/filings", "body": form, "status": 201}}


def _evidence(file: Json | None) -> Iterator[Json]:
    if file:
        yield {"evidence": file}


def _change(change: Json) -> Json:
    agency, record = change["agency"], change["record"]
    if record["find"] is not None:
        return {"correct": {"agency": agency, "record": record, "fields": change["fields"]}}
    body = {"kind": record["kind"], "fields": change["fields"]}
    path = f"/agencies/{agency}/v1/records"
    return {"ask": {"who": f"operator:{agency}", "method": "POST", "path": path, "body": body, "status": 201}}


def _expect(item: Json, state: str) -> Json:
    shown = item[state]
    expected: Json = {"item": item["ref"], "status": shown["status"]}
    if shown["reason"]:
        expected |= {"reason": shown["reason"], "subject": shown["subject"]}
    if computed := shown.get("computed"):
        expected |= computed
    if shown["results"] and item["path"] != "spouses":
        expected["parts"] = {part: _part(result) for part, result in shown["results"].items()}
    return {"expect": expected}


def _part(result: Json) -> Json:
    """A result as the item shows it: its findings do not say of which kind they are."""
    shown = {name: result[name] for name in ("outcome", "reason") if result[name] is not None}
    if result["findings"] is not None:
        shown["findings"] = {name: value for name, value in result["findings"].items() if name != "kind"}
    return shown
