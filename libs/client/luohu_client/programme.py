"""The programme of a world: what can be asked for, when, what it counts, and who is on the lists."""

from collections.abc import Mapping

from luohu_client.case_views import Estimate, Intake, Place, ProgrammeState, Scalar
from luohu_client.line import Line

PAGE = 1000


class Programme:
    """The open pages of a world's city. Where applicants file declarations themselves, all but `read` are Problems."""

    def __init__(self, line: Line, world: str) -> None:
        self._line = line
        self._world = world

    async def read(self) -> ProgrammeState:
        """Procedures with their forms and steps, and the point table. Raises Problem."""
        return ProgrammeState.model_validate_json(await self._open("GET", "/v1/programme"))

    async def intakes(self) -> list[Intake]:
        """When applications are taken, and how the list is made. Raises Problem."""
        told = (await self._line.ask("GET", "/v1/intakes", headers=self._here)).json()
        return [Intake.model_validate(each) for each in told["items"]]

    async def listed(self, intake: str) -> list[Place]:
        """入户名单 of an intake, the first of it at most a thousand. Raises Problem, 404 before it is made."""
        path = f"/v1/intakes/{intake}/list"
        told = (await self._line.ask("GET", path, headers=self._here, params={"limit": PAGE})).json()
        return [Place.model_validate(each) for each in told["items"]]

    async def estimate(self, records: Mapping[str, Mapping[str, Mapping[str, Scalar]]]) -> Estimate:
        """模拟估分: what values would give if departments found them. Nothing is kept. Raises Problem.

        records: by indicator and department, `{"age": {"public_security": {"age": 35}}}`.
        """
        told = await self._open("POST", "/v1/estimates", json={"records": records}, repeatable=True)
        return Estimate.model_validate_json(told)

    @property
    def _here(self) -> dict[str, str]:
        return {"Luohu-World": self._world}

    async def _open(self, method: str, path: str, **options: object) -> bytes:
        return (await self._line.ask(method, path, headers=self._here, **options)).content  # type: ignore[arg-type]
