"""The applicant's pages as a browser uses them: a declaration that is opened, and forms that are filled in."""

from luohu_filing.bodies import own_home
from luohu_testbed.browser import Browser, Page

STORY = "chaoyang-home-sold"  #: a persona of the seeds, whose home was SOLD
SOLD = {name: value for name, value in own_home().items() if name != "kind"}


async def opened(browser: Browser, persona: str = STORY) -> Page:
    """Somebody who has signed in and opened the declaration with one click."""
    await browser.sign_in(persona)
    return await browser.submit(await browser.open("/city/me"), "/me/open")


async def filed(browser: Browser, name: str, then: str, **entered: str) -> Page:
    """A form, sent as a browser without scripts would: the fields follow the choices first."""
    page = await browser.open(f"/city/me/forms/{name}")
    fields = {**dict(page.form(f"/forms/{name}").fields), **entered}
    data = {**fields, "then": then}
    return Page(await browser.client.post(f"/city/me/forms/{name}", data=data))


async def redrawn(
    browser: Browser, name: str, what: str, headers: dict[str, str] | None = None, **entered: str
) -> Page:
    """What htmx gets for a form while it is filled in: its `fields`, or what `check` says of them."""
    page = await browser.open(f"/city/me/forms/{name}")
    fields = {**dict(page.form(f"/forms/{name}").fields), **entered}
    told = {"HX-Request": "true", **(headers or {})}
    return Page(await browser.client.post(f"/city/me/forms/{name}/{what}", data=fields, headers=told))
