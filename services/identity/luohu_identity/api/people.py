"""People, clients and keys: what administrators look after."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from luohu_contract.model import Wire
from luohu_identity import clients, keys, people
from luohu_identity.clients import NewClient
from luohu_identity.people import NewPerson, Registered
from luohu_kit.api import Rt
from luohu_kit.auth import Caller, Role, allow
from luohu_kit.problems import Problem

router = APIRouter(prefix="/v1", tags=["people"])

Administrator = Annotated[Caller, Depends(allow(Role.ADMINISTRATOR))]


class PersonView(Wire):
    """A person as the identity site shows them."""

    id: str
    name: str
    id_number: str
    birth_date: str
    sex: str
    mobile: str
    level: str


class ClientView(Wire):
    """A client, with its secret the one time that it is shown."""

    client_id: str
    client_secret: str


class KeyView(Wire):
    kid: str


def _view(found: Registered) -> PersonView:
    return PersonView(
        id=str(found.id),
        name=found.name,
        id_number=found.id_number,
        birth_date=found.birth_date.isoformat(),
        sex=found.sex.value,
        mobile=found.mobile,
        level=found.level,
    )


@router.post("/people", status_code=201)
async def register(rt: Rt, caller: Administrator, new: NewPerson, response: Response) -> PersonView:
    """Register a person in the world of the token."""
    async with rt.begin(caller.world) as work:
        made = await people.register(work, new)
        await work.commit()
    response.headers["Location"] = f"/v1/people/{made.id}"
    return _view(made)


@router.get("/people/me")
async def me(rt: Rt, caller: Annotated[Caller, Depends(allow(Role.APPLICANT))]) -> PersonView:
    """One's own identity document."""
    async with rt.begin(caller.world) as work:
        found = await people.by_id(work, caller.subject)
    if found is None:
        raise Problem("not-found", "The person of this token is not registered in this world any more.")
    return _view(found)


@router.get("/people/{person_id}")
async def read(rt: Rt, caller: Administrator, person_id: str) -> PersonView:
    """One person."""
    async with rt.begin(caller.world) as work:
        found = await people.by_id(work, person_id)
    if found is None:
        raise Problem("not-found", "Nobody with this id is registered in this world.")
    return _view(found)


@router.post("/clients", status_code=201)
async def add_client(rt: Rt, caller: Administrator, new: NewClient, response: Response) -> ClientView:
    """Register a client; the secret is in this answer and nowhere else."""
    response.headers["Cache-Control"] = "no-store"
    return ClientView(client_id=new.client_id, client_secret=await clients.add(rt, new))


@router.post("/keys/rotation", status_code=201)
async def rotate(rt: Rt, caller: Administrator) -> KeyView:
    """Sign with a new key from now on. Tokens of the old one stay good until they expire."""
    return KeyView(kid=await keys.rotate(rt))
