"""All policies at once, of both schemes: what a service looks at when it starts."""

from luohu_scoring.policy import Policy, folder, load_policy, read_file, year_file, years
from luohu_scoring.scheme import Scheme, scheme_of
from luohu_scoring.table import TablePolicy, load_table


def load_every_policy() -> tuple[Policy | TablePolicy, ...]:
    """Every year of every city, so that a fault is found at the start and not by an applicant. Raises PolicyInvalid."""
    cities = sorted(there.name for there in folder().iterdir()) if folder().is_dir() else []
    return tuple(_either(city, year) for city in cities for year in years(city))


def _either(city: str, year: int) -> Policy | TablePolicy:
    scheme = scheme_of(read_file(year_file(city, year)))
    return load_table(city, year) if scheme is Scheme.TABLE else load_policy(city, year)
