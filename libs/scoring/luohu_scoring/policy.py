"""The policy of a round: the year's own figures and the version of the rules that it names.

Files stand in `policies/<city>/`: one for each year, and one for each version of the rules in `rules/`. A version may
say `extends: BJ-2020`; it then holds only the sections that differ, each as a whole.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from luohu_contract.duration import Duration
from luohu_contract.months import Month
from luohu_scoring.figures import Eligibility, Rules
from luohu_scoring.rounds import YearFile
from luohu_scoring.scheme import Scheme, expect_scheme
from luohu_scoring.strict_yaml import Document, PolicyInvalid, read

Model = TypeVar("Model", bound=BaseModel)

#: Environment variable that names another folder of policies, for cities that try out figures of their own.
FOLDER = "LUOHU_POLICIES_DIR"


class PolicyMissing(LookupError):
    """There is no policy for a city and year. The text names the years that there are."""

    def __init__(self, city: str, year: int, known: Sequence[int]) -> None:
        there = f"there are {', '.join(map(str, known))}" if known else "the city has none at all"
        super().__init__(f"{city} has no policy for {year}; {there}")
        self.city = city
        self.year = year
        self.known = tuple(known)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of a round, all with the city's offset. `…_closes` and `…_ends` are the first instant after."""

    declaration_opens: datetime
    declaration_closes: datetime
    query_opens: datetime
    query_closes: datetime
    appeals_decided_by: datetime
    list_published: datetime
    publicity_ends: datetime


@dataclass(frozen=True, slots=True)
class EligibilityFigures:
    """Who may apply (handbook 一.二 to 一.四)."""

    continuous_months: int  #: of insurance, up to the base date
    back_paid_most: int  #: back-paid months among them
    retirement_age: dict[str, int]  #: `man`, `woman_worker`, `woman_cadre`: below this age at the base date


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """Every figure of one city and year. `figures` holds those of the score, each with its reference."""

    city: str
    year: int
    rules: str  #: the version, for example BJ-2020
    base_date: date  #: everything is measured here
    permit_by: date  #: the last day on which the residence permit can have been applied for
    quota: int  #: places of the year
    calendar: Calendar
    figures: Rules
    last_month: Month = field(init=False)  #: the last month that counts

    def __post_init__(self) -> None:
        object.__setattr__(self, "last_month", Month.of(self.base_date))  # frozen: for everybody, once

    @property
    def award_valid(self) -> Duration:
        """How long an award can be used, from the end of the publicity."""
        return self.figures.award_valid.value

    @property
    def letters_valid(self) -> Duration:
        """How long 调动介绍信 and 报户口介绍信 hold, from the day of issue."""
        return self.figures.letters_valid.value

    @property
    def sanction_years(self) -> int:
        """Rounds after the one of an offence for which a person or an employer is barred."""
        return self.figures.sanction_years.value

    @property
    def eligibility(self) -> EligibilityFigures:
        """Figures of the conditions to apply."""
        figures: Eligibility = self.figures.eligibility
        ages = figures.retirement_age
        return EligibilityFigures(
            continuous_months=figures.continuous_months.value,
            back_paid_most=figures.back_paid_most.value,
            retirement_age={name: getattr(ages, name).value for name in type(ages).model_fields},
        )

    @property
    def tax_years(self) -> tuple[int, ...]:
        """Calendar years whose income tax counts, the earliest first."""
        return tuple(range(self.year - self.figures.tax.years.value, self.year))

    @property
    def penalty_years(self) -> tuple[int, ...]:
        """Calendar years whose tax penalties count, the earliest first."""
        return tuple(range(self.year - self.figures.tax.penalty_years.value, self.year))

    @property
    def detention_years(self) -> tuple[int, ...]:
        """Calendar years whose administrative detentions count, the earliest first."""
        return tuple(range(self.year - self.figures.law_abiding.years.value, self.year))


def folder() -> Path:
    """Where the policies are: LUOHU_POLICIES_DIR, else the checkout's `policies`, else those in the installation."""
    named = os.environ.get(FOLDER)
    if named:
        return Path(named)
    here = Path(__file__).resolve().parent
    # An editable installation keeps a copy that later edits do not reach; the checkout comes first.
    checkout = here.parents[2] / "policies"
    return checkout if checkout.is_dir() else here.parent / "luohu_policies"


def years(city: str) -> tuple[int, ...]:
    """The rounds that a city has policies for, the earliest first."""
    there = folder() / city
    return tuple(sorted(int(file.stem) for file in there.glob("[0-9][0-9][0-9][0-9].yaml")))


