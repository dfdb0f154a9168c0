"""Settings: a production without secrets of its own does not begin, and a sandbox has the same defaults everywhere."""

import pytest

from luohu_contract.directory import SERVICES
from luohu_contract.signing import derive_secret, new_secret
from luohu_kit.settings import SANDBOX_MASTER, InsecureSettings, Mode, Settings


def test_production_without_secrets_of_its_own_is_refused_whatever_the_service() -> None:
    for name in ("", *(service.name for service in SERVICES)):
        with pytest.raises(InsecureSettings, match="LUOHU_PEER_SECRETS"):
            Settings(mode=Mode.PRODUCTION, service=name)


def test_production_signs_its_audit_with_a_secret_of_its_own() -> None:
    for given in ("", "short"):
        with pytest.raises(InsecureSettings, match="LUOHU_AUDIT_KEY"):
            Settings(mode=Mode.PRODUCTION, peer_secrets={"tax->declaration": [new_secret()]}, audit_key=given)


def test_production_has_no_secret_for_a_pair_that_was_given_none() -> None:
    live = [new_secret(), new_secret()]
    settings = Settings(
        mode=Mode.PRODUCTION, service="tax", peer_secrets={"tax->declaration": live}, audit_key="k" * 32
    )
    assert settings.secrets_between("tax", "declaration") == live
    assert settings.secrets_between("declaration", "tax") == []


@pytest.mark.parametrize(
    ("given", "why"),
    [
        pytest.param({"tax->declaration": [derive_secret(SANDBOX_MASTER, "tax", "declaration")]}, "public", id="known"),
        pytest.param({"tax->declaration": [new_secret(), "whsec_AAAA"]}, "24 to 64 bytes", id="short"),
        pytest.param({"tax->declaration": ["tax"]}, "begin with whsec_", id="no secret"),
        pytest.param({"tax->declaration": []}, "no pair", id="nothing"),
        pytest.param({"tax": [new_secret()]}, "no pair", id="one service"),
    ],
)
def test_production_takes_no_secret_that_anybody_could_know(given: dict[str, list[str]], why: str) -> None:
    with pytest.raises(InsecureSettings, match=why):
        Settings(mode=Mode.PRODUCTION, peer_secrets=given)


def test_the_first_administrator_of_production_has_a_long_secret() -> None:
    told = {"mode": Mode.PRODUCTION, "peer_secrets": {"tax->declaration": [new_secret()]}, "audit_key": "k" * 32}
    with pytest.raises(InsecureSettings, match="16 characters"):
        Settings(**told, admin_client_secret="sandbox")
    assert Settings(**told, admin_client_secret="s" * 16).admin_client_secret


def test_both_ends_of_a_pair_derive_the_same_secret_and_no_two_pairs_share_one() -> None:
    here, there = Settings(service="tax"), Settings(service="declaration")
    assert here.secrets_between("tax", "declaration") == there.secrets_between("tax", "declaration")
    assert here.secrets_between("tax", "declaration") != here.secrets_between("declaration", "tax")


def test_every_service_has_a_database_and_a_port_of_its_own() -> None:
    settings = Settings(database_url="postgresql://me@db:5432/{database}", port_base=9000)
    assert len({settings.port_of(service.name) for service in SERVICES}) == len(SERVICES)
    assert settings.of("housing-registry").dsn() == "postgresql+asyncpg://me@db:5432/housing_registry"


def test_an_address_may_differ_from_host_and_port() -> None:
    settings = Settings(urls={"tax": "https://tax.example/"})
    assert settings.url_of("tax") == "https://tax.example"
    assert settings.url_of("identity") == f"http://127.0.0.1:{settings.port_of('identity')}"
