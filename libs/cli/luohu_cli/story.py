"""Plays a persona's story in the running city: each step of the scenario is real requests through the gateway.

The steps are data (the sandbox's personas); their language is described at the head of that file. A step may be cut
off by a service that is killed, so each can be done again: a repeated request carries the same Idempotency-Key, and
where an answer was lost, a conflict that only our own first attempt explains counts as done.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from luohu_cli import city, desk
from luohu_cli.casework import Cases
from luohu_cli.door import ADVANCE_PATIENCE, Door, Exchange, Refused
from luohu_cli.failure import Failure
from luohu_cli.looking import answer_of, differences, in_short, seen_of, summary
from luohu_client.pdf import page
from luohu_contract.duration import Duration

WAIT = {"Prefer": "wait=5"}
PDF = {"Content-Type": "application/pdf"}
ANYBODY = "anybody"  #: who reads what is open to everybody, and does not sign in
UNSETTLED = frozenset({"pending", "recheck"})
_KINDS = {
    "own_home": "自有住所",
    "rental": "合法租赁住所",
    "dormitory": "单位宿舍",
    "spouse": "配偶信息",
    "domestic_education": "国内教育",
    "overseas_education": "留学教育",
    "innovation": "创新创业",
    "tax": "纳税指标",
}

Json = Mapping[str, Any]


class Unexpected(Failure):
    """The city answered, but not what the story says."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step that was done: what it was, what it came to, and the requests that it took."""

    title: str
    status: str  #: how the item shows afterwards, such as `invalid(property)`; `done` where there is no item
    detail: str
    exchanges: tuple[Exchange, ...]


