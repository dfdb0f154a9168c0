"""Texts of the pages, in both languages, by the key that templates use: one module for each section of the site.

What an official page prints is printed as it is there; the other words are the project's. A text may hold places such
as `{name}`.
"""

from luohu_contract.texts.kind import Text
from luohu_contract.texts.pages.applicant import APPLICANT
from luohu_contract.texts.pages.cases import CASES
from luohu_contract.texts.pages.city_map import CITY_MAP
from luohu_contract.texts.pages.desk import DESK
from luohu_contract.texts.pages.employer import EMPLOYER
from luohu_contract.texts.pages.outcome import OUTCOME
from luohu_contract.texts.pages.queues import QUEUES
from luohu_contract.texts.pages.season import SEASON
from luohu_contract.texts.pages.site import SITE
from luohu_contract.texts.pages.window import WINDOW

#: Every text of the pages. A key belongs to one section; the same key twice is an error.
PAGES: dict[str, Text] = {}
for _section in (SITE, APPLICANT, OUTCOME, EMPLOYER, DESK, WINDOW, QUEUES, CASES, SEASON, CITY_MAP):
    if _twice := PAGES.keys() & _section.keys():
        raise ValueError(f"two texts of pages have the key {min(_twice)}")
    PAGES.update(_section)
