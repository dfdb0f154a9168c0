"""Reading what a service answers, strictly: what cannot be read breaks the check that reads it."""

import json
from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

import httpx
from pydantic import BaseModel, ValidationError

from luohu_conformance.check import Broken, Untold

M = TypeVar("M", bound=BaseModel)
Json = dict[str, Any]

PROBLEM = "application/problem+json"


def shown(answer: httpx.Response) -> str:
    """An answer in a few words: status, and the beginning of the body."""
    text = " ".join(answer.text.split())
    return f"{answer.status_code} {text[:160]}{'…' if len(text) > 160 else ''}".strip()


def asked(answer: httpx.Response) -> str:
    """What was asked, as method and path."""
    return f"{answer.request.method} {answer.request.url.path}"


def must(answer: httpx.Response, *statuses: int) -> httpx.Response:
    """The answer, if it has one of the statuses. Raises Broken."""
    if answer.status_code not in statuses:
        wanted = " or ".join(map(str, statuses))
        raise Broken(f"{asked(answer)} was answered {shown(answer)}, not {wanted}")
    return answer


def read(model: type[M], answer: httpx.Response) -> M:
    """The body of an answer as a message of the contract. Raises Broken."""
    try:
        return model.model_validate_json(answer.content)
    except ValidationError as error:
        raise Broken(f"{asked(answer)} was answered with no {model.__name__}: {fault(error)}") from None


def json_of(answer: httpx.Response) -> Json:
    """The JSON object that an answer holds. Raises Broken."""
    try:
        body = answer.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Broken(f"{asked(answer)} was answered {shown(answer)}, which is no JSON object")
    return body


def value(answer: httpx.Response, name: str) -> Any:
    """A member of the JSON object that an answer holds. Raises Broken."""
    body = json_of(answer)
    if name not in body:
        raise Broken(f"{asked(answer)} was answered without `{name}`")
    return body[name]


def id_of(answer: httpx.Response) -> str:
    """The UUID of what an answer shows. Raises Broken."""
    found = value(answer, "id")
    try:
        return str(UUID(found))
    except (ValueError, TypeError, AttributeError):
        raise Broken(f"{asked(answer)} was answered with the id {found!r}, which is no UUID") from None


def fault(error: ValidationError) -> str:
    """The first thing that is wrong with a message, and where."""
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc'])) or 'it'}: {first['msg']}"


def object_of(body: bytes) -> Json:
    """The JSON object in some bytes, empty when there is none."""
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def objects(found: Any) -> list[Json]:
    """The JSON objects of a list, whatever else stands in it."""
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def slug(answer: httpx.Response) -> str:
    """What programs switch on: the last part of a problem's `type`."""
    return str(object_of(answer.content).get("type", "")).rsplit("/", 1)[-1]


def must_refuse(answer: httpx.Response, what: str, *statuses: int, slug_is: str = "") -> None:
    """A refusal with a status of 4xx, or one of those given, and a slug where one is given. Raises Broken."""
    fits = answer.status_code in statuses if statuses else 400 <= answer.status_code < 500
    if not fits:
        wanted = " or ".join(map(str, statuses)) or "a status of 4xx"
        raise Broken(f"{what} was answered {shown(answer)}, not {wanted}")
    if slug_is and slug(answer) != slug_is:
        raise Broken(f"{what} was refused as {slug(answer) or 'nothing'!r}, not as {slug_is!r}")


def fault_of_problem(answer: httpx.Response) -> str:
    """Why a refusal is no problem document (RFC 9457); empty when it is one."""
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != PROBLEM:
        return f"its Content-Type is {kind or 'missing'}, not {PROBLEM}"
    body = object_of(answer.content)
    lacking = [name for name in ("type", "title", "detail") if not (isinstance(body.get(name), str) and body[name])]
    if lacking:
        return f"it lacks {', '.join(lacking)}"
    if body.get("status") != answer.status_code:
        return f"its status member is {body.get('status')!r}"
    return ""


def must_be_problems(refusals: Sequence[httpx.Response]) -> str:
    """Says how many refusals were looked at. Raises Broken for the first that is no problem document, Untold."""
    if not refusals:
        raise Untold("nothing was refused")
    for answer in refusals:
        if found := fault_of_problem(answer):
            raise Broken(f"the {answer.status_code} to {asked(answer)} is no problem document: {found}")
    return f"{len(refusals)} refusals, each a problem document"
