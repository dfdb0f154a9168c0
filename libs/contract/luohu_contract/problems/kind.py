"""What a problem type is: the slug that programs switch on, and the sentences that people read (RFC 9457)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One kind of refusal. Everything here is fixed; what happened this time stands in the problem's `detail`."""

    slug: str  #: last part of `type`, `/problems/<slug>`
    status: int  #: HTTP status
    title: str  #: never varies
    meaning: str  #: one sentence: when the city answers this
    remedy: str  #: one sentence: what the caller can do


def table(*rows: ProblemType) -> dict[str, ProblemType]:
    """Problem types by slug. Raises ValueError when two rows share a slug."""
    found = {row.slug: row for row in rows}
    if len(found) != len(rows):
        raise ValueError("two problem types share a slug")
    return found
