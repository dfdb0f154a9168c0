"""How employers, their people and their notes are shown: with labels, what can be done, and links."""

from collections.abc import Mapping

from luohu_contract.enrolment import TAKEN, AssociationStatus, EmployerStatus
from luohu_contract.texts import text
from luohu_contract.texts.enrolment import CREDENTIALS_REMEDY, EMPLOYER_NOT_ELIGIBLE
from luohu_declaration.api.employer_schemas import (
    AssociationView,
    CauseView,
    CheckView,
    ContactForm,
    EmployerView,
    InsuranceView,
    NoteView,
    RequestView,
    StaffDeclaration,
    StaffMember,
)
from luohu_declaration.api.schemas import Links
from luohu_declaration.domain.association import Association
from luohu_declaration.domain.employer import Employer
from luohu_declaration.storage.employer_notes import EmployerNote
from luohu_declaration.storage.staff import Insured, Member
from luohu_declaration.usecases.register_employer import shown_unit_code


def employer_view(employer: Employer, year: int) -> EmployerView:
    """An employer in the world's year."""
    checking = employer.status is EmployerStatus.CHECKING
    return EmployerView(
        id=employer.id,
        uscc=employer.uscc,
        name=employer.name,
        handling_district=employer.handling_district,
        contact=ContactForm(name=employer.contact.name, telephone=employer.contact.telephone),
        status=employer.status,
        label=text(employer.status).zh,
        since=employer.since,
        registered_at=employer.registered_at,
        reason=_cause(employer),
        opinion=employer.opinion,
        check=CheckView(asked=employer.checks, last_problem=employer.last_problem) if checking else None,
        unit_code=shown_unit_code(employer),
        year=year,
        active=employer.active_in(year),
        active_year=employer.active_year,
        answers_associations=employer.answers,
        links=_employer_links(employer, year),
    )


def association_view(association: Association, links: Links) -> AssociationView:
    """A request as its person sees it."""
    return AssociationView(**_association(association), links=links)


def own_association_view(association: Association, declaration: str) -> AssociationView:
    """A request with what its person can do now. declaration: the path of the declaration."""
    me = f"{declaration}/association"
    links = {"self": me, "declaration": declaration}
    if association.status is AssociationStatus.PENDING:
        links["withdrawal"] = me
    elif association.status not in TAKEN:
        links["association"] = me
    return association_view(association, links)


def request_view(association: Association, insured: Mapping[str, Insured]) -> RequestView:
    """A request with what its employer can do now. insured: by id number."""
    links = {"employer": f"/v1/employers/{association.employer_id}"}
    if association.status is AssociationStatus.PENDING:
        links["decision"] = f"/v1/associations/{association.id}/decision"
    return RequestView(
        **_association(association),
        links=links,
        person=association.person_name,
        id_number=association.id_number,
        insurance=_insurance(insured.get(association.id_number)),
    )


def staff_member(member: Member, insured: Mapping[str, Insured], employer: Employer) -> StaffMember:
    """One of the people of an employer. insured: by id number."""
    declaration = None
    if member.declaration_id and member.status and member.status_since:
        declaration = StaffDeclaration(
            id=member.declaration_id,
            status=member.status,
            since=member.status_since,
            items={kind: dict(statuses) for kind, statuses in member.items.items()},
            links={"self": f"/v1/employers/{employer.id}/staff/{member.declaration_id}"},
        )
    return StaffMember(
        name=member.name,
        id_number=member.id_number,
        tie=member.tie,
        since=member.since,
        insurance=_insurance(insured.get(member.id_number)),
        declaration=declaration,
    )


def note_view(note: EmployerNote) -> NoteView:
    """A note to the window."""
    links = {"employer": f"/v1/employers/{note.employer_id}"}
    if note.acknowledged_at is None:
        links["acknowledgement"] = f"/v1/employer-notes/{note.id}/acknowledgement"
    return NoteView(
        id=note.id,
        employer_id=note.employer_id,
        uscc=note.uscc,
        employer_name=note.employer_name,
        handling_district=note.handling_district,
        year=note.year,
        kind=note.kind,
        label=text(note.kind).zh,
        text=note.words,
        id_number=note.id_number,
        sent_at=note.sent_at,
        acknowledged_at=note.acknowledged_at,
        links=links,
    )


def _association(association: Association) -> dict[str, object]:
    return {
        "id": association.id,
        "year": association.year,
        "status": association.status,
        "label": text(association.status).zh,
        "since": association.since,
        "requested_at": association.requested_at,
        "employer_name": association.employer_name,
        "handling_district": association.handling_district,
        "opinion": association.opinion,
        "final": association.status is AssociationStatus.APPROVED,
    }


def _cause(employer: Employer) -> CauseView | None:
    if employer.reason is None:
        return None
    label = text(employer.reason)
    return CauseView(
        code=employer.reason,
        zh=label.zh,
        en=label.en,
        message=EMPLOYER_NOT_ELIGIBLE.zh,
        message_en=EMPLOYER_NOT_ELIGIBLE.en,
        remedy=CREDENTIALS_REMEDY.zh,
        remedy_en=CREDENTIALS_REMEDY.en,
    )


def _insurance(found: Insured | None) -> InsuranceView | None:
    return None if found is None else InsuranceView(here=found.until is not None, until=found.until)


def _employer_links(employer: Employer, year: int) -> Links:
    """What can be done with the employer now."""
    me = f"/v1/employers/{employer.id}"
    links = {"self": me, **{name: f"{me}/{name}" for name in ("contact", "notes", "events")}}
    if employer.status is EmployerStatus.NOT_ELIGIBLE:
        links |= {"correction": me, "credentials": f"{me}/credentials"}
    if employer.status is EmployerStatus.OPEN:
        links |= {name: f"{me}/{name}" for name in ("associations", "staff")}
        if not employer.active_in(year):
            links |= {"correction": me, "activation": f"{me}/activation"}
    return links
