"""Types of fields that registers share: bounded, so that nothing an operator enters can be too long or too large."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, Field

from luohu_contract.numbers import normalise_identity_number, parse_uscc
from luohu_scoring.programmes import district_name

#: A name of a person, an organisation or a thing.
Name = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\x00]+$")]
#: A number or a code, without blanks.
Number = Annotated[str, Field(min_length=4, max_length=60, pattern=r"^[^\x00\s]+$")]
#: An id number of a person in the one form in which numbers are compared (18 characters, capital X). Not longer than in
#: messages: what a register holds, it may have to tell.
PersonNumber = Annotated[
    str, Field(min_length=4, max_length=30, pattern=r"^[^\x00\s]+$"), AfterValidator(normalise_identity_number)
]
#: A unified social credit code (统一社会信用代码) with the right check character, in capitals.
Uscc = Annotated[str, Field(max_length=40), AfterValidator(parse_uscc)]
#: A district of a city by its whole name; `朝阳` and `110105` are understood and written 朝阳区.
DistrictName = Annotated[str, Field(max_length=40), AfterValidator(district_name)]
#: Free words; may be empty.
Words = Annotated[str, Field(max_length=2000, pattern=r"^[^\x00]*$")]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2099, 12, 31))]
Year = Annotated[int, Field(ge=1949, le=2099)]
#: CNY, more than nothing.
Amount = Annotated[Decimal, Field(gt=0, max_digits=16, decimal_places=2)]
