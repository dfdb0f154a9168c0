"""How an item is shown: the three blocks of the handbook's screens, with labels, ways out and links."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from luohu_contract.finding import TaxFindings
from luohu_contract.forms import HonourForm, InnovationForm
from luohu_contract.item import ItemKind, ItemStatus, Remedy
from luohu_contract.message import Part
from luohu_contract.reasons import REASONS, display, papers
from luohu_contract.texts import status_label
from luohu_contract.texts.season import COURSE
from luohu_declaration.api.schemas import (
    Computed,
    DeclarationSummary,
    DeclarationView,
    DetentionsView,
    InsuredTimeView,
    ItemView,
    Links,
    PapersView,
    PartView,
    ReadingView,
    ReasonView,
    RecheckView,
    TaxPenaltiesView,
)
from luohu_declaration.domain.declaration import Declaration
from luohu_declaration.domain.forms import form_of
from luohu_declaration.domain.housing import NOTHING
from luohu_declaration.domain.item import READ_ONLY, RESIDENCES, Item, PartResult, Standing
from luohu_declaration.domain.merit import asks_anybody, merit_claim, sent_by_itself
from luohu_declaration.domain.readings import Detentions, Reading, TaxPenalties, reading_of
from luohu_declaration.domain.recheck import Options, options
from luohu_declaration.domain.residence import effective_months
from luohu_declaration.domain.round import Round
from luohu_declaration.domain.states import LOCKED, Status

#: Pages of a declaration besides its items.
_PAGES = ("eligibility", "commitments", "basics", "indicators", "area")


def item_view(item: Item, beside: Mapping[UUID, Item], around: Round) -> ItemView:
    """One item. beside: the items of its declaration, or at least the spouse record that it stands on."""
    standing, base_date = item.standing, around.base_date
    status = ItemStatus(standing.status)
    possible = options(item.kind, standing, item.entered)
    spouse = beside.get(item.spouse_id) if item.spouse_id else None
    return ItemView(
        id=item.id,
        declaration_id=item.declaration_id,
        kind=item.kind,
        status=status,
        subject=standing.subject,
        label=status_label(status, standing.subject, kind=item.kind, valid_years=_valid_years(standing)),
        display=display(status, standing.subject),
        since=standing.since,
        reason=_reason(standing, possible, base_date),
        attempt=standing.attempt,
        version=item.version,
        filed_at=item.filed_at,
        entered=dict(item.entered),
        findings={part: _part(result, base_date) for part, result in standing.results.items()},
        computed=_computed(item, spouse, around),
        recheck=_recheck(item, possible),
        evidence_requested=standing.evidence_requested,
        links=_links(item, possible),
    )


def under_review(view: ItemView) -> bool:
    """Whether somebody other than the applicant is at work on an item."""
    return view.status.value in LOCKED and view.evidence_requested is None


def summary(declaration: Declaration) -> DeclarationSummary:
    """A declaration in a list."""
    return DeclarationSummary(
        id=declaration.id,
        year=declaration.year,
        applicant=declaration.person.name,
        opened_at=declaration.opened_at,
        status=declaration.status,
        status_label=COURSE[declaration.status.value].zh,
        since=declaration.since or declaration.opened_at,
        links=_declaration_links(declaration),
    )


def declaration_view(
    declaration: Declaration, items: Mapping[UUID, Item], around: Round, *, submitted_at: datetime | None = None
) -> DeclarationView:
    """A declaration with its items, in the order in which they were filed."""
    return DeclarationView(
        id=declaration.id,
        year=declaration.year,
        applicant=declaration.person.name,
        opened_at=declaration.opened_at,
        status=declaration.status,
        status_label=COURSE[declaration.status.value].zh,
        since=declaration.since or declaration.opened_at,
        base_date=around.base_date.isoformat(),
        person=declaration.person,
        submitted_at=submitted_at,
        items=tuple(item_view(item, items, around) for item in sorted(items.values(), key=_filed)),
        links=_declaration_links(declaration),
    )


def _filed(item: Item) -> tuple[datetime, UUID]:
    return item.filed_at, item.id


def _reason(standing: Standing, possible: Options, base_date: date) -> ReasonView | None:
    if standing.reason is None:
        return None
    row = REASONS[standing.reason]
    recheck = (Remedy.RECHECK,) if standing.reason in possible.codes else ()
    return ReasonView(
        code=row.code,
        zh=row.label(base_date),
        en=row.english(base_date),
        remedies=(*recheck, *possible.instead),
        hint=row.hint,
        hint_en=row.hint_en,
    )


def _valid_years(standing: Standing) -> int | None:
    """Of a tax item: how many of the three years earn points, 有效(1年)."""
    result = standing.results.get(Part.WHOLE)
    return result.findings.valid_years if result and isinstance(result.findings, TaxFindings) else None


def _part(result: PartResult, base_date: date) -> PartView:
    return PartView(
        outcome=result.outcome,
        reason=result.reason,
        label=REASONS[result.reason].label(base_date) if result.reason else None,
        findings=result.findings.model_dump(mode="json", exclude={"kind"}) if result.findings else None,
        disputable=result.disputable,
        opinion=result.opinion,
        decided_by=result.decided_by,
        decided_at=result.decided_at,
    )


def reading_view(reading: Reading) -> ReadingView:
    """What was read, as the page shows it."""
    words = {"zh": reading.sentence.zh, "en": reading.sentence.en}
    if isinstance(reading, Detentions):
        return DetentionsView(years=reading.years, detentions=reading.detentions, **words)
    if isinstance(reading, TaxPenalties):
        return TaxPenaltiesView(years=reading.years, tax_penalties=reading.penalties, **words)
    return InsuredTimeView(
        as_of=reading.as_of,
        years=reading.years,
        months=reading.months,
        insurance=reading.insurance,
        back_paid_months=reading.back_paid_months,
        **words,
    )


def _computed(item: Item, spouse: Item | None, around: Round) -> Computed | ReadingView | None:
    """Months of a residence: what they are while it is valid, none while it is invalid, unknown before any verdict."""
    if item.kind in READ_ONLY:
        reading = reading_of(item, around.base_date)
        return None if reading is None else reading_view(reading)
    standing = item.standing
    if item.kind not in RESIDENCES or standing.status in (Status.DRAFT, Status.PENDING):
        return None
    found = NOTHING if standing.status is Status.INVALID else effective_months(item, spouse, around)
    return Computed(effective_from=found.first, effective_to=found.last, months=found.months)


def _recheck(item: Item, possible: Options) -> RecheckView:
    standing = item.standing
    settled = standing.status in (Status.VALID, Status.INVALID)
    codes = possible.codes if settled or standing.status is Status.RECHECK else ()
    return RecheckView(
        allowed=settled and bool(codes),
        disputes=codes,
        instead=possible.instead,
        hint=possible.zh or None,
        hint_en=possible.en or None,
        papers=_papers(item, possible) if codes else (),
    )


def _papers(item: Item, possible: Options) -> tuple[PapersView, ...]:
    """What a recheck of each code would attach; for awards and honours the papers of their own family."""
    form = form_of(item) if item.kind in (ItemKind.INNOVATION, ItemKind.HONOUR) else None
    claim = merit_claim(form) if isinstance(form, InnovationForm | HonourForm) and asks_anybody(form) else None
    return tuple(
        PapersView(
            disputes=code,
            part=part,
            case=one.case,
            zh=one.zh,
            en=one.en,
            documents=(*one.wants, *(one.degree_wants if part is Part.DEGREE else ())),
        )
        for part, codes in possible.disputes.items()
        for code in codes
        for one in papers(REASONS[code], claim)
    )


def _links(item: Item, possible: Options) -> Links:
    """What can be done with the item now."""
    me = f"/v1/items/{item.id}"
    links = {"self": me, "declaration": f"/v1/declarations/{item.declaration_id}", "events": f"{me}/events"}
    standing = item.standing
    if item.spouse_id:
        links["spouse"] = f"/v1/items/{item.spouse_id}"
    if standing.status is Status.DRAFT and sent_by_itself(item):
        links["verification"] = f"{me}/verification"
    if standing.status in (Status.VALID, Status.INVALID) and possible.disputes:
        links["recheck"] = f"{me}/recheck"
    if standing.evidence_requested is not None:
        links["evidence"] = f"{me}/evidence"
    return links


def _declaration_links(declaration: Declaration) -> Links:
    me = f"/v1/declarations/{declaration.id}"
    filing = ("residences", "spouses", "education", "innovation", "tax", "honours", "items", "evidence")
    paths = (*filing, *_PAGES, "verification", "submission", "simulation", "score", "appeals", "history", "events")
    return {"self": me, **{path: f"{me}/{path}" for path in paths}}
