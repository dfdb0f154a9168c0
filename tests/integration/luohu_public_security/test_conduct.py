"""What public security answers about a person, how operators keep it, and what it tells by itself."""

from pathlib import Path
from typing import Any

import pytest

from luohu_agency.seeds import parse
from luohu_contract.claim import ConductClaim, Person
from luohu_contract.news import CriminalRecord
from luohu_testbed.office import Office
from luohu_testbed.problems import slug_of
from luohu_testbed.waiting import until

SEEDS = Path(__file__).parents[3] / "services/public-security/luohu_public_security/seeds/beijing/personas.yaml"
HAN = Person(name="韩冰", id_number="990105197707071717")
NOBODY = Person(name="王伟", id_number="990101198506150012")
FIVE_YEARS = ConductClaim(detention_years=(2016, 2017, 2018, 2019, 2020))
DETAINED = {"id_number": HAN.id_number, "detained_on": "2018-04-01", "authority": "北京市公安局朝阳分局"}
CRIME = {
    "id_number": HAN.id_number,
    "convicted_on": "2021-06-01",
    "court": "北京市朝阳区人民法院",
    "document": "(2021)京0105刑初990001号",
}


async def findings(office: Office, person: Person = HAN) -> dict[str, Any]:
    verdict = await office.verdict(FIVE_YEARS, person)
    assert verdict["outcome"] == "valid"
    found: dict[str, Any] = verdict["findings"]
    return found


async def test_the_people_of_the_loops_stories_have_a_permit_and_no_record(office: Office) -> None:
    for known in parse(SEEDS.read_text(encoding="utf-8"))["resident"]:
        found = await findings(office, Person(name=known["name"], id_number=known["id_number"]))
        assert found["identity"]["name"] == known["name"]
        born = known["id_number"][6:14]
        assert found["identity"]["birth_date"].replace("-", "") == born
        assert found["household_in_beijing"] is False, known["name"]
        assert found["permit"]["status"] == "valid"
        assert found["permit"]["applied_on"] <= "2020-12-31", known["name"]
        assert (found["detentions"], found["criminal_record"]) == (0, False)


async def test_somebody_who_is_not_on_record_has_nothing(office: Office) -> None:
    found = await findings(office, NOBODY)

    assert (found["identity"], found["household"], found["permit"]) == (None, None, None)
    assert found["detentions_by_year"] == dict.fromkeys(map(str, FIVE_YEARS.detention_years), 0)


async def test_detentions_count_until_they_are_revoked(office: Office) -> None:
    first = await office.add("detention", DETAINED)
    assert first.status_code == 201, first.text
    await office.add("detention", {**DETAINED, "detained_on": "2015-12-31"})
    await office.add("detention", {**DETAINED, "detained_on": "2020-12-31"})
    found = await findings(office)
    assert (found["detentions"], found["detentions_by_year"]["2018"]) == (2, 1)

    assert (await office.correct(first.json(), revoked=True)).status_code == 200
    assert (await findings(office))["detentions"] == 1


async def test_a_crime_is_told_to_the_declaration_service(office: Office, told: list[CriminalRecord]) -> None:
    added = await office.add("crime", CRIME)
    assert added.status_code == 201, added.text
    await until(lambda: len(told), 1)
    assert told[0].model_dump(mode="json", exclude={"id"}) == {
        "id_number": HAN.id_number,
        "convicted_on": "2021-06-01",
        "document": "(2021)京0105刑初990001号",
    }
    assert (await findings(office))["criminal_record"] is True


async def test_a_corrected_crime_is_the_same_news_unless_it_names_somebody_else(
    office: Office, told: list[CriminalRecord]
) -> None:
    added = (await office.add("crime", CRIME)).json()
    corrected = await office.correct(added, court="北京市第三中级人民法院")
    await until(lambda: len(told), 2)
    assert told[0].id == told[1].id

    another = await office.correct(corrected.json(), id_number="990108199208281822")
    assert another.status_code == 200, another.text
    await until(lambda: len(told), 3)
    assert told[2].id != told[0].id
    assert told[2].id_number == "990108199208281822"
    assert (await findings(office))["criminal_record"] is False


async def test_a_judgment_that_was_set_aside_is_no_news_and_counts_no_more(
    office: Office, told: list[CriminalRecord]
) -> None:
    added = (await office.add("crime", CRIME)).json()
    aside = await office.correct(added, revoked=True)
    assert aside.status_code == 200, aside.text
    await office.add("crime", {**CRIME, "document": "(2021)京0105刑初990002号", "id_number": NOBODY.id_number})

    await until(lambda: {news.id_number for news in told}, {HAN.id_number, NOBODY.id_number})
    assert len(told) == 2
    assert (await findings(office))["criminal_record"] is False


async def test_a_refused_crime_is_no_news(office: Office, told: list[CriminalRecord]) -> None:
    await office.add("crime", CRIME)
    twice = await office.add("crime", CRIME)
    assert (twice.status_code, slug_of(twice)) == (409, "record-conflict")
    incomplete = await office.add("crime", {**CRIME, "document": ""})
    # The register holds no number that its message could not tell.
    too_long = await office.add("crime", {**CRIME, "id_number": "0" * 59})
    assert (too_long.status_code, too_long.json()["errors"][0]["pointer"]) == (422, "#/fields/id_number")
    assert (incomplete.status_code, slug_of(incomplete)) == (422, "validation-failed")
    await office.add("crime", {**CRIME, "id_number": NOBODY.id_number})

    await until(lambda: {news.id_number for news in told}, {HAN.id_number, NOBODY.id_number})
    assert len(told) == 2


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        pytest.param({"status": "cancelled"}, "/fields", id="cancelled on no day"),
        pytest.param({"cancelled_on": "2021-01-01"}, "/fields", id="valid, and cancelled"),
        pytest.param({"status": "cancelled", "cancelled_on": "2016-01-01"}, "/fields", id="ended before it began"),
        pytest.param({"applied_on": "2021-02-30"}, "/fields/applied_on", id="no day"),
        pytest.param({"number": "9"}, "/fields/number", id="a number that is too short"),
    ],
)
async def test_a_permit_that_cannot_be_is_refused(office: Office, changed: dict[str, str], field: str) -> None:
    permit = {"id_number": NOBODY.id_number, "number": "99202001010000009999", "applied_on": "2020-02-01"}
    answer = await office.add("permit", {**permit, **changed})

    assert (answer.status_code, slug_of(answer)) == (422, "validation-failed")
    assert answer.json()["errors"][0]["pointer"].endswith(field), answer.text
    assert await office.records("permit", id_number=NOBODY.id_number) == []


async def test_people_read_their_own_record_and_nobody_elses(office: Office) -> None:
    me = office.issuer.applicant(sub="han", name="韩冰", id_number=HAN.id_number)
    assert [record["fields"]["name"] for record in await office.records("resident", me)] == ["韩冰"]
    [other] = await office.records("permit", id_number="990108199208281822")
    assert (await office.client.get(f"/v1/records/{other['id']}", headers=me)).status_code == 404
