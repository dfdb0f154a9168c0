"""What operators and the district window do in a story: find the task, take it, decide. Each act may be repeated.

Nobody knows whether an act was carried out whose answer was lost. So every turn reads the task as it is, and does
what is still to be done.
"""

from collections.abc import Callable, Mapping
from typing import Any

from luohu_cli.door import Door, Exchange, Refused
from luohu_cli.failure import Failure

LOST_RACES = frozenset({409, 412})  #: somebody, perhaps ourselves, changed the task since it was read
TURNS = 20
PAGE = 200
WINDOW = "window"  #: the district service window, which reviews spouse records

Json = Mapping[str, Any]


def completed(
    door: Door, queue: str, token: str, about: Callable[[Json], bool], decision: Callable[[Json], Json]
) -> str:
    """Take the task of a queue that `about` recognises and complete it; its id.

    queue: path such as `/agencies/tax/v1/rechecks`. decision: the completion's body for the task as it is read.
    Raises Failure when there is no such task within some seconds, Refused when the decision is refused.
    """
    task = _found(door, queue, token, about)
    path = f"{queue}/{task['id']}"
    for _ in range(TURNS):
        read = door.must("GET", path, token=token)
        task, tag = read.response.json(), read.response.headers.get("etag", "")
        if task["state"] != "created":
            return str(task["id"])
        try:
            if task["assignee"] is None:
                taken = door.must("POST", f"{path}/assignment", token=token, headers={"If-Match": tag})
                task, tag = taken.response.json(), taken.response.headers.get("etag", "")
            body = decision(task)
            done = door.must("POST", f"{path}/completion", token=token, json=body, headers={"If-Match": tag})
            return str(done.response.json()["id"])
        except Refused as refused:
            if refused.status not in LOST_RACES:
                raise
    raise Failure(f"the task {path} kept changing")


def _found(door: Door, queue: str, token: str, about: Callable[[Json], bool]) -> Json:
    """The open task that `about` recognises. It may still be on its way to the queue, so the search is repeated."""
    began, pause = door.clock(), 0.05
    while True:
        for summary in _open(door, queue, token):
            task: Json = door.must("GET", f"{queue}/{summary['id']}", token=token).response.json()
            if about(task):
                return task
        if door.clock() - began > door.deadline:
            raise Failure(f"nothing waits in {queue} about this item")
        door.sleep(pause)
        pause = min(pause * 2, 1.0)


def _open(door: Door, queue: str, token: str) -> list[Json]:
    """Open tasks, the newest page of them last; a story of ours is never far behind."""
    body = {"state": "created", "page": {"offset": 0, "limit": PAGE}}
    items: list[Json] = door.must("POST", f"{queue}/search", token=token, json=body).response.json()["items"]
    return items


def of_item(item_id: str, part: str | None) -> Callable[[Json], bool]:
    """Recognises a task whose detail holds an item's id, and is about one part of it where one is named."""

    def about(task: Json) -> bool:
        question = task["context"].get("question") or {}
        return _holds(task["context"], item_id) and part in (None, question.get("part"))

    return about


def _holds(value: Any, wanted: str) -> bool:
    if isinstance(value, Mapping):
        return any(_holds(each, wanted) for each in value.values())
    if isinstance(value, list):
        return any(_holds(each, wanted) for each in value)
    return bool(value == wanted)


def the_record(door: Door, agency: str, token: str, record: Json) -> Json:
    """The one record of a kind that `find` gives. Raises Failure when there are none or several."""
    query = {"kind": record["kind"], **record["find"]}
    found = records(door, agency, token, query)
    if len(found) != 1:
        raise Failure(f"{agency} has {len(found)} records with {query}, not one")
    return found[0]


def records(door: Door, agency: str, token: str, query: Mapping[str, str]) -> list[Json]:
    """Records of an agency's registers."""
    answer = door.must("GET", f"/agencies/{agency}/v1/records", token=token, params=query)
    items: list[Json] = answer.response.json()["items"]
    return items


def correct(door: Door, agency: str, token: str, record: Json, fields: Json) -> Exchange:
    """Lay fields over one record of an agency's register. Doing it twice does no more than once."""
    path = f"/agencies/{agency}/v1/records/{the_record(door, agency, token, record)['id']}"
    for _ in range(TURNS):
        read = door.must("GET", path, token=token)
        held = read.response.json()
        body = {"kind": held["kind"], "fields": {**held["fields"], **fields}}
        try:
            return door.must("PUT", path, token=token, json=body, headers={"If-Match": read.response.headers["etag"]})
        except Refused as refused:
            if refused.status != 412:
                raise
    raise Failure(f"the record {path} kept changing")
