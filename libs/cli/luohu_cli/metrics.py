"""The metrics of a running city, fetched from every process, and what happened between two looks at one of them."""

import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import httpx
from prometheus_client.parser import text_string_to_metric_families

from luohu_cli import configured
from luohu_kit.settings import Settings

PATIENCE = 3.0  #: seconds for one answer

Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Look:
    """One process at one moment."""

    service: str
    replica: int  #: counted from 1; 0 where there is one only
    at: float  #: monotonic seconds
    health: str  #: `healthy`, or what is wrong
    values: Mapping[str, Sequence[tuple[Labels, float]]] = field(default_factory=dict)  #: by name of the sample

    def samples(self, name: str, **labels: str) -> Iterator[tuple[Labels, float]]:
        """Samples of a name that have these labels."""
        for told, value in self.values.get(name, ()):
            if all(told.get(key) == wanted for key, wanted in labels.items()):
                yield told, value

    def total(self, name: str, **labels: str) -> float:
        """Their sum."""
        return sum(value for _, value in self.samples(name, **labels))

    def most(self, name: str, **labels: str) -> float | None:
        """The largest of them; None where there is none."""
        return max((value for _, value in self.samples(name, **labels)), default=None)


def rate(before: Look | None, now: Look, name: str, **labels: str) -> float | None:
    """How much a counter grew in a second; None where that cannot be said: a first look, or a process that is new."""
    if before is None or not before.values or not now.values:
        return None
    grown = now.total(name, **labels) - before.total(name, **labels)
    return grown / (now.at - before.at) if grown >= 0 and now.at > before.at else None


def quantile(before: Look | None, now: Look, name: str, part: float) -> float | None:
    """The bound below which that part of a histogram's new values lies, over all its labels; None without new ones."""
    if before is None:
        return None
    buckets: dict[float, float] = {}
    for sign, look in ((1, now), (-1, before)):
        for labels, value in look.samples(f"{name}_bucket"):
            bound = float(labels["le"])
            buckets[bound] = buckets.get(bound, 0.0) + sign * value
    bounds = sorted(buckets)
    if not bounds or buckets[bounds[-1]] <= 0:
        return None
    wanted = part * buckets[bounds[-1]]
    return next(bound for bound in bounds if buckets[bound] >= wanted)


def look_at_all(settings: Settings) -> list[Look]:
    """Every process of a city at this moment, in the order of the directory."""
    return asyncio.run(_look_at_all(settings))


async def _look_at_all(settings: Settings) -> list[Look]:
    token = settings.metrics_token
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with httpx.AsyncClient(timeout=PATIENCE, trust_env=False, headers=headers) as client:
        return list(await asyncio.gather(*(_look(client, *each) for each in _addresses(settings))))


def _addresses(settings: Settings) -> Iterator[tuple[str, int, str]]:
    for service in configured.services(settings):
        addresses = settings.addresses_of(service)
        for number, url in enumerate(addresses, start=1):
            near = url.replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:")
            yield service, number if len(addresses) > 1 else 0, near


async def _look(client: httpx.AsyncClient, service: str, replica: int, url: str) -> Look:
    try:
        health, page = await asyncio.gather(client.get(f"{url}/health"), client.get(f"{url}/metrics"))
    except httpx.HTTPError as error:
        return Look(service, replica, time.monotonic(), type(error).__name__)
    said = "healthy" if health.status_code == 200 else f"HTTP {health.status_code}"
    if page.status_code != 200:
        return Look(service, replica, time.monotonic(), f"{said}, no metrics (HTTP {page.status_code})")
    values: dict[str, list[tuple[Labels, float]]] = {}
    for family in text_string_to_metric_families(page.text):
        for sample in family.samples:
            values.setdefault(sample.name, []).append((sample.labels, sample.value))
    return Look(service, replica, time.monotonic(), said, values)
