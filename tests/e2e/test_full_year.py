"""The year 2021 of forty people, from the registration of their employers to the household register, on one clock.

Who they are, what they do on which day and what it comes to stands in `tests/support/luohu_year/people.yaml`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

import httpx
import pytest
from rich.console import Console

from luohu_casework.routes import beside_declarations
from luohu_cli import verifying
from luohu_identity.people import seeded
from luohu_routes.driving import OUT_OF_REACH, drive
from luohu_routes.preparing import prepared
from luohu_sandbox.log_file import Input, read
from luohu_scoring import Line, load_policy
from luohu_testbed.city import City, whole_city
from luohu_testbed.databases import Databases
from luohu_testbed.real import RealCity
from luohu_testbed.waiting import until
from luohu_who.strangers import Strangers
from luohu_year import employers, households
from luohu_year.people import STORIES, YEAR, midnight, people
from luohu_year.points import has_points, points_of, ranking
from luohu_year.privacy import files_of, rows_about, shown_in
from luohu_year.town import Resident, Town

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

POLICY = load_policy("beijing", YEAR)
CALENDAR = POLICY.calendar
OVER = POLICY.award_valid.after(CALENDAR.publicity_ends)
QUOTA = 11  #: of the city of the end-to-end tests (conftest.py)

#: What may be published of somebody (五.一.2), and nothing else.
PUBLISHED = {"publication_number", "name", "birth_month", "employer_name", "lines", "total"}
COMPANY = "91990105MA0LUH014J"  #: the employer of most of the forty
APPEALED = "months-appealed"
NEXT_ONE = "home-in-another-district"  #: the first below the line
DAUGHTER = "990112201203033605"
DECLARING, AWARDED, LOG = "declaring", "awarded", "log"


@dataclass
class Year:
    """The year as it was lived, and what was written down of its world on the way."""

    town: Town
    files: dict[str, bytes] = field(default_factory=dict, repr=False)  #: exports by the stage, and the log

    def keep(self, stage: str) -> None:
        """Export the world as it is, once every invariant holds in it."""
        everything_holds(self.town)
        self.files[stage] = self._fetched("export")

    def keep_log(self) -> None:
        """Everything that was asked of the world."""
        self.files[LOG] = self._fetched("log")

    def _fetched(self, what: str) -> bytes:
        town = self.town
        got = httpx.get(f"{town.url}/_luohu/worlds/{town.world}/{what}", timeout=120, trust_env=False)
        assert got.status_code == 200, got.text
        return got.content


def everything_holds(town: Town) -> None:
    """`luohu verify` finds nothing: points are those that the findings give, every list follows its table."""
    report = verifying.verify(town.url, town.world, Console(quiet=True))
    assert report.clean, report.of(verifying.INVARIANT)


@pytest.fixture(scope="module")
def town(city: RealCity) -> Iterator[Town]:
    name = f"year-{YEAR}"
    wish = {"name": name, "clock": {"mode": "frozen", "at": CALENDAR.declaration_opens.isoformat()}}
    made = httpx.post(f"{city.url}/_luohu/worlds", json=wish, timeout=60, trust_env=False)
    assert (made.status_code, made.json()["admission"]) == (201, "handbook"), made.text
    found = Town(city.url, name)
    yield found
    found.close()
    gone = httpx.delete(f"{city.url}/_luohu/worlds/{name}", timeout=60, trust_env=False)
    assert gone.status_code == 204, gone.text


@pytest.fixture(scope="module")
def year(town: Town) -> Year:
    """The whole year is lived, and every step of it is looked at."""
    lived = Year(town)
    employers_register(town)
    everybody_declares(town)
    results_come(town)
    lived.keep(DECLARING)
    the_stage_closes(town)
    results_are_queried(town)
    the_list_is_published(town)
    awards_are_given(town)
    lived.keep(AWARDED)
    households_move(town)
    what_was_not_used_lapses(town)
    lived.keep_log()
    return lived


def test_a_year_goes_from_the_employers_to_the_household_register(year: Year) -> None:
    everybody_ends_where_they_should(year.town)
    everything_holds(year.town)


async def test_every_route_keeps_to_its_world(year: Year, databases: Databases) -> None:
    """Two worlds have the same people with the same ids. In one every route is asked for everything that can be asked
    of it, by whoever may; in the other every route is read at the same time, and nothing comes of it there.
    """
    lines = [part for part in read([year.files[LOG]]) if isinstance(part, Input)]
    turned_away: dict[str, str] = {}
    async with whole_city(databases) as city:
        await until(lambda: ready(city), within=60)
        for stage in (DECLARING, AWARDED):
            here, there = f"{stage}-here", f"{stage}-there"
            file = await prepared(city, lines, year.files[stage], stage)
            for name in (here, there):
                made = await city.client.post("/_luohu/worlds/import", params={"name": name}, content=file)
                assert made.status_code == 201, made.text
            done = {route for route, said in turned_away.items() if not said}
            turned_away |= await drive(city, lines, here, there, done)
        strangers = Strangers(city, f"{AWARDED}-there", lines)
        await strangers.ask_everything()
    assert strangers.told == []
    assert strangers.turned_away > 100
    # What belongs to casework keeps to its world in tests/integration/city/test_cases_keep_apart.py.
    unreached = {route: said for route, said in turned_away.items() if said and not beside_declarations(route)}
    assert {route: said for route, said in unreached.items() if route not in OUT_OF_REACH} == {}
    assert OUT_OF_REACH.keys() <= turned_away.keys()
    assert len(unreached) < 0.04 * len(turned_away)


def test_nobody_is_shown_where_they_do_not_belong(year: Year, city: RealCity) -> None:
    """What the year has left in logs, in the journal and in lists, on the command line and in answers to strangers."""
    town = year.town
    numbers = {each.person.id_number for each in town.residents}
    logs = {path.name: path.read_bytes() for path in files_of(city.data_dir)}
    assert any(path.endswith(".log") for path in logs)
    assert {name: found for name, text in logs.items() if (found := shown_in(text, numbers))} == {}
    names = {new.name for new in seeded("beijing") if new.id_number in numbers}
    assert [name for name in names if any(name.encode() in text for text in logs.values())] == []

    first, *others = town.residents
    events = first.caller("GET", first.path + "/events")["items"]
    item = next(event["item_id"] for event in events if event["item_id"])
    told = {
        "journal": b"".join(journal_of(town)),
        "list": json.dumps(town.anybody(f"/v1/publication/{YEAR}"), ensure_ascii=False).encode(),
        **{
            words: (done.stdout + done.stderr).encode()
            for words in (f"trace {item} --world {town.world}", "world list", "status", "audit head", "audit verify")
            if (done := city(*words.split()))
        },
    }
    assert all(told.values())
    assert {name: found for name, text in told.items() if (found := shown_in(text, numbers))} == {}
    for other in others:
        answer = first.caller.door.ask("GET", other.path, token=first.caller.token).response
        assert (answer.status_code, shown_in(answer.content, numbers)) == (404, [])


async def test_a_deleted_world_leaves_no_row_and_no_file(year: Year, city: RealCity) -> None:
    name = "leaves-nothing"
    async with httpx.AsyncClient(base_url=f"{city.url}/_luohu/worlds", timeout=120, trust_env=False) as client:
        made = await client.post("/import", params={"name": name}, content=year.files[AWARDED])
        assert made.status_code == 201, made.text
        assert (await client.post(f"/{name}/snapshots", json={"name": "kept"})).status_code in (200, 201)
        assert len(await rows_about(city.port_base + 90, name)) > 20
        assert (await client.delete(f"/{name}")).status_code == 204
    assert await rows_about(city.port_base + 90, name) == {}
    written = [path for path in files_of(city.data_dir) if name.encode() in path.read_bytes()]
    assert [path for path in written if path.suffix != ".log"] == []


def journal_of(town: Town) -> Iterator[bytes]:
    """Every page of the world's journal, as it is answered."""
    after: str | None = None
    while True:
        query = {"limit": "1000", **({"after": after} if after else {})}
        headers = {"Luohu-World": town.world}
        page = httpx.get(f"{town.url}/_luohu/journal", params=query, headers=headers, timeout=60, trust_env=False)
        assert page.status_code == 200, page.text
        yield page.content
        if (after := page.json()["next"]) is None:
            return


