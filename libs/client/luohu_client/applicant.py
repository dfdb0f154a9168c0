"""An applicant, who opens declarations."""

from luohu_client.caller import Caller
from luohu_client.declaration import Declaration
from luohu_client.problem import Problem
from luohu_client.views import DeclarationState


class Applicant(Caller):
    """A persona or a person of the population, signed in."""

    async def open_declaration(self) -> Declaration:
        """The declaration of the world's year: opened, or the one that is open already. Raises Problem."""
        try:
            opened = await self.ask("POST", "/v1/declarations", json={}, keyed=True)
        except Problem as problem:
            if problem.slug != "declaration-exists":
                raise
            opened = await self.ask("GET", problem.answer.headers["Location"])
        return Declaration(self._line, self, DeclarationState.model_validate_json(opened.content))

    async def declarations(self) -> list[Declaration]:
        """Their declarations, one for each year. Raises Problem."""
        listed = (await self.ask("GET", "/v1/declarations")).json()["items"]
        read = [await self.ask("GET", each["links"]["self"]) for each in listed]
        return [Declaration(self._line, self, DeclarationState.model_validate_json(one.content)) for one in read]
