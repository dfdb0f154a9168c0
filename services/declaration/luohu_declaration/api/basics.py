"""基础信息: what the identity and the association say, minor children, and the consent that changes nothing."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from luohu_contract.numbers import parse_resident_id
from luohu_declaration.api.admission_schemas import BasicsView, BasicsWanted, ChildForm
from luohu_declaration.api.callers import Applicant, Reader, owner
from luohu_declaration.domain.basics import Basics, Child
from luohu_declaration.domain.born import born_on
from luohu_declaration.domain.declaration import Declaration, NotThere
from luohu_declaration.domain.item import Item
from luohu_declaration.storage import associations, basics, declarations, items
from luohu_declaration.usecases.dossier import hold_declaration
from luohu_declaration.usecases.saved import BasicsEntered, save_basics
from luohu_kit.api import Rt
from luohu_kit.auth import Caller
from luohu_kit.work import Work

router = APIRouter(prefix="/v1/declarations/{declaration_id}/basics", tags=["admission"])

_NOT_YOURS: dict[int | str, dict[str, Any]] = {404: {"description": "No such declaration among yours"}}
_SAVED: dict[int | str, dict[str, Any]] = {
    **_NOT_YOURS,
    409: {"description": "Not admitted yet (not-admitted), not in this stage (stage-closed), or submitted"},
    422: {"description": "A child is none, or the consent is not answered; `errors` point at the fields"},
}


@router.get("", operation_id="read_basics", responses=_NOT_YOURS)
async def read(rt: Rt, caller: Reader, declaration_id: UUID) -> BasicsView:
    """The page as it stands."""
    async with rt.begin(caller.world) as work:
        declaration = await declarations.get(work, declaration_id, owner(caller))
        if declaration is None:
            raise NotThere("declaration")
        filed = await items.of_declaration(work, declaration_id)
        return await _view(work, caller, declaration, filed, await basics.of_declaration(work, declaration_id))


@router.put("", operation_id="save_basics", responses=_SAVED)
async def save(rt: Rt, caller: Applicant, declaration_id: UUID, wanted: BasicsWanted) -> BasicsView:
    """保存: minor children who move along, and 是否同意公开. 无论选择“是”或“否”都不会影响个人积分落户申报."""
    async with rt.begin(caller.world) as work:
        dossier = await hold_declaration(work, declaration_id, caller.subject)
        saved = await save_basics(work, dossier, basics_entered(wanted))
        view = await _view(work, caller, dossier.declaration, dossier.items.values(), saved)
        await work.commit()
    return view


def basics_entered(wanted: BasicsWanted) -> BasicsEntered:
    """The body of the page as a value."""
    children = tuple(Child(each.name, each.id_number) for each in wanted.accompanying_children)
    return BasicsEntered(children, wanted.disclosure_consent)


async def _view(
    work: Work, caller: Caller, declaration: Declaration, filed: Iterable[Item], saved: Basics | None
) -> BasicsView:
    person = declaration.person
    number = parse_resident_id(person.id_number)
    association = await associations.approved(work, declaration.year, person.id_number)
    me = f"/v1/declarations/{declaration.id}"
    return BasicsView(
        declaration_id=declaration.id,
        name=person.name,
        birth_date=born_on(person, filed),
        sex=person.sex or number.sex,
        id_number=person.id_number,
        mobile=caller.mobile,
        employer_name=association.employer_name if association else None,
        accompanying_children=tuple(
            ChildForm(name=each.name, id_number=each.id_number) for each in (saved.children if saved else ())
        ),
        disclosure_consent=saved.disclosure_consent if saved else None,
        saved_at=saved.saved_at if saved else None,
        links={"self": f"{me}/basics", "declaration": me, "indicators": f"{me}/indicators"},
    )
