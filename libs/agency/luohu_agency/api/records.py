"""The registers as operators read and correct them, and as people read what is recorded about themselves."""

from collections.abc import Mapping
from functools import reduce
from operator import or_
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError, create_model

from luohu_agency import register
from luohu_agency.record_form import refuse_nul
from luohu_agency.register import Author, Record, numbers
from luohu_agency.spec import AgencySpec, RecordKind
from luohu_contract.model import Wire
from luohu_kit.api import Rt
from luohu_kit.auth import Caller, Role, allow
from luohu_kit.etag import IfMatch, etag, if_match
from luohu_kit.problems import Problem, fault_of

PREFIX = "/v1/records"
_PAGING = {"kind", "q", "offset", "limit"}

Operator = Annotated[Caller, Depends(allow(Role.OPERATOR))]
Reader = Annotated[Caller, Depends(allow(Role.OPERATOR, Role.APPLICANT))]


class RecordShown(Wire):
    """One record. `fields` has the form of its kind."""

    id: UUID
    kind: str
    version: int
    recorded_at: AwareDatetime
    fields: dict[str, Any]
    links: dict[str, str]


class RecordPage(Wire):
    items: tuple[RecordShown, ...]
    total: int
    offset: int
    limit: int


class ChangeShown(Wire):
    """One change of a record: who, when, from what to what."""

    version: int
    at: AwareDatetime
    actor: str
    recheck: UUID | None
    before: dict[str, Any] | None
    after: dict[str, Any]


class Changes(Wire):
    items: tuple[ChangeShown, ...]


