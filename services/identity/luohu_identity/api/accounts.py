"""Accounts that sign in by form, and the front ends that they sign in for: what administrators look after."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response

from luohu_contract.model import Wire
from luohu_identity import accounts, front_ends
from luohu_identity.accounts import NewAccount
from luohu_identity.front_ends import FrontEnd
from luohu_kit.api import Rt
from luohu_kit.auth import Caller, Role, allow
from luohu_kit.problems import Problem

router = APIRouter(prefix="/v1", tags=["sign-in"])

Administrator = Annotated[Caller, Depends(allow(Role.ADMINISTRATOR))]
Name = Annotated[str, Path(max_length=100)]


class AccountList(Wire):
    items: tuple[NewAccount, ...]


class FrontEndView(Wire):
    """A front end; those of the city itself are what its settings say."""

    client_id: str
    name: str
    redirect_uris: tuple[str, ...]
    post_logout_redirect_uris: tuple[str, ...]


class FrontEndList(Wire):
    items: tuple[FrontEndView, ...]


@router.post("/accounts", status_code=201)
async def add_account(rt: Rt, caller: Administrator, new: NewAccount, response: Response) -> NewAccount:
    """Let a member of staff, or an employer, sign in by form in the world of the token."""
    async with rt.begin(caller.world) as work:
        await accounts.add(work, new)
        await work.commit()
    response.headers["Location"] = f"/v1/accounts/{new.account}"
    return new


@router.get("/accounts")
async def list_accounts(rt: Rt, caller: Administrator) -> AccountList:
    """Every account of the world that is registered; people are not among them."""
    async with rt.begin(caller.world) as work:
        return AccountList(items=tuple(await accounts.listed(work)))


@router.delete("/accounts/{account}", status_code=204)
async def remove_account(rt: Rt, caller: Administrator, account: Name) -> None:
    """Nobody signs in by it any more. Tokens that it has end with their own life."""
    async with rt.begin(caller.world) as work:
        if not await accounts.remove(work, account):
            raise Problem("not-found", "There is no such account in this world.")
        await work.commit()


@router.post("/front-ends", status_code=201)
async def add_front_end(rt: Rt, caller: Administrator, new: FrontEnd, response: Response) -> FrontEndView:
    """Register a front end, for all worlds. It has no secret: PKCE stands in for one."""
    await front_ends.add(rt, new)
    response.headers["Location"] = f"/v1/front-ends/{new.client_id}"
    return _view(new)


@router.get("/front-ends")
async def list_front_ends(rt: Rt, caller: Administrator) -> FrontEndList:
    """Every front end, the city's own pages first."""
    return FrontEndList(items=tuple(map(_view, await front_ends.listed(rt))))


@router.delete("/front-ends/{client_id}", status_code=204)
async def remove_front_end(rt: Rt, caller: Administrator, client_id: Name) -> None:
    """Nobody is sent there any more. The city's own cannot be removed."""
    if not await front_ends.remove(rt, client_id):
        raise Problem("not-found", "No front end of this client_id is registered.")


def _view(known: FrontEnd) -> FrontEndView:
    return FrontEndView.model_validate(known.model_dump())