async def ready(city: City) -> bool:
    """Whether every service is."""
    return bool((await city.client.get("/_luohu/health")).json()["ready"])


def employers_register(town: Town) -> None:
    """July 1: the stage is open. Nobody is let in whom the handbook does not let in."""
    assert town.anybody("/v1/season")["stage"] == "declaration"
    employers.register(town)
    employers.refuse_the_barred(town)


def everybody_declares(town: Town) -> None:
    """July 5: everybody's story. July 12: what they file beside it, pages, submission. The lists answer in ten days."""
    town.advance(midnight(STORIES))
    town.settle_in(people())
    town.day(midnight(STORIES))
    town.each(town.those(lambda person: not person.let_in), can_file_nothing)
    employers.activate(town)
    town.pace("honours-registry", "P10D")
    town.day(midnight((7, 12)))
    waiting = town.named("certificate-changed-twice").score()
    assert (waiting["display"], waiting["place"]) == ("-", None)
    assert (points_of(waiting)[Line.INNOVATION], points_of(waiting)[Line.EMPLOYMENT]) == (None, Decimal("67.5"))


def results_come(town: Town) -> None:
    """July 22: the lists have answered. July 24: some withdraw, some ask for a recheck; other ranks move."""
    town.advance(midnight((7, 22)))
    has_points(town, (7, 22))
    town.day(midnight((7, 24)))
    has_points(town, (7, 24))


