"""合法稳定住所: own homes, leases, dormitories, and the spouses whose homes they are (handbook 三.二.2)."""

from luohu_contract.claim import CertificateFormat, IdType, OrganisationIdType, RentalType
from luohu_contract.forms import Relation
from luohu_contract.item import ItemKind
from luohu_contract.texts.districts import DISTRICT_NAMES
from luohu_gateway.site.applicant.forms.field import Around, Field, Look, Option, Values, having, members, never

_SPOUSES = having("relation", Relation.SPOUSE)


def districts(_: Values, __: Around) -> tuple[Option, ...]:
    """The seventeen windows."""
    return tuple(DISTRICT_NAMES.items())


def _spouses(_: Values, around: Around) -> list[Option]:
    return [(each.id, each.called) for each in around.spouses]


_RELATION = Field("relation", Look.RADIOS, members(Relation), turns=True)
_SPOUSE = Field("spouse_id", Look.CHOICE, _spouses, shown=_SPOUSES, hint="applicant.hint.spouse_id")
_DISTRICT = Field("district", Look.CHOICE, districts)
_PERIOD = (
    Field("from", Look.MONTH, hint="applicant.hint.month"),
    Field("to", Look.MONTH, hint="applicant.hint.month"),
)


def _title(kind: CertificateFormat) -> Field:
    """The number, with the sample of the format that was chosen."""
    return Field(
        "certificate_number", shown=having("certificate_format", kind), hint=f"applicant.hint.certificate.{kind.value}"
    )


_TITLE = (
    Field("certificate_format", Look.RADIOS, members(CertificateFormat), turns=True),
    *(_title(kind) for kind in CertificateFormat),
)

HOMES: dict[ItemKind, tuple[Field, ...]] = {
    ItemKind.OWN_HOME: (_RELATION, _SPOUSE, *_TITLE, _DISTRICT, *_PERIOD),
    ItemKind.RENTAL: (
        _RELATION,
        _SPOUSE,
        Field("rental_type", Look.CHOICE, members(RentalType)),
        _DISTRICT,
        Field("filing_number", hint="applicant.hint.filing_number"),
        *_PERIOD,
    ),
    ItemKind.DORMITORY: (
        Field("owner_id_type", Look.CHOICE, members(OrganisationIdType)),
        Field("owner_id_number"),
        Field("owner_name", hint="applicant.hint.owner_name"),
        _DISTRICT,
        *_TITLE,
        *_PERIOD,
    ),
    ItemKind.SPOUSE: (
        Field("name", hint="applicant.hint.as_in_document"),
        Field("id_type", Look.CHOICE, members(IdType)),
        Field("id_number"),
        Field("married_from", Look.DATE),
        Field("married_to", Look.DATE, required=never, hint="applicant.hint.married_to"),
        Field("evidence", Look.FILE, hint="applicant.hint.marriage_papers"),
    ),
}
