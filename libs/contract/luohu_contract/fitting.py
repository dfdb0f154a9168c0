"""Which kinds of claim an expectation can be for, by all that it tells; what leaves none is refused by its field."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, get_args

from pydantic import BaseModel

from luohu_contract.claim import Claim, ClaimKind
from luohu_contract.expectation import ExpectationWish, ToldVerdict
from luohu_contract.item import Subject
from luohu_contract.message import Outcome
from luohu_contract.possible import ONLY_READ, USUAL, disputes_for, part_of, reasons_for
from luohu_contract.reasons import subject_in

_CLAIMS: dict[ClaimKind, type[BaseModel]] = {
    ClaimKind(model.model_fields["kind"].default): model for model in get_args(get_args(Claim)[0])
}


class ExpectationImpossible(Exception):
    """No question could be answered like that; `errors` names the field."""

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(f"#/{field}: {detail}")
        self.errors = [{"pointer": f"#/{field}", "detail": detail}]


@dataclass(frozen=True, slots=True)
class _Condition:
    """What one field asks of a kind of claim."""

    field: str  #: its JSON pointer, without `#/`
    fits: Callable[[ClaimKind], bool]
    valid: Callable[[Collection[ClaimKind]], str]  #: what could stand there, for the kinds that are left


def kinds_for(answered: Collection[ClaimKind], wish: ExpectationWish) -> tuple[ClaimKind, ...]:
    """The kinds of claim, of those that an agency answers, which an expectation can be for.

    Raises ExpectationImpossible when there is none, naming the first field that leaves none.
    """
    kinds = sorted(answered)
    for condition in (*_of_match(wish), *_of_verdict(wish.verdict)):
        left = [kind for kind in kinds if condition.fits(kind)]
        if not left:
            raise ExpectationImpossible(condition.field, condition.valid(kinds))
        kinds = left
    return tuple(kinds)


def _of_match(wish: ExpectationWish) -> Iterator[_Condition]:
    match = wish.match
    if match.kind is not None:
        yield _Condition("match/kind", lambda kind: kind is match.kind, _valid_kinds)
    if match.part is not None:
        yield _Condition("match/part", lambda kind: part_of(kind) is match.part, _valid_parts)
    for path in match.claim:
        yield _Condition(f"match/claim/{path}", partial(_has_path, path), _valid_paths)


def _of_verdict(verdict: ToldVerdict) -> Iterator[_Condition]:
    if verdict.outcome is Outcome.INVALID:
        yield _Condition("verdict/outcome", lambda kind: kind in USUAL, _always_valid)
    if verdict.reason is not None:
        yield _Condition("verdict/reason", lambda kind: verdict.reason in reasons_for(kind), _valid_reasons)
    if verdict.subject is not None:
        yield _Condition("verdict/subject", lambda kind: verdict.subject in _subjects(verdict, kind), _valid_subjects)
    for index, code in enumerate(verdict.disputable or ()):
        yield _Condition(f"verdict/disputable/{index}", partial(_has_dispute, code), _valid_disputes)
    if verdict.findings is not None:
        found = verdict.findings.kind
        yield _Condition("verdict/findings/kind", lambda kind: kind is found, _valid_kinds)
    elif verdict.outcome is Outcome.VALID:
        yield _Condition("verdict/findings", lambda kind: kind not in ONLY_READ, _findings_wanted)


def _has_path(path: str, kind: ClaimKind) -> bool:
    return path in _paths(_CLAIMS[kind])


def _has_dispute(code: str, kind: ClaimKind) -> bool:
    return code in disputes_for(kind)


def _subjects(verdict: ToldVerdict, kind: ClaimKind) -> set[Subject]:
    """What a claim of that kind would be invalid for."""
    reason = verdict.reason_for(kind)
    return set() if reason is None else {subject_in(reason, part_of(kind))}


def _valid_kinds(kinds: Collection[ClaimKind]) -> str:
    return f"no question of that kind comes here; it can be {_listed(kinds)}"


def _valid_parts(kinds: Collection[ClaimKind]) -> str:
    return f"questions about {_listed(kinds)} have the part {_listed({part_of(kind) for kind in kinds})}"


def _valid_paths(kinds: Collection[ClaimKind]) -> str:
    return f"a claim of {_listed(kinds)} has {_listed({path for kind in kinds for path in _paths(_CLAIMS[kind])})}"


def _always_valid(kinds: Collection[ClaimKind]) -> str:
    return f"{_listed(kinds)} is only read, and its verdict is always valid: give `findings` that say what is read"


def _valid_reasons(kinds: Collection[ClaimKind]) -> str:
    return f"for {_listed(kinds)} the reasons are {_listed({code for kind in kinds for code in reasons_for(kind)})}"


def _valid_subjects(kinds: Collection[ClaimKind]) -> str:
    subjects = {subject_in(code, part_of(kind)) for kind in kinds for code in reasons_for(kind)}
    return f"with these fields the subject is one of {_listed(subjects)}"


def _valid_disputes(kinds: Collection[ClaimKind]) -> str:
    codes = {code for kind in kinds for code in disputes_for(kind)}
    return f"of {_listed(kinds)} can be disputed: {_listed(codes) or 'nothing'}"


def _findings_wanted(kinds: Collection[ClaimKind]) -> str:
    return f"{_listed(kinds)} is only read: say what is read"


def _listed(values: Collection[Any]) -> str:
    return ", ".join(sorted(str(value) for value in values))


def _paths(model: type[BaseModel], prefix: str = "") -> set[str]:
    """Every path of what can be entered in a claim; parts of it that are models have paths of their own."""
    found: set[str] = set()
    for name, field in model.model_fields.items():
        inner = [each for each in (field.annotation, *get_args(field.annotation)) if _is_model(each)]
        if inner:
            found |= _paths(inner[0], f"{prefix}{name}.")
        elif prefix or name != "kind":
            found.add(prefix + name)
    return found


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)
