"""Overseas education: certificates of the credentials service, and what can be wrong with them (DOMAIN 4.5, 6.6)."""

from luohu_sandbox.population.defects import BY_NAME, chosen_way, drawn, names_of
from luohu_sandbox.population.draw import Draw
from luohu_sandbox.population.filing import WHOLE, After, Filing, Json, RegisterChange, Result, Side
from luohu_sandbox.population.numbers import mistyped
from luohu_sandbox.population.study import OTHER_OVERSEAS, Certificates

REGISTRY = "education-registry"


def overseas(side: Side, held: Certificates, draw: Draw) -> None:
    """A certificate of the credentials service: what agrees with the register is upheld by an operator."""
    record = held.overseas()
    right: Json = {
        "kind": "overseas_education",
        "education_name": held.level.overseas,
        "certificate_number": held.overseas_number,
        "evidence": "$overseas-certificate",
    }
    scan = ["国外学历学位认证书", held.overseas_number, f"层次 {held.level.overseas}", held.ended_on]
    evidence: Json = {"as": "overseas-certificate", "text": scan}
    seen = {"kind": "overseas_education", "level": held.level.overseas, "issued_on": held.ended_on}
    fine = {WHOLE: Result(None, seen, by="operator")}
    filing = Filing("education", "education", right, fine, evidence)
    defect = drawn(draw, "overseas", names_of("overseas"))
    after: After | None = None
    if defect == "overseas.number-mistyped":
        filing.body = {**right, "certificate_number": mistyped(held.overseas_number)}
        filing.results = {WHOLE: Result("overseas.not_found")}
        after = After("refile", fine, body=right)
    elif defect == "overseas.other-level":
        filing.body = {**right, "education_name": OTHER_OVERSEAS[held.level.overseas or ""]}
        filing.results = {WHOLE: Result("overseas.document_mismatch", seen)}
        after = After("refile", fine, body=right)
    elif defect == "overseas.level-not-stated":
        record = {**record, "level": None}
        filing.results = {WHOLE: Result("overseas.level_not_stated", {**seen, "level": None})}
        number = {"certificate_number": held.overseas_number}
        change = RegisterChange(REGISTRY, "overseas_certificate", number, {"level": held.level.overseas})
        after = After("fix_at_source", fine, change=change)
    filing.defect = defect
    if defect and chosen_way(draw, BY_NAME[defect].ways):
        filing.after = after
    side.filings.append(filing)
    side.record(REGISTRY, "overseas_certificate", record)
