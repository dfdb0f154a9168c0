"""Whom the tasks of the window's and the bureau's queues are about: both may read every declaration."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from luohu_declaration.storage import declarations
from luohu_kit.tasks import Task
from luohu_kit.tasks.router import TaskPerson
from luohu_kit.work import Work


async def whose(work: Work, tasks: Sequence[Task]) -> Mapping[UUID, TaskPerson]:
    """Whose declarations the tasks belong to, by the task's id."""
    of = {task.id: UUID(task.context["declaration_id"]) for task in tasks}
    found = await declarations.of_ids(work, set(of.values()))
    people = {each: found[declaration].person for each, declaration in of.items() if declaration in found}
    return {each: TaskPerson.masked(person.name, person.id_number) for each, person in people.items()}
