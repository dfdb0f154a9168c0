"""Somebody whom all registers of Tianjin know: 35 at most, undergraduate, intermediate title, own home, one year of
five insurances and of the housing fund. Vector of DOMAIN 9.3: 154 points.
"""

from typing import Any

from luohu_casework.bureau import Bureau

SOMEBODY = {"name": "津小满", "id_number": "990101198106150013"}
FIVE = ["pension", "medical", "unemployment", "injury", "maternity"]
CERTIFICATE, TITLE, HOME = "999991200305000101", "TJZC-0001", "津0116不动产权第9999001号"
_EMPLOYER, _DISTRICT = {"employer": "91990105MA0LUH014J", "employer_name": "津门精密仪器有限公司"}, "市本级"


def born(person: dict[str, str]) -> str:
    """The birth date that an id number says."""
    number = person["id_number"]
    return f"{number[6:10]}-{number[10:12]}-{number[12:14]}"


async def known(world: Bureau, person: dict[str, str] = SOMEBODY, *, months: int = 12) -> None:
    """Put the person on record: at public security, and insured for so many months up to 2015-12."""
    household = {"birth_date": born(person), "sex": "male", "household_province": "河北省石家庄市"}
    await world.record("public-security", "resident", **person, **household)
    number = person["id_number"]
    await world.record("public-security", "permit", id_number=number, number="TJ0001", applied_on="2014-05-05")
    await world.record("social-insurance", "account", **person, status="normal", kept_by=_DISTRICT)
    first = f"{2015 - (months - 1) // 12}-{12 - (months - 1) % 12:02}"
    paid = {"insurances": FIVE, "first": first, "last": "2015-12", "district": _DISTRICT, **_EMPLOYER}
    await world.record("social-insurance", "contribution", id_number=number, **paid)
    await world.department("housing_fund", "insurance", person, years=months // 12)


async def holds_papers(world: Bureau, person: dict[str, str] = SOMEBODY, *, district: str) -> None:
    """What the departments have on record about education, title and home."""
    studied = {"level": "undergraduate", "school": "天津海棠大学", "graduated_on": "2003-07-01"}
    await world.record(
        "education-registry",
        "qualification",
        **person,
        **studied,
        certificate_number=CERTIFICATE,
        sex="male",
        birth_date=born(person),
    )
    await world.department("human_resources", "skill", person, certificate=TITLE, tier="intermediate_title")
    await world.record(
        "housing-registry",
        "title",
        certificate_format="other_title",
        certificate_number=HOME,
        district=district,
        owners=[person],
        registered_on="2012-03-01",
    )


def application(person: dict[str, str] = SOMEBODY, *, district: str, **fields: Any) -> dict[str, Any]:
    """The application that the employer hands in for them."""
    return {
        "kind": "application",
        "person": person,
        "form": {
            "fields": {"contract_months": 36, "settles_in": "own_home", **fields},
            "entries": {
                "education": {"education": {"level": "undergraduate", "certificate_number": CERTIFICATE}},
                "skill": {"human_resources": {"certificate_number": TITLE, "values": {"tier": "intermediate_title"}}},
                "housing": {"land_and_housing": {"certificate_number": HOME, "district": district}},
            },
        },
    }
