"""An input asked again: in another world, by the same caller, about what that world has for the old ids."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import orjson

from luohu_kit.journal.hop import CONTROL
from luohu_kit.journal.kept_inputs import problem_of
from luohu_kit.journal.told import MADE_UP, paired, told_by
from luohu_kit.runtime import Runtime
from luohu_sandbox.advance import ServicesFailed
from luohu_sandbox.log_file import Input
from luohu_sandbox.log_lines import WORLDS

ADVANCE = f"{CONTROL}clock/advance"
_PATIENCE = 900.0  #: seconds: an advance of years answers when everything on the way is done
_MADE_UP = re.compile(MADE_UP.pattern.encode())


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an input this time."""

    status: int | None  #: None: no answer
    problem: str = ""  #: slug of a refusal


@dataclass(slots=True)
class Asker:
    """Asks inputs of one world in another. What was made up there and what is made up here, it learns on the way."""

    rt: Runtime
    old: str  #: the world of the log
    new: str
    _pairs: dict[str, str] = field(default_factory=dict)
    _tokens: dict[bytes, str] = field(default_factory=dict)

    async def ask(self, one: Input) -> Answer:
        """Ask it, and learn the new ids from the answer. Raises ServicesFailed when no token is to be had."""
        headers = {name: self.here(value) for name, value in one.headers.items()}
        if one.caller is not None:
            headers["Authorization"] = f"Bearer {await self._token(one.caller)}"
        headers.setdefault("luohu-world", self.new)
        url = self.rt.settings.url_of(one.to) + self._target(one)
        try:
            answer = await self.rt.http.request(
                one.method, url, content=self._body(one), headers=headers, timeout=_PATIENCE
            )
        except httpx.TransportError:
            return Answer(None)
        told = told_by(answer.content, answer.headers.get("location", ""))
        self._pairs.update(paired(one.told, told, self._pairs))
        problem = problem_of(answer.content) if answer.status_code >= 400 else ""
        return Answer(answer.status_code, problem)

    async def move(self, to: str, grain: str | None) -> Answer:
        """Move the clock of the new world to an instant."""
        body = {"world": self.new, "to": to, **({"grain": grain} if grain else {})}
        url = self.rt.settings.url_of("sandbox") + ADVANCE
        try:
            answer = await self.rt.http.post(url, json=body, timeout=_PATIENCE)
        except httpx.TransportError:
            return Answer(None)
        return Answer(answer.status_code, problem_of(answer.content) if answer.status_code >= 400 else "")

    def here(self, text: str) -> str:
        """A text with what is made up in it as it is called here."""
        return MADE_UP.sub(lambda found: self._pairs.get(found[0], found[0]), text)

    def _target(self, one: Input) -> str:
        target = self.here(one.target)
        old = f"{WORLDS}/{self.old}"
        if target == old or target.startswith((f"{old}/", f"{old}?")):
            return f"{WORLDS}/{self.new}{target[len(old) :]}"
        return target

    def _body(self, one: Input) -> bytes:
        body = one.content
        if one.target.startswith(CONTROL) and (named := _json(body)) and "world" in named:
            body = orjson.dumps({**named, "world": self.new})
        if not body:
            return body
        pairs = self._pairs

        def new(found: re.Match[bytes]) -> bytes:
            name = found[0].decode()
            return pairs.get(name, name).encode()

        return _MADE_UP.sub(new, body)

    async def _token(self, caller: Mapping[str, Any]) -> str:
        key = orjson.dumps(dict(caller), option=orjson.OPT_SORT_KEYS)
        if key not in self._tokens:
            told = {"claims": dict(caller)}
            try:
                answer = await self.rt.peer("identity").send("POST", "/_luohu/tokens", world=self.new, body=told)
            except httpx.TransportError as error:
                raise ServicesFailed({"identity": f"no answer ({type(error).__name__})"}) from error
            if not answer.is_success:
                raise ServicesFailed({"identity": f"HTTP {answer.status_code}: {answer.text[:300]}"})
            self._tokens[key] = answer.json()["access_token"]
        return self._tokens[key]


def _json(body: bytes) -> dict[str, Any] | None:
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    return value if isinstance(value, dict) else None
