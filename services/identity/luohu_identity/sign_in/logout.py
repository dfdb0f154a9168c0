"""Where somebody goes who signs out (OpenID Connect RP-Initiated Logout 1.0)."""

from collections.abc import Iterable

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from luohu_identity import front_ends, keys
from luohu_identity.sign_in.request import FrontEndUnknown, Unreadable, back
from luohu_kit.auth import ALGORITHM
from luohu_kit.runtime import Runtime


async def target(rt: Runtime, pairs: Iterable[tuple[str, str]]) -> str | None:
    """The registered address that a front end wants somebody sent to; None where it names none.

    Raises Unreadable, and FrontEndUnknown where nobody may be sent.
    """
    pairs = list(pairs)
    given = dict(pairs)
    if len(given) != len(pairs):
        raise Unreadable("a parameter comes more than once")
    hinted = await _front_end_of(rt, given["id_token_hint"]) if "id_token_hint" in given else None
    client_id = given.get("client_id", hinted)
    if hinted not in (None, client_id):
        raise Unreadable("id_token_hint is of another front end than client_id")
    wanted = given.get("post_logout_redirect_uri")
    if wanted is None:
        return None
    known = None if client_id is None else await front_ends.find(rt, client_id)
    if known is None or wanted not in known.post_logout_redirect_uris:
        raise FrontEndUnknown("post_logout_redirect_uri is not exactly one that the front end registered.")
    return back(wanted, {"state": given.get("state")})


async def _front_end_of(rt: Runtime, hint: str) -> str:
    """Whom an id token was made for; it may have expired meanwhile. Raises Unreadable."""
    shown = KeySet(list(await keys.shown_keys(rt)))
    try:
        claims = jwt.decode(hint, shown, algorithms=[ALGORITHM]).claims
        if claims["iss"] == rt.settings.token_issuer and isinstance(claims["aud"], str):
            return str(claims["aud"])
    except (JoseError, ValueError, TypeError, KeyError, RecursionError):
        pass
    raise Unreadable("id_token_hint is no id token of this city")