def the_stage_closes(town: Town) -> None:
    """August 1: drafts are over, whatever they would have given. Verdicts go on to come in."""
    town.advance(CALENDAR.declaration_closes)
    late = town.named("lease-not-found")
    assert late.caller.refused("POST", f"{late.path}/submission") == "stage-closed"
    assert late.caller.refused("GET", f"{late.path}/score") == "no-points"
    drafts = town.those(lambda person: person.course[-1] == "not_submitted")
    assert [each.statuses() for each in drafts] == [each.person.course for each in drafts]
    out = [each for each in town.residents if each not in drafts and each.person.total_on((8, 1)) is None]
    assert [each.statuses()[-1] for each in out] == ["submitted"] * 3

    town.advance(midnight((8, 3)))
    has_points(town, (8, 3))
    town.day(midnight((8, 10)))
    has_points(town, (8, 10))
    undecided = town.named("lease-not-residential").score()
    assert (undecided["display"], undecided["place"], points_of(undecided)[Line.TAX]) == ("-", None, None)


def results_are_queried(town: Town) -> None:
    """September: who submitted is told that the results can be seen. Four appeal; one appeal is upheld."""
    before = ranking((8, 31))
    town.day(CALENDAR.query_opens)
    assert town.anybody("/v1/season")["rights"] == ["appeal"]
    told = town.those(lambda person: person.course[-1] != "not_submitted")
    assert all("season.results" in each.notices() for each in told)
    has_points(town, (9, 1))
    assert (before[APPEALED], ranking((9, 1))[APPEALED]) == (19, 8)
    for day in ((9, 5), (9, 20)):
        town.day(midnight(day))
    has_points(town, (9, 20))