def load_policy(city: str, year: int) -> Policy:
    """The policy of a city and year, read once.

    Raises PolicyMissing, OtherScheme where the year is scored by a point table, and PolicyInvalid for a file with a
    fault.
    """
    return _cached(year_file(city, year))


def year_file(city: str, year: int) -> Path:
    """The file of a city and year, of whatever scheme. Raises PolicyMissing."""
    known = years(city)
    if year not in known:
        raise PolicyMissing(city, year, known)
    return folder() / city / f"{year}.yaml"


def load_policy_file(path: Path) -> Policy:
    """The policy in a year's file; its rules are looked up in the folder `rules` beside it.

    Raises PolicyInvalid, and OtherScheme where the file holds a point table.
    """
    document = read_file(path)
    expect_scheme(document, Scheme.SEASON)
    own = validated(YearFile, document, document.data)
    if own.base_date.value.year >= own.year:
        raise document.invalid(("base_date", "value"), f"the base date lies before the round of {own.year} begins")
    rules = path.parent / "rules" / f"{own.rules}.yaml"
    if not rules.is_file():
        raise document.invalid(
            ("rules",), f"there is no {rules}; the versions are {', '.join(_versions(rules.parent))}"
        )
    if (figures := _rules(rules)).city != own.city:
        raise document.invalid(("city",), f"the year is one of {own.city}, and {own.rules} are rules of {figures.city}")
    calendar = own.calendar
    return Policy(
        city=own.city,
        year=own.year,
        rules=own.rules,
        base_date=own.base_date.value,
        permit_by=(own.permit_by or own.base_date).value,
        quota=own.quota.value,
        calendar=Calendar(**{name: getattr(calendar, name).value for name in type(calendar).model_fields}),
        figures=figures,
    )


def under_other_rules(policy: Policy, *, version: str | None = None, text: str | None = None) -> Policy:
    """The year as it would be under other rules: its own days and quota, and every figure of the other rules.

    version: the name of a file in the city's folder `rules`. text: the YAML of such a file; it may extend a version.
    Exactly one of the two. Raises PolicyInvalid, which names line and column of what is wrong.
    """
    there = folder() / policy.city / "rules"
    if text is not None:
        document, path = read(text, "rules"), there / "rules.yaml"
        return _under(policy, _rules_in(document, path), document)
    if version not in (known := _versions(there)):
        raise PolicyInvalid("rules", 1, 1, f"there is no version {version}; there are {', '.join(known)}")
    path = there / f"{version}.yaml"
    return _under(policy, _rules(path), read_file(path))


def _under(policy: Policy, rules: Rules, document: Document) -> Policy:
    if rules.city != policy.city:
        raise document.invalid(("city",), f"these are rules of {rules.city}, and the year is one of {policy.city}")
    return replace(policy, rules=rules.rules, figures=rules)


@cache
def _cached(path: Path) -> Policy:
    return load_policy_file(path)


@cache
def _rules(path: Path) -> Rules:
    """A version of the rules. Sections that it leaves out are those of the version it extends."""
    return _rules_in(read_file(path), path)


def _rules_in(document: Document, path: Path) -> Rules:
    """The rules in a document. path: of its file, or of the one that it could be."""
    data = dict(document.data) if isinstance(document.data, dict) else document.data
    if not isinstance(data, dict) or "extends" not in data:
        return validated(Rules, document, data)
    extended, known = str(data.pop("extends")), _versions(path.parent)
    if extended not in known or extended == path.stem:
        raise document.invalid(("extends",), f"there is no other version {extended}; there are {', '.join(known)}")
    base = path.with_name(f"{extended}.yaml")
    inherited = dict(_rules(base))
    own = {name: value for name, value in inherited.items() if name not in data and name != "rules"}
    return validated(Rules, document, {**own, **data})


def _versions(folder_of_rules: Path) -> list[str]:
    return sorted(file.stem for file in folder_of_rules.glob("*.yaml"))


def read_file(path: Path) -> Document:
    """The YAML document in a file. Raises PolicyInvalid."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyInvalid(str(path), 1, 1, f"the file cannot be read as UTF-8 text: {error}") from None
    return read(text, str(path))


def validated(model: type[Model], document: Document, data: Any) -> Model:
    """The data as a model. Raises PolicyInvalid for the first fault, with its place in the document."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
    context = first.get("ctx", {})
    steps = (*first["loc"], *context.get("at", ()), *filter(None, [context.get("key")]))
    path = ".".join(str(step) for step in steps)
    wrong = first["msg"].removeprefix("Value error, ")
    if first["type"] == "missing":
        wrong = "this key is missing"
    raise document.invalid(steps, f"{path}: {wrong}" if path else wrong)
