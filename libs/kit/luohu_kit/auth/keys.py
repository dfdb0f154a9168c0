"""The issuer's public keys: kept, looked at again every minute, and when a token names a key that is not known yet."""

import asyncio
import hashlib
from collections import OrderedDict
from datetime import datetime
from typing import Any

import httpx
import structlog
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet, OKPKey

from luohu_kit.auth.token import ALGORITHM, Caller, TokenRefused, read_token
from luohu_kit.settings import Settings

log = structlog.get_logger()

_AGAIN = 5.0  #: seconds between two fetches for the sake of a key that is not known
_FRESH = 60.0  #: seconds after which the keys are looked at again: a key that is shown no more has retired
_KEPT = 20_000  #: verified tokens kept


class KeysUnavailable(Exception):
    """The issuer's keys have never been seen and cannot be fetched: nobody can be told from anybody."""


class Keys:
    """Verifies tokens for one service, and keeps what it verified until it expires."""

    def __init__(self, settings: Settings, http: httpx.AsyncClient) -> None:
        self._settings = settings
        self._http = http
        self._keys: KeySet | None = None
        self._known: frozenset[str] = frozenset()
        self._searched = float("-inf")  #: when an unknown key last caused a fetch, on the loop's clock
        self._seen = float("-inf")  #: when the keys were last fetched
        self._fetching: asyncio.Task[None] | None = None
        self._verified: OrderedDict[bytes, Caller] = OrderedDict()

    async def caller(self, text: str, now: datetime) -> Caller:
        """Who holds the token. Raises TokenRefused, or KeysUnavailable when it cannot be known."""
        if self._keys is not None and asyncio.get_running_loop().time() - self._seen > _FRESH:
            self._begin()  # nobody waits for it: the keys at hand were good a minute ago
        digest = hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()
        kept = self._verified.get(digest)
        if kept is not None and kept.expires > now.timestamp():
            self._verified.move_to_end(digest)
            return kept
        kid = _kid(text)
        keys = await self._with(kid)
        caller = read_token(text, keys, issuer=self._settings.token_issuer, now=now)
        self._verified[digest] = caller
        if len(self._verified) > _KEPT:
            self._verified.popitem(last=False)
        return caller

    async def _with(self, kid: str) -> KeySet:
        if kid not in self._known:
            await self._look_for()
        if self._keys is None:
            raise KeysUnavailable(f"The keys of {self._settings.token_issuer} cannot be fetched just now.")
        if kid not in self._known:
            raise TokenRefused("token-invalid", "The token is signed with a key that the issuer does not show.")
        return self._keys

    async def _look_for(self) -> None:
        """Fetch the keys, once for all who wait; made-up key names cause a fetch every five seconds at most."""
        now = asyncio.get_running_loop().time()
        if self._fetching is None and self._keys is not None:
            if now - self._searched < _AGAIN:
                return
            self._searched = now
        # A client that hangs up must not take the fetch away from the others.
        await asyncio.shield(self._begin())

    def _begin(self) -> asyncio.Task[None]:
        """The fetch that is under way, or a new one."""
        if self._fetching is None:
            self._seen = asyncio.get_running_loop().time()
            self._fetching = asyncio.create_task(self._fetch(), name="issuer_keys")
            self._fetching.add_done_callback(self._fetched)
        return self._fetching

    def _fetched(self, task: asyncio.Task[None]) -> None:
        self._fetching = None

    async def _fetch(self) -> None:
        url = self._settings.token_issuer + "/.well-known/jwks.json"
        try:
            answer = await self._http.get(url, timeout=5.0)
            answer.raise_for_status()
            document: dict[str, Any] = answer.json()
            keys = KeySet([key for entry in document["keys"] if (key := _usable(entry)) is not None])
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError, JoseError) as error:
            # Keys that were good stay good while the issuer is away.
            log.warning("issuer_keys_unavailable", url=url, error=repr(error))
            return
        shown = frozenset(key.kid for key in keys.keys if key.kid)
        if self._known - shown:
            self._verified.clear()  # some may be of the key that has retired
        self._keys, self._known = keys, shown


def _usable(entry: Any) -> Key | None:
    """A key of the issuer that can have signed a token for us. Another issuer may show keys of any kind beside it."""
    if not isinstance(entry, dict) or entry.get("kty") != "OKP" or entry.get("crv") != ALGORITHM:
        return None
    return OKPKey.import_key(entry)


def _kid(text: str) -> str:
    """The key that a token names, from its unverified header."""
    try:
        header = jws.extract_compact(text.encode("ascii")).headers()
    except (JoseError, ValueError, TypeError, KeyError, UnicodeError, RecursionError):
        raise TokenRefused("token-invalid", "The token is no signed JWT.") from None
    kid = header.get("kid")
    if not isinstance(kid, str):
        raise TokenRefused("token-invalid", "The token does not say which key signed it (kid).")
    return kid
