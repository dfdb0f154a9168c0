"""A year at the counter: the clock put to another day, pages saved, the city's readings answered, many applicants."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from luohu_contract.indicators import Indicator
from luohu_contract.message import Question
from luohu_contract.standing import ConductFindings
from luohu_declaration.domain.season import Step
from luohu_filing.counter import Counter, Json, answer
from luohu_filing.records import insured, known, unfined
from luohu_kit.worlds import set_clock
from luohu_scoring import load_policy
from luohu_testbed.city import frozen
from luohu_testbed.waiting import until

_POLICY = load_policy("beijing", 2021)
CLOSED = _POLICY.calendar.declaration_closes
QUERY = _POLICY.calendar.query_opens
LIST = _POLICY.calendar.list_published
AWARD = _POLICY.calendar.publicity_ends
OVER = _POLICY.award_valid.after(AWARD)

#: Somebody else beside 王伟.
ZHAO = {"sub": "person-2", "name": "赵敏", "id_number": "990108198811300149", "birth_date": "1988-11-30"}

_SAVED = (
    "INSERT INTO saved_indicator (declaration_id, indicator, saved_at, area_committed)"
    " VALUES (:id, :what, :at, CAST(:area AS boolean))"
    " ON CONFLICT DO NOTHING"
)
_BASICS = (
    "INSERT INTO basics (declaration_id, accompanying_children, disclosure_consent, saved_at)"
    " VALUES (:id, '[]', true, :at) ON CONFLICT DO NOTHING"
)
_CROWD = (
    "INSERT INTO declaration (id, applicant, year, person, opened_at, status, since)"
    " SELECT i, 'crowd-' || i, 2021, jsonb_build_object('name', '某人', 'id_type', 'resident_id', 'id_number',"
    " 'number-' || i, 'birth_date', '1980-05-06'), :at, 'submitted', :at FROM unnest(CAST(:ids AS uuid[])) AS i"
)
_POINTS = (
    "INSERT INTO score (declaration_id, rules, total, lines, months, trace, decided, computed_at)"
    " SELECT i, 'BJ-2020', t, jsonb_build_object('employment', t::text), '{}', '[]', true, :at"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:totals AS numeric[])) AS row(i, t)"
)


def lines_of(page: Json) -> dict[str, str]:
    """The lines of a score page, as they are printed."""
    return {each["line"]: each["display"] for each in page["lines"]}


@dataclass
class Year:
    """The world `main` of a counter, from the declaration stage on."""

    counter: Counter
    conduct: ConductFindings = field(default_factory=known)  #: what public security will say of everybody

    async def stand_at(self, instant: datetime, *steps: Step) -> None:
        """Put the clock there, and wait until the calendar has done these steps."""
        await set_clock(self.counter.running.runtime, "main", frozen(instant))
        await until(self._done, set(steps), at_least=True, within=60)

    async def _done(self) -> set[Step]:
        async with self.counter.running.runtime.begin("main") as work:
            rows = await work.rows("SELECT step FROM season_step WHERE done_at IS NOT NULL")
        return {Step(row.step) for row in rows}

    async def save_pages(self, declaration: str, *, area: bool = False) -> None:
        """Every page is 已保存."""
        async with self.counter.running.runtime.begin("main") as work:
            await work.execute(_BASICS, {"id": UUID(declaration), "at": work.now})
            for indicator in Indicator:
                chosen = area if indicator is Indicator.JOB_HOUSING_AREA else None
                row = {"id": UUID(declaration), "what": indicator.value, "at": work.now, "area": chosen}
                await work.execute(_SAVED, row)
            await work.commit()

    async def read_records(self, declaration: str, *, penalties: int = 0, **person: Any) -> None:
        """The city reads its records: ten years insured, nothing at public security, as many tax penalties as said."""
        headers = self.counter.person(**person)
        offices = {"social-insurance": insured(), "public-security": self.conduct, "tax": unfined(penalties)}
        before = {office: len(self._readings(office)) for office in offices}
        asked = await self.counter.client.post(f"/v1/declarations/{declaration}/eligibility", headers=headers)
        assert asked.status_code == 202, asked.text
        for office, findings in offices.items():
            await until(partial(self._count, office), before[office] + 1)
            question = self._readings(office)[-1]
            assert await self.counter.decide(answer(question, findings=findings), by=office) == ["moved"]

    def _count(self, agency: str) -> int:
        return len(self._readings(agency))

    def _readings(self, agency: str) -> list[Question]:
        return self.counter.agencies[agency].questions

    async def ready(self, **person: Any) -> str:
        """A declaration that can be submitted: everything read, every page saved, nothing filed."""
        opened = await self.counter.client.post("/v1/declarations", headers=self.counter.person(**person))
        assert opened.status_code == 201, opened.text
        declaration = str(opened.json()["id"])
        await self.read_records(declaration, **person)
        await self.save_pages(declaration)
        return declaration

    async def submit(self, declaration: str, **person: Any) -> Json:
        """提交, once every page is saved: filing an item takes the mark of its page away."""
        await self.save_pages(declaration)
        headers = self.counter.person(**person)
        done = await self.counter.client.post(f"/v1/declarations/{declaration}/submission", headers=headers)
        assert done.status_code == 201, done.text
        submitted: Json = done.json()
        return submitted

    async def score(self, declaration: str, *, wait: int = 20, **person: Any) -> Json:
        """The score page, with a total if there will be one."""
        headers = {**self.counter.person(**person), **({"Prefer": f"wait={wait}"} if wait else {})}
        shown = await self.counter.client.get(f"/v1/declarations/{declaration}/score?trace=1", headers=headers)
        assert shown.status_code == 200, shown.text
        page: Json = shown.json()
        return page

    async def status(self, declaration: str) -> str:
        """Where the declaration stands."""
        return str((await self.counter.must("GET", f"/v1/declarations/{declaration}", 200)).json()["status"])

    async def crowd(self, totals: list[Decimal]) -> list[UUID]:
        """Submitted declarations of other people, with these totals."""
        ids = sorted(uuid4() for _ in totals)
        async with self.counter.running.runtime.begin("main") as work:
            await work.execute(_CROWD, {"ids": ids, "at": work.now})
            await work.execute(_POINTS, {"ids": ids, "totals": totals, "at": work.now})
            await work.commit()
        return ids

    async def rows(self, sql: str, **values: Any) -> list[Any]:
        """What the database holds."""
        async with self.counter.running.runtime.begin("main") as work:
            return list(await work.rows(sql, values))
