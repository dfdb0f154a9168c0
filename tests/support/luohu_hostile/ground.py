"""A world in which there is something to ask about: items and verdicts, tasks on every desk, records, letters."""

from typing import Any

import httpx

from luohu_filing import bodies
from luohu_kit.auth.listing import every_route
from luohu_routes.asks import Asks
from luohu_routes.driving import Driver
from luohu_routes.preparing import live_on
from luohu_sandbox.log_file import Input, read
from luohu_testbed.applicant import Applicant, applicant
from luohu_testbed.city import City

WHO = "huairou-home-not-found"  #: who has filed
EMPLOYER = "employer:91990105MA0LUH014J"
_FORMS: tuple[tuple[str, Any], ...] = (
    ("residences", bodies.own_home()),
    ("education", bodies.education()),
    ("innovation", bodies.invention()),
    ("tax", {"authorised": True}),
)


async def lived_in(city: City, world: str) -> Asks:
    """Somebody files, everything is answered, and every desk gets its task; gives what the world may be asked."""
    somebody = await applicant(city, world, WHO)
    somebody.declaration = (await _asked(somebody, "POST", "/v1/declarations", json={})).json()["id"]
    for path, form in _FORMS:
        item = (await _asked(somebody, "POST", f"/v1/declarations/{somebody.declaration}/{path}", json=form)).json()[
            "id"
        ]
        await _asked(somebody, "POST", f"/v1/items/{item}/verification")
        await _asked(somebody, "GET", f"/v1/items/{item}", headers={"Prefer": "wait=10"})
    for persona in (EMPLOYER, "window", "administrator"):  # a token's claims are known by what somebody asked with it
        other = await applicant(city, world, persona)
        await other.ask("GET", "/v1/employers/me")
    log = await city.client.get(f"/_luohu/worlds/{world}/log")
    assert log.status_code == 200, log.text
    return await live_on(city, [part for part in read([log.content]) if isinstance(part, Input)], world)


def untouched(city: City, world: str) -> Asks:
    """A world in which nobody has done anything: records and employers alone."""
    apps = {service: app for service, app in city.apps.items() if service != "gateway"}
    driver = Driver(city)
    return Asks(apps, (), world, lambda ask: driver.ask(ask, world))


async def _asked(somebody: Applicant, method: str, path: str, **options: Any) -> httpx.Response:
    answer = await somebody.ask(method, path, **options)
    assert answer.is_success, answer.text
    return answer


async def known(city: City, asks: Asks, service: str) -> dict[str, list[str]]:
    """By the name that stands in paths of a service, what the world has of it."""
    if service == "gateway":
        return {}
    names = {name for route in every_route({service: city.apps[service]}) for name in route.names}
    found = {name: await asks.known(service, name) for name in sorted(names)}
    return {name: values for name, values in found.items() if values}
