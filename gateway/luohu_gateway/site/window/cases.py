"""The queues of the window and of the bureau."""

from luohu_gateway.site.queues.interface import Interface, Json
from luohu_gateway.site.queues.queue import Decision, Queue
from luohu_gateway.site.visit import Visit
from luohu_kit.auth import Role


async def _reasons(here: Visit, task: Json) -> Json:
    """The reasons for which a record can be refused, as the task tells them."""
    return {"reasons": task["context"].get("reasons", ())}


def _appealed(interface: Interface, task: Json, field: str, schema: Json) -> Json:
    """A correction has the parts of the facts that the appeal's indicator is about."""
    if field != "correction":
        return schema
    parts, name = interface.properties(schema), _part(task)
    return {"type": "object", "properties": {name: parts[name]}, "required": [name]} if name in parts else schema


def _part(task: Json) -> str:
    """The part of the figures that is corrected; of the area, others stand beside it for the clerk to weigh."""
    figures = task["context"].get("figures") or {}
    return "area" if "area" in figures else next(iter(figures), "")


def _figures(task: Json) -> Json:
    name = _part(task)
    return {"correction": {name: (task["context"].get("figures") or {}).get(name)}}


DISPUTES = Queue(
    name="eligibility-disputes",
    role=Role.WINDOW,
    decisions=(Decision("uphold", "u", ("opinion",)), Decision("admit", "o", ("opinion",))),
    case="window/dispute.html",
)

CREDENTIALS = Queue(
    name="credential-reviews",
    role=Role.WINDOW,
    decisions=(Decision("approve", "u", ("opinion",)), Decision("reject", "o", ("opinion",))),
    case="window/credential.html",
)

REVIEWS = Queue(
    name="reviews",
    role=Role.WINDOW,
    decisions=(
        Decision("approve", "u", ("note",)),
        Decision("reject", "o", ("reason", "note")),
        Decision("request_evidence", "m", ("note",)),
    ),
    case="window/review.html",
    beside=_reasons,
)

APPEALS = Queue(
    name="appeals",
    role=Role.WINDOW,
    decisions=(Decision("reject", "u", ("opinion",)), Decision("uphold", "o", ("opinion", "correction"))),
    case="window/appeal.html",
    ticked=("correction",),
    narrowed=_appealed,
    begun=_figures,
)

REPORTS = Queue(
    name="report-verifications",
    role=Role.ADMINISTRATOR,
    decisions=(Decision("dismiss", "u", ("opinion",)), Decision("substantiate", "o", ("opinion", "sanction"))),
    case="window/report.html",
    files="files",
)

QUEUES = (DISPUTES, CREDENTIALS, REVIEWS, APPEALS, REPORTS)
