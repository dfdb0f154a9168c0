"""The declaration service in memory as its applicant sees it: filing, sending, disputing homes."""

import json
from typing import Any
from uuid import UUID, uuid4

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from luohu_wrong.declaration import LOCKED, Item, Json, Loop

TOKEN = "the-applicant"
DECLARATION = "0b2f4c1e-6f3a-4a55-9a51-1f6f5a0b7c11"


class Declaration(Loop):
    """A declaration service with one defect, or none."""

    def __init__(self, defect: str = "") -> None:
        super().__init__(defect)
        self.opened = False
        self.answers: dict[tuple[str, str], tuple[bytes, int, Json]] = {}
        one, item = f"/v1/declarations/{DECLARATION}", "/v1/items/{item:uuid}"
        self.app = Starlette(
            routes=[
                *self.agency_routes,
                Route("/v1/declarations", self._open, methods=["POST"]),
                Route(one, self._read_all),
                Route(f"{one}/residences", self._residence, methods=["POST"]),
                Route(f"{one}/evidence", self._upload, methods=["POST"]),
                Route(item, self._read),
                Route(item, self._edit, methods=["PUT"]),
                Route(item, self._delete, methods=["DELETE"]),
                Route(f"{item}/verification", self._verification, methods=["POST"]),
                Route(f"{item}/recheck", self._recheck, methods=["POST"]),
                Route(f"{item}/evidence", self._more, methods=["POST"]),
                Route(f"{item}/events", self._events),
            ]
        )

    async def _open(self, request: Request) -> Response:
        if self.opened:
            answer = self.problem(409, "declaration-exists")
            answer.headers["Location"] = f"/v1/declarations/{DECLARATION}"
            return answer
        self.opened = True
        return JSONResponse({"id": DECLARATION}, status_code=201)

    async def _read_all(self, request: Request) -> Response:
        return JSONResponse({"id": DECLARATION, "items": [_view(item) for item in self.items.values()]})

    async def _residence(self, request: Request) -> Response:
        body = await request.body()
        try:
            form = json.loads(body)
        except ValueError:
            return self.problem(422, "validation-failed")
        if not form.get("district"):
            empty = self.defect == "fails at an empty form" and not form
            return self.problem(500, "internal-error") if empty else self.problem(422, "validation-failed")
        kept = self._kept(request, body)
        if kept is not None and not (self.defect == "files again under a key" and kept.status_code == 201):
            return kept
        item = Item(uuid4(), form)
        self.items[item.id] = item
        return self._keep(request, body, 200 if self.defect == "files with 200" else 201, _view(item))

    def _kept(self, request: Request, body: bytes) -> Response | None:
        """The first answer under the key of a request; a refusal when the request was another one."""
        held = self.answers.get((request.url.path, request.headers.get("idempotency-key", "")))
        if held is None:
            return None
        if held[0] != body and self.defect != "looks at keys only":
            return self.problem(422, "idempotency-key-reused")
        return JSONResponse(held[2], status_code=held[1])

    def _keep(self, request: Request, body: bytes, status: int, view: Json) -> Response:
        if key := request.headers.get("idempotency-key"):
            self.answers[request.url.path, key] = (body, status, view)
        return JSONResponse(view, status_code=status)

    async def _upload(self, request: Request) -> Response:
        file = uuid4()
        self.files[file] = await request.body()
        return JSONResponse({"id": str(file)}, status_code=201)

    def _item(self, request: Request) -> Item | None:
        return self.items.get(request.path_params["item"])

    async def _read(self, request: Request) -> Response:
        if request.headers.get("authorization") != f"Bearer {TOKEN}" and self.defect != "reads without a token":
            return self.problem(401, "token-missing")
        item = self._item(request)
        if item is None:
            return self.problem(404, "not-found")
        return JSONResponse(_view(item), headers={"ETag": f'"{item.version}"'})

    async def _edit(self, request: Request) -> Response:
        item = self._item(request)
        assert item is not None
        if item.status in LOCKED:
            if self.defect == "edits what is pending":
                return JSONResponse(_view(item))
            return self.problem(409, "illegal-transition" if self.defect == "names no lock" else "item-locked")
        item.form, item.reason = await request.json(), None
        item.move("draft")
        return JSONResponse(_view(item))

    async def _delete(self, request: Request) -> Response:
        item = self._item(request)
        assert item is not None
        if item.status in LOCKED:
            return self.problem(409, "item-locked")
        del self.items[item.id]
        return Response(status_code=204)

    async def _verification(self, request: Request) -> Response:
        item, body = self._item(request), await request.body()
        assert item is not None
        if self.defect != "sends by no key" and (kept := self._kept(request, body)) is not None:
            return kept
        if item.status != "draft" and self.defect == "sends what is pending":
            return JSONResponse(_view(item), status_code=202)
        if item.status != "draft":
            return self.problem(409, "verification-not-possible")
        if self.defect == "sends by and by":
            return JSONResponse(_view(item), status_code=202)
        self.ask(item)
        return self._keep(request, body, 202, _view(item))

    async def _recheck(self, request: Request) -> Response:
        item, wanted = self._item(request), await request.json()
        assert item is not None
        if item.status == "recheck":
            if self.defect == "rechecks twice":
                return JSONResponse(_view(item), status_code=202)
            return self.problem(409, "recheck-open")
        if item.status == "pending" or item.reason != wanted["disputes"]:
            early = self.defect == "a recheck too early is 422" and item.status == "pending"
            valid = self.defect == "a recheck of nothing is 422" and item.status == "valid"
            return self.problem(422 if early or valid else 409, "recheck-not-allowed")
        files = [] if self.defect == "forgets evidence" else wanted["evidence"]
        evidence = tuple(self.ref(UUID(file)) for file in files)
        self.ask(item, disputes=wanted["disputes"], statement=wanted["statement"], evidence=evidence)
        return JSONResponse(_view(item), status_code=202)

    async def _more(self, request: Request) -> Response:
        item, added = self._item(request), await request.json()
        assert item is not None
        question = self.open_question(item)
        assert question is not None
        self.supply(question, [UUID(file) for file in added["evidence"]])
        item.evidence_requested = None
        return JSONResponse(_view(item), status_code=202)

    async def _events(self, request: Request) -> Response:
        item = self._item(request)
        assert item is not None
        return JSONResponse({"items": [{"from": before, "to": after} for before, after in item.moves]})


