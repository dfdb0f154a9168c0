"""What is done with a form that comes in: a code is sent, or taken, and what was wrong is said beside its field."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from fastapi import Request

from luohu_identity import accounts
from luohu_identity.parameters import form_of
from luohu_identity.sign_in import authorization, one_time, page
from luohu_identity.sign_in import form as forms
from luohu_identity.sign_in.form import FormExpired
from luohu_identity.sign_in.one_time import Outcome, TooManyCodes
from luohu_identity.sign_in.request import LONGEST, Asked
from luohu_kit.problems import Problem
from luohu_kit.runtime import Runtime
from luohu_kit.settings import Mode

_DIGITS = re.compile(rf"[0-9]{{{one_time.DIGITS}}}", re.ASCII)

#: What can be wrong: the field, the status and the problem, by the words of the catalogue.
_FAULTS = {
    "form_expired": (page.TOKEN, 400, "form-expired"),
    "account_invalid": (page.ACCOUNT, 422, "validation-failed"),
    "account_unknown": (page.ACCOUNT, 422, "validation-failed"),
    "too_many": (page.ACCOUNT, 429, "too-many-requests"),
    "code_malformed": (page.CODE, 422, "validation-failed"),
    "code_wrong": (page.CODE, 422, "one-time-code-invalid"),
    "code_over": (page.CODE, 422, "one-time-code-invalid"),
}


class Wrong(Exception):
    """The form cannot be taken as it is."""

    def __init__(
        self,
        fault: str,
        account: str,
        code_id: UUID | None = None,
        *,
        left: int = 0,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(fault)
        self.fault = fault
        self.field, self.status, self._slug = _FAULTS[fault]
        self.account = account  #: as it was typed
        self.code_id = code_id  #: the code that is still asked for
        self.headers = dict(headers or {})
        self._left = left

    def words(self, language: str) -> str:
        """What the page says of it."""
        return page.said(self.fault, language, left=self._left)

    def problem(self) -> Problem:
        """What a program is told."""
        words = self.words("en")
        errors = [{"pointer": f"#/{self.field}", "detail": words}]
        return Problem(self._slug, f"#/{self.field}: {words}", errors=errors, headers=self.headers)


@dataclass(frozen=True, slots=True)
class Taken:
    """A form that was good: a one-time code is on its way, or somebody has signed in."""

    account: str  #: as it was typed
    code_id: UUID | None = None  #: the one-time code that is asked for now
    code: str | None = field(default=None, repr=False)  #: the authorization code of who has signed in


@dataclass(frozen=True, slots=True)
class Desk:
    """Takes the forms of one request."""

    rt: Runtime
    asked: Asked
    address: str  #: where the forms come from
    language: str

    async def open(self) -> None:
        """Raises UnknownWorld where there is nobody to sign in."""
        async with self.rt.begin(self.asked.world):
            pass

    async def take(self, request: Request, browser: str, query: str) -> Taken:
        """Raises Wrong, a problem for what is no form, and UnknownWorld."""
        form = await form_of(request, longest=LONGEST)
        typed = form.get(page.ACCOUNT, "")[: accounts.LONGEST]
        try:
            code_id = await forms.check(self.rt, browser, query, form.get(page.TOKEN, ""))
        except FormExpired:
            raise Wrong("form_expired", typed) from None
        name = accounts.parse(unicodedata.normalize("NFKC", typed))
        if name is None:
            raise Wrong("account_invalid", typed)
        if code_id is not None and form.get(page.STEP) == page.SIGN:
            return await self._sign_in(name, typed, code_id, form.get(page.CODE, ""))
        return await self._send(name, typed)

    async def _send(self, name: str, typed: str) -> Taken:
        settings = self.rt.settings
        async with self.rt.begin(self.asked.world) as work:
            found = await accounts.find(work, name, settings.mode)
            if found is None and settings.mode is Mode.SANDBOX:
                raise Wrong("account_unknown", typed)  # elsewhere nobody is told who is registered
            wanted = one_time.Asked(name, self.address, self.language)
            try:
                code_id = await one_time.send(work, settings, wanted, found)
            except TooManyCodes as error:
                raise Wrong("too_many", typed, headers=error.headers) from None
            await work.commit()
        return Taken(typed, code_id)

    async def _sign_in(self, name: str, typed: str, code_id: UUID, code: str) -> Taken:
        digits = "".join(unicodedata.normalize("NFKC", code).split())
        if not _DIGITS.fullmatch(digits):
            raise Wrong("code_malformed", typed, code_id)
        async with self.rt.begin(self.asked.world) as work:
            outcome, left = await one_time.attempt(work, self.rt.settings, code_id, name, digits)
            found = await accounts.find(work, name, self.rt.settings.mode) if outcome is Outcome.RIGHT else None
            given = None if found is None else await authorization.issue(work, self.asked, found)
            await work.commit()
        if given is None:
            raise Wrong("code_wrong" if outcome is Outcome.WRONG else "code_over", typed, code_id, left=left)
        return Taken(typed, code=given)
