"""The cities, their offices and the people with a story."""

from generation.tables import table
from luohu_contract.directory import SERVICES
from luohu_identity.people import seeded
from luohu_sandbox.personas import everybody
from luohu_scoring.programmes import Programme, programmes


def cities() -> str:
    """The programmes that worlds can be of, and what their offices are called."""
    known = programmes().values()
    rows = (
        (
            f"`{p.city}`",
            f"{p.title.zh} · {p.title.en}",
            ", ".join(f"`{p.city}-{year}`" for year in p.years),
            f"{p.beginning(p.default_year):%-d %B, %-H:%M}",
            p.scheme,
            "、".join(p.districts),
        )
        for p in known
    )
    offices = ((f"`{s.name}`", *(p.offices.get(s.name, "") for p in known)) for s in SERVICES)
    named = (row for row in offices if any(row[1:]))
    return (
        "# Cities\n\nWhat `programme` of a new world can say ([how to](../guides/other-cities.md)); each stands in"
        " `policies/<city>`.\n\n"
        + table(("city", "programme", "worlds", "begin on", "scheme", "districts"), rows)
        + "\n## Offices\n\nWho stands behind a service in which city; nobody, where its programme has no part.\n\n"
        + table(("service", *(p.city for p in known)), named)
    )


def personas() -> str:
    """The people with a story, city by city: who they are, from the identity service's seeds, and what they show."""
    return (
        "# Personas\n\nPeople of every world of their city that is made with personas. `luohu demo NAME` plays a story,"
        " in a world of its own.\n" + "".join(map(_with_a_story, programmes().values()))
    )


def _with_a_story(programme: Programme) -> str:
    """The people of a city with a story, and what is said of them in figures."""
    seeds = {person.persona: person for person in seeded(programme.city)}
    rows = [
        (f"`{p.name}`", seeds[p.name].name, seeds[p.name].id_number, p.title_zh, p.title, p.shows, p.story)
        for p in everybody()
        if p.programme == programme.city
    ]
    head = f"\n## {programme.title.en} ({programme.title.zh})\n\nPeople of worlds of `{programme.city}`.\n\n"
    people = table(("name", "who", "id number", "title", "in English", "shows", "story and source"), rows)
    figures = [(f"`{p.persona}`", p.stands_for) for p in seeds.values() if p.stands_for]
    return head + people + ("\n" + table(("name", "stands for"), figures) if figures else "")
