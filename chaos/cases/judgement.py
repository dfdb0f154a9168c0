"""What everybody's case shows when it is over, in two requests for each case."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from chaos.cases.course import Course
from chaos.cases.people import CasePeople, about
from chaos.cases.verdict import KeptCase, compare
from chaos.judgement import TOGETHER, reported
from chaos.verdict import Verdict
from luohu_cli.verifying import Report


async def judged(people: CasePeople, report: Report, seen: Callable[[int], None]) -> Verdict:
    """The ledger beside what the window sees of everybody."""
    owned: dict[str, list[Mapping[str, Any]]] = {}
    for case in await people.all_cases():
        owned.setdefault(about(case), []).append(case)
    kept: dict[str, KeptCase] = {}
    limit = asyncio.Semaphore(TOGETHER)

    async def look(course: Course) -> None:
        async with limit:
            kept[course.name] = await _kept(people, course.wanted["kind"], owned.get(course.about, []))
        seen(int(course in people.persons))

    async with asyncio.TaskGroup() as looking:
        for course in people.courses:
            looking.create_task(look(course))
    return compare(people.ledger, kept, reported(report))


async def _kept(people: CasePeople, kind: str, cases: list[Mapping[str, Any]]) -> KeptCase:
    """All that the city has about somebody. kind: of the case that was opened for them; others came of it."""
    window = people.world.window()
    events: list[Mapping[str, Any]] = []
    records: list[Mapping[str, Any]] = []
    for case in cases:
        events += (await window.ask("GET", case["links"]["events"])).json()["items"]
        if "records" in case["links"]:
            records += (await window.ask("GET", case["links"]["records"])).json()["items"]

    def counted(name: str) -> Counter[tuple[str, str]]:
        said = (each["detail"] for each in events if each["event"] == name)
        return Counter((each["indicator"], each["department"]) for each in said)

    return KeptCase(
        cases=sum(case["kind"] == kind for case in cases),
        came=Counter(case["kind"] for case in cases if case["kind"] != kind),
        steps=Counter(each["event"] for each in events),
        delivered=counted("record_delivered"),
        rechecked=counted("recheck_asked"),
        under_review=tuple(
            (each["indicator"], each["department"]) for each in records if each["state"] == "material_delivered"
        ),
    )
