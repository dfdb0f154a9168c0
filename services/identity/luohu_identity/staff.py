"""Names of the members of staff, such as `operator:tax:2`, and who they are in a sandbox, where all of them exist."""

import re
from typing import Any
from uuid import UUID, uuid5

from luohu_contract.directory import AGENCIES

_NAMESPACE = UUID("7d0d7c11-0f1f-5b7e-8c39-7374616666ff")
_STAFF = re.compile(r"(?:operator:(?P<agency>[a-z-]+)|(?P<role>window|administrator))(?::(?P<number>[1-9][0-9]?))?")


def names() -> list[str]:
    """The staff of every sandbox; `:2` to `:99` after each gives more of them, each with a subject that stays."""
    return [*(f"operator:{agency.name}" for agency in AGENCIES), "window", "administrator"]


def parse(text: str) -> str | None:
    """The name of a member of staff as it is written here; None for what is none."""
    name = text.removesuffix(":1")  # the first of them is the one without a number
    found = _STAFF.fullmatch(name)
    if found is None or (found["agency"] and f"operator:{found['agency']}" not in names()):
        return None
    return name


def claims(name: str) -> dict[str, Any]:
    """What a token says of the member of staff of a name that `parse` gave."""
    role, _, agency = name.partition(":")
    told = {"sub": str(uuid5(_NAMESPACE, name)), "role": role, "name": name}
    return {**told, "agency": agency.partition(":")[0]} if role == "operator" else told
