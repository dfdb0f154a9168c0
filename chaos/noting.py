"""What an answer, or its absence, tells about a request that changes something."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from chaos.ledger import Outcome
from luohu_client import Problem
from luohu_client.problem import NotSettled, Unanswered
from luohu_client.retry import IN_USE


@contextmanager
def noted(note: Callable[[Outcome], None], *, done_before: str = "") -> Iterator[None]:
    """Around a request: what became of it is noted, and what it raised goes on.

    done_before: the refusal that says that it was done already, perhaps by an attempt whose answer was lost.
    """
    try:
        yield
    except NotSettled:  # what was asked was taken in; what comes of it is late
        note(Outcome.ACCEPTED)
        raise
    except Unanswered:
        note(Outcome.UNSURE)
        raise
    except Problem as problem:
        unsure = problem.status >= 500 or problem.slug in (IN_USE, done_before)
        note(Outcome.UNSURE if unsure else Outcome.REFUSED)
        raise
    note(Outcome.ACCEPTED)
