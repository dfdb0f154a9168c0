"""Which routes belong to casework: worlds of cities that file declarations have nothing that could be asked of them."""

_FIRST = ("/v1/cases", "/v1/rosters", "/v1/estimates", "/v1/programme", "/v1/intakes")
#: Agencies that only casework asks. What they offer comes from the library, as it does of all others.
_AGENCIES = ("department-windows", "talent-centre")


def of_casework(path: str) -> bool:
    """Whether a path belongs to casework."""
    return any(path == each or path.startswith(f"{each}/") for each in _FIRST)


def beside_declarations(route: str) -> bool:
    """Whether a route, as `service: METHOD path`, is never come to in a world of declarations."""
    service, _, asked = route.partition(": ")
    return service in _AGENCIES or of_casework(asked.partition(" ")[2])
