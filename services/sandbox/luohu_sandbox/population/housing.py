"""Where somebody lives: own homes, spouses' homes, leases, dormitories, and the choice of the job-housing area."""

from dataclasses import dataclass, field

from luohu_contract.districts import BY_NAME as DISTRICT
from luohu_sandbox.population.career import Career
from luohu_sandbox.population.draw import Draw, Table
from luohu_sandbox.population.filing import WHOLE, After, Filing, Side
from luohu_sandbox.population.home_filings import Case, home_filing
from luohu_sandbox.population.homes import Title, dormitory_title, owns, titles
from luohu_sandbox.population.leases import Lease, lease_filing, leases, plain
from luohu_sandbox.population.life import Life
from luohu_sandbox.population.marriage import Marriage, marriages, spouse_filing

#: What those without an own home file of the months from 2020-08 on [assumed].
RENTS = Table(("lease", 50), ("spouse_lease", 7), ("dormitory", 8), ("nothing", 35))
COMMITS = 96_000  #: of those who live outside of the six in the last month
COMMITS_IN_VAIN = 4_000  #: of owners who do not

HOME_RECORD, LEASE_RECORD = ("housing-registry", "title"), ("rental-filing", "lease")


@dataclass(slots=True)
class Housing(Side):
    """The side of homes, and the choice that stands on them."""

    committed: bool = False
    area: str | None = None  #: the planted defect of the choice
    refused: dict[str, bool] = field(default_factory=dict)  #: spouse records that fail at first, and whether for good


def housing(life: Life, career: Career, months: int) -> Housing:
    """Everything about homes."""
    draw = life.draw("housing")
    side = Housing()
    if owns(draw, months):
        owned = titles(life, career)
        for home in owned:
            _file_home(side, life, home)
        _choose(side, life, draw, [home for home in owned if not DISTRICT[home.district].inside_six])
    elif life.round.base >= life.round.filed_from:
        _rent(side, life, career)
    return side


def _choose(side: Housing, life: Life, draw: Draw, outside: list[Title]) -> None:
    """以职住区域指标积分, or not. outside: own homes outside of the six."""
    here = any(home.expired is None for home in outside)
    side.committed = draw.chance(COMMITS if here else COMMITS_IN_VAIN)
    if not side.committed:
        return
    if not here:
        side.area = "area.inside-in-december"
    elif min(home.first for home in outside) > life.round.base - 11:
        side.area = "area.too-short"


def _rent(side: Housing, life: Life, career: Career) -> None:
    draw = life.draw("renting")
    kind = RENTS.at(draw)
    if kind == "dormitory":
        room = dormitory_title(life, career, draw)
        filing, record = home_filing(life, room, "dormitory")
        side.filings.append(filing)
        if record is not None:
            side.record(*HOME_RECORD, record)
    elif kind != "nothing":
        partner = marriages(life, life.round.filed_from, again=False)[0] if kind == "spouse_lease" else None
        for lease in leases(life, career, draw, partner):
            _file_lease(side, life, lease)


def _file_spouse(side: Housing, life: Life, marriage: Marriage) -> bool | None:
    """The spouse record comes first, once. None: it is in order; else whether it stays refused."""
    if all(filing.ref != marriage.ref for filing in side.filings):
        filing = spouse_filing(life, marriage)
        side.filings.append(filing)
        if filing.defect:
            side.refused[marriage.ref] = filing.after is None
    return side.refused.get(marriage.ref)


def _file_home(side: Housing, life: Life, home: Title) -> None:
    refused = _file_spouse(side, life, home.marriage) if home.marriage else None
    if home.marriage and refused is not None:
        case = Case("own_home", home, home.record(), home.body(), life.draw("nothing"), life.round.base)
        filing = Filing(home.ref, "residences", case.body, {WHOLE: case.found()}, spouse=home.marriage.ref)
        side.filings.append(_behind(filing, for_good=refused))
        side.record(*HOME_RECORD, home.record())
        return
    filing, record = home_filing(life, home)
    side.filings.append(filing)
    if record is not None:
        side.record(*HOME_RECORD, record)


def _file_lease(side: Housing, life: Life, lease: Lease) -> None:
    refused = _file_spouse(side, life, lease.marriage) if lease.marriage else None
    if refused is not None:
        side.filings.append(_behind(plain(lease), for_good=refused))
        side.record(*LEASE_RECORD, lease.record())
        return
    filing, record = lease_filing(life, lease)
    side.filings.append(filing)
    if record is not None:
        side.record(*LEASE_RECORD, record)


def _behind(filing: Filing, *, for_good: bool) -> Filing:
    """A residence that falls with its spouse record, and is filed again with it."""
    if not for_good:
        filing.after = After("refile", filing.results, body=filing.body)
    return filing
