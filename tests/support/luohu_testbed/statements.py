"""What services of this process send to PostgreSQL, so that a test can see that it does not grow with what is asked."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from luohu_kit.transaction import Transaction


@contextmanager
def statements() -> Iterator[dict[Any, list[str]]]:
    """The statements that are sent meanwhile, by their transaction."""
    said: dict[Any, list[str]] = defaultdict(list)
    run = Transaction.execute

    async def noted(transaction: Transaction, statement: Any, parameters: Any = None, **options: Any) -> Any:
        several = len(parameters) if isinstance(parameters, list) else 1
        said[transaction] += [str(statement.compile(dialect=transaction.engine.dialect))] * several
        return await run(transaction, statement, parameters, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Transaction, "execute", noted)
        yield said
