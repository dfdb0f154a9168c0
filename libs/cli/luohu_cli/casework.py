"""What a story does with cases: the employer opens them, offices and people take their steps, departments judge.

As in all of a story, a step that was cut off may be done again.
"""

from collections.abc import Callable, Mapping, MutableMapping
from typing import Any

from luohu_cli.door import Door, Refused
from luohu_cli.failure import Failure
from luohu_cli.looking import differences, in_short
from luohu_client.pdf import page

Json = Mapping[str, Any]
Told = tuple[str, str, str]  #: what was done, what it came to, and more about it

PDF = {"Content-Type": "application/pdf"}
PAUSE, LONGEST_PAUSE = 0.05, 0.5  #: seconds between two looks, at first and in the end
AT_WORK = "material_delivered"  #: a record whose department has not answered


class Cases:
    """The cases of one story. `ids` are the story's names; `token_for` signs anybody in."""

    def __init__(self, door: Door, ids: MutableMapping[str, str], token_for: Callable[[str], str]) -> None:
        self._door = door
        self._ids = ids
        self._token_for = token_for
        self._openers: dict[str, str] = {}
        self.acts: dict[str, Callable[[Json], Told]] = {
            "case": self._open,
            "take": self._take,
            "deliver": self._deliver,
            "paper": self._paper,
            "dispute": self._dispute,
            "look": self._look,
        }

    def know(self, name: str, case_id: str, opener: str) -> None:
        """A case that was opened elsewhere, such as with a roster."""
        self._ids[name], self._openers[name] = case_id, opener

    def path_of(self, name: str) -> str:
        """Where a case of the story is."""
        return f"/v1/cases/{self._ids[name]}"

    def _open(self, facts: Json) -> Told:
        body = {name: facts[name] for name in ("kind", "person", "password", "form") if name in facts}
        if "parent" in facts:
            body["parent_id"] = self._ids[facts["parent"]]
        made = self._door.must("POST", "/v1/cases", token=self._token_for(facts["who"]), json=body).response.json()
        self.know(facts["as"], made["id"], facts["who"])
        about = (made.get("person") or {}).get("name") or made["employer"]
        return f"{facts['who']} opens: {made['title']['en']}", made["status"], f"{about}: {made['label']['zh']}"

    def _take(self, facts: Json) -> Told:
        who = facts.get("who") or self._openers[facts["case"]]
        body = {name: facts[name] for name in ("said", "form") if name in facts}
        path = f"{self._path(facts)}/steps/{facts['step']}"
        try:
            done = self._door.must("POST", path, token=self._token_for(who), json=body).response.json()
        except Refused as refused:
            if not (refused.exchange.unsure and refused.slug == "step-refused"):
                raise
            done = self._door.must("GET", self._path(facts), token=self._token_for(who)).response.json()
        said = {name: value for name, value in facts.get("said", {}).items() if name != "password"}
        return f"{who}: {facts['step']}", done["status"], in_short(said)

    def _deliver(self, facts: Json) -> Told:
        token = self._token_for(self._openers[facts["case"]])
        for record in facts["records"]:
            try:
                self._door.must("POST", f"{self._path(facts)}/records/{record}/material", token=token)
            except Refused as refused:
                if not (refused.exchange.unsure and refused.slug == "record-refused"):
                    raise
        return "papers to the departments", "delivered", ", ".join(facts["records"])

    def _paper(self, facts: Json) -> Told:
        token = self._token_for(self._openers[facts["case"]])
        path = f"{self._path(facts)}/evidence"
        kept = self._door.must("POST", path, token=token, content=page(facts["text"]), headers=PDF).response.json()
        self._ids[facts["as"]] = kept["id"]
        return f"upload the evidence {facts['as']}", "done", f"PDF, {kept['size']} bytes, sha256 {kept['sha256'][:12]}…"

    def _dispute(self, facts: Json) -> Told:
        token = self._token_for(self._openers[facts["case"]])
        body = {name: facts[name] for name in ("disputes", "statement")}
        body["evidence"] = [self._ids[name] for name in facts["evidence"]]
        path = f"{self._path(facts)}/records"
        try:
            seen = self._door.must("POST", f"{path}/{facts['record']}/recheck", token=token, json=body)
        except Refused as refused:
            if not (refused.exchange.unsure and refused.slug == "recheck-open"):
                raise
            seen = self._door.must("GET", path, token=token)
        records = seen.response.json()["items"]
        name = facts["record"]
        self._ids[facts["as"]] = next(
            each["item_id"] for each in records if f"{each['indicator']}/{each['department']}" == name
        )
        return f"复核 {name}", "recheck", facts["statement"]

    def _look(self, facts: Json) -> Told:
        began, pause = self._door.clock(), PAUSE
        wanted = {name: value for name, value in facts.items() if name not in ("case", "child")}
        while True:
            seen = self._seen(facts)
            wrong = differences(wanted, seen, "case.")
            if not wrong:
                break
            if self._door.clock() - began > self._door.deadline:
                raise Failure(f"the case {facts['case']} shows otherwise than the story says: {'; '.join(wrong)}")
            self._door.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
        if "child" in facts:
            [fresh] = [each for each in seen["children"] if each not in self._ids.values()]
            self.know(facts["child"], fresh, self._openers[facts["case"]])
        told = f"{seen['total']} points" if seen.get("total") else ""
        return f"look at {facts['case']}", seen["status"], " · ".join(each for each in (seen["label"], told) if each)

    def _seen(self, facts: Json) -> dict[str, Any]:
        """The case as it stands; records and points only where the story looks at them."""
        path, token = self._path(facts), self._token_for(self._openers[facts["case"]])
        case = self._door.must("GET", path, token=token).response.json()
        seen: dict[str, Any] = {name: case[name] for name in ("status", "children")} | {"label": case["label"]["zh"]}
        if facts.keys() & {"decided", "records"}:
            records = self._door.must("GET", f"{path}/records", token=token).response.json()["items"]
            seen |= {"records": records, "decided": all(each["state"] != AT_WORK for each in records)}
        if facts.keys() & {"total", "lines", "vetoed"}:
            points = self._door.must("GET", f"{path}/points", token=token).response.json()
            document = points["document"]
            seen |= {"total": points["total"], "lines": document["lines"], "vetoed": document["vetoed"]}
        return seen

    def _path(self, facts: Json) -> str:
        return self.path_of(facts["case"])
