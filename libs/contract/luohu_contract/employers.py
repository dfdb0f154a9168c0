"""What the tax authority tells about an employer: whether it is registered and in business in the city.

`GET /v1/taxpayers/{uscc}` of tax, signed, read by the declaration service (DOMAIN 3.3). Who is insured by an employer
is read with each person's own record (DOMAIN 3.4).
"""

from datetime import date

from luohu_contract.model import Wire


class Taxpayer(Wire):
    """How an employer stands at the tax authority of the city."""

    uscc: str
    name: str
    registered_in_beijing: bool
    tax_registered: bool  #: on the world's day, or before
    deregistered_on: date | None  #: None: in business
    district: str  #: of the business in the city
