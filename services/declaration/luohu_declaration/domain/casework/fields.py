"""Fields of a city's forms, as its procedure describes them: read strictly, refused with the field's name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from luohu_contract.numbers.organisation import parse_organisation_code, parse_uscc
from luohu_contract.texts.kind import Text
from luohu_declaration.domain.checks import FormInvalid
from luohu_scoring.figure import Strict

Kind = Literal["text", "date", "integer", "flag", "choice", "secret", "uscc"]
LONGEST = 400  #: characters of a text
_ORGANISATION_CODE = 9  #: characters


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a form."""

    name: str
    kind: Kind
    title: Text
    required: bool
    choices: Mapping[str, Text]


class _Label(Strict):
    zh: Annotated[str, Field(min_length=1, max_length=60)]
    en: Annotated[str, Field(min_length=1, max_length=80)]


class FieldRow(Strict):
    """A field as the file has it."""

    kind: Kind
    zh: Annotated[str, Field(min_length=1, max_length=60)]
    en: Annotated[str, Field(min_length=1, max_length=80)]
    required: bool = True
    choices: dict[str, _Label] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _choices_of_a_choice(self) -> "FieldRow":
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError("a field of kind `choice` has `choices`, and no other has")
        return self

    def spec(self, name: str) -> FieldSpec:
        """The field under its name."""
        choices = {value: Text(label.zh, label.en) for value, label in self.choices.items()}
        return FieldSpec(name, self.kind, Text(self.zh, self.en), self.required, choices)


def read_fields(specs: Mapping[str, FieldSpec], entered: Mapping[str, Any], at: str) -> dict[str, Any]:
    """The entered values that the specs describe, as they are kept.

    at: JSON pointer of the object. Raises FormInvalid, which names every field that is wrong and what is valid.
    """
    faults = [(f"{at}/{name}", _unknown(specs)) for name in entered if name not in specs]
    values: dict[str, Any] = {}
    for name, spec in specs.items():
        if entered.get(name) is None:
            if spec.required:
                faults.append((f"{at}/{name}", f"is missing: give {_wanted(spec)}"))
            continue
        try:
            values[name] = _value(spec, entered[name])
        except ValueError as error:
            faults.append((f"{at}/{name}", str(error)))
    if faults:
        raise FormInvalid(faults)
    return values


def _unknown(specs: Mapping[str, FieldSpec]) -> str:
    return f"is no field here; there are {', '.join(specs)}" if specs else "nothing is asked for here: leave it out"


def _wanted(spec: FieldSpec) -> str:
    if spec.kind == "choice":
        return f"one of {', '.join(spec.choices)}"
    return {
        "text": f"a text of at most {LONGEST} characters",
        "secret": "a text of 8 to 64 characters",
        "date": "a day, such as 2016-03-01",
        "integer": "a whole number",
        "flag": "true or false",
        "uscc": "a unified social credit code of 18 characters, or an organisation code of 9",
    }[spec.kind]


def _value(spec: FieldSpec, given: Any) -> Any:
    wanted = f"give {_wanted(spec)}"
    match spec.kind:
        case "flag":
            good = isinstance(given, bool)
        case "integer":
            good = isinstance(given, int) and not isinstance(given, bool) and abs(given) < 2**31
        case "choice":
            good = isinstance(given, str) and given in spec.choices
        case "secret":
            good = isinstance(given, str) and 8 <= len(given) <= 64 and "\0" not in given
        case _:
            good = isinstance(given, str) and 0 < len(given.strip()) <= LONGEST and "\0" not in given
    if not good:
        raise ValueError(wanted)
    if spec.kind == "date":
        return _day(given, wanted)
    return unit_code(given) if spec.kind == "uscc" else given


def _day(given: str, wanted: str) -> str:
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        raise ValueError(wanted) from None


def unit_code(given: str) -> str:
    """A unified social credit code, or the organisation code that an older account is kept under ([003] 注意事项 3).

    Raises ValueError for a number that is neither.
    """
    parse = parse_organisation_code if len(given.strip().replace("-", "")) == _ORGANISATION_CODE else parse_uscc
    return parse(given)
