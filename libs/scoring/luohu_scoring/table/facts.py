"""What departments found about one applicant, for one table: values by indicator and department, nothing else."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StrictBool, StrictInt

from luohu_scoring.facts import Document
from luohu_scoring.spells import Name


def _plain(value: object) -> object:
    if not isinstance(value, bool | int | str):
        raise ValueError(f'{value!s:.40} is no plain value; write true, a whole number, or a text such as "0.8"')
    return value


#: A value as a department gives it. Amounts are whole CNY; a number with a fraction is a text, such as "0.8".
Scalar = StrictBool | StrictInt | Name
_Slug = Annotated[str, Field(max_length=40)]
_Value = Annotated[Scalar, BeforeValidator(_plain)]


class TableFacts(Document):
    """One applicant of one city and year.

    `records` has the values by indicator and department. A department that is not there, or that has no values, gives
    nothing; one that is None has not decided yet.
    """

    schema_: Literal["luohu.table-facts/1"] = Field(default="luohu.table-facts/1", alias="schema")
    id: str = Field(min_length=1)
    city: _Slug
    year: int = Field(ge=2000, le=2099)
    records: dict[_Slug, dict[_Slug, dict[_Slug, _Value] | None]] = Field(default_factory=dict)
