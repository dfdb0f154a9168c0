"""How fast the agencies answer in a world: each keeps its own paces, the control plane sets and shows them.

Where an agency waits to be looked at (`manual`), the declaration service is told to look whenever an applicant does.
"""

import asyncio

from pydantic import ValidationError

from luohu_kit.pace import LooksWanted, MadePace, PacesView, PaceWanted
from luohu_kit.runtime import Runtime
from luohu_sandbox.advance import ServicesFailed
from luohu_sandbox.agencies import NAMES, known, tell

PATH = "/_luohu/paces"
LOOKS = "/_luohu/looks"  #: at the declaration service


class Paces:
    """The paces of all agencies. Every method raises ServicesFailed where a service does not answer."""

    def __init__(self, rt: Runtime) -> None:
        self._rt = rt

    async def everywhere(self, world: str) -> tuple[PacesView, ...]:
        """What holds at every agency, in the order of the directory."""
        return tuple(await asyncio.gather(*(self.of(world, name) for name in NAMES)))

    async def of(self, world: str, agency: str) -> PacesView:
        """What holds at one agency."""
        answer = await tell(self._rt, agency, "GET", PATH, world)
        try:
            return PacesView.model_validate_json(answer.content)
        except ValidationError as error:
            raise ServicesFailed({agency: "answers something else than its paces"}) from error

    async def put(self, world: str, agency: str, wanted: PaceWanted) -> None:
        """Set one. Raises AgencyUnknown, AgencyRefused."""
        known(agency)
        if isinstance(wanted.pace, MadePace) and wanted.pace.manual is not None:
            # Never taken back: questions that wait for looks outlast their pace.
            await tell(self._rt, "declaration", "PUT", LOOKS, world, LooksWanted(agency=agency))
        await tell(self._rt, agency, "PUT", PATH, world, wanted)

    async def forget(self, world: str, agency: str) -> None:
        """Back to the defaults. Raises AgencyUnknown, AgencyRefused."""
        await tell(self._rt, known(agency), "DELETE", PATH, world)
