"""Everybody who can ask: nobody in particular, the roles, operators of two agencies, and services that sign."""

from collections.abc import Iterator
from dataclasses import dataclass

from luohu_kit.auth import Role
from luohu_kit.auth.listing import Route
from luohu_kit.peer import Peer
from luohu_testbed.city import City
from luohu_testbed.raw import Heard, ask
from luohu_who.expectation import AGENCY_NAMES, Expected

#: What a guard says to those whom it turns away; routes say other things to those whom it lets in.
OF_GUARDS = frozenset(
    {"token-missing", "token-invalid", "token-expired", "role-not-allowed", "agency-mismatch", "signature-invalid"}
)
NOTHING = b"[]"  #: a body that no route takes: whoever is let in has nothing done
_EMPLOYER = "employer:91990105MA0LUH014J"
_NAMES = {"year": "2021", "kind": "application_form", "indicator": "education", "kept": "nothing"}
_NO_ID = "00000000-0000-4000-8000-000000000000"

Answer = tuple[int, str]  #: a status, and the slug of a problem


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who asks."""

    name: str
    persona: str = ""  #: whose token comes along
    role: Role | None = None
    agency: str | None = None
    sender: str = ""  #: a service that signs

    def expected(self, route: Route, who: Expected) -> Answer | None:
        """How the guard turns this asker away; None when they are let in."""
        if who.everybody or self.sender in who.senders:
            return None
        if who.senders:
            return (401, "signature-invalid")
        if self.role is None:
            return (401, "token-missing")
        if who.lets_in(self.role, self.agency, route.service):
            return None
        return (403, "agency-mismatch" if self.role in who.roles else "role-not-allowed")


def askers(route: Route, who: Expected) -> Iterator[Asker]:
    """All who are tried on a route."""
    yield Asker("nobody")
    yield Asker("applicant", "huairou-home-not-found", Role.APPLICANT)
    yield Asker("employer", _EMPLOYER, Role.EMPLOYER)
    yield Asker("window", "window", Role.WINDOW)
    yield Asker("administrator", "administrator", Role.ADMINISTRATOR)
    asked = route.service if route.service in AGENCY_NAMES else "public-security"
    for agency in (asked, "housing-registry" if asked == "tax" else "tax"):
        yield Asker(f"operator of {agency}", f"operator:{agency}", Role.OPERATOR, agency)
    for sender in sorted({*who.senders, "sandbox", "declaration", "identity", "tax"}):
        yield Asker(f"service {sender}", sender=sender)


@dataclass(frozen=True, slots=True)
class Counter:
    """Asks in one world of a city in this process, each service at its own door."""

    city: City
    world: str

    async def ask(self, route: Route, asker: Asker, *, named: str = "") -> Heard:
        """Ask for nothing in particular: ids that nothing has, and a body that nobody takes.

        named: another world than that of the token or the signature, in the header.
        """
        target = route.filled({name: _NAMES.get(name, _NO_ID) for name in route.names})
        content = NOTHING if route.method in ("POST", "PUT", "PATCH") else None
        told = {"Luohu-World": self.world, **({"Content-Type": "application/json"} if content else {})}
        if asker.sender:
            peer = Peer(self.city.settings.of(asker.sender), self.city.network.client, route.service)
            told |= peer.headers(self.world, route.method, target, content)
        elif asker.persona:
            told["Authorization"] = f"Bearer {await self.city.token(asker.persona, self.world)}"
        if named:
            told["Luohu-World"] = named
        lines = [(name.lower().encode(), value.encode()) for name, value in told.items()]
        return await ask(self.city.apps[route.service], route.method, target, lines, content or b"")
