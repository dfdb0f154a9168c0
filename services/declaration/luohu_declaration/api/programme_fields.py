"""What is entered in a city's forms, field by field, in JSON: a page makes its forms of nothing else."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType

from pydantic import Field

from luohu_contract.archive import CertificateLevel
from luohu_contract.claim import CertificateFormat, ClaimKind, DegreeLevel, DegreeMethod, QualificationLevel
from luohu_contract.item import ItemKind
from luohu_contract.model import Wire
from luohu_contract.texts import FIELDS, Text, text
from luohu_contract.texts.table_values import ENTRY_FIELDS, table_value
from luohu_declaration.api.case_schemas import TextView
from luohu_declaration.domain.casework.fields import FieldSpec
from luohu_scoring.table.rules import Bands, Flag, Rule, Tiers, Together, Veto

_STUDY, _HOME = FIELDS[ItemKind.DOMESTIC_EDUCATION], FIELDS[ItemKind.OWN_HOME]
_MOST_CERTIFICATES = 6


class FieldView(Wire):
    """One field of a form."""

    name: str  #: nested with dots: `values.tier`
    kind: str  #: text, date, integer, decimal (a text such as "0.5"), flag, choice, secret, uscc
    title: TextView
    required: bool
    choices: dict[str, TextView] = Field(default_factory=dict)

    @classmethod
    def of(cls, spec: FieldSpec) -> "FieldView":
        """A field."""
        return cls(
            name=spec.name,
            kind=spec.kind,
            title=TextView.of(spec.title),
            required=spec.required,
            choices={value: TextView.of(title) for value, title in spec.choices.items()},
        )


class EntryView(Wire):
    """What is entered about one thing that is judged: an object of these fields, or a list of such objects."""

    list_of: str | None = None  #: the name under which the list stands; none: one object
    most: int = 1
    fields: tuple[FieldView, ...]


def entry_of(ask: ClaimKind, *, papers: bool, rule: Rule | None = None) -> EntryView | None:
    """What is entered where this is asked; None where registers alone are read."""
    if ask is ClaimKind.DEPARTMENT:
        if not papers or rule is None:
            return None
        claimed = (each.model_copy(update={"name": f"values.{each.name}"}) for each in values_read(rule))
        return EntryView(
            fields=(_field("certificate_number", ENTRY_FIELDS["certificate_number"], required=False), *claimed)
        )
    return _ENTRIES.get(ask)


def values_read(rule: Rule) -> tuple[FieldView, ...]:
    """The values that a rule makes points of."""
    return tuple(_values(rule))


def _values(rule: Rule) -> Iterator[FieldView]:
    match rule:
        case Together():
            for each in rule.rules:
                yield from _values(each)
        case Tiers():
            labels = {value: _tier(value, row.zh, len(row.values)) for row in rule.rows for value in row.values}
            yield _field(rule.of, table_value(rule.of), "choice", required=False, choices=labels)
        case Flag() | Veto():
            yield _field(rule.of, table_value(rule.of), "flag", required=False)
        case Bands():
            whole = all(row.from_ == row.from_.to_integral_value() for row in rule.rows)
            yield _field(rule.of, table_value(rule.of), "integer" if whole else "decimal", required=False)
        case _:
            yield _field(rule.of, table_value(rule.of), "integer", required=False)


def _tier(value: str, zh: str, together: int) -> Text:
    """The label of a value: its row's, where it is the only one there; else that of the level which it names."""
    if together > 1 and value in _LEVELS:
        return _LEVELS[value]
    return Text(zh, value.replace("_", " "))


def _field(
    name: str, title: Text, kind: str = "text", *, required: bool = True, choices: Mapping[str, Text] | None = None
) -> FieldView:
    named = {value: TextView.of(label) for value, label in (choices or {}).items()}
    return FieldView(name=name, kind=kind, title=TextView.of(title), required=required, choices=named)


def _choice(name: str, title: Text, members: Iterable[StrEnum], *, required: bool = True) -> FieldView:
    labels = {str(member): text(member) for member in members}
    return _field(name, title, "choice", required=required, choices=labels)


_LEVELS: Mapping[str, Text] = MappingProxyType({str(level): text(level) for level in QualificationLevel})
_ENTRIES: Mapping[ClaimKind, EntryView] = {
    ClaimKind.QUALIFICATION: EntryView(
        fields=(
            _choice("level", _STUDY["qualification.level"], QualificationLevel),
            _field("certificate_number", _STUDY["qualification.certificate_number"]),
        )
    ),
    ClaimKind.DEGREE: EntryView(
        fields=(
            _choice("level", _STUDY["degree.level"], DegreeLevel),
            _field("certificate_number", _STUDY["degree.certificate_number"]),
            _field("granted_by", _STUDY["degree.granted_by"]),
            _choice("method", _STUDY["degree.method"], DegreeMethod, required=False),
            _field("method_number", _STUDY["degree.method_number"]),
        )
    ),
    ClaimKind.OWN_HOME: EntryView(
        fields=(
            _choice("certificate_format", _HOME["certificate_format"], CertificateFormat, required=False),
            _field("certificate_number", _HOME["certificate_number"]),
            _field("district", _HOME["district"]),
            _field("owner_name", ENTRY_FIELDS["owner_name"], required=False),
            _field("owner_id_number", ENTRY_FIELDS["owner_id_number"], required=False),
        )
    ),
    ClaimKind.TAX_TOTAL: EntryView(fields=(_field("authorised", ENTRY_FIELDS["authorised"], "flag"),)),
    ClaimKind.PERSONNEL_FILE: EntryView(fields=(_field("held_by", table_value("held_by")),)),
    ClaimKind.DEGREE_CHECK: EntryView(
        list_of="certificates",
        most=_MOST_CERTIFICATES,
        fields=(
            _choice("level", ENTRY_FIELDS["level"], CertificateLevel),
            _field("certificate_number", ENTRY_FIELDS["certificate_number"]),
            _field("full_time", ENTRY_FIELDS["full_time"], "flag", required=False),
            _field("upgraded", ENTRY_FIELDS["upgraded"], "flag", required=False),
        ),
    ),
}
