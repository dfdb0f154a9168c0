"""What few people have: awards, shares, honours, detentions. Each of them goes by turns (`draw.turn`)."""

from luohu_contract.honours import HonourType, names_of
from luohu_sandbox.population.awards import LISTS, Kind, award
from luohu_sandbox.population.career import Career
from luohu_sandbox.population.commission import BEIJING, NATIONAL, SHARES, Commission, commission
from luohu_sandbox.population.defects import BY_NAME, chosen_way
from luohu_sandbox.population.draw import turn
from luohu_sandbox.population.filing import WHOLE, After, Filing, Json, RegisterChange, Result, Side
from luohu_sandbox.population.life import Life
from luohu_sandbox.population.span import month, ymd

INNOVATION_EVERY, HONOUR_EVERY, DETENTION_EVERY = 200, 1_000, 333  #: 0.5, 0.1, 0.3 % (DOMAIN 8.5)
HONOUR_NOT_MATCHED = "honour.not_matched"

_PROGRESS = Kind("国家科学技术进步奖", "二等奖", places=10)
_CITY = Kind("北京市科学技术奖", "二等奖", places=9)

#: Who has something of 附件1, in turns: what, and the defect that comes with it.
TURNS: tuple[tuple[Kind | str, str | None], ...] = (
    (_PROGRESS, None),
    (SHARES, "commission.not-filed"),
    (_CITY, "award.not-on-list"),
    (NATIONAL, None),
    (Kind("北京市文学艺术奖", "电影", role="导演"), None),
    (BEIJING, "commission.other-type"),
    (Kind("全市性市级一类职业技能竞赛", places=10), "award.place-mistaken"),
    (SHARES, None),
    (_PROGRESS, "award.number-mistyped"),
    (NATIONAL, "commission.tax-below-limit"),
    (Kind("北京新闻奖", "一等奖"), "award.grade-mistaken"),
    (Kind("世界技能大赛", "优胜奖"), None),
    (SHARES, "commission.share-too-small"),
    (Kind("国家级一类职业技能竞赛", places=10), None),
    (BEIJING, "commission.not-on-list"),
    (Kind("北京文化创意大赛", "三等奖"), "award.not-on-list"),
    (BEIJING, None),
    (Kind("“中国创翼”创业创新大赛全国决赛(主体赛)", "三等奖"), None),
    (Kind("长江韬奋奖", project=False), None),
    (Kind("“创业北京”创业创新大赛", "二等奖"), None),
)

_HONOURS = (HonourType.MODEL_WORKER, HonourType.CAPITAL_MORAL_MODEL, HonourType.CAPITAL_GOOD_SAMARITAN,
            HonourType.NATIONAL_MORAL_MODEL, HonourType.NATIONAL_GOOD_SAMARITAN)  # fmt: skip
_HONOUR_DEFECTS = (None, "honour.not-on-list", None, "honour.name-mistaken")
_HONOUR_PAPERS = {
    HonourType.MODEL_WORKER: ("honour_certificate", "commendation_decision", "nomination_form"),
}


def innovation(life: Life, career: Career) -> Side:
    """An item of innovation, for one in two hundred."""
    number = turn(life.seed, "innovation", life.index, INNOVATION_EVERY)
    if number is None:
        return Side()
    kind, defect = TURNS[number % len(TURNS)]
    if isinstance(kind, str):
        return commission(life, kind, defect)
    if kind.since >= life.round.year:  # a contest that nobody had won yet
        kind = _CITY
    return award(life, career, kind, defect)


def filed_with_commission(side: Side) -> Json | None:
    """What is filed in the commission's own system, if anything."""
    return side.filed if isinstance(side, Commission) else None


def honour(life: Life, career: Career) -> Side:
    """An honour, for one in a thousand."""
    side = Side()
    number = turn(life.seed, "honour", life.index, HONOUR_EVERY)
    if number is None:
        return side
    kind = _HONOURS[number % len(_HONOURS)]
    defect = _HONOUR_DEFECTS[number % len(_HONOUR_DEFECTS)]
    names = names_of(kind)
    if defect == "honour.name-mistaken" and len(names) == 1:
        kind, names = HonourType.MODEL_WORKER, names_of(HonourType.MODEL_WORKER)
    draw = life.draw("honour")
    year = life.round.year - draw.between(1, 12)
    line: Json = {
        "type": kind.value,
        "name": names[0],
        "year": year,
        "person": life.name,
        "id_number": life.id_number,
        "employer": career.employer.name,
    }
    found: Json = {"kind": "honour", "type": kind.value, "name": names[0], "year": year, "employer": line["employer"]}
    right: Json = {"type": kind.value, "name": names[0]}
    filing = Filing("honour", "honours", right, {WHOLE: Result(None, found)}, defect=defect)
    if defect:
        after = After("refile", {WHOLE: Result(None, found)}, body=right)
        if defect == "honour.not-on-list":
            after = After(
                "recheck", {WHOLE: Result(None, found, by="operator")}, disputes=HONOUR_NOT_MATCHED, part=WHOLE,
                statement="本人获得该荣誉，请核对名单。",
                papers=_HONOUR_PAPERS.get(kind, ("honour_certificate", "identity_document")),
                decision="overturn", change=RegisterChange(LISTS, "honour", None, line),
            )  # fmt: skip
        else:
            filing.body = {**right, "name": names[1]}
        filing.results = {WHOLE: Result(HONOUR_NOT_MATCHED)}
        filing.after = after if chosen_way(draw, BY_NAME[defect].ways) else None
    side.filings.append(filing)
    if defect != "honour.not-on-list":
        side.record(LISTS, "honour", line)
    return side


def detention(life: Life) -> tuple[Side, int]:
    """A detention of the last five years, for three in a thousand; and how many there are."""
    side = Side()
    if turn(life.seed, "detention", life.index, DETENTION_EVERY) is None:
        return side, 0
    draw = life.draw("detention")
    year = draw.pick(life.round.policy.detention_years)
    record = {
        "id_number": life.id_number,
        "detained_on": ymd(month(year, draw.between(1, 12)), draw.between(1, 28)),
        "authority": "某公安分局",
    }
    side.record("public-security", "detention", record)
    return side, 1
