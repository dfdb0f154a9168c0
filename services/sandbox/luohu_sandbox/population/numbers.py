"""Numbers that nobody else has: each follows from the person's number alone, and none can be a real one (DOMAIN 6).

A person's number makes sixteen slots: the applicant, a spouse, a landlord, children, and the things that they have.
Id numbers lie in areas from 992000 on, which do not exist and which no seed of the city uses.
"""

from stdnum.cn import uscc as credit_code

from luohu_contract.districts import BY_NAME
from luohu_contract.numbers import check_character
from luohu_contract.numbers.organisation import organisation_check

SLOTS = 16
APPLICANT, SPOUSE, LATER_SPOUSE, LANDLORD, CHILD, MISTAKEN, FORMER = 0, 1, 2, 3, 4, 8, 9  #: of the sixteen
MOST_PEOPLE = 200_000
_AREAS = 992_000
_IN_AREA = 500  #: numbers of three digits, the odd ones for men and the even ones for women

#: Signs of a unit code, as the declaration service takes them.
UNIT_CODE = "34679ACDEFGHJKMNPQRTWXY"


def resident_id(index: int, slot: int, birth_date: str, *, man: bool) -> str:
    """The id number of somebody in the slot of a person. birth_date: `yyyy-mm-dd`."""
    area, place = divmod(index * SLOTS + slot, _IN_AREA)
    seventeen = f"{_AREAS + area}{birth_date.replace('-', '')}{place * 2 + man:03d}"
    return seventeen + check_character(seventeen)


def credit(number: int, district: str) -> str:
    """The unified social credit code of the employer of that number."""
    known = BY_NAME.get(district)
    area = "0100" if known is None else (known.code or "110115")[2:]
    organisation = f"MC{number:06d}"
    seventeen = f"9199{area}{organisation}{organisation_check(organisation)}"
    return str(seventeen + credit_code.calc_check_digit(seventeen))


def unit_code(number: int) -> str:
    """The unit code of the employer of that number: no two have the same, and it shows no order."""
    size = len(UNIT_CODE)
    rest = (number * 1_664_525_013 + 1_013_904_223) % size**7
    signs = []
    for _ in range(7):
        rest, place = divmod(rest, size)
        signs.append(UNIT_CODE[place])
    return "P" + "".join(signs)


def serial(index: int, slot: int) -> str:
    """Digits for a title, a lease, a payment. They end in 1: the same with another end is nobody's."""
    return f"98{index * SLOTS + slot:07d}1"


def mistyped(number: str) -> str:
    """A number of this module as somebody reads it wrongly: the last digit is another one, and nobody has that."""
    place = max(place for place, sign in enumerate(number) if sign.isdigit())
    wrong = "7" if number[place] != "7" else "4"
    return number[:place] + wrong + number[place + 1 :]
