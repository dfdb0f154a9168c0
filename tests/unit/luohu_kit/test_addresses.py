"""Which of several addresses a service is asked at."""

from luohu_cli.commands.conform import OFFSET as CONFORM
from luohu_contract.directory import BY_NAME
from luohu_kit.addresses import address_of, given_up
from luohu_kit.settings import MOST_REPLICAS, Settings


def test_an_address_is_kept_until_it_fails_and_two_who_find_that_out_pass_over_nobody() -> None:
    settings = Settings(urls={"tax": "http://one http://two/ http://three"})
    assert settings.peer_addresses_of("tax") == ("http://one", "http://two", "http://three")
    first = address_of(settings, "tax")
    assert address_of(settings, "tax") == first
    given_up(settings, "tax", first)
    second = address_of(settings, "tax")
    assert second != first
    given_up(settings, "tax", first)  # a request of before, which fails only now
    assert address_of(settings, "tax") == second


def test_the_replicas_of_one_machine_share_one_address_for_the_services() -> None:
    settings = Settings(port_base=9000, replicas=3)
    assert settings.peer_addresses_of("identity") == ("http://127.0.0.1:9001",)
    given_up(settings, "identity", "http://127.0.0.1:9001")
    assert address_of(settings, "identity") == "http://127.0.0.1:9001"


def test_every_replica_of_every_service_has_a_port_of_its_own() -> None:
    settings = Settings(port_base=9000, replicas=MOST_REPLICAS)
    ports = [settings.port_of(name) for name in BY_NAME]
    ports += [settings.replica_port(name, each) for name in BY_NAME for each in range(1, MOST_REPLICAS + 1)]
    ports += [9000 + 90, 9000 + CONFORM]  # PostgreSQL, and whoever tests a service
    assert len(set(ports)) == len(ports)
