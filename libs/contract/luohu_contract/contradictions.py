"""What contradicts itself in a form, each field being right: nobody needs to know the declaration to say so.

Whoever shows a form can say it while it is filled in; the declaration service says it in the same words.
"""

from luohu_contract.award_entry import misfits
from luohu_contract.forms import (
    DomesticEducationForm,
    DormitoryForm,
    Form,
    HonourForm,
    InnovationForm,
    OwnHomeForm,
    Relation,
    RentalForm,
    SpouseForm,
)
from luohu_contract.honours import HonourType, names_of
from luohu_contract.innovation import AT_COMMISSION

Fault = tuple[str, str]  #: JSON pointer of the field, and what is wrong with it

_ALWAYS = {"kind", "type"}


def contradictions(form: Form) -> list[Fault]:
    """What does not go together; empty when everything does."""
    faults: list[Fault] = []
    if isinstance(form, OwnHomeForm | RentalForm | DormitoryForm) and form.last < form.first:
        faults.append(("#/to", f"lies before #/from, {form.first}"))
    if isinstance(form, OwnHomeForm | RentalForm):
        if form.relation is Relation.SPOUSE and form.spouse_id is None:
            faults.append(("#/spouse_id", "is required when the relation is spouse: file the spouse record first"))
        if form.relation is Relation.SELF and form.spouse_id is not None:
            faults.append(("#/spouse_id", "has no place when the relation is self"))
    if isinstance(form, SpouseForm) and form.married_to is not None and form.married_to < form.married_from:
        faults.append(("#/married_to", f"lies before #/married_from, {form.married_from}"))
    if isinstance(form, DomesticEducationForm) and form.qualification is None and form.degree is None:
        faults.append(("#", "give a qualification, a degree, or both"))
    if isinstance(form, InnovationForm):
        faults += innovation_faults(form)
    if isinstance(form, HonourForm):
        faults += honour_faults(form)
    return faults


def innovation_faults(form: InnovationForm) -> list[Fault]:
    """Of the award: the types of the science commission take none, the others one of 附件1 as its grade asks for it."""
    if form.type not in AT_COMMISSION:
        return [(f"#/{field}", what) for field, what in misfits(form)]
    given = [name for name in type(form).model_fields if name not in _ALWAYS and getattr(form, name) is not None]
    return [
        (f"#/{name}", f"has no place: {form.type} is chosen here and filed with the science commission, leave it out")
        for name in given
    ]


def honour_faults(form: HonourForm) -> list[Fault]:
    """Of the honour's name: one of its type's, and none where no honour was given."""
    names = names_of(form.type)
    if form.name is not None and form.type is HonourType.NONE:
        return [("#/name", "has no place: none of the honours was given, leave it out")]
    if form.name is not None and form.name not in names:
        return [("#/name", f"{form.type} is one of: {', '.join(names)}; or leave it out")]
    return []
