"""A service's ground without an app: begin, everywhere, hub, and a network of the test's own."""

from dataclasses import dataclass

from luohu_kit.runtime import Runtime
from luohu_testbed.city import Network


@dataclass
class Ground:
    """What the kit's own tests stand on."""

    runtime: Runtime
    network: Network
