"""What a queue of tasks is to the pages: where it stands, what can be decided in it, what a case shows."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from luohu_contract.directory import BY_NAME
from luohu_gateway.site.links import PREFIX
from luohu_gateway.site.queues.interface import Interface, Json
from luohu_gateway.site.queues.service import mount, service
from luohu_gateway.site.visit import Visit
from luohu_kit.auth import Role

#: What the API says of a task that somebody else has touched since it was read.
FASTER = frozenset({"precondition-failed", "task-assigned-elsewhere", "task-not-assigned", "task-completed"})


@dataclass(frozen=True, slots=True)
class Decision:
    """One way to complete a task."""

    value: str  #: as the API has it
    key: str  #: the shortcut that chooses it
    takes: tuple[str, ...]  #: fields of the completion that go with it


async def _nothing(here: Visit, task: Json) -> Json:
    return {}


def _as_it_is(interface: Interface, task: Json, field: str, schema: Json) -> Json:
    return schema


def _empty(task: Json) -> Json:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """One queue. Its texts have keys that begin with `queue.<name>`."""

    name: str  #: as the API has it
    role: Role  #: who works it
    at: str = ""  #: below the section, where its tasks stand; empty: as its name
    opens: bool = False  #: whether its list is the section's first page
    decisions: tuple[Decision, ...]
    case: str  #: template of what the task is about
    files: str = "evidence"  #: where a task's context lists its files
    ticked: tuple[str, ...] = ()  #: objects of the completion that are taken in unless somebody leaves them out
    corrects: bool = False  #: whether a decision can correct a record of the agency
    claims: bool = False  #: whether titles begin with a kind of claim, by which the list can be filtered
    #: Further things that the case shows, asked of the API.
    beside: Callable[[Visit, Json], Awaitable[Json]] = _nothing
    #: The schema of one field of the completion, narrowed to what fits a task.
    narrowed: Callable[[Interface, Json, str, Json], Json] = _as_it_is
    #: What the fields of the completion begin with, for a task.
    begun: Callable[[Json], Json] = _empty

    @property
    def api(self) -> str:
        """Where it stands at its service."""
        return f"/v1/{self.name}"

    @property
    def section(self) -> str:
        """The section of those who work it."""
        return "/desk" if self.role is Role.OPERATOR else "/window"

    @property
    def tasks(self) -> str:
        """Below this, its tasks on the site."""
        return f"{self.section}/{self.at or self.name}"

    @property
    def home(self) -> str:
        """Where its list stands on the site."""
        return self.section if self.opens else self.tasks

    def path(self, here: Visit, *parts: object) -> str:
        """An address of the queue in the API."""
        return "/".join((mount(here) + self.api, *map(str, parts)))

    def page(self, *parts: object) -> str:
        """A page below the queue's tasks."""
        return "/".join((PREFIX + self.tasks, *map(str, parts)))

    def claims_of(self, here: Visit) -> tuple[str, ...]:
        """The kinds of claim by which the list can be filtered."""
        return tuple(sorted(BY_NAME[service(here)].answers)) if self.claims else ()

    def decision(self, value: str) -> Decision | None:
        """The decision of a value; None where the queue has none such."""
        return next((one for one in self.decisions if one.value == value), None)
