"""Transfer data and papers, every field of which can be said otherwise. All people are made up."""

from typing import Any

from luohu_contract.numbers.resident import check_character

Json = dict[str, Any]

TITLE = "京(2014)朝不动产权第9900041号"


def child_number(born: str, sequence: int = 1) -> str:
    """An id number of somebody born on a day (yyyymmdd), of no real area."""
    seventeen = f"990101{born}{sequence:03d}"
    return seventeen + check_character(seventeen)


def transfer_data(**fields: Any) -> Json:
    """Into an own home in 朝阳, with a file outside of Beijing, unmarried, alone."""
    return {
        "household": {"address": "落户省落户市旧街9号", "police_station": "落户市旧街派出所"},
        "marital_status": "unmarried",
        "destination": own_home(),
        "personnel_file": {"kind": "held", "holder": "落户市人才服务中心", "holder_address": "落户市新街1号"},
        "children": [],
        **fields,
    }


def own_home(**fields: Any) -> Json:
    return {
        "kind": "own_home",
        "owner": "self",
        "certificate_format": "real_estate_title",
        "certificate_number": TITLE,
        "address": "朝阳区落户路1号",
        "district": "朝阳区",
        "police_station": "落户路派出所",
        **fields,
    }


def collective(**fields: Any) -> Json:
    return {
        "kind": "employer_collective",
        "employer_name": "北京示例科技有限公司",
        "no_home_in_city": True,
        "address": "海淀区落户大厦2号",
        "district": "海淀区",
        "police_station": "落户大厦派出所",
        **fields,
    }


def married(**fields: Any) -> Json:
    """The fields of a married awardee."""
    spouse = {"name": "李芳", "id_number": "990101198506150020"}
    return {"marital_status": "married", "spouse": spouse, **fields}


def child(born: str = "20170301", order: int = 1, **fields: Any) -> Json:
    """A first child of 2017, for whom no proof is needed."""
    return {
        "name": "韩小冰",
        "id_number": child_number(born, order),
        "relation": "daughter",
        "household": {"address": "落户省落户市旧街9号", "police_station": "落户市旧街派出所"},
        "registered_with": "applicant",
        "birth_certificate_number": f"R99000000{order}",
        "birth_order": order,
        "family_planning": {"kind": "exempt", "reason": "up_to_two_since_2016"},
        **fields,
    }


def proof(**fields: Any) -> Json:
    return {"kind": "proof", "document": "further_birth_confirmation", "number": "再生育990001号", **fields}


PROXY = {"name": "赵敏", "id_number": "990108198811300149"}
