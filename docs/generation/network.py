"""What runs and what it takes: services, settings, faults, scenarios, webhooks, checks of conformance."""

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from generation.tables import table
from luohu_conformance import agency, declaration
from luohu_contract.directory import EDGES, SERVICES
from luohu_declaration.domain import webhook
from luohu_kit.faults.book import edge_name
from luohu_kit.faults.fault import Fault, Which
from luohu_kit.scenarios import everything as catalogue
from luohu_kit.settings import Settings


def services() -> str:
    """The services, their doors and what they answer."""
    rows = (
        (
            f"`{s.name}`",
            s.title,
            8700 + s.port,
            "" if s.name == "gateway" else f"`{s.name.replace('-', '_')}`",
            ", ".join(f"`{kind}`" for kind in sorted(s.answers)),
        )
        for s in SERVICES
    )
    return (
        "# Services\n\nPorts follow `LUOHU_PORT_BASE` (8700); the embedded PostgreSQL listens ninety above it.\n\n"
        + table(("service", "office", "port", "database", "claims that it judges"), rows)
    )


def settings() -> str:
    """The settings, as the code describes them."""
    rows = (
        (f"`LUOHU_{name.upper()}`", _default(field), field.description or "")
        for name, field in Settings.model_fields.items()
    )
    return "# Settings\n\nFrom the environment. Objects and lists are JSON.\n\n" + table(
        ("variable", "default", "meaning"), rows
    )


def _default(field: FieldInfo) -> str:
    if field.default_factory is not None or field.default is PydanticUndefined:
        return "see meaning"
    value = getattr(field.default, "value", field.default)
    return f"`{value}`" if value != "" else "empty"


def faults() -> str:
    """What a fault can be told to do, and where."""
    rows = (
        (f"`{name}`", "" if field.default in (None, Which()) else _default(field), field.description or "")
        for name, field in Fault.model_fields.items()
    )
    edges = "\n".join(f"- `{edge_name(*edge)}`" for edge in EDGES)
    head = (
        "# Faults\n\n`PUT /_luohu/faults/{edge}` takes these fields; how they play together is told in"
        " [Break an edge](../guides/break-an-edge.md).\n\n"
    )
    return head + table(("field", "default", "what it does"), rows) + f"\n## Edges\n\n{edges}\n"


def scenarios() -> str:
    """What the header `Luohu-Scenario` can say."""
    rows = (
        (
            f"`{s.name}`",
            ", ".join(f"`{on}`" for on in s.on),
            ", ".join(f"`{kind}`" for kind in s.claims) or "all",
            s.does,
            s.outcome,
            f"`{s.gives.reason}`" if s.gives and s.gives.reason else "",
        )
        for s in catalogue().values()
    )
    head = (
        "# Scenarios\n\nWhat `Luohu-Scenario: NAME` makes of one request; the same at `GET /_luohu/scenarios`. How to"
        " use them is told in [Tell the outcome](../guides/tell-the-outcome.md). `verification` and `recheck` are two"
        " requests of an item, `any` is every request to the declaration service. A test holds each to its word.\n\n"
    )
    return head + table(("name", "on", "claims", "what it does", "what comes of it", "reason"), rows)


def webhooks() -> str:
    """What can be subscribed to."""
    kinds = "".join(
        f"\n## Of an {owner}\n\n" + "\n".join(f"- `{kind}`" for kind in kinds) + "\n"
        for owner, kinds in webhook.KINDS.items()
    )
    waits = ", ".join(f"`{wait}`" for wait in webhook.SCHEDULE)
    return (
        "# Webhooks\n\nWhat `POST /v1/webhooks` takes as `kinds`, and sends as `type`; "
        f"`{webhook.PING}` comes only when it is asked for. Everybody hears of their own things alone. A message that "
        f"fails is tried again after {waits} of the world's clock, and then no more. "
        "[How to](../guides/hear-of-changes.md).\n" + kinds
    )


def conformance() -> str:
    """What the conformance kit looks at."""
    heads = ("check", "what your service does", "why")
    suites = {
        "An agency": agency.CHECKS,
        "A declaration service": declaration.CHECKS,
    }
    parts = (
        f"## {title}\n\n" + table(heads, ((f"`{check.id}`", check.sentence, check.why) for check in checks))
        for title, checks in suites.items()
    )
    return (
        "# Checks of the conformance kit\n\nIn the order in which `luohu conform` makes them; how to run it is told in "
        "[Find out whether your service will live in the city](../guides/conform.md).\n\n" + "\n".join(parts)
    )
