"""The days of a round that everything is measured at; figures of its policy, handed to rules that know no policy."""

from dataclasses import dataclass
from datetime import date

from luohu_contract.months import Month
from luohu_scoring import Policy


@dataclass(frozen=True, slots=True)
class Round:
    """What the rules of housing and of forms need to know of a year."""

    base_date: date  #: months after it count nowhere
    filed_from: Month  #: rented homes and dormitories count, and can be filed, from this month on (三.二.1)

    @classmethod
    def of(cls, policy: Policy) -> "Round":
        """The round of a policy."""
        return cls(policy.base_date, policy.figures.housing.filed_from.value)


#: No round: facts of homes hold every month that the registers bear out, and each policy takes those that it counts.
EVERY_MONTH = Round(date(2099, 12, 31), Month(1949, 1))
