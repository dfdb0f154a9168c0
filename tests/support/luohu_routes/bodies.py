"""What is asked of routes that want a body and that nobody asked anything in the year."""

import json
from collections.abc import Mapping
from typing import Any

from luohu_contract.message import EvidenceSupplements
from luohu_filing import bodies
from luohu_kit.auth.listing import Route
from luohu_settling.bodies import child_number
from luohu_testbed.messages import WANG, examples

Json = Mapping[str, Any]

JSON, PDF, FORM = "application/json", "application/pdf", "application/x-www-form-urlencoded"
_MESSAGES = examples()
_FALSE = {"kind": "false_material", "year": 2021, "grounds": "提供虚假材料", "id_number": WANG.id_number}
_CONVICTION = {"convicted_on": "2020-11-02", "document": "（2020）落01刑初99号"}
_FILING = {"type": "shareholding", "company": "91990105MA0LUH014J", "company_name": "北京示例科技有限公司"}
_REVIEW = {"decision": "send_back", "opinion": "材料不全", "missing": []}
_PAPERS: Json = {"papers": {}}

BOT_TASK: Json = {
    "id": "00000000-0000-4000-8000-000000000002",
    "decides": "uphold",
    "due_at": "2031-01-01T00:00:00+08:00",
}

#: Of each agency, a kind of claim that it answers.
_CLAIMS = {
    "housing-registry": "own_home",
    "rental-filing": "rental",
    "education-registry": "qualification",
    "tax": "tax",
    "science-commission": "science_award",
    "social-insurance": "insurance",
    "public-security": "conduct",
    "honours-registry": "award",
    "department-windows": "department",
    "talent-centre": "personnel_file",
}

#: Messages of the city's own services, by their pinned names.
_SIGNED = {
    "POST /v1/verifications/evidence": "evidence-supplements",
    "POST /v1/evidence-requests": "evidence-request",
    "POST /v1/verdicts": "verdict-delivery.own_home",
    "POST /v1/criminal-records": "criminal-records",
    "POST /v1/permits/cancellations": "permit-cancellations",
    "POST /v1/registrations": "registrations",
    "POST /v1/registrations/cancellations": "registration-cancellations",
}