def the_list_is_published(town: Town) -> None:
    """October 15: the eleven best, and who has as many points as the last. The list shows what it may, no more."""
    assert town.anybody("/v1/publication/2021")["type"] == "/problems/stage-closed"
    town.day(CALENDAR.list_published)
    has_points(town, (10, 15))

    ranked = town.those(lambda person: person.ranked)
    awarded = sorted(town.those(lambda person: person.awarded), key=lambda each: -each.person.total)
    listed = town.anybody("/v1/publication/2021")
    assert (listed["quota"], listed["ranked"], listed["admitted"]) == (QUOTA, len(ranked), QUOTA + 1)
    assert (Decimal(listed["cut_off"]), listed["tied"]) == (awarded[QUOTA - 1].person.total, 2)
    assert [Decimal(row["total"]) for row in listed["items"]] == [each.person.total for each in awarded]
    assert [set(row) for row in listed["items"]] == [PUBLISHED] * len(awarded)
    assert not [each for each in town.residents if each.person.id_number in str(listed)]

    ranks = ranking((10, 15))
    finals = town.staff(f"employer:{COMPANY}")("GET", "/v1/final-points?limit=200")["items"]
    names = {each.declaration: each.person.name for each in town.residents}
    shown = {names[row["declaration_id"]]: row["rank"] for row in finals}
    assert shown.items() <= ranks.items()
    assert set(ranks) - set(shown) == {each.person.name for each in ranked if each.employer() != "北京示例科技有限公司"}
    for day in ((10, 18), (10, 20)):
        town.day(midnight(day))


def awards_are_given(town: Town) -> None:
    """October 23: an award for each on the list, nothing for anybody else. The list is not public any more."""
    town.advance(CALENDAR.publicity_ends)
    assert town.anybody("/v1/publication/2021")["type"] == "/problems/stage-closed"
    for resident in town.residents:
        now = resident.statuses()[-1]
        assert (now == "awarded") is resident.person.awarded, (resident.person.name, now)
    assert town.named("level-number-mismatch").score()["place"]["award_valid_until"] == OVER.isoformat()


def households_move(town: Town) -> None:
    """From October 23 on, and half a year later: eight households move, each in its own way; two others do not want."""
    town.day(CALENDAR.publicity_ends)
    households.move_in_autumn(town)
    households.do_not_move(town)
    households.move_with_new_letters(town, CALENDAR.publicity_ends)


def what_was_not_used_lapses(town: Town) -> None:
    """Two years later: an award that was not used counts as given up. No place is filled again."""
    town.advance(OVER)
    assert town.anybody("/v1/season")["stage"] == "over"
    late = town.named("degree-date-malformed")
    assert late.caller("GET", f"{late.path}/settlement")["status"] == "lapsed"
    place = town.named(NEXT_ONE).score()["place"]
    assert (place["rank"], place["admitted"], place["award_valid_until"]) == (13, False, None)


def everybody_ends_where_they_should(town: Town) -> None:
    """Histories, mailboxes and the household register say the same of everybody."""
    town.each(town.residents, has_gone_all_the_way)
    registered = {each.person.id_number for each in town.those(lambda person: person.course[-1] == "registered")}
    assert len(registered) == 7
    police = town.staff("operator:public-security")
    residents = police("GET", "/agencies/public-security/v1/records?kind=resident&limit=200")["items"]
    in_beijing = {each["fields"]["id_number"] for each in residents if each["fields"]["household_in_beijing"]}
    assert in_beijing == registered | {DAUGHTER}
    permits = police("GET", "/agencies/public-security/v1/records?kind=permit&limit=200")["items"]
    ended = {each["fields"]["id_number"] for each in permits if each["fields"]["status"] == "cancelled"}
    assert ended == registered


def can_file_nothing(resident: Resident) -> None:
    """Who is not eligible is refused before anything else."""
    refusal = resident.caller.refused("POST", f"{resident.path}/tax", json={"authorised": True})
    assert refusal == "not-admitted", refusal


def has_gone_all_the_way(resident: Resident) -> None:
    """What happened to the declaration, and what the person was told."""
    person = resident.person
    assert resident.statuses() == person.course, resident.statuses()
    assert tuple(resident.notices()) == person.notices, resident.notices()
