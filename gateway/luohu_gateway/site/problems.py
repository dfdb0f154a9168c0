"""Problems of the API, as a page shows them: each message beside the field that it names, the rest above the form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from luohu_gateway.site.wire import Refused


@dataclass(frozen=True, slots=True)
class Shown:
    """One problem for a form. Empty and false where there is none."""

    title: str = ""
    detail: str = ""
    remedy: str = ""
    slug: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)  #: by the field's name, nested with dots: `from`, `a.b`

    @classmethod
    def of(cls, refused: Refused, *, within: str = "") -> Self:
        """What a service answered. within: what stands before its fields in the page's form, such as `contact`."""
        problem = refused.problem
        return cls(
            title=str(problem.get("title", "")),
            detail=str(problem.get("detail", "")),
            remedy=str(problem.get("remedy", "")),
            slug=refused.slug,
            fields=_by_field(problem.get("errors") or (), f"{within}." if within else ""),
        )

    def __bool__(self) -> bool:
        return bool(self.title or self.detail)


NONE = Shown()


def _by_field(errors: Any, before: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for error in errors:
        pointer = str(error.get("pointer", "")).partition("#")[2] or str(error.get("pointer", ""))
        name = pointer.strip("/").replace("/", ".").replace("~1", "/").replace("~0", "~")
        found.setdefault(before + name, str(error.get("detail", "")))
    return found
