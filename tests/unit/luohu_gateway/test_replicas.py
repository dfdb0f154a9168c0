"""Which replica gets a request: a healthy one with little to do, and each only once for the same request."""

from luohu_gateway.replicas import LONGEST_REST, Replicas
from luohu_kit.settings import Settings


def three() -> Replicas:
    return Replicas(["http://one", "http://two", "http://three"])


def test_whoever_has_least_on_the_way_is_next_and_turns_are_taken() -> None:
    replicas = three()
    order = []
    for _ in range(3):
        chosen = replicas.choose(now=0.0)
        chosen.given(now=0.0)
        order.append(chosen.url.host)
    assert sorted(order) == ["one", "three", "two"]
    replicas.first.on_their_way = 0
    assert replicas.choose(now=0.0) is replicas.first


def test_one_that_keeps_what_it_was_given_gets_nothing_further() -> None:
    replicas = three()
    frozen = replicas.choose(now=0.0)
    frozen.given(now=0.0)
    later = [replicas.choose(now=0.0) for _ in range(10)]
    assert all(each is not frozen for each in later)


def test_a_caller_who_leaves_is_a_sign_only_where_nobody_was_answered() -> None:
    replica = three().first
    replica.given(now=0.0)
    replica.answered(now=60.0)
    replica.left(now=60.1)
    assert replica.down_until == 0.0
    replica.left(now=62.0)
    assert replica.down_until > 62.0


def test_one_that_failed_rests_longer_each_time_and_comes_back() -> None:
    replicas = three()
    away = replicas.first
    away.failed(now=10.0)
    assert replicas.choose(now=10.5) is not away
    away.failed(now=11.0)
    assert (away.rest, away.down_until) == (2.0, 13.0)
    for _ in range(9):
        away.failed(now=20.0)
    assert away.rest == LONGEST_REST
    away.answered(now=20.0)
    assert replicas.choose(now=20.0) is away


def test_a_request_goes_to_nobody_twice_while_there_is_another_and_to_somebody_when_all_have_failed() -> None:
    replicas = three()
    tried = [replicas.choose(now=0.0)]
    tried.append(replicas.choose(now=0.0, tried=tried))
    assert tried[0] is not tried[1]
    for number, each in enumerate((tried[0], tried[1], replicas.choose(now=0.0, tried=tried)), start=1):
        each.failed(now=float(number))
    assert replicas.choose(now=1.5) is tried[0]


def test_replicas_have_addresses_of_their_own_and_the_door_and_the_control_plane_are_one_each() -> None:
    settings = Settings(port_base=9000, replicas=2, urls={"tax": "http://a:1/ http://b:2"})
    assert settings.addresses_of("identity") == ("http://127.0.0.1:9021", "http://127.0.0.1:9041")
    assert settings.url_of("identity") == "http://127.0.0.1:9001"
    assert settings.addresses_of("gateway") == ("http://127.0.0.1:9000",)
    assert settings.addresses_of("sandbox") == ("http://127.0.0.1:9002",)
    assert settings.addresses_of("tax") == ("http://a:1", "http://b:2")
    assert settings.url_of("tax") == "http://a:1"
