"""A person as a tester needs them."""

from luohu_sandbox.population.employers import Employer
from luohu_sandbox.population.filing import Json
from luohu_sandbox.population.life import Human


def who(human: Human, employer: Employer) -> Json:
    """Who somebody is, where they work, and how to sign in as them."""
    return {
        "index": human.index,
        "persona": f"person:{human.index}",
        "name": human.name,
        "id_number": human.id_number,
        "birth_date": human.birth_date,
        "sex": human.sex,
        "mobile": human.mobile,
        "employer": {"uscc": employer.uscc, "name": employer.name, "unit_code": employer.unit_code},
        "token": f"luohu token person:{human.index}",
    }
