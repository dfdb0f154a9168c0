"""Names of the districts: the API has the Chinese ones, whatever the language."""

from luohu_contract.districts import DISTRICTS
from luohu_contract.texts.kind import Text

#: By the name that the API has, in the order of the handbook.
DISTRICT_NAMES: dict[str, Text] = {each.name: Text(each.name, each.english) for each in DISTRICTS}


def district_name(name: str) -> Text:
    """The name of a district in both languages; of one that another city has, the one that it has there."""
    return DISTRICT_NAMES.get(name) or Text(name, name)
