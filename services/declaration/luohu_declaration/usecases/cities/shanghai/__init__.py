"""Shanghai 2017: the password that the employer sets, unit codes that stay, and renewals checked online ([003])."""

from typing import Any

from luohu_declaration.domain.casework.case import Lacking
from luohu_declaration.storage import cases
from luohu_declaration.usecases.casework.naming import CONDITIONS, condition
from luohu_declaration.usecases.casework.passwords import matches
from luohu_declaration.usecases.casework.sight import Sight
from luohu_declaration.usecases.cities.shanghai.drawing import is_returned

_WRONG = Lacking(
    "password-wrong",
    "密码不正确",
    "Give the password that the employer set for the account as `said.password`.",
    {"field": "#/said/password"},
)


@condition()
async def password_set(sight: Sight, argument: Any) -> list[Lacking]:
    """为其设定个人初始密码: nobody could go on without one."""
    if sight.password is not None:
        return []
    return [Lacking("password-missing", "未设定个人初始密码", "Set the person's first password: `password`.")]


@condition()
async def password_right(sight: Sight, argument: Any) -> list[Lacking]:
    """A person signs in with id number and password; the employer, which set it, needs none."""
    if sight.actor == "employer":
        return []
    kept = await cases.secret_of(sight.work, sight.case.id)
    return [] if kept is not None and matches(str(sight.said.get("password", "")), kept) else [_WRONG]


@condition()
async def unit_code_kept(sight: Sight, argument: Any) -> list[Lacking]:
    """“单位代码”还是原来的组织机构代码: an account keeps the code that it was opened with ([003] 注意事项 3)."""
    first = sight.form_before.get("fields", {}).get("unit_code")
    if first is None or sight.fields.get("unit_code") == first:
        return []
    return [
        Lacking(
            "unit-code-kept",
            f"单位代码仍为{first}",
            f"The unit code stays {first}, also after the move to a credit code.",
            {"field": "#/form/fields/unit_code"},
        )
    ]


@condition()
async def passes_online(sight: Sight, argument: Any) -> list[Lacking]:
    """网审通过: the registers bear it, and it is not among the share that goes back to the window."""
    found = await CONDITIONS["points_decided"](sight, None) or await CONDITIONS["points_reached"](sight, None)
    if found:
        return list(found)
    share = int(sight.table.eligibility["renewals_returned_percent"].value)
    if is_returned(sight.work.world.seed, sight.person.id_number, sight.case.opened_at.year, share):
        return [Lacking("returned", "网审未通过", "The online check sends this one to the window.")]
    return []
