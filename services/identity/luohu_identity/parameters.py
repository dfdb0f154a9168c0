"""Forms as browsers and programs send them: `application/x-www-form-urlencoded`, small, each name once."""

from urllib.parse import parse_qsl

from fastapi import Request

from luohu_identity.grants import refused

LONGEST = 16_384  #: bytes
LONGEST_VALUE = 500  #: characters
FORM = "application/x-www-form-urlencoded"


async def form_of(request: Request, *, longest: int = LONGEST_VALUE) -> dict[str, str]:
    """The parameters of a form (RFC 6749, appendix B). longest: characters of a value. Raises a problem."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != FORM:
        raise refused("invalid_request", f"parameters come as {FORM}, such as grant_type=...")
    pairs = _pairs(await request.body())
    for pair in pairs:
        check_values(*pair, longest=longest)
    form = dict(pairs)
    if len(form) != len(pairs):
        raise refused("invalid_request", "a parameter comes more than once")
    return form


def check_values(*values: str, longest: int = LONGEST_VALUE) -> None:
    """Refuse what no database would keep, and no name and no secret is."""
    if any("\x00" in value or len(value) > longest for value in values):
        raise refused("invalid_request", f"a value has more than {longest} characters or holds a NUL character")


def _pairs(body: bytes) -> list[tuple[str, str]]:
    if len(body) > LONGEST:
        raise refused("invalid_request", f"the form has {len(body):,} bytes, and at most {LONGEST:,} are read")
    try:
        return parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=20, errors="strict")
    except (UnicodeDecodeError, ValueError):
        raise refused("invalid_request", "the form cannot be read; it is percent-encoded UTF-8") from None
