"""Which of several addresses a service is asked at."""

from luohu_kit.addresses import address_of, given_up
from luohu_kit.settings import Settings


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
