"""The way of a declaration: what there is to do, in order, and how far each step is."""

from collections.abc import Sequence
from dataclasses import dataclass

from luohu_contract.enrolment import AssociationStatus
from luohu_contract.indicators import Indicator
from luohu_contract.texts import Text, text
from luohu_contract.texts.pages import PAGES
from luohu_gateway.site.applicant.mine import ME, Mine

_CHIPS = {"eligible": "good", "not_eligible": "bad", "checking": "wait", "unchecked": "quiet"}
_ASSOCIATION = {
    AssociationStatus.PENDING: "wait",
    AssociationStatus.APPROVED: "good",
    AssociationStatus.RETURNED: "bad",
    AssociationStatus.WITHDRAWN: "quiet",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step."""

    name: str
    path: str
    title: Text
    state: Text
    chip: str  #: good, bad, wait or quiet
    done: bool
    pending: bool = False  #: results of it are out


def steps_of(mine: Mine) -> Sequence[Step]:
    """All steps until the declaration is submitted, in the handbook's order."""
    return (
        _eligibility(mine),
        _commitments(mine),
        _association(mine),
        _saved("basics", PAGES["applicant.basics"], f"{ME}/basics", saved=mine.indicators["basics_saved"]),
        *(_indicator(mine, each) for each in Indicator),
        _submission(mine),
    )


def next_of(steps: Sequence[Step]) -> Step | None:
    """What to do next; None when everything is done or waits for others."""
    return next((step for step in steps if not step.done and step.chip != "wait"), None)


def _eligibility(mine: Mine) -> Step:
    state = mine.eligibility["state"]
    return Step(
        "eligibility",
        f"{ME}/eligibility",
        PAGES["applicant.eligibility"],
        PAGES[f"applicant.eligibility.{state}"],
        _CHIPS[state],
        done=state == "eligible",
    )


def _commitments(mine: Mine) -> Step:
    made = mine.commitments["made_at"] is not None
    state = PAGES["applicant.commitments.made" if made else "applicant.commitments.open"]
    path, title = f"{ME}/commitments", PAGES["applicant.commitments"]
    # Who is associated is through with them: they are asked for before.
    return Step("commitments", path, title, state, "good" if made else "quiet", done=made or mine.associated)


def _association(mine: Mine) -> Step:
    found = mine.association
    status = None if found is None else AssociationStatus(found["status"])
    state = PAGES["applicant.association.none"] if status is None else text(status)
    chip = "quiet" if status is None else _ASSOCIATION[status]
    return Step("association", f"{ME}/association", PAGES["applicant.association"], state, chip, done=mine.associated)


def _indicator(mine: Mine, indicator: Indicator) -> Step:
    page = mine.page_of(indicator)
    path = f"{ME}/indicators/{indicator.value}"
    return _saved(indicator.value, text(indicator), path, saved=page["saved"], pending=page["state"] == "pending")


def _saved(name: str, title: Text, path: str, *, saved: bool, pending: bool = False) -> Step:
    state = PAGES["applicant.saved" if saved else "applicant.unsaved"]
    return Step(name, path, title, state, "good" if saved else "quiet", done=saved, pending=pending)


def _submission(mine: Mine) -> Step:
    course = mine.declaration["status"]
    submitted = course != "draft"
    state = PAGES["applicant.submission.open" if not submitted else "applicant.submission.done"]
    chip = "good" if submitted else "quiet"
    return Step("submission", f"{ME}/submission", PAGES["applicant.submission"], state, chip, done=submitted)
