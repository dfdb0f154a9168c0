"""Facts as they are kept beside the points that were made of them, so that other rules can be held against them."""

from luohu_scoring.facts import Facts


def kept(facts: Facts) -> str:
    """The JSON to keep: what says nothing is left out."""
    return facts.model_dump_json(by_alias=True, exclude_defaults=True)


def facts_of_kept(text: str | bytes) -> Facts:
    """The facts that `kept` wrote, equal in every field. Raises ValidationError for what it cannot have written."""
    return Facts.model_validate_json(text)
