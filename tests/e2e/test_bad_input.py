"""What is wrong is a 4xx problem that names the field and the way out; nothing is stored, nothing is sent."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from luohu_contract.problems import PROBLEMS
from luohu_testbed.real import RealCity

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

HOME = {
    "kind": "own_home",
    "relation": "self",
    "certificate_format": "x_house_title",
    "certificate_number": "X京房权证怀字第11111111号",
    "district": "怀柔区",
    "from": "2005-10",
    "to": "2010-10",
}
LEASE = {
    "kind": "rental",
    "relation": "self",
    "rental_type": "market",
    "district": "西城区",
    "filing_number": "1101021234567890",
    "from": "2020-08",
    "to": "2020-10",
}
SPOUSE = {
    "name": "李丽",
    "id_type": "resident_id",
    "id_number": "990101198506150020",
    "married_from": "2006-04-01",
    "married_to": "2016-04-01",
}
MARRIED = SPOUSE | {"evidence": "00000000-0000-0000-0000-000000000000"}  # a file that nobody uploaded
DOMESTIC = {
    "kind": "domestic_education",
    "qualification": {
        "level": "undergraduate",
        "id_number": "990101198506150012",
        "name": "王伟",
        "sex": "male",
        "birth_date": "1985-06-15",
        "certificate_number": "999991200405000123",
    },
}

CASES: list[Any] = [
    ("residences", HOME | {"from": "2005-13"}, "#/from"),
    ("residences", HOME | {"from": "2005-10-01"}, "#/from"),
    ("residences", HOME | {"from": "2011-01"}, "#/to"),
    ("residences", HOME | {"to": "2021-01"}, "#/to"),
    ("residences", HOME | {"district": "浦东新区"}, "#/district"),
    ("residences", HOME | {"certificate_number": "京(14)朝不动产权第9900041号"}, "#/certificate_number"),
    ("residences", HOME | {"certificate_format": "real_estate_title"}, "#/certificate_number"),
    ("residences", HOME | {"certificate_format": "gold"}, "#/certificate_format"),
    ("residences", HOME | {"surprise": True}, "#/surprise"),
    ("residences", HOME | {"certificate_number": 7}, "#/certificate_number"),
    ("residences", HOME | {"relation": "spouse"}, "#/spouse_id"),
    ("residences", HOME | {"certificate_number": "X京房权证怀字第1\u0000号"}, "#/certificate_number"),
    ("residences", {k: v for k, v in HOME.items() if k != "district"}, "#/district"),
    ("residences", HOME | {"kind": "castle"}, "#"),
    ("residences", LEASE | {"from": "2020-07"}, "#/from"),
    ("residences", LEASE | {"filing_number": "11010212345"}, "#/filing_number"),
    ("residences", LEASE | {"filing_number": "11010212345678AB"}, "#/filing_number"),
    ("spouses", MARRIED | {"id_number": "990101198506150021"}, "#/id_number"),
    ("spouses", MARRIED | {"id_number": "99010119850230001X"}, "#/id_number"),
    ("spouses", MARRIED | {"married_from": "2016-05-01"}, "#/married_to"),
    ("spouses", MARRIED | {"married_from": "2006/04/01"}, "#/married_from"),
    ("spouses", MARRIED, "#/evidence"),
    ("spouses", SPOUSE, "#/evidence"),
    ("education", {"kind": "domestic_education"}, "#"),
    ("education", DOMESTIC | {"qualification": {"level": "undergraduate"}}, "#/qualification/"),
    ("education", {"kind": "overseas_education"}, "#/certificate_number"),
    ("innovation", {"type": "nobel"}, "#/type"),
    ("tax", {"authorised": "perhaps"}, "#/authorised"),
]


def problem(answer: httpx.Response) -> dict[str, Any]:
    """The problem in an answer, after looking that it is a whole one of the client's making."""
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    kind = PROBLEMS[body["type"].removeprefix("/problems/")]
    assert (body["status"], body["title"]) == (kind.status, kind.title)
    assert body["detail"]
    assert body["remedy"]
    return body


@pytest.fixture
def applicant(sign_in: Callable[[str], Any]) -> Any:
    client = sign_in("huairou-home-not-found")
    client.declaration = client("POST", "/v1/declarations", json={}).json()["id"]
    return client


def items_of(client: Any) -> list[Any]:
    found: list[Any] = client("GET", f"/v1/declarations/{client.declaration}").json()["items"]
    return found


def test_every_wrong_form_names_its_field_and_leaves_nothing(applicant: Any, sign_in: Callable[[str], Any]) -> None:
    for path, body, pointer in CASES:
        answer = applicant("POST", f"/v1/declarations/{applicant.declaration}/{path}", json=body)
        pointers = [error["pointer"] for error in problem(answer).get("errors", [])]
        assert any(found.startswith(pointer) for found in pointers), (path, body, answer.text)
    assert items_of(applicant) == []
    waiting = sign_in("administrator")("GET", "/v1/waiting").json()
    assert waiting["items"] == []


