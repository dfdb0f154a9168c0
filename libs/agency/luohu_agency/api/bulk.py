"""The sandbox fills an agency's registers with the people that it made up."""

from types import GenericAlias
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import ValidationError, create_model

from luohu_agency.bulk import pipes
from luohu_agency.spec import AgencySpec
from luohu_contract.model import Wire
from luohu_kit.api import Rt
from luohu_kit.auth import Peer, signed
from luohu_kit.problems import Problem, fault_of

FromSandbox = Annotated[Peer, Depends(signed("sandbox"))]


class Poured(Wire):
    """How many records were new, by kind; one that was there already is no fault."""

    added: dict[str, int]


def bulk_router(spec: AgencySpec[Any]) -> APIRouter:
    """`POST /_luohu/records`, in sandbox mode only: `{"title": [{...}, ...], ...}`, all of it or nothing."""
    router = APIRouter(prefix="/_luohu/records", tags=["control"])
    batch, into = _batch(spec), pipes(spec)

    @router.post("", summary="Fill the registers with many records at once")
    async def pour(rt: Rt, peer: FromSandbox, request: Request) -> Poured:
        """The records' own models check them. The same batch again changes nothing."""
        # Parsed here, straight from its bytes: FastAPI would make Python objects of thousands of records first.
        try:
            records = batch.model_validate_json(await request.body())
        except ValidationError as error:
            faults = [fault_of({**fault, "loc": ("body", *fault["loc"])}) for fault in error.errors(include_url=False)]
            first = faults[0]
            raise Problem("validation-failed", f"{first['pointer']}: {first['detail']}", errors=faults[:100]) from None
        added: dict[str, int] = {}
        async with rt.begin(peer.world) as work:
            for name, pipe in into.items():
                values: tuple[Wire, ...] = getattr(records, name)
                if values:
                    added[name] = await pipe.pour(work, values)
            await work.commit()
        return Poured(added=added)

    return router


def _batch(spec: AgencySpec[Any]) -> type[Wire]:
    """What is posted: a list of records for each kind, which may be left out."""
    models: dict[str, Any] = {kind.name: kind.model for kind in spec.records}
    fields: Any = {name: (GenericAlias(tuple, (model, ...)), ()) for name, model in models.items()}
    made: type[Wire] = create_model("ManyRecords", __base__=Wire, **fields)
    return made
