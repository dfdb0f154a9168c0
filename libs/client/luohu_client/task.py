"""A task in a queue: read, taken, given back, decided."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from luohu_client.views import TaskState

if TYPE_CHECKING:
    from luohu_client.desk import Desk


class Task:
    """A task as it was last seen, in `state`. Every act says what it saw (`If-Match`), and raises Problem."""

    def __init__(self, desk: "Desk", state: TaskState) -> None:
        self.state = state
        self._desk = desk
        self._tag = ""

    def __repr__(self) -> str:
        return f"<task {self.id}: {self.state.title}, {self.state.state}>"

    @property
    def id(self) -> UUID:
        return self.state.id

    async def read(self) -> "Task":
        """Open it: the question, what the register says, the evidence, in `state.context`."""
        return await self._act("GET")

    async def take(self) -> "Task":
        """Take it, unless somebody has changed it since it was read."""
        return await self._act("POST", "/assignment")

    async def give_back(self) -> "Task":
        """Leave it to somebody else."""
        return await self._act("DELETE", "/assignment")

    async def complete(self, decision: Mapping[str, Any]) -> "Task":
        """Decide, in the words of docs/guides/work-a-recheck.md."""
        return await self._act("POST", "/completion", json=decision)

    async def evidence(self, evidence: UUID | str) -> bytes:
        """A PDF of the case, for whoever has taken the task."""
        return (await self._desk.ask("GET", f"{self._path()}/evidence/{evidence}")).content

    def _path(self) -> str:
        return f"{self._desk.queue}/{self.id}"

    async def _act(self, method: str, path: str = "", **options: Any) -> "Task":
        if method != "GET":
            if not self._tag:
                await self.read()
            options["headers"] = {"If-Match": self._tag}
        told = await self._desk.ask(method, self._path() + path, **options)
        self._tag = told.headers["ETag"]
        self.state = TaskState.model_validate_json(told.content)
        return self
