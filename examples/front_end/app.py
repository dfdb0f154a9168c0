"""A small front end of the declaration system: an applicant's pages, made of what the city's API says.

It keeps nothing: the applicant's token comes with each request (a real one would have a session), and goes on.
"""

from collections.abc import AsyncIterator
from html import escape
from typing import Annotated, Any

import httpx
from fastapi import Depends, FastAPI, Header, Request
from fastapi.responses import HTMLResponse, JSONResponse


def create_app(city: str) -> FastAPI:
    """The front end of a city, by the address of its gateway."""
    app = FastAPI(title="积分落户")

    async def api(authorization: Annotated[str, Header()]) -> AsyncIterator[httpx.AsyncClient]:
        """The city, in the applicant's name; every refusal is raised."""
        headers, hooks = {"Authorization": authorization}, {"response": [_raise_refusals]}
        async with httpx.AsyncClient(base_url=city, headers=headers, event_hooks=hooks, trust_env=False) as client:
            yield client

    Api = Annotated[httpx.AsyncClient, Depends(api)]  # noqa: N806 - a type

    @app.exception_handler(httpx.HTTPStatusError)
    async def refused(request: Request, error: httpx.HTTPStatusError) -> HTMLResponse:
        """A refusal of the city in words that help: what was wrong, and what to do instead."""
        problem = error.response.json()
        words = [problem["title"], problem["detail"], problem.get("remedy") or ""]
        return HTMLResponse("".join(f"<p>{escape(each)}</p>" for each in words), error.response.status_code)

    @app.post("/spouses")
    async def add_spouse(api: Api, form: dict[str, Any]) -> JSONResponse:
        """A spouse record with its marriage document."""
        declaration = await _declaration(api)
        form["evidence"] = await _upload(api, declaration, bytes.fromhex(form.pop("document")))
        filed = await api.post(f"/v1/declarations/{declaration}/spouses", json=form)
        return JSONResponse({"id": filed.json()["id"]}, 201)

    @app.post("/{page}/verified")
    async def file_and_verify(api: Api, page: str, form: dict[str, Any]) -> JSONResponse:
        """File an item and send it to 在线审核 with one button."""
        filed = await api.post(f"/v1/declarations/{await _declaration(api)}/{page}", json=form)
        item = filed.json()["id"]
        await api.post(f"/v1/items/{item}/verification")
        return JSONResponse({"id": item}, 201)

    @app.post("/items/{item}/recheck")
    async def recheck(api: Api, item: str, request: Request) -> HTMLResponse:
        """申请复查 with one PDF."""
        seen = (await api.get(f"/v1/items/{item}")).json()
        wanted = {
            "disputes": next(iter(seen["recheck"]["disputes"]), None) or seen["reason"]["code"],
            "statement": "填写无误，申请复查。",
            "evidence": [await _upload(api, seen["declaration_id"], await request.body())],
        }
        return _page((await api.post(f"/v1/items/{item}/recheck", json=wanted)).json(), [])

    @app.get("/items/{item}")
    async def show(api: Api, item: str) -> HTMLResponse:
        """How an item stands, what can be done, and what happened to it."""
        history = (await api.get(f"/v1/items/{item}/events")).json()["items"]
        return _page((await api.get(f"/v1/items/{item}")).json(), history)

    return app


async def _raise_refusals(answer: httpx.Response) -> None:
    await answer.aread()
    if answer.is_error and answer.json()["type"] != "/problems/declaration-exists":
        answer.raise_for_status()


async def _declaration(api: httpx.AsyncClient) -> str:
    """The applicant's declaration of this year, opened if it is not yet."""
    opened = await api.post("/v1/declarations", json={})
    return opened.headers["Location"].rsplit("/", 1)[-1]


async def _upload(api: httpx.AsyncClient, declaration: str, pdf: bytes) -> str:
    headers = {"Content-Type": "application/pdf"}
    return (await api.post(f"/v1/declarations/{declaration}/evidence", content=pdf, headers=headers)).json()["id"]


def _page(item: dict[str, Any], history: list[dict[str, Any]]) -> HTMLResponse:
    """The page of an item: its label, the hint of its reason, the buttons that would do something, its results."""
    lines = [f"<h1>{escape(item['label'])}</h1>"]
    if item["reason"]:
        lines.append(f"<p>{escape(item['reason']['hint'])}</p>")
    if item["recheck"]["allowed"]:
        lines.append("<button>申请复查</button>")
    results = [each for each in history if each["event"].startswith("found_")]
    lines += [f"<li>审核结果：{escape(each['to'])}</li>" for each in results]
    return HTMLResponse("\n".join(lines))
