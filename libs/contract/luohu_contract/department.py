"""What the departments of a city know about one indicator: asked at the joint window, one at a time (DOMAIN 9.2, 9.3).

A city's programme names its departments and indicators; none of them is fixed here. What a department has on record is
a few plain values under names that the programme's point table reads.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, StrictInt, ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from luohu_contract.claim_kind import ClaimKind
from luohu_contract.model import Wire

#: Name of a department, an indicator or a value, such as `human_resources`.
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,39}$")]


def _plain(value: Any, validate: ValidatorFunctionWrapHandler) -> Any:
    """One fault in place of one for each type that it could have been."""
    try:
        return validate(value)
    except ValidationError:
        raise ValueError(
            'a value is true, false, a whole number or a text of at most 200 characters; a decimal is a text: "0.5"'
        ) from None


#: A plain value. Amounts are whole CNY; a decimal is a text such as "0.5".
Scalar = Annotated[StrictBool | StrictInt | Annotated[str, Field(max_length=200)], WrapValidator(_plain)]
Values = Annotated[dict[Slug, Scalar], Field(max_length=40, json_schema_extra={"additionalProperties": False})]


class DepartmentClaim(Wire):
    """What is asked of one department: its record for an indicator, and whether it bears out what was entered."""

    kind: Literal[ClaimKind.DEPARTMENT] = ClaimKind.DEPARTMENT
    department: Slug
    indicator: Slug
    entered: Values = Field(default_factory=dict)  #: what the form says; empty: the record alone is asked for
    certificate_number: str | None = Field(default=None, min_length=1, max_length=60)  #: of the paper handed in

    @property
    def says_something(self) -> bool:
        """Whether anything is claimed that the department must have on record."""
        return bool(self.entered) or self.certificate_number is not None


class DepartmentFindings(Wire):
    """What the department has on record; no values: it has nothing."""

    kind: Literal[ClaimKind.DEPARTMENT] = ClaimKind.DEPARTMENT
    department: Slug
    indicator: Slug
    values: Values
