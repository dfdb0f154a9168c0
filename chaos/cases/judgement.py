"""What everybody's case shows when it is over, in two requests each."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from chaos.cases.people import CasePeople
from chaos.cases.verdict import KeptCase, compare
from chaos.judgement import TOGETHER, reported
from chaos.verdict import Verdict
from luohu_cli.verifying import Report


async def judged(people: CasePeople, report: Report, seen: Callable[[int], None]) -> Verdict:
    """The ledger beside what the window sees of everybody."""
    owned: dict[str, list[Mapping[str, Any]]] = {}
    for case in await people.all_cases():
        owned.setdefault(case["person"]["id_number"], []).append(case)
    kept: dict[str, KeptCase] = {}
    limit = asyncio.Semaphore(TOGETHER)

    async def look(name: str, id_number: str) -> None:
        async with limit:
            kept[name] = await _kept(people, owned.get(id_number, []))
        seen(1)

    async with asyncio.TaskGroup() as looking:
        for person in people.persons:
            looking.create_task(look(person.name, person.wanted["person"]["id_number"]))
    return compare(people.ledger, kept, reported(report))


async def _kept(people: CasePeople, cases: list[Mapping[str, Any]]) -> KeptCase:
    if not cases:
        return KeptCase()
    window, here = people.world.window(), f"/v1/cases/{cases[0]['id']}"
    events = (await window.ask("GET", f"{here}/events")).json()["items"]
    records = (await window.ask("GET", f"{here}/records")).json()["items"]

    def counted(name: str) -> Counter[tuple[str, str]]:
        about = (each["detail"] for each in events if each["event"] == name)
        return Counter((each["indicator"], each["department"]) for each in about)

    return KeptCase(
        cases=len(cases),
        steps=Counter(each["event"] for each in events),
        delivered=counted("record_delivered"),
        rechecked=counted("recheck_asked"),
        under_review=tuple(
            (each["indicator"], each["department"]) for each in records if each["state"] == "material_delivered"
        ),
    )
