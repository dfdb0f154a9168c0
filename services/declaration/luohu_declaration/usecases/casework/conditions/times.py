"""Conditions of time and of the form: intakes, days that have to pass, what the form has to say."""

from datetime import datetime
from typing import Any

from luohu_declaration.domain.casework.arguments import CONDITION, DAY_AND_DAYS, FIELDS, WHILE_OPEN, WORKING_DAYS
from luohu_declaration.domain.casework.case import Lacking
from luohu_declaration.domain.casework.procedure import Step
from luohu_declaration.domain.casework.working_days import working_days_after
from luohu_declaration.storage import cases
from luohu_declaration.usecases.casework.naming import CONDITIONS, condition
from luohu_declaration.usecases.casework.sight import Sight
from luohu_scoring import TablePolicy

_HOLDS: list[Lacking] = []


@condition()
async def intake_open(sight: Sight, argument: Any) -> list[Lacking]:
    """Applications are taken now: the intake has begun and is not over."""
    intake = sight.intake
    now = sight.work.now
    if intake is not None and intake.opens <= now and (intake.closes is None or now < intake.closes):
        return _HOLDS
    terms = "; ".join(
        f"{each.name}: {each.opens.date()} – {each.closes.date() if each.closes else ''}"
        for each in sight.table.intakes
    )
    return [Lacking("intake-closed", f"现在不受理申请({terms})", f"No applications are taken now ({terms}).")]


@condition(told=WHILE_OPEN)
async def no_other_case(sight: Sight, argument: Any) -> list[Lacking]:
    """The person has no other case of the kind that goes on, nor one in the same intake."""
    for other in await cases.of_person(sight.work, sight.person.id_number, sight.case.kind):
        goes_on = not sight.procedure.ended(other.status)
        if other.id != sight.case.id and (goes_on or (other.intake == sight.case.intake and argument != "while_open")):
            detail = {"case_id": str(other.id), "case_status": other.status}
            return [Lacking("case-exists", "该申请人已有申请", f"The person has the case {other.id} already.", detail)]
    return _HOLDS


@condition(told=WORKING_DAYS)
async def waited(sight: Sight, argument: Any) -> list[Lacking]:
    """So many working days have passed since the case came to its status."""
    possible = working_days_after(sight.case.since, sight.table.working_days[str(argument)])
    return _too_early(sight, possible, "现在还不能办理")


def not_before(step: Step, since: datetime, table: TablePolicy) -> datetime | None:
    """From when on `waited` lets a step be taken; None where it does not ask for it. since: when the status began."""
    asked = (str(clause.argument) for clause in step.needs if clause.name == waited.__name__)
    return max((working_days_after(since, table.working_days[days]) for days in asked), default=None)


@condition(told=DAY_AND_DAYS)
async def field_waited(sight: Sight, argument: Any) -> list[Lacking]:
    """So many working days have passed since a day that the form names."""
    day = datetime.fromisoformat(sight.fields[str(argument["field"])]).replace(tzinfo=sight.work.now.tzinfo)
    possible = working_days_after(day, sight.table.working_days[str(argument["working_days"])])
    return _too_early(sight, possible, "数据尚未导入")


def _too_early(sight: Sight, possible: datetime, zh: str) -> list[Lacking]:
    if sight.work.now >= possible:
        return _HOLDS
    day = possible.date().isoformat()
    return [Lacking("too-early", f"{zh},请于{day}起办理", f"This is possible from {day} on.", {"from": day})]


@condition(told=FIELDS)
async def fields_say(sight: Sight, argument: Any) -> list[Lacking]:
    """The form says this."""
    wrong = [name for name, value in argument.items() if sight.fields.get(name) != value]
    return [
        Lacking(
            "condition-not-met",
            "不符合申请条件",
            f"`{name}` has to be {str(argument[name]).lower()}.",
            {"field": f"#/form/fields/{name}"},
        )
        for name in wrong
    ]


@condition()
async def nothing_more(sight: Sight, argument: Any) -> list[Lacking]:
    """Nothing is waited for: the city goes on at once."""
    return []


@condition(told=CONDITION)
async def fails(sight: Sight, argument: Any) -> list[Lacking]:
    """Another condition does not hold."""
    if await CONDITIONS[str(argument)](sight, None):
        return _HOLDS
    return [Lacking("holds", "条件仍成立", f"The condition {argument} holds.")]
