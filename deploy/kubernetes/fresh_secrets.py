"""Prints the Secrets of a city in production, fresh ones: what each service needs, and no more.

    python -m deploy.kubernetes.fresh_secrets --database-url 'postgresql://luohu:…@db.example:5432/{database}' \\
        --owner-url 'postgresql://owner:…@db.example:5432/{database}' | kubectl apply --namespace luohu --filename -

A service knows the secrets of its own pairs alone. The owner of the tables is known to the migration alone. Nothing is
written to a file; who wants to keep the output keeps it encrypted.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from secrets import token_urlsafe
from typing import Any

import yaml

from luohu_contract.directory import AGENCIES, SERVICES, Role
from luohu_contract.signing import new_secret

CHARACTERS = 32  #: random bytes of a secret that is no pair's


def secrets(database_url: str, owner_url: str) -> Iterator[dict[str, Any]]:
    """The Secret of each service, of the migration and of those who read metrics."""
    if "{database}" not in database_url or "{database}" not in owner_url:
        raise ValueError("the URLs must contain {database}, which stands for the name of a service's own database")
    pairs = {
        f"{one}->{other}": [new_secret()]
        for agency in AGENCIES
        for one, other in (("declaration", agency.name), (agency.name, "declaration"))
    }
    audit = token_urlsafe(CHARACTERS)
    for name in (*(each.name for each in SERVICES if each.role is not Role.CONTROL), "migrate"):
        own = {pair: secret for pair, secret in pairs.items() if name in pair.split("->")}
        # Whoever signs nothing has a pair with itself: production refuses to start without any.
        told = {
            "LUOHU_PEER_SECRETS": json.dumps(own or {f"{name}->{name}": [new_secret()]}),
            "LUOHU_AUDIT_KEY": audit,
        }
        if name != "gateway":
            told["LUOHU_DATABASE_URL"] = owner_url if name == "migrate" else database_url
        if name == "identity":
            told["LUOHU_ADMIN_CLIENT_SECRET"] = token_urlsafe(CHARACTERS)
        yield secret(f"luohu-{name}", told)
    yield secret("luohu-metrics", {"LUOHU_METRICS_TOKEN": token_urlsafe(CHARACTERS)})


def secret(name: str, told: dict[str, str]) -> dict[str, Any]:
    head = {"name": name, "labels": {"app.kubernetes.io/part-of": "luohu"}}
    return {"apiVersion": "v1", "kind": "Secret", "metadata": head, "stringData": told}


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--database-url", required=True, help="as the services connect")
    asked.add_argument("--owner-url", required=True, help="as the migration connects: it makes databases and roles")
    told = asked.parse_args()
    yaml.safe_dump_all(secrets(told.database_url, told.owner_url), sys.stdout, sort_keys=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
