"""Employers before anybody declares: let in, turned away, barred, asked to confirm their data (handbook 二.一)."""

from luohu_year.town import Json, Town

SCHOOL = "52990106MJ0LUH05X4"
DORMANT = "92990112MA0LUH0309"  #: registered in an earlier year, its code not activated in this one
BARRED = "91990114MA0LUH233X"

#: Employers that the tax authority does not confirm, and why.
TURNED_AWAY = {
    ("91990115MA0LUH209U", "北京槐树机械有限公司"): "deregistered",
    ("91990111MA0LUH225P", "石家庄枫树商贸有限公司"): "not_registered_in_city",
}


def registration(uscc: str, name: str) -> Json:
    """What an employer enters."""
    contact = {"name": "林青", "telephone": "010-99001234"}
    return {"uscc": uscc, "name": name, "handling_district": "丰台区", "contact": contact}


def register(town: Town) -> None:
    """Those who register beside the employers of the stories."""
    school = town.staff(f"employer:{SCHOOL}")
    made = school("POST", "/v1/employers", 201, json=registration(SCHOOL, "北京示例培训学校"))
    path = f"/v1/employers/{made['id']}"
    assert _checked(town, SCHOOL, path)["reason"]["code"] == "name_differs"
    school("PATCH", path, json={"name": "北京示例职业培训学校"})
    let_in = _checked(town, SCHOOL, path)
    assert (let_in["status"], let_in["active"], len(let_in["unit_code"])) == ("open", True, 8)

    for (uscc, name), reason in TURNED_AWAY.items():
        made = town.staff(f"employer:{uscc}")("POST", "/v1/employers", 201, json=registration(uscc, name))
        refused = _checked(town, uscc, f"/v1/employers/{made['id']}")
        assert (refused["status"], refused["reason"]["code"]) == ("not_eligible", reason)
        assert refused["unit_code"] is None


def refuse_the_barred(town: Town) -> None:
    """An employer that helped with false material in 2019 is not accepted until 2024 (温馨提示)."""
    grounds = {"kind": "employer_helped", "year": 2019, "grounds": "协助员工提供虚假材料", "uscc": BARRED}
    [decision] = town.staff("administrator")("POST", "/v1/sanctions", 201, json=grounds)["items"]
    assert (decision["from_year"], decision["to_year"]) == (2019, 2024)
    barred = town.staff(f"employer:{BARRED}")
    wanted = registration(BARRED, "北京核桃物流有限公司")
    assert barred.refused("POST", "/v1/employers", json=wanted) == "employer-barred"


def activate(town: Town) -> None:
    """An employer of an earlier year confirms its data, and its code is good again (二.一.5)."""
    dormant = town.staff(f"employer:{DORMANT}")
    [known] = dormant("GET", "/v1/employers")["items"]
    assert (known["active"], known["active_year"]) == (False, 2020)
    asked = dormant("POST", f"/v1/employers/{known['id']}/activation")
    assert asked["status"] == "checking"
    active = _checked(town, DORMANT, f"/v1/employers/{known['id']}")
    assert (active["active"], active["unit_code"]) == (True, "QJ4T3XMK")


def _checked(town: Town, uscc: str, path: str) -> Json:
    found: Json = town.staff(f"employer:{uscc}")("GET", path, headers={"Prefer": "wait=10"})
    return found
