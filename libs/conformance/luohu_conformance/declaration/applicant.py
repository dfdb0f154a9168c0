"""The applicant: what a person does at a declaration service, over its REST interface."""

from dataclasses import dataclass, field
from typing import Any

import httpx

from luohu_conformance.check import Broken, NotReady
from luohu_conformance.reading import Json, id_of, json_of, must, objects, value


@dataclass
class Applicant:
    """Somebody with a token, and the answers of 400 and more that they were given."""

    http: httpx.AsyncClient
    url: str
    token: str
    refusals: list[httpx.Response] = field(default_factory=list)

    async def ask(
        self, method: str, path: str, *, key: str = "", version: str = "", signed_in: bool = True, **options: Any
    ) -> httpx.Response:
        """One request. key: of idempotency. version: the ETag for If-Match. Raises httpx.TransportError."""
        headers = {"Authorization": f"Bearer {self.token}"} if signed_in else {}
        headers |= {"Idempotency-Key": f'"{key}"'} if key else {}
        headers |= {"If-Match": version} if version else {}
        headers |= options.pop("headers", {})
        answer = await self.http.request(method, self.url + path, headers=headers, **options)
        if answer.status_code >= 400:
            self.refusals.append(answer)
        return answer

    async def item(self, item: str) -> Json:
        """An item as it is shown. Raises Broken."""
        return json_of(must(await self.ask("GET", f"/v1/items/{item}"), 200))

    async def version(self, item: str) -> str:
        """An item's ETag. Raises Broken."""
        answer = must(await self.ask("GET", f"/v1/items/{item}"), 200)
        tag = answer.headers.get("etag")
        if not tag:
            raise Broken(f"GET /v1/items/{item} was answered without ETag")
        return str(tag)

    async def status(self, item: str) -> str:
        """An item's status. Raises Broken."""
        return str((await self.item(item)).get("status"))

    async def must_be(self, item: str, status: str, after: str) -> None:
        """Raises Broken unless the item has the status."""
        found = await self.status(item)
        if found != status:
            raise Broken(f"after {after} the item is {found}, not {status}")

    async def moves_to(self, item: str, status: str) -> int:
        """How often an item took a status, by its events. Raises Broken."""
        events = value(must(await self.ask("GET", f"/v1/items/{item}/events"), 200), "items")
        return sum(event.get("to") == status != event.get("from") for event in objects(events))

    async def opened(self) -> str:
        """The declaration of the year, new or as it is; its id. Raises Broken."""
        answer = await self.ask("POST", "/v1/declarations", json={})
        if answer.status_code == 409:
            self.refusals.remove(answer)
            location = answer.headers.get("location", "")
            if not location:
                raise Broken("the 409 to POST /v1/declarations names no declaration in Location")
            return str(location).rsplit("/", 1)[-1]
        return id_of(must(answer, 201))

    async def clear(self, declaration: str, kind: str) -> None:
        """Delete the items of a kind that an earlier run left. Raises NotReady when one is locked, Broken."""
        filed = value(must(await self.ask("GET", f"/v1/declarations/{declaration}"), 200), "items")
        for item in objects(filed):
            if item.get("kind") == kind:
                if item.get("status") in {"pending", "recheck"}:
                    raise NotReady(
                        f"the applicant has a home that is {item['status']}, perhaps of a run that was broken off: "
                        "take another applicant"
                    )
                left = str(item.get("id"))
                must(await self.ask("DELETE", f"/v1/items/{left}", version=await self.version(left)), 204)
