"""All policies at once, of both schemes: what a service looks at when it starts."""

from luohu_scoring.policy import Policy, folder, load_policy, years
from luohu_scoring.scheme import OtherScheme
from luohu_scoring.table import TablePolicy, load_table


def load_every_policy() -> tuple[Policy | TablePolicy, ...]:
    """Every year of every city, so that a fault is found at the start and not by an applicant. Raises PolicyInvalid."""
    cities = sorted(there.name for there in folder().iterdir()) if folder().is_dir() else []
    return tuple(_either(city, year) for city in cities for year in years(city))


def _either(city: str, year: int) -> Policy | TablePolicy:
    try:
        return load_policy(city, year)
    except OtherScheme:
        return load_table(city, year)
