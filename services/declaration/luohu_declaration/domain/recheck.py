"""When a result can be rechecked here, and what to do where it cannot (DOMAIN 5.1 to 5.4)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from luohu_contract.claim import ClaimKind
from luohu_contract.item import ItemKind, Remedy, Subject
from luohu_contract.message import Part
from luohu_contract.reasons import instead, rechecks_here
from luohu_declaration.domain.item import READ_ONLY, PartResult, Standing
from luohu_declaration.domain.merit import asked_about
from luohu_declaration.domain.states import Status

#: Rechecks that another system takes: the address at the gateway.
ELSEWHERE: dict[ClaimKind, str] = {
    ClaimKind.SCIENCE_AWARD: "/agencies/science-commission/v1/filings/{filing_id}/recheck"
}

_UNKNOWN: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Options:
    """What an applicant can do about the results of an item.

    disputes: codes that a recheck may name, by the part that they are about; empty when there is no recheck.
    instead: the remedies where there is none, with a sentence in both languages.
    elsewhere: where the recheck is asked for instead, if another system takes it.
    """

    disputes: Mapping[Part, tuple[str, ...]]
    instead: tuple[Remedy, ...] = ()
    zh: str = ""
    en: str = ""
    elsewhere: str | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes, each once."""
        return tuple(dict.fromkeys(code for codes in self.disputes.values() for code in codes))


class RecheckNotAllowed(Exception):
    """The result cannot be rechecked here; the message says what to do instead."""

    def __init__(self, detail: str, options: Options) -> None:
        remedies = [remedy.value for remedy in options.instead]
        self.extensions: dict[str, Any] = {"remedies": remedies, "instead": remedies, "disputes": list(options.codes)}
        if options.elsewhere:
            self.extensions["recheck_at"] = options.elsewhere
            detail = f"{detail} Ask for it there: POST {options.elsewhere}."
        self.remedy = options.en or None
        super().__init__(detail)


class RecheckOpen(Exception):
    """A recheck of the same part runs already."""

    def __init__(self, part: Part) -> None:
        what = "item" if part is Part.WHOLE else part.value
        super().__init__(
            f"A recheck of this {what} is running already. Wait for its result, then ask again if need be."
        )


class DisputeUnknown(Exception):
    """The code is no reason and no disputable finding of the item's results."""

    def __init__(self, code: str, options: Options) -> None:
        choices = ", ".join(options.codes)
        self.errors = ({"pointer": "#/disputes", "detail": f"give one of: {choices}"},)
        self.extensions = {"disputes": list(options.codes)}
        super().__init__(f"The item's results hold no {code!r}. What can be disputed: {choices}.")


class PartNeeded(Exception):
    """Both halves hold the disputed code, or the part named does not hold it: say which."""

    def __init__(self, code: str, parts: Collection[Part]) -> None:
        names = ", ".join(part.value for part in parts)
        self.errors = ({"pointer": "#/part", "detail": f"give one of: {names}"},)
        super().__init__(f"{code} can be rechecked for these halves, each by itself: {names}. Name one in `part`.")


class PartNotFiled(Exception):
    """The item has no such half."""

    def __init__(self, part: Part, filed: Collection[Part]) -> None:
        names = ", ".join(sorted(filed))
        self.errors = ({"pointer": "#/part", "detail": f"give one of: {names}"},)
        super().__init__(f"This item has no part {part.value}; it was filed with: {names}.")


#: Employment and the law-abiding record: 只能申诉, and the record itself is put right where it is held (DOMAIN 5.2).
_ONLY_READ = Options(
    {},
    (Remedy.FIX_AT_SOURCE,),
    "此项指标直接读取,不可复查;记录有误的,请向登记部门更正后重新查询,对结果有异议的,请在审核结果查询阶段提出申诉",
    "This is read and cannot be rechecked: have a wrong record corrected at its agency and ask for a fresh reading; "
    "dispute the result by an appeal in the query stage.",
)


def options(kind: ItemKind, standing: Standing, entered: Mapping[str, Any] = _UNKNOWN) -> Options:
    """What can be done about the results that an item has now; rechecks that run already are left aside.

    entered: the form, whose type says who takes the recheck of an innovation item. Without it nobody does.
    """
    if kind in READ_ONLY:
        return _ONLY_READ
    if standing.reason and (kind is ItemKind.SPOUSE or standing.subject is Subject.SPOUSE):
        refile = instead(standing.reason)
        return Options({}, refile.remedies, refile.zh, refile.en)
    both = len(standing.results) > 1
    disputes = {
        part: _disputable(asked_about(kind, part, entered), result, both) for part, result in standing.results.items()
    }
    held = {part: codes for part, codes in disputes.items() if codes}
    for part, result in standing.results.items():
        if result.reason and (standing.part in (None, part)):
            claim = asked_about(kind, part, entered)
            way = instead(result.reason, both_halves=both, claim=claim)
            return Options(held, way.remedies, way.zh, way.en, ELSEWHERE.get(claim) if claim else None)
    return Options(held)


def part_to_recheck(
    kind: ItemKind,
    standing: Standing,
    open_parts: Collection[Part],
    disputes: str,
    part: Part | None,
    entered: Mapping[str, Any] = _UNKNOWN,
) -> Part:
    """The part that a recheck is to be asked for.

    open_parts: parts whose questions are out. part: the half that the applicant named, None to take the only one.
    entered: as for `options`.
    Raises RecheckNotAllowed, RecheckOpen, DisputeUnknown, PartNeeded or PartNotFiled, each with what is possible.
    """
    _has_results(standing)
    if part is not None and part not in standing.results and standing.results:
        raise PartNotFiled(part, standing.results)
    possible = options(kind, standing, entered)
    holding = [each for each, codes in possible.disputes.items() if disputes in codes]
    if not holding:
        raise _refusal(standing, disputes, possible)
    if (part is None and len(holding) > 1) or (part is not None and part not in holding):
        raise PartNeeded(disputes, holding)
    chosen = part or holding[0]
    if chosen in open_parts:
        raise RecheckOpen(chosen)
    return chosen


def _has_results(standing: Standing) -> None:
    """A draft and a pending item have nothing to dispute."""
    first = {Status.DRAFT: "Send it to verification first.", Status.PENDING: "Wait for the verdict first."}
    if standing.status in first:
        detail = f"The item is {standing.status.value}, so there is no result to dispute. {first[standing.status]}"
        raise RecheckNotAllowed(detail, Options({}))


def _disputable(claim: ClaimKind | None, result: PartResult, both: bool) -> tuple[str, ...]:
    codes = ((result.reason,) if result.reason else ()) + result.disputable
    return tuple(code for code in codes if rechecks_here(code, both_halves=both, claim=claim))


def _refusal(standing: Standing, code: str, possible: Options) -> Exception:
    """Why nothing can be rechecked under that code: the reason forbids it, or no result holds it."""
    reasons = {standing.reason, *(result.reason for result in standing.results.values())} - {None}
    if code in reasons:
        return RecheckNotAllowed(f"{code} is not rechecked here. {possible.en}".strip(), possible)
    if possible.disputes:
        return DisputeUnknown(code, possible)
    if reasons:
        listed = ", ".join(sorted(str(reason) for reason in reasons))
        return RecheckNotAllowed(f"The item's reason is {listed}, which is not rechecked here. {possible.en}", possible)
    return RecheckNotAllowed(
        "The result is valid and nothing in it can be disputed. If what was entered is wrong, edit the item.", possible
    )
