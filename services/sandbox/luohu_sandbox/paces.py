"""How fast the agencies answer in a world: each keeps its own paces, the control plane sets and shows them.

Where an agency waits to be looked at (`manual`), the declaration service is told to look whenever an applicant does.
"""

import asyncio

import httpx
from pydantic import ValidationError

from luohu_contract.directory import AGENCIES
from luohu_contract.model import Wire
from luohu_contract.pace import LooksWanted, MadePace, PacesView, PaceWanted
from luohu_kit.problems import MEDIA_TYPE
from luohu_kit.runtime import Runtime
from luohu_sandbox.advance import ServicesFailed

PATH = "/_luohu/paces"
LOOKS = "/_luohu/looks"  #: at the declaration service
NAMES = tuple(agency.name for agency in AGENCIES)


class AgencyUnknown(Exception):
    """The city has no agency of that name."""

    remedy = f"Use one of {', '.join(NAMES)}."

    def __init__(self, name: str) -> None:
        super().__init__(f"The city has no agency {name!r}.")


class PaceRefused(Exception):
    """The agency does not take it, and says why best itself: `answer` is its problem."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__(answer.text)
        self.answer = answer


class Paces:
    """The paces of all agencies. Every method raises ServicesFailed where a service does not answer."""

    def __init__(self, rt: Runtime) -> None:
        self._rt = rt

    async def everywhere(self, world: str) -> tuple[PacesView, ...]:
        """What holds at every agency, in the order of the directory."""
        return tuple(await asyncio.gather(*(self.of(world, name) for name in NAMES)))

    async def of(self, world: str, agency: str) -> PacesView:
        """What holds at one agency."""
        answer = await self._tell(agency, "GET", PATH, world)
        try:
            return PacesView.model_validate_json(answer.content)
        except ValidationError as error:
            raise ServicesFailed({agency: "answers something else than its paces"}) from error

    async def put(self, world: str, agency: str, wanted: PaceWanted) -> None:
        """Set one. Raises AgencyUnknown, PaceRefused."""
        _known(agency)
        if isinstance(wanted.pace, MadePace) and wanted.pace.manual is not None:
            # Never taken back: questions that wait for looks outlast their pace.
            await self._tell("declaration", "PUT", LOOKS, world, LooksWanted(agency=agency))
        await self._tell(agency, "PUT", PATH, world, wanted)

    async def forget(self, world: str, agency: str) -> None:
        """Back to the defaults. Raises AgencyUnknown, PaceRefused."""
        _known(agency)
        await self._tell(agency, "DELETE", PATH, world)

    async def _tell(self, service: str, method: str, path: str, world: str, body: Wire | None = None) -> httpx.Response:
        try:
            answer = await self._rt.peer(service).send(method, path, world=world, body=body)
        except httpx.TransportError as error:
            raise ServicesFailed({service: f"no answer ({type(error).__name__})"}) from error
        if answer.is_success:
            return answer
        if answer.headers.get("content-type", "").startswith(MEDIA_TYPE) and answer.status_code < 500:
            raise PaceRefused(answer)
        raise ServicesFailed({service: f"HTTP {answer.status_code}"})


def _known(agency: str) -> None:
    if agency not in NAMES:
        raise AgencyUnknown(agency)
