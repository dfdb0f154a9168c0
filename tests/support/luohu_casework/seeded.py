"""What the people of a city's seeds hand in, as their stories tell it."""

from typing import Any

from luohu_sandbox.personas import named

Json = dict[str, Any]


def case_of(persona: str, kind: str = "application") -> Json:
    """The first case of a kind in somebody's story: `who`, `person`, `form`, …"""
    told = (step["case"] for step in named(persona).view()["steps"] if "case" in step)
    found: Json = next(case for case in told if case["kind"] == kind)
    return found


def filled(persona: str) -> Json:
    """The form that a person fills in, in their own story."""
    taken = (step["take"] for step in named(persona).view()["steps"] if "take" in step)
    found: Json = next(take["form"] for take in taken if take["step"] == "fill")
    return found


def delivered(persona: str) -> list[str]:
    """The records to which papers are delivered in somebody's story, `indicator/department`."""
    found: list[str] = next(step["deliver"]["records"] for step in named(persona).view()["steps"] if "deliver" in step)
    return found
