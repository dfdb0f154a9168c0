"""What two agencies tell about employers: who is insured by one, and whether it is registered for tax.

`GET /v1/payroll/{uscc}` of social-insurance and `GET /v1/taxpayers/{uscc}` of tax, both signed, both read by the
declaration service (DOMAIN 3.3, 3.4).
"""

from datetime import date

from luohu_contract.model import Wire
from luohu_contract.months import Month


class Insured(Wire):
    """Somebody who is insured in an employer's account."""

    id_number: str
    name: str
    last: Month  #: the last month that this employer has paid; of one that goes on paying, the month now


class Payroll(Wire):
    """A page of those whom an employer insures in a month, by id number."""

    uscc: str
    month: Month
    items: tuple[Insured, ...]
    total: int
    offset: int
    limit: int


class Taxpayer(Wire):
    """How an employer stands at the tax authority of the city."""

    uscc: str
    name: str
    registered_in_beijing: bool
    tax_registered: bool  #: on the world's day, or before
    deregistered_on: date | None  #: None: in business
    district: str  #: of the business in the city
