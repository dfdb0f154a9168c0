"""What a front end asks for (RFC 6749, 4.1.1; RFC 7636; OpenID Connect Core, 3.1.2.1), checked. Pure.

Two kinds of fault: while it is not certain who asks, nobody is sent anywhere; afterwards the front end is told.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from luohu_identity.front_ends import FrontEnd

LANGUAGES = ("zh-CN", "en")  #: of the pages; the first is taken where nothing else is said
OPENID = "openid"
LONGEST = 2_000  #: characters of a value
MOST = 40  #: parameters
WORLD = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)
VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}", re.ASCII)

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
#: Parameters of OpenID Connect that nobody here understands, with the error that says so.
_NOT_SUPPORTED = {
    "request": "request_not_supported",
    "request_uri": "request_uri_not_supported",
    "registration": "registration_not_supported",
}


class Unreadable(Exception):
    """The parameters cannot be read, or say twice who asks."""


class FrontEndUnknown(Exception):
    """Nobody may be sent where the request says: the front end, or its address, is not registered."""


class Refused(Exception):
    """The front end is told, with an error of the standards."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that can be granted to whoever signs in."""

    client_id: str
    redirect_uri: str
    challenge: str
    scope: str  #: what of it is understood
    state: str | None
    nonce: str | None
    world: str
    login_hint: str


def read(query: bytes) -> list[tuple[str, str]]:
    """The parameters of an address, in their order. Raises Unreadable."""
    try:
        pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, max_num_fields=MOST, errors="strict")
    except (UnicodeDecodeError, ValueError):
        raise Unreadable(f"the query cannot be read; it is percent-encoded UTF-8 of at most {MOST} values") from None
    if any("\x00" in part or len(part) > LONGEST for pair in pairs for part in pair):
        raise Unreadable(f"a value has more than {LONGEST} characters or holds a NUL character")
    return pairs


def who_asks(pairs: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """The client_id and the address to come back to. Raises Unreadable."""
    found = {}
    for name in ("client_id", "redirect_uri"):
        values = [value for key, value in pairs if key == name]
        if len(values) != 1 or not values[0]:
            raise Unreadable(f"{name} is there once")
        found[name] = values[0]
    return found["client_id"], found["redirect_uri"]


def registered(front_end: FrontEnd | None, redirect_uri: str) -> FrontEnd:
    """The front end, if it registered the address letter for letter (RFC 9700, 4.1.3). Raises FrontEndUnknown."""
    if front_end is None:
        raise FrontEndUnknown("No front end of this client_id is registered.")
    if redirect_uri not in front_end.redirect_uris:
        raise FrontEndUnknown(f"redirect_uri is not exactly one that {front_end.client_id} registered.")
    return front_end


def check(pairs: Iterable[tuple[str, str]], world: str) -> Asked:
    """The request of a front end that is known. world: where none is named. Raises Refused."""
    pairs = list(pairs)
    given = dict(pairs)
    if len(given) != len(pairs):
        raise Refused("invalid_request", "a parameter comes more than once")
    for name, error in _NOT_SUPPORTED.items():
        if name in given:
            raise Refused(error, f"{name} is not supported")
    if given.get("response_type") != "code":
        missing = "response_type" not in given
        raise Refused("invalid_request" if missing else "unsupported_response_type", "response_type is code")
    if given.get("response_mode", "query") != "query":
        raise Refused("invalid_request", "response_mode is query")
    scopes = given.get("scope", "").split()
    if OPENID not in scopes:
        raise Refused("invalid_scope", "scope holds openid")
    _check_challenge(given)
    if "none" in given.get("prompt", "").split():
        raise Refused("login_required", "whoever signs in is always asked")
    world = given.get("world", world)
    if not WORLD.fullmatch(world):
        raise Refused("invalid_request", "world is 1 to 40 small letters, digits and hyphens, such as main")
    return Asked(
        client_id=given["client_id"],
        redirect_uri=given["redirect_uri"],
        challenge=given["code_challenge"],
        scope=OPENID,
        state=given.get("state"),
        nonce=given.get("nonce"),
        world=world,
        login_hint=given.get("login_hint", ""),
    )


def _check_challenge(given: Mapping[str, str]) -> None:
    if given.get("code_challenge_method") != "S256":
        raise Refused("invalid_request", "code_challenge_method is S256 (RFC 7636)")
    if not _CHALLENGE.fullmatch(given.get("code_challenge", "")):
        raise Refused("invalid_request", "code_challenge is the base64url of a SHA-256, 43 characters (RFC 7636)")


def language(pairs: Iterable[tuple[str, str]]) -> str:
    """The language of the pages: the first of `ui_locales` that they have."""
    wanted = next((value for key, value in pairs if key == "ui_locales"), "").split()
    known = {name.lower(): name for name in LANGUAGES} | {"zh": "zh-CN"}
    return next((known[each.lower()] for each in wanted if each.lower() in known), LANGUAGES[0])


def back(address: str, told: Mapping[str, str | None]) -> str:
    """An address with these parameters behind those that it has."""
    parts = urlsplit(address)
    added = urlencode({name: value for name, value in told.items() if value is not None})
    return urlunsplit(parts._replace(query="&".join(each for each in (parts.query, added) if each)))


def origin(address: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
