"""A city in production mode, with secrets and an issuer of its own: it works, and the sandbox is not in it."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_urlsafe
from tempfile import TemporaryDirectory
from typing import Any

import asyncpg
import httpx
import pytest

from luohu_contract.directory import AGENCIES, BY_NAME
from luohu_contract.signing import derive_secret, new_secret
from luohu_filing.bodies import own_home, pdf
from luohu_kit.settings import SANDBOX_MASTER
from luohu_testbed.doors import served
from luohu_testbed.issuer import APPLICANT, Issuer
from luohu_testbed.problems import slug_of
from luohu_testbed.real import RealCity
from luohu_testbed.waiting import until

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

REGISTRY = "/agencies/housing-registry"
POLICIES = Path(__file__).resolve().parents[2] / "policies"
SECRET = "an administrator's secret that nobody else has"
SERVICES = ("gateway", "identity", "declaration", *(agency.name for agency in AGENCIES))


def this_year(folder: Path) -> Path:
    """Policies with a round of this year that is open today: production lives in real time."""
    shutil.copytree(POLICIES, folder)
    year = datetime.now(UTC).year
    text = (folder / "beijing" / "2023.yaml").read_text(encoding="utf-8")
    for old, new in (
        ("year: 2023", f"year: {year}"),
        ("2022-12-31", f"{year - 1}-12-31"),
        ("2023-04-21", f"{year}-01-01"),
        ("2023-", f"{year + 1}-"),
    ):
        text = text.replace(old, new)
    (folder / "beijing" / f"{year}.yaml").write_text(text, encoding="utf-8")
    return folder


@dataclass
class Production:
    """The running city and those who ask it."""

    city: RealCity
    issuer: Issuer
    address: str  #: of the issuer
    http: httpx.AsyncClient

    def person(self, **claims: Any) -> dict[str, str]:
        return self.issuer.applicant(iss=self.address, **claims)

    def operator(self, subject: str = "clerk-1") -> dict[str, str]:
        return self.issuer.staff("operator", subject, agency="housing-registry", iss=self.address)

    async def must(self, method: str, path: str, headers: dict[str, str], **options: Any) -> httpx.Response:
        answer = await self.http.request(method, path, headers=headers, **options)
        assert answer.is_success, (method, path, answer.text)
        return answer

    def own(self, service: str) -> str:
        """The service's own door, behind the gateway."""
        return f"http://127.0.0.1:{self.city.port_base + BY_NAME[service].port}"


@pytest.fixture(scope="module")
async def production() -> AsyncIterator[Production]:
    names = ("declaration", *(agency.name for agency in AGENCIES))
    secrets = {f"{one}->{other}": [new_secret()] for one in names for other in names if "declaration" in (one, other)}
    with TemporaryDirectory(prefix="luohu-production-", ignore_cleanup_errors=True) as folder:
        city, issuer = RealCity(Path(folder) / "city"), Issuer()
        async with (
            served(issuer.app) as address,
            httpx.AsyncClient(base_url=city.url, trust_env=False, timeout=60) as http,
        ):
            told = {
                "LUOHU_MODE": "production",
                "LUOHU_PEER_SECRETS": json.dumps(secrets),
                "LUOHU_AUDIT_KEY": token_urlsafe(32),
                "LUOHU_ISSUER": address,
                "LUOHU_ADMIN_CLIENT_SECRET": SECRET,
                "LUOHU_POLICIES_DIR": str(this_year(Path(folder) / "policies")),
            }
            try:
                started = await asyncio.to_thread(city, "up", **told)
                assert started.returncode == 0, started.stdout + started.stderr
                await admit_everybody(city)
                yield Production(city, issuer, address, http)
            finally:
                await asyncio.to_thread(city, "down")


async def admit_everybody(city: RealCity) -> None:
    """The conditions to apply have tests of their own, which need a year; here everybody may file."""
    url = f"postgresql://postgres@127.0.0.1:{city.port_base + 90}/declaration"
    connection = await asyncpg.connect(url)
    try:
        assert await connection.execute("UPDATE kit.world SET admission = 'open'") == "UPDATE 1"
    finally:
        await connection.close()


async def test_an_item_goes_through_the_loop(production: Production) -> None:
    person, operator, must = production.person(), production.operator(), production.must
    declaration = (await must("POST", "/v1/declarations", person, json={})).json()["id"]
    home = own_home()
    item = (await must("POST", f"/v1/declarations/{declaration}/residences", person, json=home)).json()["id"]
    await must("POST", f"/v1/items/{item}/verification", person)
    await shows(production, item, "invalid(property)")

    kind = {**person, "Content-Type": "application/pdf"}
    scan = (await must("POST", f"/v1/declarations/{declaration}/evidence", kind, content=pdf())).json()["id"]
    wanted = {"disputes": "property.not_matched", "statement": "填写无误", "evidence": [scan]}
    await must("POST", f"/v1/items/{item}/recheck", person, json=wanted)
    task = await task_of(production, item, operator)
    await must("POST", f"{REGISTRY}/v1/rechecks/{task}/assignment", {**operator, "If-Match": "*"}, json={})
    shown = f"{REGISTRY}/v1/rechecks/{task}/evidence/{scan}"
    assert (await must("GET", shown, operator)).content == pdf()
    for stranger in (production.operator("clerk-2"), production.person(sub="person-2", id_number="990101198506150020")):
        assert (await production.http.get(shown, headers=stranger)).status_code in (403, 404)
    decision = {"decision": "overturn", "note": "the deed is good", "corrected_fields": deed(home)}
    await must("POST", f"{REGISTRY}/v1/rechecks/{task}/completion", {**operator, "If-Match": "*"}, json=decision)
    await shows(production, item, "valid")


