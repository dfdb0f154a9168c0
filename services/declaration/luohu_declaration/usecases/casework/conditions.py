"""What a procedure may ask for before a step. Each says what is lacking, and what to do about it."""

from datetime import datetime
from typing import Any

from luohu_contract.claim import ClaimKind
from luohu_declaration.domain.casework.case import Lacking
from luohu_declaration.domain.casework.entries import READ
from luohu_declaration.domain.casework.records import Record, RecordState
from luohu_declaration.domain.casework.working_days import working_days_after
from luohu_declaration.domain.states import Status
from luohu_declaration.storage import case_points, cases
from luohu_declaration.usecases.casework.naming import CONDITIONS, condition
from luohu_declaration.usecases.casework.sight import Sight
from luohu_scoring import printed

_HOLDS: list[Lacking] = []


@condition
async def intake_open(sight: Sight, argument: Any) -> list[Lacking]:
    """Applications are taken now: the intake has begun and is not over."""
    intake = sight.intake
    now = sight.work.now
    if intake is not None and intake.opens <= now and (intake.closes is None or now < intake.closes):
        return _HOLDS
    terms = "; ".join(
        f"{each.name}: {each.opens.date()} – {each.closes.date() if each.closes else ''}" for each in sight.table.intakes
    )
    return [Lacking("intake-closed", f"现在不受理申请({terms})", f"No applications are taken now ({terms}).")]


@condition
async def no_other_case(sight: Sight, argument: Any) -> list[Lacking]:
    """The person has no other case of the kind that goes on, nor one in the same intake."""
    for other in await cases.of_person(sight.work, sight.person.id_number, sight.case.kind):
        goes_on = not sight.procedure.ended(other.status)
        if other.id != sight.case.id and (goes_on or (other.intake == sight.case.intake and argument != "while_open")):
            detail = {"case_id": str(other.id), "case_status": other.status}
            return [Lacking("case-exists", "该申请人已有申请", f"The person has the case {other.id} already.", detail)]
    return _HOLDS


@condition
async def account_open(sight: Sight, argument: Any) -> list[Lacking]:
    """The employer has an account of that kind which is in the status `open`."""
    kind, status = str(argument["kind"]), str(argument["status"])
    held = await cases.of_employer(sight.work, sight.case.employer, kind)
    if any(each.status == status for each in held):
        return _HOLDS
    now = held[-1].status if held else "none"
    return [
        Lacking(
            "account-not-open",
            "单位账户未开通",
            f"The employer needs an account that is {status}; it has {now}. Open it first: a case of kind {kind}.",
        )
    ]


@condition
async def waited(sight: Sight, argument: Any) -> list[Lacking]:
    """So many working days have passed since the case came to its status. argument: name of a figure."""
    possible = working_days_after(sight.case.since, sight.table.working_days[str(argument)])
    return _too_early(sight, possible, "现在还不能办理")


@condition
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


@condition
async def fields_say(sight: Sight, argument: Any) -> list[Lacking]:
    """The form says this. argument: field and the value that it must have."""
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


@condition
async def readings_decided(sight: Sight, argument: Any) -> list[Lacking]:
    """What the city reads by itself is there."""
    asked = {(each.indicator, each.department) for each in sight.wanted if each.ask in READ}
    return _undecided([each for each in await sight.records() if (each.indicator, each.department) in asked])


@condition
async def records_decided(sight: Sight, argument: Any) -> list[Lacking]:
    """Every record is decided; of some indicators where the procedure names them."""
    wanted = None if argument is None else set(argument)
    records = [each for each in await sight.records() if wanted is None or each.indicator in wanted]
    if not records:
        return [Lacking("records-undecided", "尚无审核记录", "Nothing was asked yet.")]
    return _undecided(records)


def _undecided(records: list[Record]) -> list[Lacking]:
    out = [each for each in records if not each.decided]
    if not out:
        return _HOLDS
    names = ", ".join(f"{each.indicator}/{each.department}" for each in out)
    return [Lacking("records-undecided", f"以下记录尚未审核完毕:{names}", f"These are not decided yet: {names}.")]


@condition
async def records_valid(sight: Sight, argument: Any) -> list[Lacking]:
    """The verdicts about these are good. argument: names of indicators or checks."""
    wanted = set(argument)
    bad = [
        each
        for each in await sight.records()
        if each.indicator in wanted
        and (each.item is None or each.item.standing.status is not Status.VALID)
        and each.state is not RecordState.NOT_NEEDED
    ]
    if not bad:
        return _HOLDS
    names = ", ".join(each.indicator for each in bad)
    return [Lacking("records-invalid", f"审核未通过:{names}", f"These were not found good: {names}.")]


