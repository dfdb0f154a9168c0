"""One item of a declaration: sent to verification, watched, disputed."""

import time
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from luohu_client.journal import Journal
from luohu_client.line import Line
from luohu_client.problem import NothingToDispute, NotSettled
from luohu_client.stream import follow
from luohu_client.views import Event, ItemState

if TYPE_CHECKING:
    from luohu_client.declaration import Declaration
    from luohu_client.evidence import Evidence

LONGEST_WAIT = 30  #: seconds that the city holds a waiting read


class Item:
    """An item as it was last seen, in `state`; what is most asked for stands beside it."""

    def __init__(self, line: Line, declaration: "Declaration", state: ItemState) -> None:
        self.declaration = declaration
        self.state = state
        self._line = line
        self._applicant = declaration.applicant

    def __repr__(self) -> str:
        return f"<{self.state.kind.value} {self.id}: {self.display}>"

    @property
    def id(self) -> UUID:
        return self.state.id

    @property
    def status(self) -> str:
        """`draft`, `pending`, `valid`, `invalid` or `recheck`."""
        return self.state.status.value

    @property
    def label(self) -> str:
        """As the official page prints it: 无效(房源无效)."""
        return self.state.label

    @property
    def display(self) -> str:
        """As programs print it: invalid(property)."""
        return self.state.display

    @property
    def reason(self) -> str | None:
        """The code of the reason for which it is invalid, of docs/reference/reasons.md."""
        return self.state.reason.code if self.state.reason else None

    @property
    def computed(self) -> Mapping[str, Any]:
        """What the system computed; of a residence `months`, `effective_from` and `effective_to`."""
        return self.state.computed or {}

    async def refresh(self) -> "Item":
        """Read it again. Raises Problem."""
        return self._seen(await self._applicant.ask("GET", self._path()))

    async def verify(self, *, within: float | None = None, scenario: str | None = None) -> "Item":
        """在线审核: send it to the agency that knows; it is locked until the verdict. Raises Problem.

        within: waits for the verdict in the same request, for so many seconds of real time. Raises NotSettled then.
        """
        began = time.monotonic()
        self._seen(
            await self._applicant.ask(
                "POST", self._path("verification"), headers=preferring(within), keyed=True, scenario=scenario
            )
        )
        if within is None or not self.state.under_review:
            return self
        return await self.settled(max(0.0, within - (time.monotonic() - began)))

    async def settled(self, within: float = 30.0) -> "Item":
        """Wait until nobody but the applicant is left to act: it is out of review, or more evidence is wanted.

        within: seconds of real time. Raises NotSettled, Problem.
        """
        end = time.monotonic() + within
        while True:
            left = min(max(0, round(end - time.monotonic())), LONGEST_WAIT)
            self._seen(await self._applicant.ask("GET", self._path(), headers=preferring(left)))
            if not self.state.under_review:
                return self
            if time.monotonic() > end or not left:
                raise NotSettled(not_settled(f"{self.state.kind.value} {self.id}", self.state, within))

    async def recheck(
        self,
        *,
        evidence: "Evidence | Sequence[Evidence]" = (),
        statement: str = "填写无误。",
        disputes: str | None = None,
        part: str | None = None,
        scenario: str | None = None,
    ) -> "Item":
        """申请复查: dispute a result with evidence. Raises Problem, of which `remedy` says what to do instead.

        evidence: PDFs, files, or ids of what was uploaded. disputes: the code that is disputed; the first that can be,
        else the item's reason, when left out. part: needed only where both halves of an education hold the code. Raises
        NothingToDispute where there is no such code.
        """
        code = disputes or next(iter(self.state.recheck.disputes), self.reason)
        if code is None:
            raise NothingToDispute(f"{self!r} has no result that can be disputed; `await item.settled()` first")
        body = {
            "disputes": code,
            "statement": statement,
            "evidence": await self.declaration.uploaded(evidence),
            **({"part": part} if part else {}),
        }
        asked = self._applicant.ask("POST", self._path("recheck"), json=body, keyed=True, scenario=scenario)
        return self._seen(await asked)

    async def add_evidence(self, evidence: "Evidence | Sequence[Evidence]", *, statement: str = "") -> "Item":
        """Send what an operator asked for. Raises Problem."""
        body = {"evidence": await self.declaration.uploaded(evidence), "statement": statement}
        return self._seen(await self._applicant.ask("POST", self._path("evidence"), json=body, keyed=True))

    async def edit(self, form: Mapping[str, Any]) -> "Item":
        """Put another form in place of what was entered: it is a draft again. Raises Problem."""
        headers = {"If-Match": f'"{self.state.version}"'}
        return self._seen(await self._applicant.ask("PUT", self._path(), json=form, headers=headers))

    async def delete(self) -> None:
        """Delete it, as it was last seen. Raises Problem."""
        await self._applicant.ask("DELETE", self._path(), headers={"If-Match": f'"{self.state.version}"'})

    async def history(self) -> list[Event]:
        """What happened to it so far, in order. Raises Problem."""
        told = (await self._applicant.ask("GET", self._path("events"))).json()
        return [Event.model_validate(each) for each in told["items"]]

    def events(self, *, until_settled: bool = False, after: str = "") -> AsyncIterator[Event]:
        """What happens to it, as it happens, from the beginning or after an event's id; see `stream.follow`."""
        return follow(self._line, self._applicant, self._path("events"), until_settled=until_settled, after=after)

    async def journey(self) -> str:
        """Its way through the city, drawn as text. Raises Problem."""
        return await Journal(self._line, self._applicant.world).journey(self.id)

    def _path(self, more: str = "") -> str:
        return f"/v1/items/{self.id}/{more}".rstrip("/")

    def _seen(self, answer: Any) -> "Item":
        self.state = ItemState.model_validate_json(answer.content)
        return self


def preferring(seconds: float | None) -> dict[str, str]:
    """The header with which a request waits for what comes of it; None and less than half a second: it does not."""
    whole = min(round(seconds or 0), LONGEST_WAIT)
    return {"Prefer": f"wait={whole}"} if whole > 0 else {}


def not_settled(what: str, state: ItemState, within: float) -> str:
    """What to say when a wait ends too early."""
    return (
        f"{what} is still {state.label} ({state.display}) after {within:.0f} s, since {state.since.isoformat()} of the "
        "world's time. An agency that takes its time goes by the world's clock: advance it; a recheck may wait for an "
        "operator"
    )
