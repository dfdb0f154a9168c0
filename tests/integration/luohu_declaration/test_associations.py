"""People and their employers: asked for, approved or returned, final for the year."""

from luohu_declaration.storage import associations
from luohu_declaration.usecases.seed_employers import seeded_employers
from luohu_filing.counter import Counter
from luohu_testbed.city import make_world


async def test_a_new_world_knows_who_works_where(counter: Counter) -> None:
    await make_world(counter.running.runtime, "seeded", personas=True)
    main = seeded_employers()[0]
    async with counter.running.runtime.begin("seeded") as work:
        found = await associations.of_person(work, 2021, main.people[0].id_number)
        assert found is not None
        assert found == await associations.approved(work, 2021, main.people[0].id_number)
        assert (found.uscc, found.employer_name, found.handling_district) == (main.uscc, main.name, "朝阳区")
        assert await associations.of_person(work, 2020, main.people[0].id_number) is None
        everybody = await associations.approved_of(work, 2021, [person.id_number for person in main.people])
        assert len(everybody) == len(main.people)
