"""What leads on from where a case stands: as it tells itself, with what the programme asks for. Pure.

No procedure is written down here: of whatever city a world is, its cases say which steps follow and who takes them,
and its programme what is said and entered with them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from luohu_client.case_views import CaseState, ProgrammeState

NOBODY = frozenset({"city", "administrator"})  #: one is no person; the other looks for what was not true
OPINION = "不符合申请条件"


@dataclass(frozen=True, slots=True)
class Way:
    """A step that somebody can take now."""

    step: str
    by: tuple[str, ...]  #: any of them
    asks: tuple[Mapping[str, Any], ...]  #: fields of what is said
    form: bool

    @property
    def back(self) -> bool:
        """Whether it refuses or returns the case: whoever does that says why."""
        return any(each["kind"] == "text" for each in self.asks)

    def said(self, password: str, choose: Callable[[list[str]], str]) -> dict[str, str]:
        """What whoever takes it says. choose: one of several choices."""
        return {
            each["name"]: {"text": OPINION, "secret": password}.get(each["kind"]) or choose(list(each["choices"]))
            for each in self.asks
        }


class Steps:
    """The steps of all procedures of a programme."""

    def __init__(self, programme: ProgrammeState) -> None:
        self._rechecks = {each["kind"]: frozenset(each["rechecks_in"]) for each in programme.procedures}
        self._steps = {(each["kind"], step["step"]): step for each in programme.procedures for step in each["steps"]}

    def ways(self, case: CaseState) -> list[Way]:
        """What people can do next that leads to another status, in the order of the procedure."""
        found = []
        for each in case.next:
            by, step = tuple(sorted(set(each.by) - NOBODY)), self._steps[case.kind, each.step]
            if by and step["to"] != case.status:
                found.append(Way(each.step, by, tuple(step["asks"]), step["form"]))
        return found

    def rechecks(self, case: CaseState) -> bool:
        """Whether a verdict can be rechecked where the case stands."""
        return case.status in self._rechecks[case.kind]


def day_of(case: CaseState) -> datetime | None:
    """When the city goes on by itself; None where it does not wait for a day."""
    return min((each.at for each in case.next if each.at is not None), default=None)


def too_early(lacking: Sequence[Mapping[str, Any]]) -> datetime | None:
    """The day from which on a step is possible that lacks nothing else; None where waiting does not help."""
    if any("from" not in each for each in lacking):
        return None
    return max(datetime.fromisoformat(f"{each['from']}T00:00:00+08:00") for each in lacking)  # the time of every city