def _view(item: Item) -> Json:
    view: dict[str, Any] = {
        "id": str(item.id),
        "kind": "own_home",
        "status": item.status,
        "version": item.version,
        "attempt": item.attempt,
        "reason": {"code": item.reason} if item.reason else None,
        "evidence_requested": item.evidence_requested,
    }
    return view


#: What is wrong, the one check that says so, and words of what it saw.
DEFECTS: dict[str, tuple[str, str]] = {
    "files with 200": ("item-filed", "not 201"),
    "files again under a key": ("filed-once-under-a-key", "not as the first time"),
    "looks at keys only": ("key-of-another-request-refused", "answered 201"),
    "fails at an empty form": ("wrong-form-refused", "an empty form was answered 500"),
    "reads without a token": ("nobody-else-reads", "without a token was answered 200"),
    "sends by and by": ("question-asked", "the item is draft"),
    "adds a field": ("question-readable", "colour"),
    "signs with another secret": ("question-signed", "No matching signature"),
    "signs questions late": ("question-signed", "too old"),
    "names another world": ("question-names-its-world", "'other', not 'main'"),
    "rewrites numbers": ("question-says-what-was-filed", "certificate_number"),
    "calls itself otherwise": ("callback-at-home", "localhost"),
    "asks once": ("question-redelivered", "a second time"),
    "sends by no key": ("asked-once-under-a-key", "answered 409"),
    "takes a refusal for a verdict": ("refusal-is-no-verdict", "after a 422 of the agency the item is invalid"),
    "edits what is pending": ("pending-is-locked", "an edit was answered 200"),
    "names no lock": ("pending-is-locked", "illegal-transition"),
    "sends what is pending": ("pending-is-not-sent-again", "answered 202"),
    "a recheck too early is 422": ("no-recheck-before-a-verdict", "not 409"),
    "asks for no signature": ("forged-verdict-refused", "no signature was answered 200"),
    "reads no timestamp": ("untimely-verdict-refused", "ten minutes ago"),
    "fails at no JSON": ("malformed-delivery-refused", "answered 500"),
    "the unknown is late": ("unknown-verdict-received", "received as late"),
    "takes a hundred at most": ("full-delivery-received", "answered 413"),
    "looks at the question only": ("misfit-verdict-received", "received as moved"),
    "believes every agency": ("verdict-of-another-agency-received", "received as moved"),
    "forgets the reason": ("verdict-moves-the-item", "reason None"),
    "a stray spoils the delivery": ("verdict-moves-the-item", "answered 422"),
    "forgets what was refused": ("verdict-after-refusal-counts", "received as unknown"),
    "duplicates are moves": ("duplicate-changes-nothing", "received as moved, moved"),
    "moves at duplicates": ("duplicate-changes-nothing", "version"),
    "the last verdict counts": ("second-verdict-is-late", "received as moved"),
    "forgets evidence": ("recheck-asked", "with 0 files"),
    "rechecks in the same attempt": ("recheck-asked", "it is attempt 1"),
    "rechecks twice": ("one-recheck-at-a-time", "answered 202"),
    "changes evidence": ("evidence-served", "not those announced"),
    "shows evidence to everybody": ("evidence-guarded", "no signature was answered 200"),
    "shows evidence with any question": ("evidence-guarded", "another question was answered 200"),
    "shows no notes": ("request-for-more-noted", "shows None"),
    "notes twice": ("request-for-more-noted", "version"),
    "keeps supplements": ("supplement-sent", "nothing came"),
    "signs no supplements": ("supplement-signed", "lacks webhook-id"),
    "no recheck is in time": ("recheck-settles", "received as late"),
    "a recheck of nothing is 422": ("nothing-to-dispute", "not 409"),
    "every filing is attempt 1": ("edited-item-is-asked-anew", "attempt 1"),
    "old questions count": ("old-verdict-is-late", "received as moved"),
    "reads no attempts": ("old-verdict-is-late", "received as moved"),
    "looks after nothing": ("lost-verdict-is-fetched", "was not asked"),
    "looks and forgets": ("lost-verdict-is-fetched", "the item is pending"),
    "refuses as plain JSON": ("refusals-are-problems", "Content-Type is application/json"),
}
