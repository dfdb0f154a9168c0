"""What `docs/reference/who.yaml` says of each route."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from luohu_contract.directory import AGENCIES, SERVICES
from luohu_kit.auth import Role
from luohu_kit.auth.guards import Guard

WHO = Path(__file__).resolve().parents[3] / "docs" / "reference" / "who.yaml"
AGENCY_NAMES = tuple(agency.name for agency in AGENCIES)
ANY, ASKED = "any", "asked"  #: agencies of an operator besides those with a name

_EVERY_SERVICE = tuple(service.name for service in SERVICES if service.name != "gateway")


@dataclass(frozen=True, slots=True)
class Expected:
    """Who may use one route."""

    everybody: bool = False
    scraping: bool = False  #: everybody, as long as no token is set for it
    roles: frozenset[Role] = frozenset()
    own: frozenset[Role] = frozenset()  #: roles to which everybody else's things are not there
    agency: str = ASKED  #: of operators
    senders: frozenset[str] = frozenset()  #: services that sign

    def agrees_with(self, guard: Guard) -> bool:
        """Whether the guard of the route lets in exactly these. One agency of several is told apart behind it."""
        if self.everybody:
            return guard.kind == ("scrape" if self.scraping else "public")
        if self.senders:
            return guard.kind == "signed" and set(guard.names) == self.senders
        any_agency = Role.OPERATOR in self.roles and self.agency != ASKED
        return (
            guard.kind == "allow"
            and set(guard.names) == self.roles
            and (guard.any_agency == any_agency or Role.OPERATOR not in self.roles)
        )

    def lets_in(self, role: Role, agency: str | None, service: str) -> bool:
        """Whether a token of the role, and of that agency for operators, opens the route of a service."""
        if role not in self.roles:
            return False
        wanted = service if self.agency == ASKED else self.agency
        return role is not Role.OPERATOR or wanted in (ANY, agency)


def read(words: str) -> Expected:
    """One line of the table."""
    if words == "everybody":
        return Expected(everybody=True)
    if words == "scraper":
        return Expected(everybody=True, scraping=True)
    if words.startswith("services: "):
        named = words.removeprefix("services: ")
        return Expected(senders=frozenset(AGENCY_NAMES if named == "every agency" else named.split(", ")))
    roles, own, agency = set(), set(), ASKED
    for word in words.split(", "):
        role = Role(word.split()[0])
        roles.add(role)
        if word.endswith(" (own)"):
            own.add(role)
        if word.startswith("operator of "):
            agency = ANY if word == "operator of any agency" else word.removeprefix("operator of ")
    return Expected(roles=frozenset(roles), own=frozenset(own), agency=agency)


def expectations() -> dict[tuple[str, str], Expected]:
    """By service, and method with path."""
    below = tuple(name for name in _EVERY_SERVICE if name != "sandbox")
    groups = {"every service": _EVERY_SERVICE, "every service but the sandbox": below, "every agency": AGENCY_NAMES}
    table = yaml.safe_load(WHO.read_text(encoding="utf-8"))
    found: dict[tuple[str, str], Expected] = {}
    for heading, lines in table.items():
        for service in groups.get(heading, (heading,)):
            found |= {(service, route): read(words) for route, words in lines.items()}
    return found
