"""Which city a test run uses: the one that it is told, else one that runs on this machine, else one of its own."""

import os
from dataclasses import dataclass
from typing import Protocol

import httpx

from luohu_pytest.ports import LOOPBACK

DEFAULT_PORT = "8700"


class CityMissing(Exception):
    """There is no city to test against; the text says what to do."""


class Place(Protocol):
    """A city that is there."""

    @property
    def url(self) -> str: ...

    @property
    def stopped_by(self) -> str: ...

    def leave(self, *, keep: bool = False) -> bool: ...


@dataclass(frozen=True, slots=True)
class Joined:
    """A city that was up before, and stays up."""

    url: str
    stopped_by: str = ""  #: not by us

    def leave(self, *, keep: bool = False) -> bool:
        return False


def found(*, url: str | None, own: bool, run: str) -> Place:
    """The city for a run. Raises CityMissing."""
    if url is not None and not own:
        if not _answers(url):
            raise CityMissing(f"no city is ready at {url}; `luohu up` starts one")
        return Joined(url.rstrip("/"))
    usual = f"http://{LOOPBACK}:{os.environ.get('LUOHU_PORT_BASE', DEFAULT_PORT)}"
    if not own and _answers(usual):
        return Joined(usual)
    from luohu_pytest.shared import CityNotStarted, join  # noqa: PLC0415 - its locks are not on every system

    try:
        return join(run)
    except CityNotStarted as error:
        raise CityMissing(str(error)) from error


def _answers(url: str) -> bool:
    """Whether a city is ready there, with a control plane."""
    try:
        told = httpx.get(f"{url.rstrip('/')}/_luohu/health", timeout=5.0, trust_env=False).json()
        return bool(told["ready"])
    except (httpx.HTTPError, ValueError, LookupError, TypeError):
        return False
