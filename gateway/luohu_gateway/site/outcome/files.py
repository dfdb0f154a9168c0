"""Files that an applicant hands in: sent to the declaration one by one, kept while the form is put right, and shown.

A form carries what it has sent already in fields called `kept`, so that nobody chooses the same files twice.
"""

from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from starlette.datastructures import UploadFile
from starlette.responses import Response

from luohu_gateway.site.guard import signed_in
from luohu_gateway.site.problems import Shown
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused
from luohu_kit.auth import Role

router = APIRouter()

PDF = "application/pdf"
FIELD = "evidence"  #: what the field of files is called, in forms and in the API
_ABOUT_FILES = frozenset({"evidence-refused", "evidence-limit", "evidence-missing", "evidence-unknown"})
EvidenceId = Annotated[str, Path(pattern=r"^[0-9a-f-]{36}$")]


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that the declaration has."""

    id: str
    name: str

    @property
    def field(self) -> str:
        """As the form carries it."""
        return f"{self.id} {self.name}"


async def kept_files(here: Visit) -> list[KeptFile]:
    """What the form says was sent before, and is still wanted."""
    pairs = [value.partition(" ") for value in await here.several("kept")]
    return [KeptFile(each, name) for each, _, name in pairs]


async def hand_in(here: Visit, declaration_id: str, kept: list[KeptFile]) -> None:
    """Send the form's files, and add each to those that are kept as soon as it is there. Raises Refused, Away."""
    once = (await here.form()).get("once", "")
    for number, file in enumerate(await here.files(FIELD)):
        path = f"/v1/declarations/{declaration_id}/evidence"
        sent = await send_file(here, path, file, f"{once}-{number}" if once else "")
        kept.append(KeptFile(sent["id"], file.filename or sent["id"]))


async def send_file(here: Visit, path: str, file: UploadFile, once: str) -> dict[str, Any]:
    """Send one file to an address of the API; what it says of it. once: an idempotency key."""
    headers = {"content-type": PDF, **({"idempotency-key": f'"{once}"'} if once else {})}
    sent: dict[str, Any] = (await here.ask.ask("POST", path, content=await file.read(), headers=headers)).data
    return sent


def shown(refused: Refused) -> Shown:
    """A problem with what it says of any file beside the one field of files."""
    told = Shown.of(refused)
    fields = {name.partition(".")[0]: words for name, words in told.fields.items() if name}
    if refused.slug in _ABOUT_FILES:
        fields[FIELD] = told.detail
    return replace(told, fields=fields)


@router.get("/evidence/{evidence_id}", dependencies=[Depends(signed_in(Role.APPLICANT))])
async def read(here: Here, evidence_id: EvidenceId) -> Response:
    """A file of one's own, to be looked at in a page."""
    reply = await here.ask.ask("GET", f"/v1/evidence/{evidence_id}")
    return pdf(here, reply.content, f"{evidence_id}.pdf")


def pdf(here: Visit, content: bytes, name: str) -> Response:
    """A PDF that a browser shows by itself. name: an ASCII name to save it under."""
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"}
    return here.stamped(Response(content, media_type=PDF, headers=headers))
