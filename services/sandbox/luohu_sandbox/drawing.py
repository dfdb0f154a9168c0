"""A journey drawn as a sequence diagram: as text for a terminal, as Mermaid for a page."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from luohu_kit.clock import BEIJING
from luohu_sandbox.journey import Step

LANE = 20  #: characters between two lifelines
TIME = 21  #: characters of the column of times


def as_text(steps: Sequence[Step]) -> str:
    """Lifelines side by side, an arrow for each step with its words beside it; the world's time where it moves."""
    names = participants(steps)
    head = " " * TIME + "".join(name.center(LANE) for name in names)
    lines = [head.rstrip()]
    shown = ""
    for step in steps:
        time = _time(step.world_at)
        lines.append(f"{time if time != shown else '':<{TIME}}{_arrow(step, names)}  {_words(step)}")
        shown = time
    return "\n".join(lines) + "\n"


def participants(steps: Sequence[Step]) -> list[str]:
    """Everybody who asks or is asked, in the order in which they come in."""
    return list(dict.fromkeys(name for step in steps for name in (step.sender, step.receiver)))


def _arrow(step: Step, names: Sequence[str]) -> str:
    """The lifelines with the arrow across them; a cross at its end where nothing came back."""
    line = [" "] * (LANE * len(names))
    for index in range(len(names)):
        line[index * LANE + LANE // 2] = "|"
    start = names.index(step.sender) * LANE + LANE // 2
    end = names.index(step.receiver) * LANE + LANE // 2
    low, high = min(start, end), max(start, end)
    line[low + 1 : high] = "-" * (high - low - 1)
    if end > start:
        line[end - 1] = "x" if step.answer is None else ">"
    else:
        line[end + 1] = "x" if step.answer is None else "<"
    return "".join(line).rstrip()


def _words(step: Step) -> str:
    words = f"{step.says} => {step.answer or 'no answer'}"
    if step.times > 1:
        words += f" ({step.times} times)"
    return words + (f" [fault: {step.fault}]" if step.fault else "")


def _time(instant: datetime) -> str:
    return instant.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")


def as_mermaid(steps: Sequence[Step]) -> str:
    """The same for Mermaid."""
    names = participants(steps)
    lines = ["sequenceDiagram"]
    lines += [f"    participant {_alias(name)} as {name}" for name in names]
    lines += _messages(steps, names)
    return "\n".join(lines) + "\n"


def _messages(steps: Sequence[Step], names: Sequence[str]) -> Iterator[str]:
    over = ",".join(dict.fromkeys((_alias(names[0]), _alias(names[-1]))))
    shown = ""
    for step in steps:
        if (time := _time(step.world_at)) != shown:
            yield f"    Note over {over}: {time}"
            shown = time
        sender, receiver = _alias(step.sender), _alias(step.receiver)
        again = f" ({step.times} times)" if step.times > 1 else ""
        yield f"    {sender}{'-x' if step.answer is None else '->>'}{receiver}: {_plain(step.says)}{again}"
        if step.answer is not None:
            yield f"    {receiver}-->>{sender}: {_plain(step.answer)}"
        if step.fault is not None:
            yield f"    Note right of {receiver}: fault: {_plain(step.fault)}"


def _alias(name: str) -> str:
    """A name without what Mermaid reads as an arrow."""
    return name.replace("-", "_")


def _plain(words: str) -> str:
    """Without what ends a message in Mermaid."""
    return words.replace(";", ",").replace("#", "")
