"""Evidence on its way: one PDF of at most 1 MB each (附件3), uploaded before what names it is filed."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from luohu_contract.item import ItemKind
from luohu_contract.texts import FIELDS as LABELS
from luohu_gateway.site.applicant.forms.catalogue import FIELDS
from luohu_gateway.site.applicant.forms.field import Look
from luohu_gateway.site.applicant.mine import APPLICANT, ME, Declared
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused

router = APIRouter(prefix="/me/evidence", dependencies=APPLICANT)

PDF = "application/pdf"
FILE = ".file"  #: ends the names of inputs for files; what names the uploaded one has the name of the field itself


async def uploaded(here: Visit, path: str, field: str) -> list[dict[str, Any]]:
    """The files that came with a field of the form, uploaded to a declaration: what the API says of each, with its
    `name`. Raises Refused for the first that is none, with the field as the one that is named.
    """
    found: list[dict[str, Any]] = []
    for file in await here.files(f"{field}{FILE}"):
        headers = {"content-type": file.content_type or PDF}
        try:
            reply = await here.ask.ask("POST", f"{path}/evidence", content=await file.read(), headers=headers)
        except Refused as refused:
            detail = f"{file.filename}: {refused.problem.get('detail', '')}"
            errors = [{"pointer": f"#/{field}{FILE}", "detail": detail}]
            raise Refused(refused.status, {**refused.problem, "errors": errors}) from None
        found.append({**reply.data, "name": file.filename})
    return found


@router.post("/{kind}")
async def upload(here: Here, mine: Declared, kind: ItemKind) -> Response:
    """A file that was just chosen in a form: the field comes back with it, or with what is wrong with it."""
    field = next((each for each in FIELDS.get(kind, ()) if each.look is Look.FILE), None)
    if field is None:
        raise Refused(404, {})
    file, problem = {"id": (await here.form()).get(field.name, "")}, NONE
    try:
        file = next(iter(await uploaded(here, mine.path, field.name)), file)
    except Refused as refused:
        problem = Shown.of(refused)
    return here.draw(
        "applicant/file.html", me=ME, labels=LABELS[kind], kind=kind, field=field, file=file, problem=problem
    )
