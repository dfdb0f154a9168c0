"""教育背景: domestic or overseas; a qualification, a degree or both (handbook 三.三.2)."""

from luohu_contract.claim import DegreeLevel, DegreeMethod, OverseasLevel, QualificationLevel, Sex
from luohu_contract.item import ItemKind
from luohu_gateway.site.applicant.forms.field import PART, Field, Look, having, members, never

QUALIFICATION = f"qualification{PART}"
DEGREE = f"degree{PART}"

_QUALIFIED = having(QUALIFICATION, "true")
_GRADUATED = having(DEGREE, "true")
_FIRST = "applicant.part.qualification"
_SECOND = "applicant.part.degree"

STUDIES: dict[ItemKind, tuple[Field, ...]] = {
    ItemKind.DOMESTIC_EDUCATION: (
        Field(QUALIFICATION, Look.TICK, required=never, turns=True, part=_FIRST),
        Field("qualification.level", Look.CHOICE, members(QualificationLevel), shown=_QUALIFIED, part=_FIRST),
        Field("qualification.id_number", shown=_QUALIFIED, hint="applicant.hint.study_id", part=_FIRST),
        Field("qualification.name", shown=_QUALIFIED, part=_FIRST),
        Field("qualification.sex", Look.CHOICE, members(Sex), shown=_QUALIFIED, part=_FIRST),
        Field("qualification.birth_date", Look.DATE, shown=_QUALIFIED, part=_FIRST),
        Field("qualification.certificate_number", shown=_QUALIFIED, hint="applicant.hint.qualification", part=_FIRST),
        Field(DEGREE, Look.TICK, required=never, turns=True, part=_SECOND),
        Field("degree.level", Look.CHOICE, members(DegreeLevel), shown=_GRADUATED, part=_SECOND),
        Field("degree.name", shown=_GRADUATED, part=_SECOND),
        Field("degree.sex", Look.CHOICE, members(Sex), shown=_GRADUATED, part=_SECOND),
        Field("degree.birth_date", Look.DATE, shown=_GRADUATED, part=_SECOND),
        Field("degree.certificate_number", shown=_GRADUATED, hint="applicant.hint.degree", part=_SECOND),
        Field("degree.granted_by", shown=_GRADUATED, part=_SECOND),
        Field(
            "degree.method",
            Look.RADIOS,
            members(DegreeMethod),
            shown=_GRADUATED,
            hint="applicant.hint.degree_method",
            part=_SECOND,
        ),
        Field("degree.method_number", shown=_GRADUATED, part=_SECOND),
    ),
    ItemKind.OVERSEAS_EDUCATION: (
        Field("education_name", Look.CHOICE, members(OverseasLevel), hint="applicant.hint.overseas_level"),
        Field("certificate_number", hint="applicant.hint.overseas_number"),
        Field("evidence", Look.FILE, hint="applicant.hint.overseas_papers"),
    ),
}
