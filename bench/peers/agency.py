"""The agency that the queues ask: the tax authority's register and rule, answered in the same request.

luohu's own tax authority stores a question durably and calls back. A queue's job would have to wait for that call, so
this one answers at once: one look at the register, the rule, the verdict. It stores nothing, checks no signature and
writes no journal; all that is to the advantage of who asks.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime

import asyncpg
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench.peers.server import serve
from luohu_agency.verdict import verdict_of
from luohu_contract.claim import TaxClaim
from luohu_contract.message import Question
from luohu_tax.verdicts import Facts, IncomeKind, Payment, Penalty, judge

CONNECTIONS = 4
_LOOK = """
    SELECT ARRAY(SELECT (paid_on, income_kind, amount) FROM payment
                 WHERE world = $1 AND id_number = $2 AND paid_on BETWEEN $3 AND $4),
           ARRAY(SELECT (imposed_on, fine, revoked) FROM penalty
                 WHERE world = $1 AND id_number = $2 AND imposed_on BETWEEN $3 AND $4)
"""


async def answer(request: Request) -> Response:
    """The verdict on the question in the body."""
    question = Question.model_validate_json(await request.body())
    facts = await _facts(request.app.state.pool, request.app.state.world, question)
    decision = judge(question, facts)
    return Response(verdict_of(question, decision, datetime.now(UTC)).model_dump_json(exclude_none=True))


async def _facts(pool: asyncpg.Pool, world: str, question: Question) -> Facts:
    claim = question.claim
    assert isinstance(claim, TaxClaim)  # noqa: S101 - nothing else is asked here
    years = (*claim.tax_years, *claim.penalty_years)
    first, last = date(min(years), 1, 1), date(max(years), 12, 31)
    paid, imposed = await pool.fetchrow(_LOOK, world, question.subject.id_number, first, last)
    return Facts(
        tuple(Payment(on, IncomeKind(kind), amount) for on, kind, amount in paid),
        tuple(Penalty(*each) for each in imposed),
    )


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """Keeps connections to the register."""
    async with asyncpg.create_pool(os.environ["AGENCY_DATABASE"], min_size=CONNECTIONS, max_size=CONNECTIONS) as pool:
        app.state.pool, app.state.world = pool, os.environ["AGENCY_WORLD"]
        yield


app = Starlette(routes=[Route("/verifications", answer, methods=["POST"])], lifespan=lifespan)

if __name__ == "__main__":
    serve(app)
