"""Where another service is reached, when it has several addresses: at the one that answered last, until it does not.

Remembered for the whole process: whoever finds that an address does not answer finds it out for all.
"""

from collections import Counter

from luohu_kit.settings import Settings

_failures: Counter[str] = Counter()  #: by service: how often its address was given up


def address_of(settings: Settings, service: str) -> str:
    """The address that requests to a service go to now, without a trailing slash."""
    addresses = settings.peer_addresses_of(service)
    return addresses[_failures[service] % len(addresses)] if len(addresses) > 1 else addresses[0]


def given_up(settings: Settings, service: str, address: str) -> None:
    """An address took no connection or gave no answer: the next request goes to another, where there is one."""
    if len(settings.peer_addresses_of(service)) > 1 and address_of(settings, service) == address:
        _failures[service] += 1
