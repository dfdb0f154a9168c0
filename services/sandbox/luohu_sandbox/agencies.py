"""One agency, or all of them, told something by the control plane."""

from collections.abc import Mapping
from typing import Any

import httpx

from luohu_contract.directory import AGENCIES
from luohu_contract.model import Wire
from luohu_kit.problems import MEDIA_TYPE
from luohu_kit.runtime import Runtime
from luohu_sandbox.advance import ServicesFailed

NAMES = tuple(agency.name for agency in AGENCIES)


class AgencyUnknown(Exception):
    """The city has no agency of this name."""

    remedy = f"Use one of {', '.join(NAMES)}."

    def __init__(self, name: str) -> None:
        super().__init__(f"The city has no agency {name[:60]!r}.")


class AgencyRefused(Exception):
    """An agency answers a problem, which is the caller's answer too: it knows best what it can be told."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__(answer.text[:300])
        self.status = answer.status_code
        self.content = answer.content


def known(name: str) -> str:
    """The name of an agency. Raises AgencyUnknown."""
    if name not in NAMES:
        raise AgencyUnknown(name)
    return name


async def tell(
    rt: Runtime, service: str, method: str, path: str, world: str, body: Wire | Mapping[str, Any] | None = None
) -> httpx.Response:
    """Ask a service to do something; its answer, if it did. Raises AgencyRefused, ServicesFailed."""
    try:
        answer = await rt.peer(service).send(method, path, world=world, body=body)
    except httpx.TransportError as error:
        raise ServicesFailed({service: f"no answer ({type(error).__name__})"}) from error
    if answer.is_success:
        return answer
    if answer.headers.get("content-type", "").startswith(MEDIA_TYPE) and answer.status_code < 500:
        raise AgencyRefused(answer)
    raise ServicesFailed({service: f"HTTP {answer.status_code}: {answer.text[:300]}"})
