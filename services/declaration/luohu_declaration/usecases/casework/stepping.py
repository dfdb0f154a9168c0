"""One step of a case: refused, or done with all that follows; then the city takes its own, as far as they lead."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from luohu_declaration.domain.casework.case import NotYet, step_from
from luohu_declaration.domain.casework.entries import read_entries
from luohu_declaration.domain.casework.fields import read_fields
from luohu_declaration.domain.casework.procedure import CITY, Step
from luohu_declaration.domain.casework.working_days import working_days_after
from luohu_declaration.domain.checks import FormInvalid
from luohu_declaration.storage import case_waits, cases
from luohu_declaration.usecases.casework.naming import follow, lacking
from luohu_declaration.usecases.casework.points import refresh
from luohu_declaration.usecases.casework.sight import Sight
from luohu_declaration.usecases.scenario import require_applicable

_MOST = 20  #: steps of the city in one go; a procedure that goes round in circles is a fault of its file


async def take(sight: Sight, name: str, actor: str, said: Mapping[str, Any], form: Mapping[str, Any] | None) -> None:
    """Take a step that somebody asks for.

    actor: as the history has it. said: what the step asks for. form: another form, where the step takes one.
    Raises StepRefused, NotYet, FormInvalid, ScenarioNotApplicable; nothing may be kept then.
    """
    step = step_from(sight.procedure, sight.case, name)
    sight.said, sight.actor, sight.form_before = read_fields(step.asks, said, "#/said"), actor, sight.case.form
    if form is not None and not step.form:
        raise FormInvalid([("#/form", "this step takes no form: leave it out")])
    if form is not None:
        sight.case = await cases.keep_form(sight.work, sight.case, read_form(sight, form))
    if missing := await lacking(sight, step.needs):
        raise NotYet(name, missing)
    await _go(sight, step, actor)
    await go_on(sight)
    require_applicable(sight.asked)


async def go_on(sight: Sight) -> bool:
    """Let the city take the steps whose turn it is; whether there was one."""
    moved = False
    await refresh(sight)
    for _ in range(_MOST):
        step = await _next(sight)
        if step is None:
            return moved
        await _go(sight, step, CITY)
        await refresh(sight)
        moved = True
    raise RuntimeError(f"the procedure {sight.procedure.kind} of {sight.procedure.city} goes round in circles")


async def time_over(sight: Sight, name: str) -> bool:
    """A time has passed that a case waited for: take the step, if its conditions hold; whether it was taken.

    One that is not taken now is taken as soon as they hold.
    """
    step = sight.procedure.steps.get(name)
    if step is None or sight.case.status not in step.sources or await lacking(sight, (*step.when, *step.needs)):
        return False
    await _go(sight, step, CITY)
    await go_on(sight)
    return True


def read_form(sight: Sight, form: Mapping[str, Any]) -> dict[str, Any]:
    """A form as it is kept: fields and entries. Raises FormInvalid."""
    faults = [(f"#/form/{name}", "give `fields` and `entries`") for name in form if name not in ("fields", "entries")]
    if faults:
        raise FormInvalid(faults)
    kept: dict[str, Any] = {"fields": read_fields(sight.procedure.fields, form.get("fields") or {}, "#/form/fields")}
    entries = form.get("entries") or {}
    if not sight.procedure.entries and entries:
        raise FormInvalid([("#/form/entries", "this case has no entries: leave them out")])
    if sight.procedure.entries:
        kept["entries"] = read_entries(sight.wanted, entries, "#/form/entries")
    return kept


async def settle_waits(sight: Sight, taken: Step | None = None) -> None:
    """Let the case wait for what its status waits for, and for nothing else.

    taken: the step that led here. A time that has passed does not begin anew where its own step leaves the case.
    """
    there = await case_waits.waiting(sight.work, sight.case.id)
    timed = {step.name: step for step in sight.procedure.own(sight.case.status) if step.after}
    new = {name: _due(sight, step) for name, step in timed.items() if name not in there and step is not taken}
    await case_waits.change(sight.work, sight.case.id, there.keys() - timed.keys(), new)


async def _go(sight: Sight, step: Step, actor: str) -> None:
    detail: dict[str, Any] = {name: value for name, value in sight.said.items() if name != "password"}
    sight.case = await cases.move(sight.work, sight.case, step.name, step.target, actor, detail)
    await follow(sight, step.does, actor)
    sight.said, sight.actor = {}, CITY
    await settle_waits(sight, step)


async def _next(sight: Sight) -> Step | None:
    """The first step of the city whose turn it is: its conditions hold, its time is over where it has one, and the
    list is there where it waits for that.
    """
    own = sight.procedure.own(sight.case.status)
    timed = any(step.after for step in own)
    waiting = await case_waits.waiting(sight.work, sight.case.id) if timed else {}
    for step in own:
        if step.after is not None and (step.name in waiting or step.target == sight.case.status):
            continue  # its time will come; or it was taken, and left the case where it is
        if step.with_list and not await sight.listed():
            continue
        if not await lacking(sight, (*step.when, *step.needs)):
            return step
    return None


def _due(sight: Sight, step: Step) -> datetime:
    assert step.after is not None  # noqa: S101 - the caller's condition
    if step.after.working_days is not None:
        return working_days_after(sight.work.now, sight.table.working_days[step.after.working_days])
    assert step.after.period is not None  # noqa: S101 - one of the two
    return sight.table.periods[step.after.period].after(sight.work.now)