def deed(home: dict[str, Any]) -> dict[str, Any]:
    """The record that was missing: production has no seeds."""
    same = {name: home[name] for name in ("certificate_format", "certificate_number", "district")}
    owner = {"name": APPLICANT["name"], "id_number": APPLICANT["id_number"]}
    dates = {"registered_on": "2014-08-01", "expired_on": "2017-12-31"}
    return {"kind": "title", "fields": {**same, **dates, "owners": [owner]}}


async def shows(production: Production, item: str, display: str) -> None:
    async def shown() -> Any:
        return (await production.must("GET", f"/v1/items/{item}", production.person())).json()["display"]

    await until(shown, display, within=30)


async def task_of(production: Production, item: str, operator: dict[str, str]) -> str:
    """The task of the registry that is about an item, once it is there."""
    found: list[str] = []

    async def there() -> bool:
        listed = await production.must("POST", f"{REGISTRY}/v1/rechecks/search", operator, json={"state": "created"})
        for one in listed.json()["items"]:
            task = (await production.must("GET", f"{REGISTRY}/v1/rechecks/{one['id']}", operator)).json()
            if task["context"]["question"]["item_id"] == item:
                found.append(task["id"])
        return bool(found)

    await until(there, within=30)
    return found[0]


async def test_the_sandbox_is_not_in_it(production: Production) -> None:
    http, wrong = production.http, []
    paths = ("/_luohu/worlds", "/_luohu/clock", "/_luohu/journal", "/_luohu/faults", "/_luohu/population")
    for path in (*paths, "/_luohu/worlds/main", "/_luohu/health", "/_luohu"):
        outside = await http.get(path)
        if (outside.status_code, slug_of(outside)) != (403, "sandbox-only"):
            wrong.append(f"gateway {path}: {outside.status_code}")
        for service in SERVICES[1:]:
            for method in ("GET", "POST", "DELETE"):
                inside = await http.request(method, production.own(service) + path)
                if (inside.status_code, slug_of(inside)) != (404, "not-found"):
                    wrong.append(f"{service} {method} {path}: {inside.status_code}")
    assert wrong == []
    for service in SERVICES[1:]:
        listed = (await http.get(f"{production.own(service)}/openapi.json")).json()["paths"]
        assert [path for path in listed if path.startswith("/_luohu")] == []
    doors = [door["service"] for door in (await http.get("/")).json()["doors"]]
    assert "sandbox" not in doors
    assert (await http.get("/openapi/sandbox.json")).status_code == 404
    with pytest.raises(httpx.ConnectError):
        await http.get(production.own("sandbox"))


async def test_scenarios_are_refused_and_nobody_knows_a_default(production: Production) -> None:
    http, person = production.http, production.person()
    refused = await http.get("/v1/declarations", headers={**person, "Luohu-Scenario": "valid"})
    assert (refused.status_code, slug_of(refused)) == (403, "sandbox-only")
    form = {"grant_type": "urn:luohu:grant:persona", "persona": "administrator"}
    assert slug_of(await http.post("/identity/token", data=form)) == "grant-invalid"
    client = {"grant_type": "client_credentials", "client_id": "sandbox-administrator", "client_secret": "sandbox"}
    assert slug_of(await http.post("/identity/token", data=client)) == "client-invalid"
    client = {"grant_type": "client_credentials", "client_id": "administrator", "client_secret": SECRET}
    assert (await http.post("/identity/token", data=client)).status_code == 200
    forged = Issuer().applicant(iss=production.address)
    assert slug_of(await http.get("/v1/declarations", headers=forged)) == "token-invalid"
    assert (await http.get("/v1/declarations", headers=person)).headers["ratelimit-policy"] == '"caller";q=1200;w=60'


@pytest.mark.parametrize(
    ("secrets", "why"),
    [
        pytest.param("{}", "LUOHU_PEER_SECRETS", id="none"),
        pytest.param('{"declaration->tax": ["%s"]}', "declaration->tax", id="that of every sandbox"),
        pytest.param('{"declaration->tax": ["secret"]}', "declaration->tax", id="no secret at all"),
    ],
)
def test_production_does_not_start_with_secrets_that_everybody_knows(tmp_path: Path, secrets: str, why: str) -> None:
    given = secrets.replace("%s", derive_secret(SANDBOX_MASTER, "declaration", "tax"))
    told = {"LUOHU_MODE": "production", "LUOHU_PEER_SECRETS": given}
    started = RealCity(tmp_path / "city")("up", "--no-demo", **told)
    assert started.returncode != 0
    assert why in started.stdout + started.stderr
