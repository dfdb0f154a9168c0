"""What the people of a run file: what the truth of the population gives them, and what they try besides. Pure."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from luohu_client import forms
from luohu_contract.honours import HonourType
from luohu_contract.item import ItemKind

#: Pages whose items are judged by a register alone; records of spouses go to the window, scans to operators.
PATHS = frozenset({"residences", "education", "honours", "tax", "innovation"})
#: What is filed on a page that holds one kind: the truth's forms leave it out there.
KINDS = {"innovation": ItemKind.INNOVATION, "honours": ItemKind.HONOUR, "tax": ItemKind.TAX}
#: The page of a kind.
PAGES = {
    ItemKind.OWN_HOME: "residences",
    ItemKind.RENTAL: "residences",
    ItemKind.DORMITORY: "residences",
    ItemKind.DOMESTIC_EDUCATION: "education",
    **{kind: page for page, kind in KINDS.items()},
}
FIRST, LAST = "2020-08", "2020-12"  #: months of a lease, which the round of 2021 counts from the first of them on


@dataclass(frozen=True, slots=True)
class Wished:
    """A form with its kind, and the page on which it is filed when it is filed alone."""

    page: str
    form: Mapping[str, Any]


def truly(truth: Mapping[str, Any]) -> list[Wished]:
    """What somebody files without anybody's help."""
    return [
        Wished(item["path"], {"kind": KINDS[item["path"]], **item["body"]} if item["path"] in KINDS else item["body"])
        for item in truth["items"]
        if item["path"] in PATHS
        and "evidence" not in item
        and not any(value for name, value in item["body"].items() if name.startswith("spouse"))
    ]


def with_attempts(wished: Sequence[Wished], number: int, chance: random.Random) -> list[Wished]:
    """The same with what somebody tries as well: tax, honours, homes and leases that no register knows.

    number: of the person; their homes are told apart by it.
    """
    return [*wished, *_attempts({each.page for each in wished}, number, chance)]


def _attempts(pages: set[str], number: int, chance: random.Random) -> Iterator[Wished]:
    if "tax" not in pages:
        yield Wished("tax", forms.tax())
    if "honours" not in pages:
        given = [each for each in HonourType if each is not HonourType.NONE]
        yield from (Wished("honours", forms.honour(each)) for each in chance.sample(given, chance.randint(1, 3)))
    for each in range(chance.randint(1, 4)):
        lease = f"110116{number:08d}{each:02d}"
        yield Wished("residences", forms.rental(lease, district="怀柔区", first=FIRST, last=LAST))
    if chance.random() < 0.5:
        title = f"X京房权证怀字第{20_000_000 + number}号"
        yield Wished("residences", forms.home(title, district="怀柔区", first=FIRST, last=LAST))
