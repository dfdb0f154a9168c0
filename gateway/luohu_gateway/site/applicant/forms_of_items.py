"""Filing and editing an item: one page for every form, whose fields come and go with what is chosen."""

from collections.abc import Mapping
from typing import Any, cast

from fastapi import APIRouter
from starlette.responses import Response

from luohu_contract.item import ItemKind
from luohu_contract.texts import FIELDS as LABELS
from luohu_contract.texts import text
from luohu_gateway.site.applicant.evidence import FILE, uploaded
from luohu_gateway.site.applicant.forms.catalogue import FORMS, FormPage
from luohu_gateway.site.applicant.forms.field import PART, Around, Look, Spouse
from luohu_gateway.site.applicant.forms.filled import body_of, faults_of, values_of
from luohu_gateway.site.applicant.frame import drawn
from luohu_gateway.site.applicant.mine import APPLICANT, LOCKED, ME, Declared, Mine, version_tag
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused

router = APIRouter(prefix="/me/forms/{name}", dependencies=APPLICANT)


_AROUND = frozenset({"kind", "item", "version", "csrf", "once", "then"})  #: fields that are no part of what is entered


@router.get("")
async def show(here: Here, mine: Declared, name: str) -> Response:
    """The form: empty, or with `item` what was filed."""
    page, asked = _form(name), here.request.query_params
    item = mine.item(asked["item"]) if "item" in asked else None
    values = _begun(page, mine, asked.get("kind", "")) if item is None else _filed(item)
    return _page(here, mine, page, values, locked=item is not None and item["status"] in LOCKED)


@router.post("")
async def save(here: Here, mine: Declared, name: str) -> Response:
    """保存, and with `then=verify` 在线审核 as well."""
    page, values = _form(name), dict(await here.form())
    try:
        values |= await _files(here, mine, page, values)
        item = await _kept(here, mine, page, values)
    except Refused as refused:
        return _page(here, mine, page, values, refused=refused)
    if values.get("then") == "verify":
        try:
            await here.ask.post(f"/v1/items/{item['id']}/verification", once=f"{values.get('once', '')}-{item['id']}")
        except Refused as refused:
            # It is saved: what is entered now edits that item, and asks under another key.
            return _page(here, mine, page, _filed(item), refused=refused)
    return here.go(f"{ME}/indicators/{page.indicator.value}")


@router.post("/fields")
async def fields(here: Here, mine: Declared, name: str) -> Response:
    """The fields that go with what is chosen now. What was entered stays, also in those that are not shown."""
    return here.draw("applicant/fields.html", me=ME, **_told(mine, _form(name), await here.form()))


@router.post("/check")
async def check(here: Here, name: str) -> Response:
    """What is wrong with what is entered so far, beside the fields: of those that somebody has been at."""
    page, values = _form(name), await here.form()
    faults, at = faults_of(page, values), here.request.headers.get("hx-trigger-name", "")
    shown = dict.fromkeys(field.name for field in page.fields(values))
    touched = {field: faults.get(field, "") for field in shown if values.get(field) or field == at}
    return here.draw("applicant/faults.html", faults=touched)


def _form(name: str) -> FormPage:
    """Raises Refused, 404, where there is none of that name."""
    if name not in FORMS:
        raise Refused(404, {})
    return FORMS[name]


def _begun(page: FormPage, mine: Mine, kind: str) -> dict[str, str]:
    """A new form, with what is known of the applicant where certificates name them."""
    chosen = page.kind_of({"kind": kind})
    values = {"kind": chosen.value}
    if chosen is ItemKind.DOMESTIC_EDUCATION:
        person = mine.declaration["person"]
        for half in ("qualification", "degree"):
            values[f"{half}{PART}"] = "true"
            values |= {f"{half}.{name}": person[name] or "" for name in ("name", "sex", "birth_date")}
        values["qualification.id_number"] = person["id_number"]
    return values


def _filed(item: Mapping[str, Any]) -> dict[str, str]:
    return {**values_of(item["entered"]), "kind": item["kind"], "item": item["id"], "version": str(item["version"])}


async def _files(here: Visit, mine: Mine, page: FormPage, values: Mapping[str, str]) -> dict[str, str]:
    """Files that came with the form itself, uploaded: where the browser runs no script."""
    found: dict[str, str] = {}
    for field in page.fields(values):
        if field.look is Look.FILE:
            for file in await uploaded(here, mine.path, field.name):
                found[field.name] = file["id"]
    return found


async def _kept(here: Visit, mine: Mine, page: FormPage, values: Mapping[str, str]) -> Mapping[str, Any]:
    """The item, filed or edited. Raises Refused."""
    body = body_of(page, values)
    if values.get("item"):
        version = values.get("version", "")
        reply = await here.ask.put(f"/v1/items/{mine.item(values['item'])['id']}", body, etag=version_tag(version))
    else:
        reply = await here.ask.post(f"{mine.path}/{page.path}", body, once=values.get("once", ""))
    return cast(Mapping[str, Any], reply.data)


def _page(
    here: Visit,
    mine: Mine,
    page: FormPage,
    values: Mapping[str, str],
    *,
    refused: Refused | None = None,
    locked: bool = False,
) -> Response:
    status, problem = (refused.status, Shown.of(refused)) if refused else (200, NONE)
    told = {**_told(mine, page, values, problem), "locked": locked}
    return drawn(here, "form.html", mine, page.indicator.value, status=status, **told)


def _told(mine: Mine, page: FormPage, values: Mapping[str, str], problem: Shown = NONE) -> dict[str, Any]:
    """What the template of the fields is told."""
    kind, shown = page.kind_of(values), page.fields(values)
    files = {f"{field.name}{FILE}" for field in shown if field.look is Look.FILE}
    names = {field.name for field in shown} | files | _AROUND
    return {
        "page": page,
        "kind": kind,
        "kinds": [(each.value, text(each)) for each in page.kinds],
        "fields": shown,
        "labels": LABELS[kind],
        "values": values,
        "kept": {name: value for name, value in values.items() if name not in names and value},
        "around": Around(_spouses(mine)),
        "problem": problem,
    }


def _spouses(mine: Mine) -> list[Spouse]:
    return [
        Spouse(
            item["id"],
            item["entered"]["name"],
            item["entered"]["married_from"],
            item["entered"].get("married_to", ""),
            item["label"],
        )
        for item in mine.items
        if item["kind"] == ItemKind.SPOUSE
    ]
