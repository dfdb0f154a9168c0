"""What people bring to the window, made with the client: each function leaves one case in one of its queues."""

from luohu_client import World
from luohu_client.declaration import Declaration
from luohu_client.evidence import PDF
from luohu_client.pdf import page
from luohu_filing.year import AWARD, LIST, QUERY
from luohu_settling.bodies import collective, transfer_data
from luohu_testbed.waiting import until

COMPANY = "91990105MA0LUH014J"  #: open and active in the seeds
UNTAXED = "91990102MA0LUH217U"  #: registered in the city, but not for tax
GONE = "91990115MA0LUH209U"  #: deregistered
UNIT_CODE = "KX7M4TQ9"  #: of COMPANY
COMMITMENTS = ("notes_read", "integrity_statement", "integrity_commitment", "no_criminal_record_commitment")
WAITED = {"Prefer": "wait=20"}


async def objection(world: World) -> None:
    """柳青 is refused for a residence permit that nobody finds, and objects with a copy of it."""
    declaration = await (await world.applicant("permit-missing-disputed")).open_declaration(eligibility=True)
    mine = f"/v1/declarations/{declaration.id}/eligibility"
    await declaration.applicant.ask("GET", mine, headers=WAITED)
    permit = await declaration.upload(page(["北京市居住证", "柳青"]))
    wanted = {"statement": "居住证于2016年申领，系统未查到。", "evidence": [permit]}
    await declaration.applicant.ask("POST", f"{mine}/dispute", json=wanted)


async def licence(world: World, uscc: str = UNTAXED, name: str = "北京丁香文化工作室") -> None:
    """An employer that the tax authority does not let in sends its licence."""
    employer = await world.employer(uscc)
    contact = {"name": "丁香", "telephone": "010-99000217"}
    data = {"uscc": uscc, "name": name, "handling_district": "东城区", "contact": contact}
    own = f"/v1/employers/{(await employer.ask('POST', '/v1/employers', json=data)).json()['id']}"

    async def standing() -> str:
        return str((await employer.ask("GET", own)).json()["status"])

    await until(standing, "not_eligible", within=60)
    scan = page(["营业执照", name, uscc])
    await employer.ask("POST", f"{own}/credentials?licence=business_licence", content=scan, headers=PDF)


async def marriage(world: World) -> None:
    """A home of the husband's, whose marriage certificate has other days than were entered."""
    declaration = await (await world.applicant("spouse-certificate-mismatch")).open_declaration()
    husband = await declaration.file_spouse(
        "王建业",
        id_number="99010519800202021X",
        married_from="2006-04-01",
        married_to="2016-04-01",
        evidence=page(["离婚证", "结婚登记日期 2007-04-01", "离婚登记日期 2016-04-01"]),
    )
    home = await declaration.file_home(
        "X京房权证朝字第99000005号", district="朝阳区", first="2008-03", last="2016-04", spouse=husband
    )
    await home.verify()


async def submitted(world: World, persona: str = "tax-one-year-valid", unit_code: str = "") -> Declaration:
    """A declaration that is submitted as it is. unit_code: for whom no employer has accepted yet."""
    declaration = await (await world.applicant(persona)).open_declaration(eligibility=True)
    mine = f"/v1/declarations/{declaration.id}"
    await declaration.applicant.ask("GET", f"{mine}/eligibility", headers=WAITED)
    if unit_code:
        await declaration.applicant.ask("PUT", f"{mine}/commitments", json=dict.fromkeys(COMMITMENTS, True))
        await declaration.applicant.ask("POST", f"{mine}/association", json={"unit_code": unit_code})
        await declaration.applicant.ask("GET", f"{mine}/association", headers=WAITED)
    return await declaration.submit(save_all=True)


async def appeal(world: World) -> None:
    """侯明, for whom insurance was paid under an older number of his, appeals against his months."""
    declaration = await submitted(world, "months-appealed", UNIT_CODE)
    await world.clock.advance(to=QUERY)
    slips = await declaration.upload(page(["社会保险缴费记录", "侯明", "2001年7月至2006年12月"]))
    wanted = {
        "indicator": "employment",
        "statement": "2007年前以旧身份证号参保。",
        "evidence": [slips],
        "notes_read": True,
    }
    await declaration.applicant.ask("POST", f"/v1/declarations/{declaration.id}/appeals", json=wanted)


async def report(world: World) -> None:
    """Somebody on the published list is reported by name, with a page that proves it."""
    declaration = await submitted(world)
    await world.clock.advance(to=LIST)
    score = await declaration.applicant.ask("GET", f"/v1/declarations/{declaration.id}/score")
    reporter = await world.employer(COMPANY)
    wanted = {
        "publication_number": score.json()["place"]["publication_number"],
        "name": "李敏",
        "contact": "010-99000001",
        "statement": "该学历证书系伪造。",
    }
    sent = (await reporter.ask("POST", "/v1/reports", json=wanted)).json()
    await reporter.ask("POST", f"/v1/reports/{sent['id']}/files", content=page(["学校证明"]), headers=PDF)


async def award(world: World) -> Declaration:
    """Somebody has the award, has entered their transfer data and printed the papers."""
    declaration = await submitted(world)
    await world.clock.advance(to=AWARD)
    mine = f"/v1/declarations/{declaration.id}/settlement"
    no_file = {"kind": "none", "no_file_statement": True}
    data = transfer_data(destination=collective(), personnel_file=no_file)
    await declaration.applicant.ask("PUT", f"{mine}/transfer-data", json=data)
    await declaration.applicant.ask("POST", f"{mine}/documents")
    return declaration
