"""What somebody of the population does in the year, as bodies that are ready to be sent. Pure.

Everything of the truth's first filing is sent: homes, spouse records, educations, tax, awards. What lies outside of the
portal is not done: putting a record right at its source, filing with the commission; nor is anything filed anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from chaos.wishes import KINDS
from luohu_contract.item import ItemKind

Json = dict[str, Any]
Truth = Mapping[str, Any]

_READ_BY_THE_CITY = frozenset({ItemKind.EMPLOYMENT, ItemKind.LAW_ABIDING, ItemKind.TAX_PENALTIES})
_KINDS = {**KINDS, "spouses": ItemKind.SPOUSE}


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that is uploaded before it is named."""

    name: str  #: the truth's, without the $
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """A recheck that is asked for once the verdict is there."""

    body: Json  #: all but the evidence
    papers: tuple[str, ...]  #: what the evidence shows


@dataclass(slots=True)
class Person:
    """Somebody with a declaration to make, and what has become of it so far."""

    persona: str
    opening: bytes  #: of the request that opens the declaration
    later: tuple[Json, ...]  #: forms that name papers or a spouse record: filed together, when those are uploaded
    papers: tuple[Paper, ...]
    disputes: Mapping[int, Dispute]  #: by the place of the item: those of the opening, then those of `later`
    reviews: tuple[Json, ...]  #: what the window finds of the spouse records, in the order of `later`
    basics: Json
    committed: bool
    submits: bool
    token: str = ""
    declaration: str = ""
    captcha: Json = field(default_factory=dict)
    disputed: list[tuple[str, Dispute]] = field(default_factory=list)  #: with the id of the item

    @property
    def path(self) -> str:
        return f"/v1/declarations/{self.declaration}"

    def opened(self, body: Json) -> None:
        """Note what the answer to the opening says."""
        self.declaration = body["id"]
        self.captcha = {name: body["captcha"][name] for name in ("token", "answer")}
        self.filed([item["id"] for item in body["items"] if item["kind"] not in _READ_BY_THE_CITY], 0)

    def filed(self, ids: Sequence[str], first: int) -> None:
        """Note the ids of items, the first of which has that place."""
        for place, item_id in enumerate(ids, first):
            if place in self.disputes:
                self.disputed.append((item_id, self.disputes[place]))

    def filing(self, uploaded: Mapping[str, str]) -> bytes:
        """The body that files `later`; uploaded: ids by the papers' names."""
        forms = [{name: _named(value, uploaded) for name, value in form.items()} for form in self.later]
        return orjson.dumps({"items": forms, "verify": True})

    def submission(self) -> bytes:
        """The body that saves all pages and submits."""
        area = {"committed": self.committed, "captcha": self.captcha}
        return orjson.dumps({"basics": self.basics, "area": area})


def person_of(truth: Truth) -> Person:
    """The person of a line of the truth."""
    at_once = [item for item in truth["items"] if not _waits(item)]
    later = [item for item in truth["items"] if _waits(item)]
    opening = {"items": [_form(item) for item in at_once], "verify": True, "eligibility": True, "captcha": True}
    disputes = {
        place: _dispute(item["then"])
        for place, item in enumerate([*at_once, *later])
        if item.get("then", {}).get("way") == "recheck"
    }
    return Person(
        persona=truth["person"]["persona"],
        opening=orjson.dumps(opening),
        later=tuple(_beside(_form(item), later) for item in later),
        papers=tuple(Paper(found["as"], tuple(found["text"])) for item in later if (found := item.get("evidence"))),
        disputes=disputes,
        reviews=tuple(_review(item["first"]) for item in later if item["path"] == "spouses"),
        basics={"accompanying_children": truth["accompanying_children"], "disclosure_consent": True},
        committed=bool(truth["area_committed"]),
        submits=bool(truth["eligible"] and truth["submits"]),
    )


def _waits(item: Json) -> bool:
    return "evidence" in item or any(value for name, value in item["body"].items() if name.startswith("spouse"))


def _form(item: Json) -> Json:
    kind = _KINDS.get(item["path"])
    return {"kind": kind, **item["body"]} if kind else item["body"]


def _beside(form: Json, later: Sequence[Json]) -> Json:
    """The form with its spouse record by the place in the same request."""
    named = form.get("spouse_id")
    if named is None:
        return form
    place = next(number for number, item in enumerate(later) if f"${item['ref']}" == named)
    return {**{name: value for name, value in form.items() if name != "spouse_id"}, "spouse_item": place}


def _named(value: Any, uploaded: Mapping[str, str]) -> Any:
    return uploaded[value[1:]] if isinstance(value, str) and value.startswith("$") else value


def _dispute(then: Json) -> Dispute:
    body: Json = {name: then[name] for name in ("disputes", "statement", "part") if name in then}
    return Dispute(body, tuple(then["papers"]))


def _review(first: Json) -> Json:
    if first["status"] == "valid":
        return {"decision": "approve"}
    return {"decision": "reject", "reason": first["reason"]}
