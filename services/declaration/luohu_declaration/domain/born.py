"""When somebody was born, as the city knows it best: who a person is comes from public security (DOMAIN 2.10)."""

from collections.abc import Iterable
from datetime import date

from luohu_contract.claim import Person
from luohu_contract.message import Part
from luohu_contract.numbers import parse_resident_id
from luohu_contract.standing import ConductFindings
from luohu_declaration.domain.item import Item


def born_on(person: Person, filed: Iterable[Item]) -> date:
    """The birth date that public security has; else the identity card's, else the one in its number.

    filed: the items of the person's declaration; a reading that has no answer yet says nothing.
    Raises NumberInvalid where none of the three says it.
    """
    for item in filed:
        result = item.standing.results.get(Part.WHOLE)
        found = None if result is None else result.findings
        if isinstance(found, ConductFindings) and found.identity is not None:
            return found.identity.birth_date
    return person.birth_date or parse_resident_id(person.id_number).birth_date