@condition
async def material_delivered(sight: Sight, argument: Any) -> list[Lacking]:
    """Papers have come to some department's window."""
    papers = {(each.indicator, each.department) for each in sight.wanted if each.papers}
    delivered = [
        each
        for each in await sight.records()
        if (each.indicator, each.department) in papers and each.state is RecordState.ASKED
    ]
    return _HOLDS if delivered else [Lacking("nothing-delivered", "材料未送达", "No papers were delivered.")]


@condition
async def guide_reached(sight: Sight, argument: Any) -> list[Lacking]:
    """The points by estimate reach the figure below which no application is taken."""
    guide = sight.table.guide
    total = (await sight.estimate()).total
    if guide is None or (total is not None and total >= guide):
        return _HOLDS
    return [
        Lacking(
            "guide-not-reached",
            f"模拟积分{printed(total)}分,未达到{printed(guide)}分",
            f"By what is entered the points are {printed(total)}, and {printed(guide)} are needed to apply.",
            {"estimate": printed(total), "needed": printed(guide)},
        )
    ]


@condition
async def points_decided(sight: Sight, argument: Any) -> list[Lacking]:
    """The total stands."""
    if await sight.total() is not None:
        return _HOLDS
    return [Lacking("points-undecided", "积分尚未确定", "The points are not decided yet.")]


@condition
async def points_reached(sight: Sight, argument: Any) -> list[Lacking]:
    """The total reaches the city's standard score."""
    guide, total = sight.table.guide, await sight.total()
    if total is not None and (guide is None or total >= guide):
        return _HOLDS
    return [
        Lacking(
            "points-not-reached",
            f"积分{printed(total)}分,未达到{printed(guide)}分",
            f"The points are {printed(total)}, and {printed(guide)} are needed.",
        )
    ]


@condition
async def vetoed(sight: Sight, argument: Any) -> list[Lacking]:
    """Something ends the application whatever the total is (一票否决)."""
    points = await sight.points()
    if points is not None and points.vetoed:
        return _HOLDS
    return [Lacking("not-vetoed", "无否决情形", "Nothing ends the application.")]


@condition
async def on_list(sight: Sight, argument: Any) -> list[Lacking]:
    """The case is among those that the list of its intake admits."""
    place = await case_points.place_of(sight.work, sight.case.id)
    if place is not None and place.admitted:
        return _HOLDS
    return [Lacking("not-on-list", "未列入入户名单", "The case is not on the list.")]


@condition
async def fails(sight: Sight, argument: Any) -> list[Lacking]:
    """Another condition does not hold. argument: its name."""
    if await CONDITIONS[str(argument)](sight, None):
        return _HOLDS
    return [Lacking("holds", "条件仍成立", f"The condition {argument} holds.")]


@condition
async def eligible(sight: Sight, argument: Any) -> list[Lacking]:
    """The conditions to apply hold, as far as registers say them: permit, insurance, age."""
    conduct, insurance = await sight.read(ClaimKind.CONDUCT), await sight.read(ClaimKind.INSURANCE)
    figures = {name: figure.value for name, figure in sight.table.eligibility.items()}
    found: list[Lacking] = []
    if figures.get("permit_needed") and not (conduct or {}).get("permit_valid"):
        found.append(Lacking("no-permit", "未持有有效居住证", "The person has no valid residence permit."))
    months, paid = figures.get("continuous_months"), int((insurance or {}).get("continuous_months", 0))
    if months is not None and paid < months:
        found.append(
            Lacking(
                "not-insured",
                f"连续缴纳社会保险{paid}个月,不足{months}个月",
                f"Insurance was paid for {paid} months without a gap, and {months} are needed.",
            )
        )
    age, limit = (conduct or {}).get("age"), _retirement(figures, conduct or {}, insurance or {})
    if age is None or (limit is not None and int(age) >= limit):
        found.append(Lacking("retirement-age", "已达到法定退休年龄", f"The person has reached the age of {limit}."))
    return found


def _retirement(figures: dict[str, Any], conduct: dict[str, Any], insurance: dict[str, Any]) -> int | None:
    """The age of retirement: of a woman by the category of her insurance record, a worker's where it has none."""
    if conduct.get("sex") != "female":
        return figures.get("retirement_age_man")
    return figures.get(f"retirement_age_woman_{insurance.get('category', 'worker')}")
