"""The service that whoever is signed in works at: an operator's agency, else the declaration service."""

from luohu_gateway.site.visit import Visit

DECLARATION = "declaration"


def service(here: Visit) -> str:
    """Its name, as in the directory."""
    agency = here.session.agency if here.session else None
    return agency or DECLARATION


def mount(here: Visit) -> str:
    """What stands before its own paths at the gateway."""
    name = service(here)
    return "" if name == DECLARATION else f"/agencies/{name}"