def test_two_segments_of_one_home_must_not_share_a_month(applicant: Any) -> None:
    path = f"/v1/declarations/{applicant.declaration}/residences"
    assert applicant("POST", path, json=HOME).status_code == 201
    answer = applicant("POST", path, json=HOME | {"from": "2010-10", "to": "2012-01"})
    assert problem(answer)["type"] == "/problems/period-overlaps"
    assert applicant("POST", path, json=HOME | {"from": "2010-11", "to": "2012-01"}).status_code == 201
    assert len(items_of(applicant)) == 2


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        pytest.param(b"%PDF-1.4 nothing more", "application/pdf", 422, id="a PDF in name only"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "application/pdf", 422, id="a picture"),
        pytest.param(b"", "application/pdf", 422, id="nothing"),
        pytest.param(b"%PDF-1.4" + b" " * 1_048_577, "application/pdf", 422, id="more than 1 MB"),
        pytest.param(b"%PDF-1.4" + b" " * 9_000_000, "application/pdf", 413, id="far more than 1 MB"),
        pytest.param(b"{}", "application/json", 415, id="another type"),
    ],
)
def test_what_is_no_evidence_is_not_taken(applicant: Any, content: bytes, kind: str, status: int) -> None:
    path = f"/v1/declarations/{applicant.declaration}/evidence"
    answer = applicant("POST", path, content=content, headers={"Content-Type": kind})
    assert problem(answer)["status"] == status


def test_what_is_somebody_elses_is_not_there(applicant: Any, sign_in: Callable[[str], Any]) -> None:
    made = applicant("POST", f"/v1/declarations/{applicant.declaration}/residences", json=HOME)
    item, tag = made.json()["id"], {"If-Match": made.headers["etag"]}
    stranger = sign_in("chaoyang-home-sold")
    for method, path, options in (
        ("GET", f"/v1/declarations/{applicant.declaration}", {}),
        ("GET", f"/v1/items/{item}", {}),
        ("GET", f"/v1/items/{item}/events", {}),
        ("PUT", f"/v1/items/{item}", {"json": HOME, "headers": tag}),
        ("DELETE", f"/v1/items/{item}", {"headers": tag}),
        ("POST", f"/v1/items/{item}/verification", {}),
        ("POST", f"/v1/declarations/{applicant.declaration}/residences", {"json": HOME}),
    ):
        answer = stranger(method, path, **options)
        assert problem(answer)["status"] == 404, (method, path, answer.text)
    assert applicant("GET", f"/v1/items/{item}").json()["status"] == "draft"


def test_doors_between_services_are_not_open_from_outside(city: RealCity, applicant: Any) -> None:
    for path in ("/v1/verdicts", "/agencies/tax/v1/verifications", "/v1/evidence-requests"):
        assert problem(applicant("POST", path, json={}))["status"] == 404
    for name in ("declaration", "tax"):
        direct = city.url.rsplit(":", 1)[0] + f":{city.port_base + {'declaration': 3, 'tax': 14}[name]}"
        path = "/v1/verdicts" if name == "declaration" else "/v1/verifications"
        answer = httpx.post(direct + path, json={}, trust_env=False, timeout=60)
        assert problem(answer)["type"] == "/problems/signature-invalid"


@pytest.mark.parametrize(
    ("method", "path", "slug"),
    [
        ("GET", "/nowhere", "not-found"),
        ("GET", "/agencies/weather/v1/records", "agency-unknown"),
        ("PATCH", "/v1/declarations", "method-not-allowed"),
        ("GET", "/v1/items/not-a-uuid", "validation-failed"),
        ("GET", "/v1/items/00000000-0000-0000-0000-000000000000", "not-found"),
        ("GET", "/v1/reasons/no.such.reason", "reason-unknown"),
    ],
)
def test_what_is_not_there_is_said_to_be_not_there(applicant: Any, method: str, path: str, slug: str) -> None:
    assert problem(applicant(method, path))["type"] == f"/problems/{slug}"


def test_without_a_token_nothing_is_told(city: RealCity) -> None:
    answer = httpx.get(f"{city.url}/v1/declarations", trust_env=False, timeout=60)
    assert problem(answer)["type"] == "/problems/token-missing"
    forged = {"Authorization": "Bearer eyJhbGciOiJub25lIn0.e30."}
    answer = httpx.get(f"{city.url}/v1/declarations", headers=forged, trust_env=False, timeout=60)
    assert problem(answer)["type"] == "/problems/token-invalid"