class Story:
    """One persona in one world. `play` does the steps one after the other."""

    def __init__(self, door: Door, persona: Json, world: str) -> None:
        self._door = door
        self._persona = persona
        self._world = world
        self._token = ""
        self._staff: dict[str, str] = {}
        self._declaration = ""
        self._ids: dict[str, str] = {}
        self.cases = Cases(door, self._ids, self._token_for)
        self._acts: dict[str, Callable[[Json], tuple[str, str, str]]] = {
            **self.cases.acts,
            "evidence": self._evidence,
            "file": self._file,
            "edit": self._edit,
            "delete": self._delete,
            "verify": self._verify,
            "recheck": self._recheck,
            "supply": self._supply,
            "call": self._call,
            "operator": self._operator,
            "correct": self._correct,
            "window": self._window,
            "ask": self._ask,
            "desk": self._desk,
            "advance": self._advance,
            "refused": self._refused,
            "expect": self._expect,
        }

    def play(self, steps: Sequence[Json] | None = None) -> Iterator[Step]:
        """Do every step; yields each when it is done. Raises Failure at the first that does not come out.

        Whose story opens a case files no declaration: in their city it is the employer who applies.
        """
        told = self._persona["steps"] if steps is None else steps
        yield self._done(self._sign_in)
        if not any("case" in step for step in (*told, *self._persona.get("steps", ()))):
            yield self._done(self._open_declaration)
        yield from self.go_on(told)

    def go_on(self, steps: Sequence[Json]) -> Iterator[Step]:
        """Do more steps of somebody who is signed in. Yields and raises as `play` does."""
        for step in steps:
            yield self._done(partial(self._act, step))

    def _done(self, act: Callable[[], tuple[str, str, str]]) -> Step:
        before = len(self._door.exchanges)
        title, status, detail = act()
        return Step(title, status, detail, tuple(self._door.exchanges[before:]))

    def _act(self, step: Json) -> tuple[str, str, str]:
        name = next((key for key in step if key in self._acts), None)
        if name is None:
            raise Failure(f"the story of {self._persona['name']} has a step that nobody knows: {', '.join(step)}")
        title, status, detail = self._acts[name](step[name])
        return title, status, str(step.get("say") or detail)

    def _sign_in(self) -> tuple[str, str, str]:
        self._token, _ = city.token_of(self._door, self._persona["name"], self._world)
        return "sign in", "done", f"a token of {self._persona['name']} for the world {self._world}"

    def _open_declaration(self) -> tuple[str, str, str]:
        try:
            made = self._door.must("POST", "/v1/declarations", token=self._token, json={})
            self._declaration = made.response.json()["id"]
        except Refused as refused:
            if refused.slug != "declaration-exists":
                raise
            self._declaration = refused.exchange.response.headers["location"].rsplit("/", 1)[-1]
        return "open the declaration", "draft", f"/v1/declarations/{self._declaration}"

    # What the applicant does

    def _evidence(self, facts: Json) -> tuple[str, str, str]:
        path = f"/v1/declarations/{self._declaration}/evidence"
        sent = self._door.must("POST", path, token=self._token, content=page(facts["text"]), headers=PDF)
        kept = sent.response.json()
        self._ids[facts["as"]] = kept["id"]
        return f"upload the evidence {facts['as']}", "done", f"PDF, {kept['size']} bytes, sha256 {kept['sha256'][:12]}…"

    def _file(self, facts: Json) -> tuple[str, str, str]:
        body = self._filled(facts["body"])
        path = f"/v1/declarations/{self._declaration}/{facts['path']}"
        item = self._door.must("POST", path, token=self._token, json=body).response.json()
        self._ids[facts["as"]] = item["id"]
        return f"file {_KINDS.get(item['kind'], item['kind'])} ({facts['as']})", item["display"], in_short(body)

    def _edit(self, facts: Json) -> tuple[str, str, str]:
        item = self._changed("PUT", facts["item"], self._filled(facts["body"]))
        return f"edit {facts['item']}", item["display"] if item else "", ""

    def _delete(self, facts: Json) -> tuple[str, str, str]:
        self._changed("DELETE", facts["item"], None)
        return f"delete {facts['item']}", "deleted", ""

    def _changed(self, method: str, name: str, body: Any) -> Json | None:
        """Change an item as it stands now. A version that moved on, or an item already gone, is our own doing."""
        path = self._path(name)
        for _ in range(desk.TURNS):
            read = self._door.ask("GET", path, token=self._token)
            if read.response.status_code == 404 and method == "DELETE":
                return None
            tag = {"If-Match": read.response.headers.get("etag", "")}
            try:
                done = self._door.must(method, path, token=self._token, json=body, headers=tag)
            except Refused as refused:
                if refused.status == 404 and method == "DELETE" and refused.exchange.unsure:
                    return None
                if refused.status != 412:
                    raise
            else:
                changed: Json | None = done.response.json() if done.response.content else None
                return changed
        raise Failure(f"{path} kept changing")

    def _verify(self, facts: Json) -> tuple[str, str, str]:
        shows = self._ask_once(f"{self._path(facts['item'])}/verification", {}) or "pending"
        return f"在线审核 {facts['item']}", shows, "locked until the agency has answered"

    def _recheck(self, facts: Json) -> tuple[str, str, str]:
        body = {name: facts[name] for name in ("disputes", "part", "statement") if name in facts}
        body["evidence"] = [self._ids[name] for name in facts.get("evidence", ())]
        shows = self._ask_once(f"{self._path(facts['item'])}/recheck", body) or "recheck"
        return f"申请复查 {facts['item']}", shows, facts["statement"]

    def _ask_once(self, path: str, body: Json) -> str:
        """Ask for a verdict; how the item shows then. When an answer was lost, a locked item was locked by us: ""."""
        try:
            asked = self._door.must("POST", path, token=self._token, json=body or None)
        except Refused as refused:
            if not (refused.exchange.unsure and refused.slug == "item-locked"):
                raise
            return ""
        return str(asked.response.json()["display"])

    def _supply(self, facts: Json) -> tuple[str, str, str]:
        body = {"statement": facts["statement"], "evidence": [self._ids[name] for name in facts["evidence"]]}
        self._door.must("POST", f"{self._path(facts['item'])}/evidence", token=self._token, json=body)
        return f"send more evidence for {facts['item']}", "recheck", facts["statement"]

    def _call(self, facts: Json) -> tuple[str, str, str]:
        path = f"/agencies/{facts['at']}{facts['path']}".format_map(self._ids)
        body = self._filled(facts["body"]) if "body" in facts else None
        exchange = self._door.ask(facts["method"], path, token=self._token, json=body)
        if exchange.response.status_code != facts["status"]:
            raise Refused(exchange)
        if "as" in facts:
            self._ids[facts["as"]] = exchange.response.json()["id"]
        return f"{facts['method']} {path}", str(facts["status"]), in_short(body or {})

    # What others do

    def _operator(self, facts: Json) -> tuple[str, str, str]:
        agency = facts["agency"]
        token = self._token_of_staff(agency)

        def decision(_: Json) -> Json:
            body = {name: facts[name] for name in ("decision", "reason", "note") if name in facts}
            if "fields" in facts:
                body["corrected_fields"] = self._corrected(agency, token, facts["record"]) | {"fields": facts["fields"]}
            return body

        about = desk.of_item(self._ids[facts["item"]], facts.get("part"))
        queue = f"/agencies/{agency}/v1/{facts.get('queue', 'rechecks')}"
        desk.completed(self._door, queue, token, about, decision)
        does = "corrects the record, " if "fields" in facts else ""
        return f"{agency}: an operator takes the task, {does}{facts['decision']}", "decided", facts.get("note", "")

    def _corrected(self, agency: str, token: str, record: Json) -> dict[str, Any]:
        """Which record an operator corrects: the one that is found, or a new one of the kind."""
        which: dict[str, Any] = {"kind": record["kind"]}
        if "find" in record:
            which["record_id"] = desk.the_record(self._door, agency, token, record)["id"]
        return which

    def _correct(self, facts: Json) -> tuple[str, str, str]:
        token = self._token_of_staff(facts["agency"])
        desk.correct(self._door, facts["agency"], token, facts["record"], facts["fields"])
        return f"{facts['agency']} corrects its register", "done", in_short(facts["fields"])

    def _window(self, facts: Json) -> tuple[str, str, str]:
        item = self._ids[facts["item"]]
        body = {name: facts[name] for name in ("decision", "reason", "note") if name in facts}
        token = self._token_of_staff(desk.WINDOW)
        desk.completed(self._door, "/v1/reviews", token, desk.of_item(item, None), lambda _: body)
        return f"the district window: {facts['decision']} {facts['item']}", "decided", facts.get("note", "")

    def _token_of_staff(self, office: str) -> str:
        return self._token_for(office if office == desk.WINDOW else f"operator:{office}")

    def _token_for(self, who: str) -> str:
        """A token of the applicant, of a member of staff or of an employer; each is fetched once."""
        if who == "applicant":
            return self._token
        if who not in self._staff:
            self._staff[who], _ = city.token_of(self._door, who, self._world)
        return self._staff[who]

    def _ask(self, facts: Json) -> tuple[str, str, str]:
        who, path = facts.get("who", "applicant"), self._place(facts["path"])
        looks = facts["method"] == "GET"
        began = self._door.clock()
        while True:
            exchange = self._door.ask(
                facts["method"],
                path,
                token="" if who == ANYBODY else self._token_for(who),
                json=self._filled(facts["body"]) if "body" in facts else None,
                content=page(facts["pdf"]) if "pdf" in facts else None,
                headers={"Luohu-World": self._world, **(WAIT if looks else PDF if "pdf" in facts else {})},
            )
            if exchange.response.status_code != facts.get("status", 200):
                raise Refused(exchange)
            answer = answer_of(exchange.response, facts)
            wrong = differences(self._filled(facts.get("expect", {})), answer, "answer.") if answer else ["none picked"]
            if not wrong:
                break
            if not looks or self._door.clock() - began > self._door.deadline:
                raise Unexpected(f"{facts['method']} {path}: {'; '.join(wrong)}")
            self._door.sleep(0.05)
        if "as" in facts:
            self._ids[facts["as"]] = answer["id"]
        self._ids |= {name: str(answer[field]) for name, field in facts.get("keep", {}).items()}
        return f"{who}: {facts['method']} {path}", str(exchange.response.status_code), in_short(facts.get("expect", {}))

    def _desk(self, facts: Json) -> tuple[str, str, str]:
        who, body = facts.get("who", desk.WINDOW), self._filled(facts["body"])
        about = desk.of_item(self._known()[facts["about"]], None)
        desk.completed(self._door, facts["queue"], self._token_for(who), about, lambda _: body)
        return f"{who} decides at {facts['queue']}", "decided", in_short(body)

    def _advance(self, facts: Json) -> tuple[str, str, str]:
        clock, here = "/_luohu/clock", {"Luohu-World": self._world}
        to = facts.get("to")
        if to is None:  # an instant can be asked for twice, a length cannot
            now = datetime.fromisoformat(self._door.must("GET", clock, headers=here).response.json()["now"])
            to = Duration.parse(facts["by"]).after(now).isoformat()
        try:
            wish = {"world": self._world, "to": to}
            moved = self._door.must("POST", f"{clock}/advance", json=wish, patience=ADVANCE_PATIENCE)
        except Refused as refused:
            if not (refused.exchange.unsure and refused.slug == "clock-backwards"):
                raise
            moved = self._door.must("GET", clock, headers=here)
        return "the clock moves on", "done", f"it shows {moved.response.json()['now']}"

    # What is looked at

    def _refused(self, facts: Json) -> tuple[str, str, str]:
        try:
            self._act(facts["step"])
        except Refused as refused:
            if refused.slug != facts["problem"]:
                raise
            said = str(refused.problem.get("detail", ""))
            missing = [remedy for remedy in facts.get("remedies", ()) if remedy not in str(refused.problem)]
            if missing:
                raise Unexpected(f"the refusal does not name the remedy {missing[0]}: {said}") from None
            return f"refused: {refused.slug}", str(refused.status), said
        raise Unexpected(f"{', '.join(facts['step'])} was not refused, though the story says {facts['problem']}")

    def _expect(self, facts: Json) -> tuple[str, str, str]:
        item = self._settled(facts)
        seen = seen_of(item)
        wrong = differences(facts, seen)
        if wrong:
            raise Unexpected(
                f"{facts['item']} shows {item['display']}, but the story says otherwise: {'; '.join(wrong)}"
            )
        return f"look at {facts['item']}", item["display"], summary(item, seen)

    def _settled(self, facts: Json) -> Json:
        """The item, once nobody works on it any more; at once where the story wants to see it being worked on."""
        waits = facts.get("status") not in UNSETTLED
        began = self._door.clock()
        while True:
            headers = WAIT if waits else None
            read = self._door.must("GET", self._path(facts["item"]), token=self._token, headers=headers)
            item: Json = read.response.json()
            asking = bool(facts.get("evidence_requested")) and not item["evidence_requested"]
            if item["status"] not in UNSETTLED or not (waits or asking):
                return item
            if asking:  # a request for evidence changes no status, so a waiting read would sleep through it
                self._door.sleep(0.05)
            if self._door.clock() - began > self._door.deadline:
                raise Unexpected(f"{facts['item']} is still {item['display']} after {self._door.deadline:.0f} s")

    def _place(self, path: str) -> str:
        return path.format_map(self._known())

    def _known(self) -> dict[str, str]:
        return {"declaration": self._declaration, **self._ids}

    def _path(self, name: str) -> str:
        return f"/v1/items/{self._ids[name]}"

    def _filled(self, value: Any) -> Any:
        """The value with every `$name` replaced by the id that was remembered under the name."""
        if isinstance(value, str) and value.startswith("$"):
            return self._ids[value[1:]]
        if isinstance(value, Mapping):
            return {key: self._filled(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self._filled(each) for each in value]
        return value
