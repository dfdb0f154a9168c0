"""录入调京信息: a form that changes with what is chosen in it, with as many children as move along."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from luohu_contract.claim import CertificateFormat, IdType
from luohu_contract.household import (
    BirthExemption,
    BirthProof,
    ChildRelation,
    DestinationKind,
    HomeOwner,
    MaritalStatus,
    RegisteredWith,
)
from luohu_contract.texts.districts import DISTRICT_NAMES
from luohu_gateway.site.outcome.item import applicant
from luohu_gateway.site.outcome.settlement import HOME, path_of
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused

router = APIRouter(prefix="/settlement/transfer")

MOST_CHILDREN = 10
Values = dict[str, str]

CHOICES: dict[str, type[StrEnum]] = {
    "marital_status": MaritalStatus,
    "destination": DestinationKind,
    "owner": HomeOwner,
    "certificate_format": CertificateFormat,
    "id_type": IdType,
    "relation": ChildRelation,
    "registered_with": RegisteredWith,
    "proof": BirthProof,
    "exemption": BirthExemption,
}
_EVERY_HOME = frozenset({"kind", "address", "district", "police_station"})
#: What the form has of each kind of new home, and of each kind of personnel file.
DESTINATION: dict[str, frozenset[str]] = {
    DestinationKind.OWN_HOME: _EVERY_HOME | {"owner", "certificate_format", "certificate_number"},
    DestinationKind.PUBLIC_HOUSING_DIRECT: _EVERY_HOME | {"lease_number"},
    DestinationKind.PUBLIC_HOUSING_UNIT: _EVERY_HOME | {"unit_name", "allotment_notice_number"},
    DestinationKind.EMPLOYER_COLLECTIVE: _EVERY_HOME | {"employer_name", "no_home_in_city"},
}
PERSONNEL_FILE = {
    "held": frozenset({"kind", "holder", "holder_address", "in_beijing"}),
    "none": frozenset({"kind", "no_file_statement"}),
}
FAMILY_PLANNING = {"proof": frozenset({"kind", "document", "number"}), "exempt": frozenset({"kind", "reason"})}
_TICKS = frozenset({"no_home_in_city", "in_beijing", "no_file_statement"})
_CHILD = re.compile(r"children\.(\d{1,2})\.(.+)")
_FIELD = re.compile(r"[a-z_]+(\.[a-z_]+|\.\d{1,2}\.[a-z_]+(\.[a-z_]+)?)?")


@router.get("", dependencies=[applicant])
async def show(here: Here) -> Response:
    """What was entered, or an empty form."""
    path = await path_of(here)
    if path is None:
        raise Refused(404, {})
    reply = await here.ask.ask("GET", path)
    return _form(here, flat(reply.data["transfer_data"] or {}), etag=reply.etag)


@router.post("", dependencies=[applicant])
async def enter(here: Here) -> Response:
    """Send it; or draw it again as somebody chose, with a child more or less."""
    form, path = await here.form(), await path_of(here)
    if path is None:
        raise Refused(404, {})
    etag = form.get("etag", "")
    values = {name: value for name, value in form.items() if _FIELD.fullmatch(name)}
    if form.keys() & {"redraw", "add", "remove"}:
        changed = without_child(values, form["remove"]) if form.get("remove") else values
        return _form(here, changed, etag=etag, more="add" in form)
    values = fitting(values)
    try:
        await here.ask.put(f"{path}/transfer-data", nested(values), etag=etag)
    except Refused as refused:
        return _form(here, values, etag=etag, status=refused.status, problem=Shown.of(refused))
    return here.go(HOME)


def flat(data: Mapping[str, Any], before: str = "") -> Values:
    """What was entered, by the names of the form's fields."""
    found: Values = {}
    for name, value in data.items():
        if isinstance(value, Mapping):
            found |= flat(value, f"{before}{name}.")
        elif isinstance(value, list):
            for number, each in enumerate(value):
                found |= flat(each, f"{before}{name}.{number}.")
        elif value is not None:
            found[before + name] = str(value).lower() if isinstance(value, bool) else str(value)
    return found


def nested(values: Mapping[str, str]) -> dict[str, Any]:
    """The JSON that the API takes. What is empty is left out: the API says what is missing."""
    data: dict[str, Any] = {"children": [{} for _ in range(children_of(values))]}
    for name, value in values.items():
        *way, last = name.split(".")
        place: Any = data
        for step in way:
            place = place[int(step)] if isinstance(place, list) else place.setdefault(step, {})
        if value and isinstance(place, dict):
            place[last] = _said(last, value)
    return data


def _said(name: str, value: str) -> str | int | bool:
    if name in _TICKS:
        return value == "true"
    return int(value) if name == "birth_order" and value.isascii() and value.isdigit() else value


def children_of(values: Mapping[str, str]) -> int:
    """How many children the form has."""
    numbers = [int(found.group(1)) for name in values if (found := _CHILD.fullmatch(name))]
    return min(max(numbers, default=-1) + 1, MOST_CHILDREN)


def fitting(values: Mapping[str, str]) -> Values:
    """The fields that go with what was chosen: a form that was not drawn again has those of another choice, too."""
    return {name: value for name, value in values.items() if _fits(name, values)}


def _fits(name: str, values: Mapping[str, str]) -> bool:
    head, _, last = name.rpartition(".")
    if head == "spouse":
        return values.get("marital_status") == MaritalStatus.MARRIED
    for group, choices in (
        ("destination", DESTINATION),
        ("personnel_file", PERSONNEL_FILE),
        ("family_planning", FAMILY_PLANNING),
    ):
        if head.rpartition(".")[2] == group:
            return last in choices.get(values.get(f"{head}.kind", ""), frozenset({"kind"}))
    return name == "marital_status" or head == "household" or name.startswith("children.")


def without_child(values: Mapping[str, str], gone: str) -> Values:
    """The form without one of the children; those behind move up."""
    kept: Values = {}
    for name, value in values.items():
        found = _CHILD.fullmatch(name)
        if found is None or not gone.isdigit():
            kept[name] = value
        elif int(found.group(1)) != int(gone):
            number = int(found.group(1))
            kept[f"children.{number - (number > int(gone))}.{found.group(2)}"] = value
    return kept


def _form(
    here: Visit, values: Values, *, etag: str, status: int = 200, problem: Shown = NONE, more: bool = False
) -> Response:
    return here.draw(
        "outcome/transfer.html",
        status=status,
        problem=problem,
        values=values,
        etag=etag,
        children=min(children_of(values) + more, MOST_CHILDREN),
        most=MOST_CHILDREN,
        districts=here.words.pairs(DISTRICT_NAMES.items()),
        own=DESTINATION,
        kinds=CHOICES,
    )
