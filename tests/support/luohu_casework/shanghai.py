"""Somebody of 30 with an undergraduate study and its bachelor's degree, no full year of insurance: 120 points, the
standard itself (DOMAIN 10.2).
"""

from typing import Any

from luohu_casework.bureau import CENTRE, EMPLOYER, Bureau

SOMEBODY = {"name": "沪小满", "id_number": "990101198608150013"}
PASSWORD = "first-password"
STUDY, DEGREE, FILE = "999991200805000777", "9999942008000777", "石家庄市人才服务中心"
_PAID_AT = "市本级"
ACCOUNT = {
    "kind": "employer_account",
    "form": {
        "fields": {
            "unit_code": "99990001-1",
            "name": "浦江软件有限公司",
            "business_scope": "软件开发",
            "district": "浦东新区",
            "contact": "人事小王",
        }
    },
}


async def known(world: Bureau, person: dict[str, str] = SOMEBODY, *, months: int = 2) -> None:
    """Put the person on record: permit, insurance for so many months up to 2016-12, file and certificates."""
    number = person["id_number"]
    born = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    household = {"birth_date": born, "sex": "male", "household_province": "河北省石家庄市"}
    await world.record("public-security", "resident", **person, **household)
    await world.record("public-security", "permit", id_number=number, number="SH0001", applied_on="2016-12-01")
    await world.record("social-insurance", "account", **person, status="normal", kept_by=_PAID_AT)
    first = f"{2016 - (months - 1) // 12}-{12 - (months - 1) % 12:02}"
    paid = {"insurances": ["pension", "medical"], "first": first, "district": _PAID_AT}
    employer = {"employer": "91990105MA0LUH014J", "employer_name": "浦江软件有限公司"}
    await world.record("social-insurance", "contribution", id_number=number, **paid, **employer)
    await world.record("talent-centre", "personnel_file", **person, held_by=FILE)
    for level, certificate in (("undergraduate", STUDY), ("bachelor", DEGREE)):
        await world.record("talent-centre", "degree_certificate", **person, level=level, certificate_number=certificate)


async def open_account(world: Bureau) -> str:
    """The employer's account, opened by the talent centre."""
    account = await world.must(EMPLOYER, "POST", "/v1/cases", ACCOUNT)
    await world.step(CENTRE, account["id"], "hand_in")
    await world.step(CENTRE, account["id"], "approve")
    return str(account["id"])


def entries() -> dict[str, Any]:
    """What is entered."""
    certificates = [
        {"level": "undergraduate", "certificate_number": STUDY},
        {"level": "bachelor", "certificate_number": DEGREE},
    ]
    return {
        "education": {"talent_centre": {"certificates": certificates}},
        "personnel_file": {"talent_centre": {"held_by": FILE}},
    }


def application(**fields: Any) -> dict[str, Any]:
    """The account of a person, as the employer creates it."""
    return {
        "kind": "application",
        "person": SOMEBODY,
        "password": PASSWORD,
        "form": {"fields": {"permit_collected_on": "2017-02-20", "office_in_the_city": True, **fields}},
    }
