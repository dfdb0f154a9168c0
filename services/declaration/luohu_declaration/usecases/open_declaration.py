"""Open this year's declaration."""

from uuid import uuid4

from luohu_contract.claim import Person
from luohu_declaration.domain.declaration import Declaration, DeclarationExists
from luohu_declaration.domain.sanction import BARS_PERSON
from luohu_declaration.domain.season import Right
from luohu_declaration.storage import declarations
from luohu_declaration.usecases import rights
from luohu_declaration.usecases.sanction import require_not_barred
from luohu_kit.work import Work


async def open_declaration(work: Work, applicant: str, person: Person) -> Declaration:
    """The applicant's declaration for the world's year. The caller holds the person (`sanctions.lock_of`).

    Raises StageClosed, DeclarationExists when there is one, and Barred when a sanction keeps the person from applying.
    """
    await rights.require(work, Right.APPLY)
    new = Declaration(uuid4(), applicant, work.world.year, person, work.now)
    if await declarations.open_one(work, new, BARS_PERSON):
        return new
    await require_not_barred(work, person.id_number)
    for existing in await declarations.of_applicant(work, applicant):
        if existing.year == new.year:
            raise DeclarationExists(existing.id, existing.year)
    raise LookupError(f"the declaration of {new.year} is there and cannot be read")
