"""The sections of the site, and who has which."""

from dataclasses import dataclass

from luohu_gateway.site.session import Session
from luohu_kit.auth import Role

PREFIX = "/city"  #: where all pages stand


@dataclass(frozen=True, slots=True)
class Section:
    """One section. Nobody signed in sees what is for everybody."""

    path: str
    text: str  #: key of its name; with `_about`, of what it is
    roles: frozenset[Role] = frozenset()  #: none: everybody
    control: bool = False  #: in a sandbox alone


@dataclass(frozen=True, slots=True)
class Link:
    """A section as one visitor sees it."""

    path: str
    text: str
    current: bool


SECTIONS = (
    Section(f"{PREFIX}/me", "link.me", frozenset({Role.APPLICANT})),
    Section(f"{PREFIX}/employer", "link.employer", frozenset({Role.EMPLOYER})),
    Section(f"{PREFIX}/desk", "link.desk", frozenset({Role.OPERATOR})),
    Section(f"{PREFIX}/window", "link.window", frozenset({Role.WINDOW, Role.ADMINISTRATOR})),
    Section(f"{PREFIX}/cases", "link.cases", frozenset(Role)),
    Section(f"{PREFIX}/season", "link.season"),
    Section(f"{PREFIX}/map", "link.map", control=True),
)


def sections_for(session: Session | None, path: str, *, control: bool) -> tuple[Link, ...]:
    """The sections of a visitor at a path, in order. control: whether this is a sandbox."""
    role = session.role if session else None
    return tuple(
        Link(each.path, each.text, path == each.path or path.startswith(f"{each.path}/"))
        for each in SECTIONS
        if (not each.roles or role in each.roles) and (control or not each.control)
    )
