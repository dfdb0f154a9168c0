"""The ground truth of one applicant: the form, what each department says, the points by the table, and the end."""

from luohu_sandbox.population.casework.person import Applicant
from luohu_sandbox.population.casework.side import Judged
from luohu_sandbox.population.casework.somebody import Values
from luohu_sandbox.population.filing import Json
from luohu_sandbox.population.identity import who as named
from luohu_scoring import TableFacts, TableScore, printed, score_table

FORMAT = "luohu.population.cases/1"
KIND = "application"


def who(one: Applicant) -> Json:
    """A person as a tester needs them, and how to sign in as them."""
    return named(one.some.human, one.some.career.employer)


def truth(one: Applicant) -> Json:
    """Everything that is to be expected of an application."""
    course, policy = one.around.shape.course, one.around.policy
    estimate = score_table(_facts(one, [(each, each.declared) for each in one.judged]), policy)
    assert estimate.total is not None  # noqa: S101 - nothing is undecided
    refused = course.refused(one.some, estimate.total, policy)
    scored = {state: _points(one, last=state == "last") for state in ("first", "last")}
    known: Json = {
        "format": FORMAT,
        "person": who(one),
        "planted": list(one.planted),
        "intake": policy.intakes[0].name,
        "employer_account": course.account(one.some.career.employer),
        "case": _case(one),
        "estimate": printed(estimate.total),
        "eligible": refused is None,
        "refused": refused.document() if refused else None,
        "records": [_record(one, each) for each in one.judged],
        "comes_to": course.where(refused) if refused else course.ends(one.judged, scored["last"], policy),
        **{state: None if refused else _shown(one, score, state) for state, score in scored.items()},
    }
    return known


def _case(one: Applicant) -> Json:
    """The body of `POST /v1/cases`."""
    human = one.some.human
    case: Json = {"kind": KIND, "person": human.party(), "form": {"fields": dict(one.fields), "entries": one.entries}}
    if one.around.shape.password is not None:
        case["password"] = one.around.shape.password
    return case


def _record(one: Applicant, each: Judged) -> Json:
    indicator = one.around.policy.indicators.get(each.indicator)
    part = None if indicator is None else indicator.part(each.department)
    shown: Json = {
        "indicator": each.indicator,
        "department": each.department,
        "papers": part is None or part.papers,  # a check of the procedure always wants some
        "entered": each.entry is not None,
        "defect": each.defect,
        "first": _stands(each, last=False),
        "then": each.after.document() if each.after else None,
        "last": _stands(each, last=True),
    }
    return {name: value for name, value in shown.items() if value is not None}


def _stands(each: Judged, *, last: bool) -> Json:
    reason = each.reason_of(last=last)
    return {"status": "invalid" if reason else "valid", "reason": reason, "values": each.values(last=last)}


def _facts(one: Applicant, found: list[tuple[Judged, Values]]) -> TableFacts:
    policy = one.around.policy
    records: dict[str, dict[str, Values | None]] = {}
    for each, values in found:
        if each.indicator in policy.indicators:
            records.setdefault(each.indicator, {})[each.department] = values
    return TableFacts(id=one.some.human.id_number, city=policy.city, year=policy.year, records=records)


def _points(one: Applicant, *, last: bool) -> TableScore:
    facts = _facts(one, [(each, each.values(last=last)) for each in one.judged])
    return score_table(facts, one.around.policy)


def _shown(one: Applicant, score: TableScore, state: str) -> Json:
    facts = _facts(one, [(each, each.values(last=state == "last")) for each in one.judged])
    document = score.document()
    return {
        "facts": facts.model_dump(mode="json", by_alias=True),
        "lines": document["lines"],
        "parts": document["parts"],
        "total": printed(score.total),
        "vetoed": list(score.vetoed),
    }