def record_router(spec: AgencySpec[Any]) -> APIRouter:
    """The register API of one agency."""
    router = APIRouter(prefix=PREFIX, tags=["records"])
    wanted_record: Any = _wanted(spec)

    @router.get("", summary="Search a register")
    async def search(
        rt: Rt,
        caller: Reader,
        request: Request,
        *,
        kind: Annotated[str | None, Query(max_length=60)] = None,
        q: Annotated[str | None, Query(min_length=1, max_length=100)] = None,
        offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> RecordPage:
        """Further parameters are fields of the record kind, compared for equality."""
        chosen = _kind(spec, kind)
        wanted = register.Search(
            chosen, _equal(chosen, request), q, None if caller.role is Role.OPERATOR else _own(caller), offset, limit
        )
        async with rt.begin(caller.world) as work:
            found, total = await register.search(work, wanted)
        return RecordPage(items=tuple(_shown(r) for r in found), total=total, offset=offset, limit=limit)

    @router.get("/{record_id}", operation_id="read_record", summary="Read a record")
    async def read(rt: Rt, caller: Reader, record_id: UUID, response: Response) -> RecordShown:
        async with rt.begin(caller.world) as work:
            record = await register.get(work, spec, record_id)
        if caller.role is not Role.OPERATOR and _own(caller) not in record.about():
            raise register.RecordNotFound(record_id)
        response.headers["ETag"] = etag(record.version)
        return _shown(record)

    @router.post(
        "",
        status_code=201,
        summary="Add a record",
        responses={
            201: {
                "links": {"record": {"operationId": "read_record", "parameters": {"record_id": "$response.body#/id"}}}
            },
            409: {"description": "The register has this record already"},
        },
    )
    async def add(rt: Rt, caller: Operator, wanted: wanted_record, response: Response) -> RecordShown:
        kind = _kind(spec, wanted.kind)
        refuse_nul(wanted.fields.model_dump(mode="json"), "#/fields")
        async with rt.begin(caller.world) as work:
            record = await register.add(work, kind, wanted.fields, Author(caller.subject))
            await work.commit()
        response.headers["Location"] = f"{PREFIX}/{record.id}"
        response.headers["ETag"] = etag(record.version)
        return _shown(record)

    @router.put(
        "/{record_id}",
        summary="Correct a record",
        responses={409: {"description": "The register has such a record already"}},
    )
    async def correct(
        rt: Rt, caller: Operator, record_id: UUID, *, wanted: wanted_record, response: Response, match: IfMatch = None
    ) -> RecordShown:
        """Verdicts that were given before do not change by it."""
        refuse_nul(wanted.fields.model_dump(mode="json"), "#/fields")
        async with rt.begin(caller.world) as work:
            held = await register.get(work, spec, record_id, for_update=True)
            if wanted.kind != held.kind.name:
                raise _fault("#/kind", f"the record is a {held.kind.name}")
            if_match(match, held.version)
            record = await register.correct(work, held, wanted.fields, Author(caller.subject))
            await work.commit()
        response.headers["ETag"] = etag(record.version)
        return _shown(record)

    @router.get("/{record_id}/history", summary="Read what was changed in a record")
    async def history(rt: Rt, caller: Operator, record_id: UUID) -> Changes:
        async with rt.begin(caller.world) as work:
            await register.get(work, spec, record_id)
            changes = await register.history(work, record_id)
        return Changes(
            items=tuple(
                ChangeShown(
                    version=change.version,
                    at=change.at,
                    actor=change.actor,
                    recheck=change.task_id,
                    before=None if change.before is None else dict(change.before),
                    after=dict(change.after),
                )
                for change in changes
            )
        )

    return router


def _wanted(spec: AgencySpec[Any]) -> Any:
    """What is posted: the kind, and the fields of that kind. One model for each, told apart by `kind`."""
    models = [
        create_model(
            f"{kind.model.__name__}Wanted",
            __base__=Wire,
            __doc__=f"A record of {kind.title or kind.name}.",
            **_wanted_fields(kind),
        )
        for kind in spec.records
    ]
    if len(models) == 1:
        return models[0]
    return Annotated[reduce(or_, models), Field(discriminator="kind")]


def _wanted_fields(kind: RecordKind[Any]) -> dict[str, Any]:
    return {"kind": (Literal[kind.name], ...), "fields": (kind.model, ...)}


def _fault(pointer: str, detail: str) -> Problem:
    return Problem("validation-failed", f"{pointer}: {detail}", errors=[{"pointer": pointer, "detail": detail}])


def _kind(spec: AgencySpec[Any], name: str | None) -> RecordKind[Any]:
    if name is None and len(spec.records) == 1:
        return spec.records[0]
    kind = spec.record_kind(name or "")
    if kind is None:
        raise _fault("query:kind", f"name one of the registers: {', '.join(k.name for k in spec.records)}")
    return kind


def _own(caller: Caller) -> str:
    """The number under which an applicant's own records are found; nobody has the empty one."""
    return next(iter(numbers([caller.id_number])), "") if caller.id_number else ""


def _equal(kind: RecordKind[Any], request: Request) -> Mapping[str, Any]:
    """The filters of a search, parsed as the record's fields are."""
    equal: dict[str, Any] = {}
    for name, text in request.query_params.multi_items():
        if name in _PAGING:
            continue
        if name not in kind.filters or name in equal:
            known = ", ".join(kind.filters) or "none"
            raise _fault(f"query:{name[:60]}", f"{kind.name} is searched by these fields, each once: {known}")
        try:
            field = kind.model.model_fields[name]
            constrained: Any = Annotated[field.annotation, field]
            adapter: TypeAdapter[Any] = TypeAdapter(constrained)
            equal[name] = adapter.validate_python(text)
        except ValidationError as error:
            raise _fault(f"query:{name}", fault_of({**error.errors()[0], "loc": ("query", name)})["detail"]) from None
    return equal


def _shown(record: Record) -> RecordShown:
    here = f"{PREFIX}/{record.id}"
    return RecordShown(
        id=record.id,
        kind=record.kind.name,
        version=record.version,
        recorded_at=record.recorded_at,
        fields=record.value.model_dump(mode="json"),
        links={"self": here, "history": f"{here}/history"},
    )
