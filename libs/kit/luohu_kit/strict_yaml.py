"""YAML as it reads: a key that comes twice is an error, and only whole numbers, true, false and null are not text.

So `no`, `1:30`, `2020-08-01` and `0.29` mean what they say.
"""

import re
from collections.abc import Sequence
from typing import Any, cast

import yaml


class NotStrict(Exception):
    """The text is no YAML, or says something twice. The message gives the line."""


class _Loader(yaml.CSafeLoader):
    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - as PyYAML declares it

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key, _ in node.value:
            name = self.construct_object(key, deep=True)
            if name in seen:
                raise NotStrict(f"line {key.start_mark.line + 1}: {name} comes twice")
            seen.add(name)
        return super().construct_mapping(node, deep=deep)


_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"-?(?:0|[1-9][0-9]*)\Z"), list("-0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)\Z"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:null|~|)\Z"), ["n", "~", ""])


def read(text: str) -> tuple[Any, yaml.Node | None]:
    """The document, and its node, with which `line_of` finds places. Raises NotStrict."""
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        return (None if node is None else loader.construct_document(node)), node
    except yaml.YAMLError as error:
        raise NotStrict(str(error).replace("\n", " ")) from None


def line_of(node: yaml.Node | None, path: Sequence[object]) -> int:
    """The line (from 1) of the deepest part of a path that the document has."""
    line = 1 if node is None else node.start_mark.line + 1
    for step in path:
        found = _inside(node, step)
        if found is None:
            continue
        node = found
        line = node.start_mark.line + 1
    return line


def _inside(node: yaml.Node | None, step: object) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        found = [value for key, value in node.value if key.value == str(step)]
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        found = node.value[step : step + 1]
    else:
        found = []
    return cast(yaml.Node, found[0]) if found else None
