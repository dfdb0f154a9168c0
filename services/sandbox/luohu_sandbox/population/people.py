"""Age, name, household, permit, children: what is not about work, homes or studies."""

from typing import Any

from luohu_contract.months import Month
from luohu_sandbox.population.career import Career
from luohu_sandbox.population.draw import Draw
from luohu_sandbox.population.filing import Side
from luohu_sandbox.population.life import Life
from luohu_sandbox.population.numbers import APPLICANT, CHILD, resident_id
from luohu_sandbox.population.span import Round, month, ymd
from luohu_sandbox.population.words import PROVINCES, person_name

SECURITY, INSURANCE = "public-security", "social-insurance"
MEN = 52_000
MANAGERS = 45_000  #: women in managerial posts
MAN_LIMIT, CADRE_LIMIT, WORKER_LIMIT = 60, 55, 50
PERMITS_FROM = month(2016, 10)  #: residence permits took the place of older papers


def born(seed: int, around: Round, index: int, career: Career, age_at_start: int, trouble: str | None) -> Life:
    """Somebody who began to work in Beijing at about that age; below the age of retirement, if not for trouble."""
    draw = Draw(seed, index, "birth")
    man = draw.chance(MEN)
    limit = MAN_LIMIT if man else WORKER_LIMIT
    year = (career.start // 12) - age_at_start
    oldest = around.year - 1 - limit + 1  # who is born then has not reached the age at the base date
    year = around.year - 1 - limit - draw.below(3) if trouble == "eligibility.retired" else max(year, oldest)
    birth_date = ymd(month(year, draw.between(1, 12)), draw.between(1, 28))
    name = person_name(draw, man=man)
    number = resident_id(index, APPLICANT, birth_date, man=man)
    return Life(seed, index, name, man, birth_date, number, around)


def registers(life: Life, career: Career, trouble: str | None) -> Side:
    """The records of the person at public security and at the insurance agency."""
    draw = life.draw("people")
    side = Side()
    province = PROVINCES.at(draw)
    side.record(
        SECURITY,
        "resident",
        {
            "id_number": life.id_number,
            "name": life.name,
            "birth_date": life.birth_date,
            "sex": life.sex,
            "household_province": "北京市" if trouble == "eligibility.household" else province,
            "household_in_beijing": trouble == "eligibility.household",
        },
    )
    _permit(side, life, career, draw, trouble)
    if trouble == "eligibility.crime":
        side.record(SECURITY, "crime", _crime(life, draw))
    manager = not life.man and draw.chance(MANAGERS) and trouble != "eligibility.retired"
    account = {
        "id_number": life.id_number,
        "name": life.name,
        "status": "suspended" if career.suspended else "normal",
        "category": "cadre" if manager else "worker",
        "kept_by": career.employer.paid_at,
    }
    side.record(INSURANCE, "account", account)
    for contribution in career.records(life.id_number):
        side.record(INSURANCE, "contribution", contribution)
    return side


def _permit(side: Side, life: Life, career: Career, draw: Draw, trouble: str | None) -> None:
    if trouble == "eligibility.no-permit":
        return
    base = life.round.base
    first = min(max(career.start, PERMITS_FROM), base)
    too_late = Month.of(life.round.policy.permit_by).ordinal
    applied = too_late + draw.between(1, 5) if trouble == "eligibility.late-permit" else draw.between(first, base)
    permit = {
        "id_number": life.id_number,
        "number": f"98{life.index:010d}",
        "applied_on": ymd(applied, draw.between(1, 28)),
    }
    side.record(SECURITY, "permit", permit)


def _crime(life: Life, draw: Draw) -> dict[str, Any]:
    year = life.round.year - draw.between(2, 9)
    return {
        "id_number": life.id_number,
        "convicted_on": ymd(month(year, draw.between(1, 12)), draw.between(1, 28)),
        "court": "某市人民法院",
        "document": f"（{year}）某0198刑初{life.index}号",
    }


def children(life: Life) -> list[dict[str, str]]:
    """拟随迁子女: name and id number of minors; three in ten have one, some have two [assumed]."""
    draw = life.draw("children")
    count = 0 if draw.chance(68_000) else 1 + draw.chance(20_000)
    found = []
    for each in range(count):
        man = draw.chance(51_000)
        year = life.round.year - draw.between(2, 16)
        birth_date = ymd(month(max(year, int(life.birth_date[:4]) + 20), draw.between(1, 12)), draw.between(1, 28))
        name = life.name[0] + person_name(draw, man=man)[1:]
        found.append({"name": name, "id_number": resident_id(life.index, CHILD + each, birth_date, man=man)})
    return found
