"""YAML as it reads, with the place of everything in it: the ground under policy files and their cases.

A key that comes twice is an error, and only whole numbers, true, false and null are not text: `0.29` becomes a Decimal
from these four characters, never a binary float, and `2020-08` stays what it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import yaml


class PolicyInvalid(Exception):
    """A policy file or a case file is not as it must be. The text: file, line, column, what is wrong, what is valid."""

    def __init__(self, file: str, line: int, column: int, wrong: str) -> None:
        super().__init__(f"{file}:{line}:{column}: {wrong}")
        self.file = file
        self.line = line  #: from 1
        self.column = column  #: from 1
        self.wrong = wrong


class _Loader(yaml.CSafeLoader):
    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - as PyYAML declares it


_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"-?(?:0|[1-9][0-9]{0,17})\Z"), list("-0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)\Z"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:null|~|)\Z"), ["n", "~", ""])


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML text that was read: its data, and where each part stands."""

    file: str
    data: Any
    node: yaml.Node | None

    def invalid(self, path: Sequence[object], wrong: str) -> PolicyInvalid:
        """The error for the deepest part of a path that the text has. Steps that it has not are passed over."""
        line, column = _place(self.node, path)
        return PolicyInvalid(self.file, line, column, wrong)


@lru_cache(maxsize=64)
def read(text: str, file: str) -> Document:
    """Parse one YAML document. Raises PolicyInvalid for what is no YAML, and for a key that comes twice.

    The same text of the same file is the same document, not to be changed: a year's file is asked for its scheme by
    whoever reads it, and three services look at every file when they start.
    """
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        _refuse_twins(node, file)
        return Document(file, None if node is None else loader.construct_document(node), node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise PolicyInvalid(file, line, column, f"this is no YAML: {error.problem or error.context}") from None
    except (yaml.YAMLError, ValueError) as error:
        raise PolicyInvalid(file, 1, 1, f"this is no YAML: {str(error).splitlines()[0]}") from None


def _refuse_twins(node: yaml.Node | None, file: str) -> None:
    if isinstance(node, yaml.SequenceNode):
        for part in node.value:
            _refuse_twins(part, file)
    elif isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            line, column = key.start_mark.line + 1, key.start_mark.column + 1
            if not isinstance(key, yaml.ScalarNode):
                raise PolicyInvalid(file, line, column, "a key is a plain word, for example `quota`")
            if key.value in seen:
                raise PolicyInvalid(file, line, column, f"the key {key.value} comes twice; leave one of them")
            seen.add(key.value)
            _refuse_twins(value, file)


def _place(node: yaml.Node | None, path: Sequence[object]) -> tuple[int, int]:
    mark = None if node is None else node.start_mark
    for step in path:
        if isinstance(node, yaml.MappingNode):
            pair = next((pair for pair in node.value if pair[0].value == str(step)), None)
            if pair is not None:
                node, mark = pair[1], pair[0].start_mark
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = cast(yaml.Node, node.value[step])
            mark = node.start_mark
    return (1, 1) if mark is None else (mark.line + 1, mark.column + 1)
