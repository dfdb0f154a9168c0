"""A declaration: filed, submitted, and watched until all of it is settled."""

import time
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from luohu_client.evidence import Evidence, upload, uploaded
from luohu_client.filing import Filing
from luohu_client.item import LONGEST_WAIT, Item, not_settled, preferring
from luohu_client.line import Line
from luohu_client.problem import NotSettled
from luohu_client.stream import follow
from luohu_client.views import DeclarationState, Event, FiledState, ItemState

if TYPE_CHECKING:
    from luohu_client.applicant import Applicant


class Declaration(Filing):
    """A declaration as it was last seen, in `state`. The typed ways to file are those of `Filing`."""

    def __init__(self, line: Line, applicant: "Applicant", state: DeclarationState) -> None:
        self.applicant = applicant
        self.state = state
        self._line = line

    def __repr__(self) -> str:
        return f"<declaration {self.id} of {self.state.year}: {self.status}>"

    @property
    def id(self) -> UUID:
        return self.state.id

    @property
    def status(self) -> str:
        """Its course through the year: `draft`, `submitted`, `scored`, …"""
        return self.state.status

    @property
    def items(self) -> list[Item]:
        """Its items as they were last seen."""
        return [Item(self._line, self, state) for state in self.state.items]

    async def refresh(self) -> "Declaration":
        """Read it again, with all its items. Raises Problem."""
        return self._seen(await self.applicant.ask("GET", self._path()))

    async def file(self, page: str, form: Mapping[str, Any], *, scenario: str | None = None) -> Item:
        """File an item as JSON: `file("tax", {"authorised": True})`. Raises Problem, of which `errors` name fields.

        page: `residences`, `spouses`, `education`, `innovation`, `honours` or `tax`.
        """
        filed = await self.applicant.ask("POST", self._path(page), json=form, keyed=True, scenario=scenario)
        return Item(self._line, self, ItemState.model_validate_json(filed.content))

    async def upload(self, evidence: Evidence) -> UUID:
        """Upload one PDF of at most 1 MB; the id that names it wherever evidence is asked for. Raises Problem."""
        return await upload(self.applicant, self._path("evidence"), evidence)

    async def uploaded(self, evidence: Evidence | Sequence[Evidence]) -> list[UUID]:
        """The ids of one or several pieces of evidence, uploaded where they are not yet. Raises Problem."""
        return await uploaded(self.applicant, self._path("evidence"), evidence)

    async def file_all(
        self,
        items: Sequence[Mapping[str, Any]],
        *,
        verify: bool = False,
        within: float | None = None,
        scenario: str | None = None,
    ) -> list[Item]:
        """File several items in one request, all of them or none; they, in that order. Raises Problem, NotSettled.

        items: `forms`. verify: sends them to verification. within: waits until nothing of the declaration is under
        review, for so many seconds of real time.
        """
        began = time.monotonic()
        wish = {"items": items, "verify": verify}
        told = await self.applicant.ask(
            "POST", self._path("items"), json=wish, headers=preferring(within), keyed=True, scenario=scenario
        )
        filed = FiledState.model_validate_json(told.content).filed
        await self._seen(told).waited(began, within)
        there = {item.id: item for item in self.items}
        return [there[each] for each in filed if each in there]

    async def verify(self, *, within: float | None = None, scenario: str | None = None) -> "Declaration":
        """在线审核 of every draft that has the button (a spouse record goes with its residences), in one request.

        within: waits until nothing is under review, for so many seconds of real time. Raises Problem, NotSettled.
        """
        began = time.monotonic()
        told = await self.applicant.ask(
            "POST", self._path("verification"), headers=preferring(within), keyed=True, scenario=scenario
        )
        return await self._seen(told).waited(began, within)

    async def waited(self, began: float, within: float | None) -> "Declaration":
        """Wait for the rest of some seconds that began at that reading of the monotonic clock; None: not at all."""
        if within is None or not any(each.under_review for each in self.state.items):
            return self
        return await self.settled(max(0.0, within - (time.monotonic() - began)))

    async def settled(self, within: float = 30.0) -> "Declaration":
        """Wait until nobody but the applicant is left to act on any of its items.

        within: seconds of real time. Raises NotSettled, Problem.
        """
        end = time.monotonic() + within
        while True:
            left = min(max(0, round(end - time.monotonic())), LONGEST_WAIT)
            self._seen(await self.applicant.ask("GET", self._path(), headers=preferring(left)))
            waiting = [each for each in self.state.items if each.under_review]
            if not waiting:
                return self
            if not left:
                what = f"{len(waiting)} of {len(self.state.items)} items are under review: {waiting[0].kind.value}"
                raise NotSettled(not_settled(what, waiting[0], within))

    async def read_records(self) -> None:
        """Have the records of insurance, conduct and tax penalties read, for the first time or anew. Raises Problem."""
        await self.applicant.ask("POST", self._path("eligibility"), keyed=True)

    async def submit(
        self,
        *,
        save_all: bool = False,
        children: Sequence[Mapping[str, str]] = (),
        disclosure_consent: bool = False,
        area: bool = False,
    ) -> "Declaration":
        """预览/提交. Raises Problem.

        save_all: saves every page before, in the same request; the records are read by then. children: who move along,
        `{"name": …, "id_number": …}` each. disclosure_consent: 是否同意公开. area: 以职住区域指标积分.
        """
        pages = None
        if save_all:
            captcha = (await self.applicant.ask("GET", self._path("captcha"))).json()
            pages = {
                "basics": {"accompanying_children": list(children), "disclosure_consent": disclosure_consent},
                "area": {"committed": area, "captcha": {"token": captcha["token"], "answer": captcha["answer"]}},
            }
        await self.applicant.ask("POST", self._path("submission"), json=pages, keyed=True)
        return await self.refresh()

    async def withdraw(self) -> "Declaration":
        """撤回修改: a draft again. Raises Problem."""
        await self.applicant.ask("DELETE", self._path("submission"))
        return await self.refresh()

    def events(self, *, until_settled: bool = False, after: str = "") -> AsyncIterator[Event]:
        """What happens to it and to all its items, as it happens; see `stream.follow`."""
        return follow(self._line, self.applicant, self._path("events"), until_settled=until_settled, after=after)

    def _path(self, more: str = "") -> str:
        return f"/v1/declarations/{self.id}/{more}".rstrip("/")

    def _seen(self, answer: Any) -> "Declaration":
        self.state = DeclarationState.model_validate_json(answer.content)
        return self
