"""What stands before a submission: the records that the city reads by itself, and every page saved."""

from luohu_client import Declaration
from luohu_contract.indicators import Indicator


async def readings(declaration: Declaration) -> None:
    """Have the records of insurance, conduct and tax read. Raises Problem, Unanswered."""
    await declaration.applicant.ask("POST", f"/v1/declarations/{declaration.id}/eligibility", keyed=True)


async def all_saved(declaration: Declaration) -> None:
    """Save each page that is not. Raises Problem, Unanswered."""
    me, ask = f"/v1/declarations/{declaration.id}", declaration.applicant.ask
    for page in (await ask("GET", f"{me}/indicators")).json()["unsaved"]:
        if page == "basics":
            await ask("PUT", f"{me}/basics", json={"disclosure_consent": True})
        else:
            wish = await _area(declaration) if page == Indicator.JOB_HOUSING_AREA else {"saved": True}
            await ask("PUT", f"{me}/indicators/{page}", json=wish)


async def _area(declaration: Declaration) -> dict[str, object]:
    told = (await declaration.applicant.ask("GET", f"/v1/declarations/{declaration.id}/captcha")).json()
    captcha = {"token": told["token"], "answer": told["answer"]}
    return {"saved": True, "committed": False, "captcha": captcha}
