"""Who may do what."""

import yaml

from generation import REFERENCE
from generation.tables import table


def who_may_do_what() -> str:
    """Each route with those who may use it."""
    told = yaml.safe_load((REFERENCE / "who.yaml").read_text(encoding="utf-8"))
    head = (
        "# Who may do what\n\nEvery route of every service, and everybody who may use it: roles of a token, services "
        "that sign, or everybody. `(own)`: what belongs to somebody else is not there (404). Other roles are 403, no "
        "token is 401, a token of one world in another is 403, a signature of one world in another is 401. `scraper`: "
        "whoever has `LUOHU_METRICS_TOKEN`, or anybody in a sandbox that has none. A test compares this with the "
        "guards that routes declare, and with what a city answers to each of them. What this protects is told in "
        "[Security](../explanations/security.md).\n\n"
    )
    parts = (
        f"## {heading[:1].upper()}{heading[1:]}\n\n"
        + table(("route", "who"), ((f"`{route}`", words) for route, words in lines.items()))
        for heading, lines in told.items()
    )
    return head + "\n".join(parts)
