"""Load from several machines: applicants on locust, each a person of their own who files page by page.

Nothing of luohu is imported, so a worker's machine needs locust and this file alone. The master (or a run without
workers) makes a world with a population and tells each worker which people are its own; a worker reads from the city
what is true of them. Everybody signs in, opens a declaration, files what a register judges, has it verified and waits
for the verdict; then somebody else comes. When nobody is left, users stop.
"""

import json
import time
from collections import deque
from typing import Any
from uuid import uuid4

import requests
from locust import FastHttpUser, between, events, task
from locust.argument_parser import LocustArgumentParser
from locust.env import Environment
from locust.exception import StopUser
from locust.runners import MasterRunner, WorkerRunner

PAGES = ("residences", "education", "honours", "tax", "innovation")  #: whose items a register alone judges
WAIT = 30  #: seconds that a reader waits for a verdict

Truth = dict[str, Any]
ours: deque[Truth] = deque()  #: what is true of those who have not come yet, in this process


@events.init_command_line_parser.add_listener
def add_options(parser: LocustArgumentParser) -> None:
    parser.add_argument("--people", type=int, default=1000, help="in the world, shared out among the workers")


@events.init.add_listener
def listen(environment: Environment, **_: Any) -> None:
    """A worker hears of its people before its first user comes: both are messages on one line."""
    if isinstance(environment.runner, WorkerRunner):
        environment.runner.register_message("people", lambda msg, **_: take(**msg.data))


@events.test_start.add_listener
def share_out(environment: Environment, **_: Any) -> None:
    """The master makes the world, and tells each worker its part of the people."""
    runner, options = environment.runner, environment.parsed_options
    if isinstance(runner, WorkerRunner) or options is None:
        return
    city = str(environment.host)
    world = make_world(city, options.people)
    if isinstance(runner, MasterRunner):
        workers = list(runner.clients)
        for number, worker in enumerate(workers):
            runner.send_message("people", {"city": city, "world": world, "first": number, "step": len(workers)}, worker)
    else:
        take(city, world, 0, 1)


def make_world(city: str, people: int) -> str:
    """A world in which everybody may file, with so many people; its name."""
    name = f"load-{uuid4().hex[:8]}"
    wish = {"name": name, "personas": False, "admission": "open", "clock": {"mode": "running"}}
    here = {"Luohu-World": name}
    with requests.Session() as ask:
        ask.trust_env = False
        ask.post(f"{city}/_luohu/worlds", json=wish, timeout=60).raise_for_status()
        ask.post(f"{city}/_luohu/population", json={"size": people}, headers=here, timeout=60).raise_for_status()
        state = "loading"
        while state == "loading":
            told = ask.get(f"{city}/_luohu/population", headers={**here, "Prefer": f"wait={WAIT}"}, timeout=2 * WAIT)
            told.raise_for_status()
            state = told.json()["state"]
    return name


def take(city: str, world: str, first: int, step: int) -> None:
    """Every so many of the people are ours, from that one on."""
    ours.clear()
    with requests.Session() as ask:
        ask.trust_env = False
        here = {"Luohu-World": world}
        with ask.get(f"{city}/_luohu/population/truth", headers=here, stream=True, timeout=600) as told:
            told.raise_for_status()
            for number, line in enumerate(told.iter_lines()):
                if number % step == first:
                    ours.append({**json.loads(line), "world": world})


class Applicant(FastHttpUser):
    """Somebody at a screen: one person after another, with a moment between two."""

    wait_time = between(0.1, 0.5)

    @task
    def file(self) -> None:
        if not ours:
            raise StopUser
        truth = ours.popleft()
        form = {"grant_type": "urn:luohu:grant:persona", "persona": truth["person"]["persona"], "world": truth["world"]}
        signed_in = self.client.post("/identity/token", data=form, name="sign in")
        if signed_in.status_code != 200:
            return
        headers = {"Authorization": f"Bearer {signed_in.json()['access_token']}"}
        opened = self.client.post("/v1/declarations", json={}, headers=headers, name="open a declaration")
        if opened.status_code != 201:
            return
        for item in truth["items"]:
            if _for_a_register(item):
                self._file(opened.headers["Location"], item, headers)

    def _file(self, declaration: str, item: Truth, headers: dict[str, str]) -> None:
        filed = self.client.post(
            f"{declaration}/{item['path']}", json=item["body"], headers=headers, name="file an item"
        )
        if filed.status_code != 201:
            return
        path = filed.headers["Location"]
        began = time.perf_counter()
        asked = self.client.post(f"{path}/verification", headers=headers, name="在线审核")
        if asked.status_code != 202:
            return
        waiting = {**headers, "Prefer": f"wait={WAIT}"}
        with self.client.get(path, headers=waiting, name="wait for the verdict", catch_response=True) as read:
            status = read.json()["status"] if read.status_code == 200 else ""
            if status == "pending":
                read.failure(f"no verdict after {WAIT} s")
        if status in ("valid", "invalid"):
            took = (time.perf_counter() - began) * 1000
            self.environment.events.request.fire(
                request_type="loop", name="from 在线审核 to the verdict", response_time=took, response_length=0
            )


def _for_a_register(item: Truth) -> bool:
    """Whether nobody but a register judges it: no scan, no spouse."""
    spouse = any(value for name, value in item["body"].items() if name.startswith("spouse"))
    return item["path"] in PAGES and "evidence" not in item and not spouse
