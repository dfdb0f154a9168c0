"""One isolated world of a city: its people, its operators, its clock, what can be broken in it."""

from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from luohu_client.applicant import Applicant
from luohu_client.caller import Caller
from luohu_client.clock import Clock
from luohu_client.control import Expectations, Faults, Paces
from luohu_client.desk import Operator, Window
from luohu_client.handing_in import Employer
from luohu_client.journal import Journal
from luohu_client.line import Line
from luohu_client.problem import Problem
from luohu_client.programme import Programme
from luohu_client.views import WorldState

if TYPE_CHECKING:
    from types import TracebackType

C = TypeVar("C", bound=Caller)


class World:
    """A world by its name. As a context manager it is deleted at the end."""

    def __init__(self, line: Line, name: str, state: WorldState | None = None) -> None:
        self.name = name
        self.clock = Clock(line, name)
        self.faults = Faults(line, name)
        self.paces = Paces(line, name)
        self.expectations = Expectations(line, name)
        self.journal = Journal(line, name)
        self.programme = Programme(line, name)
        self._line = line
        self._state = state
        self._callers: dict[tuple[type[Caller], str], Caller] = {}

    def __repr__(self) -> str:
        return f"<world {self.name} at {self._line.url}>"

    async def __aenter__(self) -> "World":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: "TracebackType | None"
    ) -> None:
        await self.delete()

    @property
    def url(self) -> str:
        """The gateway of its city."""
        return self._line.url

    @property
    def state(self) -> WorldState:
        """What it was made with. RuntimeError for a world that was only named: `await world.read()` first."""
        if self._state is None:
            raise RuntimeError(f"the world {self.name} was not read yet: await read() first")
        return self._state

    async def read(self) -> WorldState:
        """What it was made with, and what its clock shows. Raises Problem."""
        told = await self._line.ask("GET", f"/_luohu/worlds/{self.name}")
        self._state = WorldState.model_validate_json(told.content)
        return self._state

    async def applicant(self, name: str) -> Applicant:
        """A persona, or `person:7` of the population, signed in. Raises Problem that lists who there is."""
        somebody = self._caller(Applicant, name)
        await somebody.sign_in()
        return somebody

    async def employer(self, uscc: str) -> Employer:
        """The employer of this unified social credit code, signed in. Raises Problem."""
        somebody = self._caller(Employer, f"employer:{uscc}")
        await somebody.sign_in()
        return somebody

    def operator(self, agency: str, number: int = 1) -> Operator:
        """An operator of an agency, who signs in with the first act. number: which of them, 1 to 99."""
        return self._caller(Operator, f"operator:{agency}" + (f":{number}" if number > 1 else ""))

    def window(self, number: int = 1) -> Window:
        """A clerk of the district window, which reviews spouse records. number: which of them, 1 to 99."""
        return self._caller(Window, "window" + (f":{number}" if number > 1 else ""))

    def administrator(self) -> Caller:
        """The administrator, who signs in with the first act; `ask` is how they act."""
        return self._caller(Caller, "administrator")

    async def people(self, size: int, *, seed: int | None = None) -> None:
        """Fill the world with made-up people, `person:0` and on. Raises Problem."""
        wish = {"size": size, **({} if seed is None else {"seed": seed})}
        await self._control("POST", "/_luohu/population", json=wish)
        while (await self._control("GET", "/_luohu/population", headers={"Prefer": "wait=30"})).json()[
            "state"
        ] == "loading":
            pass

    async def tokens(self, first: int, count: int, *, expires_in: int = 3600) -> dict[str, str]:
        """Bearer tokens of people of the population, by their personas: for load, where signing in one by one is dear.

        count: at most 1000. expires_in: seconds, at most a day. Raises Problem.
        """
        wish = {"first": first, "count": count, "expires_in": expires_in}
        told = await self._control("POST", "/_luohu/population/tokens", json=wish, repeatable=True)
        return {each["persona"]: each["access_token"] for each in told.json()["items"]}

    async def snapshot(self, name: str | None = None) -> str:
        """Keep the world as it is; the name under which `restore` brings it back. Raises Problem."""
        told = await self._control("POST", f"{self._path()}/snapshots", json={"name": name} if name else {})
        return str(told.json()["name"])

    async def restore(self, snapshot: str) -> None:
        """The world as it was kept, its clock included. Raises Problem."""
        await self._control("POST", f"{self._path()}/snapshots/{quote(snapshot, safe='')}/restore", repeatable=True)

    async def reset(self) -> None:
        """The world as it was when it was made. Raises Problem."""
        await self._control("POST", f"{self._path()}/reset", repeatable=True)

    async def delete(self) -> None:
        """Take it away; nothing of it stays. One that is gone already is no error. Raises Problem."""
        try:
            await self._control("DELETE", self._path())
        except Problem as problem:
            if problem.status != 404:
                raise

    def _path(self) -> str:
        return f"/_luohu/worlds/{self.name}"

    async def _control(self, method: str, path: str, **options: Any) -> Any:
        headers = {"Luohu-World": self.name, **options.pop("headers", {})}
        return await self._line.ask(method, path, headers=headers, **options)

    def _caller(self, kind: type[C], name: str) -> C:
        """Whoever signed in once stays signed in."""
        known = self._callers.setdefault((kind, name), kind(self._line, self.name, name))
        assert isinstance(known, kind)  # noqa: S101 - narrows the type
        return known
