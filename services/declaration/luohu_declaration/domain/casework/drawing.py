"""A procedure as a Mermaid diagram, for the reference."""

from luohu_declaration.domain.casework.procedure import CITY, Procedure, Step


def as_mermaid(procedure: Procedure) -> str:
    """The statuses and the steps between them, each with who takes it, or what the city waits for."""
    lines = [f"    {name}: {name}<br>{title.zh}" for name, title in procedure.statuses.items()]
    lines.append(f"    [*] --> {procedure.first}")
    lines += [
        f"    {source} --> {step.target}: {step.name} ({taken_by(step)})"
        for step in procedure.steps.values()
        for source in step.sources
    ]
    lines += [f"    {status} --> [*]" for status in procedure.statuses if procedure.ended(status)]
    return "\n".join(["stateDiagram-v2", *lines]) + "\n"


def taken_by(step: Step) -> str:
    """Who takes a step, in the order of the alphabet; of the city's, when."""
    if step.with_list:
        return f"{CITY}, with the list"
    if step.after is not None:
        return f"{CITY}, after {step.after.working_days or step.after.period}"
    return ", ".join(who.replace(":", " of ") for who in sorted(step.by))
