"""What the city answers: states, reasons, problems, notices."""

from generation.tables import table
from luohu_contract.item import Remedy
from luohu_contract.problems import PROBLEMS
from luohu_contract.reasons import REASONS
from luohu_contract.texts.notices import NOTICES
from luohu_contract.texts.problems import REFUSALS
from luohu_declaration.domain import appeal, report, states


def state_tables() -> str:
    """The state tables, drawn."""
    return (
        "# States\n\n## An item\n\nDrawn from the one table in `luohu_declaration/domain/states.py`. "
        "`pending` and `recheck` lock the item.\n\n```mermaid\n" + states.as_mermaid() + "```\n\n"
        "## An appeal\n\nDrawn from the one table in `luohu_declaration/domain/appeal.py`. Only an open appeal changes."
        "\n\n```mermaid\n" + appeal.as_mermaid() + "```\n\n"
        "## A named report\n\nDrawn from the one table in `luohu_declaration/domain/report.py`. Only an open report "
        "changes.\n\n```mermaid\n" + report.as_mermaid() + "```\n"
    )


def reasons() -> str:
    """The catalogue of reasons."""
    rows = (
        (
            f"`{reason.code}`",
            reason.outcome.value,
            reason.zh,
            reason.en,
            ", ".join(f"`{remedy.value}`" for remedy in reason.remedies),
            reason.duration or "not stated",
            reason.decided_by,
            reason.source,
        )
        for reason in REASONS.values()
    )
    ways = "\n".join(
        (
            f"- `{Remedy.RECHECK.value}` 申请复查: ask again with evidence, an operator decides",
            f"- `{Remedy.REFILE.value}` 删除后重新填写: correct or delete, and file again",
            f"- `{Remedy.FIX_AT_SOURCE.value}` 补录, 备案, 认证: have the record corrected at its source, file again",
        )
    )
    head = f"# Reasons\n\nAlso at `GET /v1/reasons`. The ways out:\n\n{ways}\n\n"
    return head + table(
        ("code", "outcome", "label", "in English", "ways out", "recheck takes", "decided by", "source"), rows
    )


def problems() -> str:
    """The problem types."""
    rows = ((f"`{p.slug}`", p.status, p.title, REFUSALS[p.slug].title, p.meaning, p.remedy) for p in PROBLEMS.values())
    head = (
        "# Problems\n\nEvery error is an RFC 9457 problem; `type` is `/problems/<slug>`, a page of the gateway. "
        "Its title is English; pages in Chinese say it in Chinese.\n\n"
    )
    return head + table(("slug", "status", "title", "in Chinese", "meaning", "what to do"), rows)


def notices() -> str:
    """What the city tells people by SMS."""
    rows = ((f"`{kind}`", said.zh, said.en) for kind, said in NOTICES.items())
    return "# Notices\n\nThe kinds of `GET /v1/notices`; places in braces are parameters of the notice.\n\n" + table(
        ("kind", "sentence", "in English"), rows
    )
