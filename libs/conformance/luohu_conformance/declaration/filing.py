"""The applicant files: once under a key, in the right form, and nobody else."""

from uuid import uuid4

from luohu_conformance.check import Broken, Suite
from luohu_conformance.declaration.bench import HOME, OTHER_HOME, Bench
from luohu_conformance.reading import id_of, must, must_refuse, shown, value

SUITE: Suite[Bench] = Suite()


@SUITE.check(
    "item-filed",
    "An applicant opens the declaration of the year and files a home in it: 201, a draft.",
    why="POST /v1/declarations, POST /v1/declarations/{id}/residences. What is filed is a draft until it is sent.",
)
async def item_filed(bench: Bench) -> str:
    bench.declaration = await bench.applicant.opened()
    await bench.applicant.clear(bench.declaration, "own_home")
    answer = must(await bench.applicant.ask("POST", _residences(bench), json=HOME), 201)
    bench.home = id_of(answer)
    await bench.applicant.must_be(bench.home, "draft", "it was filed")
    return f"item {bench.home}"


@SUITE.check(
    "filed-once-under-a-key",
    "The same filing again under the same Idempotency-Key is answered as the first one was, and files nothing.",
    why="A client that lost an answer asks again with the key of the first time. Without it there are two homes.",
    needs=["item-filed"],
)
async def filed_once(bench: Bench) -> str:
    key = str(uuid4())
    first = must(await bench.applicant.ask("POST", _residences(bench), json=OTHER_HOME, key=key), 201)
    bench.other = id_of(first)
    again = await bench.applicant.ask("POST", _residences(bench), json=OTHER_HOME, key=key)
    if again.status_code != 201 or value(again, "id") != bench.other:
        raise Broken(f"the second time it was answered {shown(again)}, not as the first time")
    return "answered the same twice"


@SUITE.check(
    "key-of-another-request-refused",
    "An Idempotency-Key that came with another body is refused 422 as idempotency-key-reused.",
    why="The answer of another request would tell the client of something that it did not do.",
    needs=["item-filed"],
)
async def key_reused(bench: Bench) -> str:
    key, form = str(uuid4()), {**HOME, "certificate_number": "京(2019)朝不动产权第9900043号"}
    form |= {"from": "2019-08", "to": "2019-09"}
    filed = id_of(must(await bench.applicant.ask("POST", _residences(bench), json=form, key=key), 201))
    other = await bench.applicant.ask("POST", _residences(bench), json={**form, "to": "2019-10"}, key=key)
    must_refuse(other, "another body under the key", 422, slug_is="idempotency-key-reused")
    await bench.applicant.ask("DELETE", f"/v1/items/{filed}", version=await bench.applicant.version(filed))
    return "refused"


@SUITE.check(
    "wrong-form-refused",
    "A home without its fields is refused with a status of 4xx.",
    why="Nothing that a client sends is answered 5xx: that would say `try again`.",
    needs=["item-filed"],
)
async def wrong_form(bench: Bench) -> str:
    for what, form in {"an empty form": {}, "a form without district": {**HOME, "district": None}}.items():
        must_refuse(await bench.applicant.ask("POST", _residences(bench), json=form), what)
    must_refuse(await bench.applicant.ask("POST", _residences(bench), content=b"{"), "a body that is no JSON")
    return "three refused"


@SUITE.check(
    "nobody-else-reads",
    "An item is 401 without a token; one that does not exist is 404.",
    why="What belongs to somebody else is 404 as well: whether it exists is nobody's business.",
    needs=["item-filed"],
)
async def nobody_else(bench: Bench) -> str:
    answer = await bench.applicant.ask("GET", f"/v1/items/{bench.home}", signed_in=False)
    must_refuse(answer, "an item without a token", 401)
    must_refuse(await bench.applicant.ask("GET", f"/v1/items/{uuid4()}"), "an item that does not exist", 404)
    return "401 and 404"


def _residences(bench: Bench) -> str:
    return f"/v1/declarations/{bench.declaration}/residences"
