"""Which door leads to which service. Pure: a method-free decision on the path, made before anything is read or sent.

Paths that only services use among themselves are not opened here, whoever asks and however the path is spelled.
"""

import re
from dataclasses import dataclass

from luohu_contract.directory import AGENCIES

#: Routes that services sign for one another: at the declaration service, and at every agency.
PEER_ONLY = re.compile(
    r"/v1/(?:verifications|verdicts|evidence-requests|questions|criminal-records|permits|registrations|taxpayers)"
    r"(?:/.*)?",
    re.DOTALL,
)
CONTROL = "/_luohu"
METRICS = "/metrics"  #: asked at the service itself
#: Files of worlds may be far larger than any other body: they are not gathered here, but sent on as they come.
STREAMED = frozenset({f"{CONTROL}/worlds/import", f"{CONTROL}/worlds/replay"})

#: What a path may not hold: dot segments, empty segments, backslashes, control characters.
_UNCLEAN = re.compile(r"/\.{1,2}(?:/|$)|//|\\|[\x00-\x1f\x7f]")
_ESCAPED_SLASH = re.compile(rb"%2f|%5c", re.IGNORECASE)


class AgencyUnknown(Exception):
    """The path names an agency that the city does not have."""

    def __init__(self, name: str) -> None:
        self.valid = tuple(agency.name for agency in AGENCIES)
        super().__init__(f"The city has no agency {name[:60]!r}. Its agencies are {', '.join(self.valid)}.")
        self.remedy = f"Use one of {', '.join(self.valid)}: /agencies/{self.valid[0]}/..."


class NoSuchDoor(Exception):
    """The gateway does not open this path."""


class ControlClosed(Exception):
    """The control plane is switched off as a whole in production mode."""

    def __init__(self) -> None:
        super().__init__("The control plane /_luohu/ is closed: this city runs with LUOHU_MODE=production.")


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a request goes."""

    service: str
    mount: str  #: what the gateway puts before the service's own paths: "" or "/agencies/tax"
    target: bytes  #: the service's own path, as it was escaped
    patient: bool = False  #: answers may take as long as an advance over years does
    streamed: bool = False  #: the body is sent on as it comes, and its size is the service's to judge


_AGENCY_NAMES = frozenset(agency.name for agency in AGENCIES)
_FIRST = frozenset({"v1", "agencies", "identity", "_luohu"})


def find(path: str, raw_path: bytes, *, control: bool) -> Passage | None:
    """The passage for a path; None for the gateway's own pages.

    path: unescaped; raw_path: as it came, without the query. control: whether the control plane is open.
    Raises AgencyUnknown, ControlClosed, or NoSuchDoor for what is not opened to the outside.
    """
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    if first not in _FIRST:
        return None
    if _UNCLEAN.search(path) or _ESCAPED_SLASH.search(raw_path):
        raise NoSuchDoor("Paths hold no empty or dot segments, no escaped slashes and no control characters.")
    if first == "_luohu":
        if not control:
            raise ControlClosed
        return Passage("sandbox", "", raw_path, patient=True, streamed=path in STREAMED)
    if first == "v1":
        return _outside(Passage("declaration", "", raw_path), path)
    if first == "identity":
        return _mounted("identity", "/identity", path, raw_path)
    name = path.split("/", 3)[2] if path.count("/") >= 2 else ""
    if name not in _AGENCY_NAMES:
        raise AgencyUnknown(name)
    return _mounted(name, f"/agencies/{name}", path, raw_path)


def _mounted(service: str, mount: str, path: str, raw_path: bytes) -> Passage:
    prefix = mount.encode()
    if not raw_path.startswith(prefix):
        raise NoSuchDoor(f"Write {mount} without escapes.")
    return _outside(Passage(service, mount, raw_path[len(prefix) :] or b"/"), path.removeprefix(mount))


def _outside(passage: Passage, path: str) -> Passage:
    """The passage itself, unless only other services may take it."""
    if path in (CONTROL, METRICS) or path.startswith(CONTROL + "/") or PEER_ONLY.fullmatch(path):
        raise NoSuchDoor("Only the services of the city use this address, among themselves.")
    return passage
