"""The forty people in a running city: each signs in once, all live their days side by side, one clock moves on."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any

import httpx

from luohu_cli.city import personas, token_of
from luohu_cli.door import Door
from luohu_cli.failure import Failure
from luohu_cli.story import Story
from luohu_year.people import Person

Json = dict[str, Any]

SIDE_BY_SIDE = 8  #: people who do something at the same time


@dataclass
class Caller:
    """Somebody at the gateway, signed in once: `caller("GET", "/v1/notices")` is the answer."""

    door: Door = field(repr=False)
    token: str = field(repr=False)

    def __call__(self, method: str, path: str, status: int = 200, **options: Any) -> Any:
        """The body of an answer, which must have that status."""
        answer = self.door.ask(method, path, token=self.token, **options).response
        assert answer.status_code == status, (method, path, answer.status_code, answer.text)
        return answer.json() if answer.content else None

    def refused(self, method: str, path: str, **options: Any) -> str:
        """The slug of a refusal."""
        answer = self.door.ask(method, path, token=self.token, **options).response
        assert 400 <= answer.status_code < 500, (method, path, answer.status_code, answer.text)
        return str(answer.json()["type"]).removeprefix("/problems/")


@dataclass
class Resident:
    """One of the forty, with a declaration of the year."""

    person: Person
    story: Story
    caller: Caller
    declaration: str

    @property
    def path(self) -> str:
        return f"/v1/declarations/{self.declaration}"

    def live(self, instant: datetime) -> None:
        """Do what the diary has for that instant."""
        for _ in self.story.go_on(self.person.diary.get(instant, ())):
            pass

    def score(self) -> Json:
        """The score page."""
        found: Json = self.caller("GET", f"{self.path}/score")
        return found

    def statuses(self) -> tuple[str, ...]:
        """Where the declaration has been after `draft`."""
        history = self.caller("GET", f"{self.path}/history")["items"]
        return tuple(passed["to_status"] for passed in history if passed["from_status"] is not None)

    def employer(self) -> str | None:
        """The employer that has approved, by its name."""
        name: str | None = self.caller("GET", f"{self.path}/basics")["employer_name"]
        return name

    def notices(self) -> list[str]:
        """The kinds of everything in the mailbox, the oldest first."""
        return [notice["kind"] for notice in self.caller("GET", "/v1/notices?limit=200")["items"]]


@dataclass
class Town:
    """A world of a running city, and those who live and work in it."""

    url: str
    world: str
    residents: list[Resident] = field(default_factory=list, repr=False)
    _staff: dict[str, Caller] = field(default_factory=dict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)
    _doors: list[Door] = field(default_factory=list, repr=False)

    def close(self) -> None:
        """Close every connection."""
        for door in self._doors:
            door.close()

    def staff(self, persona: str) -> Caller:
        """`window`, `administrator`, `operator:<agency>` or `employer:<credit code>`."""
        with self._lock:
            if persona not in self._staff:
                door = self._door()
                self._staff[persona] = Caller(door, token_of(door, persona, self.world)[0])
            return self._staff[persona]

    def anybody(self, path: str) -> Any:
        """What the city shows to who does not sign in."""
        return httpx.get(self.url + path, headers={"Luohu-World": self.world}, timeout=60, trust_env=False).json()

    def settle_in(self, people: Sequence[Person]) -> None:
        """Everybody signs in and opens a declaration."""
        with self._door() as door:
            told = {persona["name"]: persona for persona in personas(door)}

        def move_in(person: Person) -> Resident:
            door = self._door()
            story = Story(door, told.get(person.name, {"name": person.name}), self.world)
            list(story.play([]))
            caller = Caller(door, token_of(door, person.name, self.world)[0])
            [declaration] = caller("GET", "/v1/declarations")["items"]
            return Resident(person, story, caller, declaration["id"])

        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            self.residents = list(pool.map(move_in, people))

    def named(self, name: str) -> Resident:
        """One of the forty."""
        return next(each for each in self.residents if each.person.name == name)

    def those(self, fits: Callable[[Person], object]) -> list[Resident]:
        """Those of the forty who fit."""
        return [each for each in self.residents if fits(each.person)]

    def day(self, instant: datetime) -> None:
        """The clock comes to an instant, everybody does what the diaries have for it, and the city comes to rest."""
        self.advance(instant)
        self.each(self.those(lambda person: instant in person.diary), lambda resident: resident.live(instant))
        self.advance(instant)

    def advance(self, instant: datetime) -> Json:
        """The clock moves on, and everything that is due on the way is done."""
        wish = {"world": self.world, "to": instant.isoformat()}
        answer = httpx.post(f"{self.url}/_luohu/clock/advance", json=wish, timeout=900, trust_env=False)
        assert answer.status_code == 200, answer.text
        moved: Json = answer.json()
        assert (moved["settled"], moved["disagreeing"]) == (True, [])
        return moved

    def pace(self, agency: str, length: str) -> None:
        """From now on an agency takes so long for a verification."""
        wish = {"question_kind": "verification", "pace": length}
        headers = {"Luohu-World": self.world}
        put = httpx.put(f"{self.url}/_luohu/paces/{agency}", json=wish, headers=headers, timeout=60, trust_env=False)
        assert put.status_code == 204, put.text

    def each(self, residents: Iterable[Resident], act: Callable[[Resident], object]) -> None:
        """Everybody does something, side by side. Says of all with whom it went wrong what it was."""

        def told(resident: Resident) -> str | None:
            try:
                act(resident)
            except (AssertionError, Failure, KeyError) as wrong:
                return f"{resident.person.name}: {type(wrong).__name__}: {wrong}"
            return None

        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            wrong = [words for words in pool.map(told, residents) if words]
        assert not wrong, "\n".join(wrong)

    def _door(self) -> Door:
        door = Door(self.url)
        self._doors.append(door)
        return door
