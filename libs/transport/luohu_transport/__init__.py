"""How a request of httpx reaches another process: over connections of aiohttp, for a third of the processor time.

httpx stays what everybody writes and catches. Its own transport costs more than the rest of a request together.
"""

from luohu_transport.client import Client
from luohu_transport.connections import Connections

__all__ = ["Client", "Connections"]
