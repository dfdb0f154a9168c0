"""Who may act for an employer, and whether the employer is accepted at all."""

from uuid import UUID

from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.domain.employer import Employer
from luohu_declaration.domain.sanction import Sanction
from luohu_declaration.storage import employers, sanctions
from luohu_kit.work import Work


class EmployerBarred(Exception):
    """The employer helped with false material: its applications are not accepted for years (handbook 温馨提示)."""

    def __init__(self, sanction: Sanction) -> None:
        self.extensions = {"from_year": sanction.from_year, "to_year": sanction.to_year}
        super().__init__(
            f"The applications of this employer are not accepted from {sanction.from_year} to {sanction.to_year}: "
            f"{sanction.reason}"
        )


async def require_not_barred(work: Work, uscc: str) -> None:
    """Refuse an employer under sanction in the world's year. Raises EmployerBarred.

    Decisions about sanctions wait until this work is over, so that none falls in between.
    """
    await sanctions.hold_subject(work, uscc)
    barring = await sanctions.employer_barred(work, uscc, work.world.year)
    if barring is not None:
        raise EmployerBarred(barring)


async def hold_employer(work: Work, employer_id: UUID, uscc: str | None) -> Employer:
    """An employer, held until the work is over. Raises NotThere when it is nobody's, or somebody else's."""
    held = await employers.hold(work, employer_id, uscc)
    if held is None:
        raise NotThere("employer")
    return held
