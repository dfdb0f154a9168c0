"""The stories of a city's people played side by side in one world of a running city, on one clock.

A story is cut where it moves the clock: nobody moves the clock of all. Everybody does what they have for an instant,
then the clock comes to the next one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

import httpx

from luohu_cli.city import token_of
from luohu_cli.door import Door
from luohu_cli.failure import Failure
from luohu_cli.story import Story
from luohu_identity.people import seeded
from luohu_sandbox.personas import everybody

Json = dict[str, Any]

SIDE_BY_SIDE = 6  #: people who do something at the same time


@dataclass
class Player:
    """One of the seeds, with what is left of the story, by the instant."""

    name: str
    stands_for: str
    story: Story
    chapters: dict[datetime, list[Json]]

    def live(self, instant: datetime) -> None:
        """Do what there is for an instant."""
        for _ in self.story.go_on(self.chapters.pop(instant, ())):
            pass


@dataclass
class Played:
    """A world, its clock, and everybody of the city's seeds who has a story."""

    door: Door
    world: str
    now: datetime
    players: dict[str, Player] = field(default_factory=dict, repr=False)
    _tokens: dict[str, str] = field(default_factory=dict, repr=False)

    def come_to(self, instant: datetime) -> None:
        """Live everything until an instant, and be there."""
        while (due := min((at for each in self.players.values() for at in each.chapters), default=None)) is not None:
            if due > instant:
                break
            self._advance(due)
            self._each(lambda player, at=due: player.live(at))  # type: ignore[misc]
        self._advance(instant)

    def ends(self, name: str, case: str = "application") -> tuple[str, str | None]:
        """Where somebody's case stands, and its points."""
        return self.status(name, case), self.ask("window", "GET", f"{self.path(name, case)}/points")["total"]

    def status(self, name: str, case: str) -> str:
        """Where somebody's case stands."""
        return str(self.ask("window", "GET", self.path(name, case))["status"])

    def path(self, name: str, case: str) -> str:
        """Where somebody's case is."""
        return self.players[name].story.cases.path_of(case)

    def ask(self, who: str, method: str, path: str, body: Any = None) -> Any:
        """The JSON of a request that has to succeed, by a member of staff or an employer."""
        if who not in self._tokens:
            self._tokens[who] = token_of(self.door, who, self.world)[0]
        return self.door.must(method, path, token=self._tokens[who], json=body).response.json()

    def _advance(self, instant: datetime) -> None:
        if instant <= self.now:
            return
        wish = {"world": self.world, "to": instant.isoformat()}
        answer = httpx.post(f"{self.door.url}/_luohu/clock/advance", json=wish, timeout=600, trust_env=False)
        assert answer.status_code == 200, answer.text
        moved = answer.json()
        assert (moved["settled"], moved["disagreeing"]) == (True, [])
        self.now = datetime.fromisoformat(moved["now"])

    def _each(self, act: Callable[[Player], object]) -> None:
        def told(player: Player) -> str | None:
            try:
                act(player)
            except (AssertionError, Failure, KeyError) as wrong:
                return f"{player.name}: {type(wrong).__name__}: {wrong}"
            return None

        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            wrong = [words for words in pool.map(told, self.players.values()) if words]
        assert not wrong, "\n".join(wrong)


@contextmanager
def played(url: str, programme: str, world: str) -> Iterator[Played]:
    """A new world of a programme; everybody of the city has signed in, and nobody has done anything."""
    made = httpx.post(f"{url}/_luohu/worlds", json={"name": world, "programme": programme}, timeout=60, trust_env=False)
    assert made.status_code == 201, made.text
    state = made.json()
    began = datetime.fromisoformat(state["now"])
    stands_for = {each.persona: each.stands_for or "" for each in seeded(state["programme"])}
    with ExitStack() as doors:
        town = Played(doors.enter_context(Door(url)), world, began)
        for persona in everybody():
            if persona.programme == state["programme"]:
                view = persona.view()
                story = Story(doors.enter_context(Door(url)), view, world)
                list(story.play([]))
                chapters = chapters_of(view["steps"], began)
                town.players[persona.name] = Player(persona.name, stands_for[persona.name], story, chapters)
        assert town.players.keys() == stands_for.keys()
        yield town
    gone = httpx.delete(f"{url}/_luohu/worlds/{world}", timeout=60, trust_env=False)
    assert gone.status_code == 204, gone.text


def chapters_of(steps: Sequence[Mapping[str, Any]], began: datetime) -> dict[datetime, list[Json]]:
    """The steps of a story by the instant to which it had moved the clock before."""
    instant, found = began, {}
    for moves, some in groupby(steps, lambda step: "advance" in step):
        if moves:
            instant = datetime.fromisoformat(list(some)[-1]["advance"]["to"])
        else:
            found[instant] = [dict(step) for step in some]
    return found
