"""Where a city of one's own can listen."""

import os
import socket

from luohu_contract.directory import SERVICES

LOOPBACK = "127.0.0.1"
LOWEST = 10_000  #: below the ports that the kernel gives to outgoing connections, which would take one now and then
RANGES = 220
DATABASE = 90  #: offset of the embedded PostgreSQL


def free_range(*more: int) -> int:
    """The first port of a range in which every port that a city takes is free; each process looks elsewhere first.

    more: offsets of further ports that must be free.
    """
    offsets = [*(service.port for service in SERVICES), DATABASE, *more]
    bases = (LOWEST + (os.getpid() + step) % RANGES * 100 for step in range(RANGES))
    return next(base for base in bases if all(_is_free(base + offset) for offset in offsets))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True