_FORMS: Mapping[str, Json] = {
    "POST /_luohu/bots/tasks": {"tasks": [BOT_TASK]},
    "POST /_luohu/worlds/batch": {"count": 1, "personas": False},
    "POST /_luohu/worlds/removal": {"names": ["nobody-has-this"]},
    "POST /_luohu/worlds": {"personas": False},
    "POST /_luohu/clock/scale": {"rate": 60},
    "POST /_luohu/clock/advance": {"by": "PT1S"},
    "POST /_luohu/population": {"seed": 1, "size": 1},
    "PUT /_luohu/faults/{edge}": {"drop": "request", "fail_first": 1},
    "PUT /_luohu/paces/{agency}": {"pace": "P1D"},
    "POST /_luohu/expectations": {"agency": "tax", "verdict": {"outcome": "valid"}},
    "POST /_luohu/journal/wait": {"match": {}, "count": 1, "timeout": "PT0S"},
    "POST /_luohu/people": {"people": []},
    "POST /_luohu/people/tokens": {"first": 0, "count": 1},
    "POST /_luohu/employers": {"employers": []},
    "POST /_luohu/tokens": {"claims": {"sub": "somebody", "role": "applicant", "name": "李小明"}},
    "POST /_luohu/records": {},
    "PUT /_luohu/looks": {"agency": "tax"},
    "PUT /_luohu/paces": {"pace": "P1D"},
    "POST /v1/people": {"name": "李小明", "id_number": child_number("19900101")},
    "POST /v1/clients": {"client_id": "somebody-new", "role": "window"},
    "POST /v1/webhooks": {"url": "http://127.0.0.1:9/hears-nothing"},
    "PUT /v1/employers/{employer_id}/contact": {"name": "林青", "telephone": "010-99001235"},
    "PATCH /v1/employers/{employer_id}": {"handling_district": "丰台区"},
    "PUT /v1/employers/{employer_id}/pace": {"answers_associations": "by_hand"},
    "POST /v1/employers/{employer_id}/notes": {"kind": "data_change", "text": "请核实"},
    "POST /v1/employers/{employer_id}/criminal-reports": {**_CONVICTION, "id_number": WANG.id_number},
    "POST /v1/declarations/{declaration_id}/criminal-report": _CONVICTION,
    "POST /v1/declarations/{declaration_id}/items": {"items": [{"kind": "honour", "type": "none"}]},
    "POST /v1/declarations/{declaration_id}/residences": bodies.own_home(),
    "POST /v1/declarations/{declaration_id}/innovation": bodies.invention(),
    "POST /v1/declarations/{declaration_id}/education": bodies.education(),
    "POST /v1/declarations/{declaration_id}/honours": {"type": "model_worker", "name": "北京市劳动模范"},
    "POST /v1/declarations/{declaration_id}/tax": {"authorised": True},
    "POST /v1/declarations/{declaration_id}/association": {"unit_code": "99000001"},
    "POST /v1/associations/{association_id}/decision": {"decision": "approve"},
    "POST /v1/declarations/{declaration_id}/eligibility/dispute": {"statement": "请核实"},
    "POST /v1/declarations/{declaration_id}/appeals": {
        "indicator": "housing",
        "statement": "请核实",
        "notes_read": True,
    },
    "PUT /v1/declarations/{declaration_id}/appeals/{appeal_id}": {"statement": "请再核实"},
    "POST /v1/declarations/{declaration_id}/settlement/file-transfer": {"holder": "落户市人才服务中心"},
    "POST /v1/declarations/{declaration_id}/settlement/giving-up": {"confirmed": True},
    "POST /v1/declarations/{declaration_id}/settlement/hand-in": _PAPERS,
    "POST /v1/declarations/{declaration_id}/settlement/move-in-permit": _PAPERS,
    "POST /v1/declarations/{declaration_id}/settlement/registration": _PAPERS,
    "POST /v1/declarations/{declaration_id}/settlement/district-review": _REVIEW,
    "POST /v1/declarations/{declaration_id}/settlement/city-review": _REVIEW,
    "POST /v1/declarations/{declaration_id}/settlement/approval": _REVIEW,
    "POST /v1/declarations/{declaration_id}/settlement/revocation": {"opinion": "经核查，材料系伪造"},
    "POST /v1/simulations": {"id": "somebody", "year": 2021, "birth_year": 1985},
    "POST /v1/rescorings": {"rules": "BJ-2018"},
    "POST /_luohu/messages": {"limit": 10},
    "POST /v1/accounts": {"account": "window:9", "name": "某人", "mobile": "19900000000"},
    "POST /v1/sanctions": _FALSE,
    "POST /v1/sanctions/{sanction_id}/revocation": {"reason": "查无实据"},
    "PUT /v1/items/{item_id}": bodies.own_home(),
    "POST /v1/items/{item_id}/recheck": {"disputes": "property.not_matched", "statement": "填写无误", "evidence": []},
    "POST /v1/reviews/{task_id}/completion": {"decision": "approve"},
    "POST /v1/credential-reviews/{task_id}/completion": {"decision": "approve"},
    "POST /v1/eligibility-disputes/{task_id}/completion": {"decision": "uphold", "opinion": "维持原结果"},
    "POST /v1/appeals/{task_id}/completion": {"decision": "reject", "opinion": "维持原结果"},
    "POST /v1/report-verifications/{task_id}/completion": {"decision": "dismiss", "opinion": "查证不实"},
    "POST /v1/reports": {
        "publication_number": "202199999",
        "name": "某人",
        "contact": "010-99001234",
        "statement": "请核实",
    },
    "POST /v1/filings": _FILING,
    "PUT /v1/filings/{filing_id}": _FILING,
    "POST /v1/filings/{filing_id}/recheck": {"statement": "请核实"},
    "POST /v1/filing-rechecks/{task_id}/completion": {"decision": "uphold", "note": "与名单一致"},
    "POST /v1/dead-letters/retry": {"destination": "tax"},
    "POST /v1/dead-letters/discard": {"destination": "nobody", "reason": "试一试"},
    "POST /v1/dead-letters/{message_id}/discard": {"reason": "试一试"},
    "POST /v1/rechecks/{task_id}/completion": {"decision": "uphold", "note": "与登记一致"},
}
_GRANT = "grant_type=urn%3Aluohu%3Agrant%3Apersona&persona=operator%3Atax&world="
_PDFS = (
    "POST /v1/declarations/{declaration_id}/evidence",
    "POST /v1/employers/{employer_id}/credentials",
    "POST /v1/reports/{report_id}/files",
)
#: What a body names although the path does not.
NAMED = {"POST /v1/evidence-requests": "question_id"}

#: What a route wants in its query.
QUERIES = {
    "POST /v1/employers/{employer_id}/credentials": "licence=business_licence",
    "public-security: GET /v1/records": "kind=resident",
    "social-insurance: GET /v1/records": "kind=account",
    "talent-centre: GET /v1/records": "kind=personnel_file",
}


def made_up(route: Route, values: Mapping[str, str], world: str) -> tuple[str, bytes]:
    """Content type and body of a made-up request. values: what its path and its body name."""
    name = f"{route.method} {route.path}"
    if name in _PDFS:
        return PDF, bodies.pdf()
    if name == "POST /token":
        return FORM, (_GRANT + world).encode()
    if route.guard.kind == "signed" and (message := _message(route, name)):
        named = {"question_id": values["question_id"]} if "question_id" in message else {}
        return JSON, body_of({**message, **named})
    return JSON, body_of(_FORMS.get(name, {}))


def supplement() -> dict[str, Any]:
    """Evidence that comes after its question."""
    message = _MESSAGES["evidence-supplements"]
    assert isinstance(message, EvidenceSupplements)
    found: dict[str, Any] = json.loads(message.supplements[0].model_dump_json())
    return found


def _message(route: Route, name: str) -> dict[str, Any]:
    """What one service of the city tells another."""
    if name == "POST /v1/verifications":
        said = _MESSAGES[f"verification-request.{_CLAIMS[route.service]}"].model_dump_json()
    elif name == "POST /v1/verifications/{question_id}/evidence":
        return supplement()
    elif name in _SIGNED:
        said = _MESSAGES[_SIGNED[name]].model_dump_json()
    else:
        return {}
    found: dict[str, Any] = json.loads(said)
    return found


def body_of(value: object) -> bytes:
    """JSON."""
    return json.dumps(value, ensure_ascii=False).encode()
