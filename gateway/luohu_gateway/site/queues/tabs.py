"""The parts of a section, as tabs at the head of each of its pages."""

from dataclasses import dataclass

from luohu_gateway.site.links import PREFIX
from luohu_gateway.site.visit import Visit
from luohu_kit.auth import Role


@dataclass(frozen=True, slots=True)
class Tab:
    """One part of a section."""

    path: str  #: below the site
    text: str  #: key of its name
    roles: frozenset[Role]
    agency: str | None = None  #: only for operators of this one
    below: str | None = None  #: where its further pages stand, if not below the path

    def current(self, path: str) -> bool:
        """Whether a page belongs to it."""
        below = PREFIX + (self.below or self.path)
        return path == PREFIX + self.path or path.startswith(f"{below}/")


OPERATOR = frozenset({Role.OPERATOR})
WINDOW = frozenset({Role.WINDOW})
BUREAU = frozenset({Role.ADMINISTRATOR})

TABS = (
    Tab("/desk", "desk.rechecks", OPERATOR, below="/desk/rechecks"),
    Tab("/desk/filings", "desk.filings", OPERATOR, agency="science-commission"),
    Tab("/desk/settlements", "window.settlements", OPERATOR, agency="public-security"),
    Tab("/desk/records", "desk.records", OPERATOR),
    Tab("/desk/dead-letters", "desk.dead", OPERATOR),
    Tab("/window", "window.overview", WINDOW | BUREAU, below="/window/overview"),
    Tab("/window/eligibility-disputes", "queue.eligibility-disputes", WINDOW),
    Tab("/window/credential-reviews", "queue.credential-reviews", WINDOW),
    Tab("/window/reviews", "queue.reviews", WINDOW),
    Tab("/window/appeals", "queue.appeals", WINDOW),
    Tab("/window/report-verifications", "queue.report-verifications", BUREAU),
    Tab("/window/settlements", "window.settlements", WINDOW | BUREAU),
    Tab("/window/notes", "window.notes", WINDOW | BUREAU),
    Tab("/window/sanctions", "window.sanctions", WINDOW | BUREAU),
    Tab("/window/waiting", "window.waiting", WINDOW | BUREAU),
    Tab("/window/dead-letters", "desk.dead", BUREAU),
)


def tabs_for(here: Visit) -> tuple[tuple[Tab, bool], ...]:
    """The tabs of whoever is signed in, and which is the current one."""
    session = here.session
    if session is None:
        return ()
    path = here.request.url.path
    return tuple(
        (tab, tab.current(path)) for tab in TABS if session.role in tab.roles and tab.agency in (None, session.agency)
    )
