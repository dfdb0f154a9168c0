"""Who asks an agency, and what the round of the world asks about."""

from luohu_contract.claim import Person
from luohu_contract.forms import SpouseForm
from luohu_declaration.domain.questions import Asking, Windows
from luohu_declaration.usecases.rights import policy_of
from luohu_kit.work import World
from luohu_scoring import Policy


def asking_of(world: World, applicant: Person, spouse: SpouseForm | None = None) -> Asking:
    """The applicant as they ask in the world's round. spouse: the record that the item stands on.

    Raises PolicyMissing.
    """
    return Asking(applicant, spouse, world.base_date, windows_of(policy_of(world)))


def windows_of(policy: Policy) -> Windows:
    """The years that a policy asks about."""
    return Windows(policy.tax_years, policy.penalty_years, policy.detention_years)
