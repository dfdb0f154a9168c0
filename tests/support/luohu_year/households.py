"""What the awardees of the year do from the end of the publicity on: eight move, and four do not (handbook 五)."""

from datetime import datetime, timedelta

from luohu_year.settling import PROXY, Way, collective, home, transfer_data
from luohu_year.town import Json, Town

COMPANY = "北京示例科技有限公司"
NO_FILE = {"kind": "none", "no_file_statement": True}
KEPT_HERE = {"kind": "held", "holder": "北京示例档案馆", "holder_address": "海淀区1号", "in_beijing": True}
LETTERS_HOLD = timedelta(days=180)


def data_of(name: str) -> Json:
    """Where each of them is going to register."""
    destinations = {
        "certificate-changed-twice": home("x_house_title", "X京房权证海字第99000053号", "海淀区"),
        "registration-date-disputed": home("x_house_title", "X京房权证丰字第99000025号", "丰台区"),
        "divorced-and-remarried": collective(COMPANY, "海淀区"),
    }
    divorced = {"divorced-and-remarried"}  # twice, and the home is the former wife's
    files = {"certificate-changed-twice": NO_FILE, "tax-one-year-valid": KEPT_HERE}
    data = transfer_data(destinations.get(name, collective(COMPANY, "朝阳区")))
    data |= {"marital_status": "divorced"} if name in divorced else {}
    return data | ({"personnel_file": files[name]} if name in files else {})


def way(town: Town, name: str) -> Way:
    """Somebody's way; the one who lives farthest away sends a proxy."""
    proxy = PROXY if name == "certificate-changed-twice" else None
    return Way(town, town.named(name), data_of(name), proxy)


def move_in_autumn(town: Town) -> None:
    """Four go all the way at once, one after the papers were completed; two get letters and do not move yet."""
    way(town, "months-appealed").all_the_way("石景山区人才服务中心")
    way(town, "certificate-changed-twice").all_the_way(holder=None)
    way(town, "tax-one-year-valid").all_the_way("北京示例档案馆")
    way(town, "registration-date-disputed").all_the_way("丰台区人才服务中心")
    _with_papers_that_lack_something(way(town, "huairou-home-not-found"))
    for name in ("dormitory-valid", "level-number-mismatch"):
        waits = way(town, name)
        waits.print()
        waits.hand_in()
        waits.review()


def do_not_move(town: Town) -> None:
    """One gives the award up; of another the second check finds that the marriage was made up (五.二)."""
    leaves = way(town, "wrong-sex-in-degree-record")
    leaves.print()
    leaves.me("POST", f"{leaves.path}/giving-up", json={"confirmed": True})
    assert leaves.me.refused("PUT", f"{leaves.path}/transfer-data", json=leaves.data) == "settlement-step"

    checked = way(town, "divorced-and-remarried")
    checked.print()
    checked.hand_in()
    opinion = {"opinion": "经核查，离婚证系伪造"}
    revoked = checked.bureau("POST", f"{checked.path}/revocation", json=opinion)
    assert (revoked["status"], revoked["label"]) == ("revoked", "取消落户资格")


def move_with_new_letters(town: Town, awarded: datetime) -> None:
    """Half a year later the letters have run out: the hall sends back, the bureau issues others."""
    town.advance(awarded + LETTERS_HOLD + timedelta(days=1))
    late = way(town, "level-number-mismatch")
    papers = {"papers": late.papers("hall")}
    assert late.police.refused("POST", f"{late.path}/move-in-permit", json=papers) == "letter-expired"
    late.letters()
    late.move()
    late.afterwards("朝阳区人才服务中心")


def _with_papers_that_lack_something(came_twice: Way) -> None:
    came_twice.print()
    assert came_twice.hand_in(leave_out="household_register")["status"] == "papers_incomplete"
    assert came_twice.hand_in()["status"] == "papers_received"
    came_twice.send_back()
    assert came_twice.hand_in()["status"] == "papers_received"
    came_twice.review()
    came_twice.move()
    came_twice.afterwards("朝阳区人才服务中心")
