"""The education that is scored: the halves that were accepted, with the month that the deduction is counted from."""

from collections.abc import Iterable

from luohu_contract.claim import DegreeLevel, OverseasLevel, QualificationLevel
from luohu_contract.finding import DegreeFindings, Findings, OverseasFindings, QualificationFindings
from luohu_contract.forms import DomesticEducationForm, OverseasEducationForm
from luohu_contract.message import Part
from luohu_contract.months import Month
from luohu_declaration.domain.forms import form_of
from luohu_declaration.domain.item import Item
from luohu_scoring import EducationFacts

#: The domestic level that an overseas certificate names: 专科 is a qualification, the others are degrees [assumed].
_OVERSEAS: dict[OverseasLevel, QualificationLevel | DegreeLevel] = {
    OverseasLevel.JUNIOR_COLLEGE: QualificationLevel.JUNIOR_COLLEGE,
    OverseasLevel.BACHELOR: DegreeLevel.BACHELOR,
    OverseasLevel.MASTER: DegreeLevel.MASTER,
    OverseasLevel.DOCTOR: DegreeLevel.DOCTOR,
}


def findings_of(item: Item, part: Part = Part.WHOLE) -> Findings | None:
    """What was found about a part that was accepted."""
    result = item.standing.results.get(part)
    return result.findings if result is not None and result.valid else None


def education_of(valid: Iterable[Item]) -> EducationFacts | None:
    """The one education: the halves that hold. A degree's own date counts only where it stands alone."""
    for item in valid:
        form = form_of(item)
        if isinstance(form, DomesticEducationForm):
            return _domestic(item, form)
        if isinstance(form, OverseasEducationForm):
            return _overseas(item, form)
    return None


def _domestic(item: Item, form: DomesticEducationForm) -> EducationFacts | None:
    qualification, degree = findings_of(item, Part.QUALIFICATION), findings_of(item, Part.DEGREE)
    graduated = [
        Month.of(qualification.graduated_on)
        if isinstance(qualification, QualificationFindings) and qualification.graduated_on
        else None,
        _conferred(degree) if isinstance(degree, DegreeFindings) else None,
    ]
    date_of = next((month for month in graduated if month is not None), None)
    if date_of is None:
        return None
    return EducationFacts(
        item=str(item.id),
        qualification=form.qualification.level if form.qualification and qualification else None,
        degree=form.degree.level if form.degree and degree else None,
        graduated=date_of,
    )


def _conferred(found: DegreeFindings) -> Month | None:
    """The month of a degree, from `yyyy-mm` or `yyyy-mm-dd`; None for what old records hold instead."""
    try:
        return Month.parse((found.degree_conferred_on or "")[:7])
    except ValueError:
        return None


def _overseas(item: Item, form: OverseasEducationForm) -> EducationFacts | None:
    found = findings_of(item)
    if not isinstance(found, OverseasFindings) or found.issued_on is None:
        return None
    level = _OVERSEAS[found.level or form.education_name]
    qualification = level if isinstance(level, QualificationLevel) else None
    degree = level if isinstance(level, DegreeLevel) else None
    month = Month.of(found.issued_on)
    return EducationFacts(item=str(item.id), qualification=qualification, degree=degree, graduated=month)
