"""What holds for every person, in every round."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from luohu_contract.districts import CITY_LEVEL, DISTRICTS
from luohu_contract.months import Month
from luohu_contract.standing import Insurance
from luohu_scoring import Facts, Line, facts_of_kept, kept, load_policy, rank, score, years

ROUNDS = {year: load_policy("beijing", year) for year in years("beijing")}
DISTRICT_NAMES = [district.name for district in DISTRICTS]
AWARDS = [
    {"type": "award_science", "award": "国家自然科学奖", "grade": "二等奖", "place": 4},
    {"type": "award_science", "award": "北京市科学技术奖", "grade": "三等奖", "place": 6},
    {"type": "award_science", "award": "国家自然科学奖", "grade": "二等奖", "place": 60},
    {"type": "skills_beijing", "place": 8, "year": 2019},
    {"type": "shareholding", "shareholding_percent": 10, "equity_raised": 20_000_000},
]


@st.composite
def spells(draw: st.DrawFn) -> dict[str, Any]:
    first = draw(st.integers(Month(1996, 1).ordinal, Month(2023, 12).ordinal))
    length = draw(st.integers(0, 240))
    start = Month(first // 12, first % 12 + 1)
    return {"from": str(start), "to": str(start.plus(length))}


@st.composite
def insurances(draw: st.DrawFn) -> dict[str, Any]:
    return {
        **draw(spells()),
        "insurance": draw(st.sampled_from(list(Insurance))).value,
        "back_paid": draw(st.integers(0, 5)) == 0,
        "district": draw(st.sampled_from([*DISTRICT_NAMES, CITY_LEVEL])),
    }


@st.composite
def homes(draw: st.DrawFn, kinds: tuple[str, ...] = ("own_home", "rental", "dormitory")) -> dict[str, Any]:
    return {
        **draw(spells()),
        "kind": draw(st.sampled_from(kinds)),
        "district": draw(st.sampled_from(DISTRICT_NAMES)),
    }


@st.composite
def educations(draw: st.DrawFn) -> dict[str, Any] | None:
    qualification = draw(st.sampled_from([None, "junior_college", "undergraduate", "master", "doctor"]))
    degree = draw(st.sampled_from([None, "bachelor", "master", "doctor"]))
    if qualification is None and degree is None:
        return None
    graduated = Month(draw(st.integers(1996, 2023)), draw(st.integers(1, 12)))
    return {"qualification": qualification, "degree": degree, "graduated": str(graduated)}


@st.composite
def people(draw: st.DrawFn) -> dict[str, Any]:
    year = draw(st.sampled_from(sorted(ROUNDS)))
    amounts = st.sampled_from(["0", "1", "99999.99", "100000", "250000"])
    return {
        "id": "somebody",
        "year": year,
        "birth_year": draw(st.integers(1950, 1995)),
        "insurance": draw(st.lists(insurances(), max_size=5)),
        "homes": draw(st.lists(homes(), max_size=5)),
        "education": draw(educations()),
        "area": {"committed": draw(st.booleans())},
        "innovation": draw(st.lists(st.sampled_from(AWARDS), max_size=3)),
        "tax": draw(
            st.none()
            | st.fixed_dictionaries(
                {
                    "years": st.tuples(amounts, amounts, amounts).map(
                        lambda three: [{"year": year - 3 + at, "amount": amount} for at, amount in enumerate(three)]
                    ),
                    "penalties": st.integers(0, 2),
                }
            )
        ),
        "honours": draw(st.lists(st.sampled_from([{"type": "model_worker"}, {"type": "none"}]), max_size=2)),
        "law": {"detentions": draw(st.integers(0, 2))},
    }


def scored(document: dict[str, Any]) -> Any:
    return score(Facts.read(document), ROUNDS[document["year"]])


def points(document: dict[str, Any], line: Line) -> Decimal:
    found = scored(document).lines[line]
    assert isinstance(found, Decimal)
    return found


@given(people())
def test_the_total_is_the_sum_of_the_lines_and_each_line_of_its_steps(person: dict[str, Any]) -> None:
    result = scored(person)

    assert list(result.lines) == list(Line)
    assert result.total == sum(result.lines.values())
    for line, shown in result.lines.items():
        assert shown == sum((step.points for step in result.trace if step.line is line), Decimal(0))
        assert shown.as_tuple().exponent == -2


@given(people())
def test_every_step_names_a_paragraph(person: dict[str, Any]) -> None:
    assert all(step.ref and step.finding and step.figure for step in scored(person).trace)


@given(people())
def test_there_are_never_more_months_of_housing_than_of_employment(person: dict[str, Any]) -> None:
    months = scored(person).months

    assert months.housing.total <= months.employed
    assert months.employed_before + months.employed_after == months.employed
    assert months.housing.own_before + months.housing.shared_before == months.employed_before


@given(people())
def test_an_own_home_is_never_worse_than_a_rented_one(person: dict[str, Any]) -> None:
    rented = {**person, "homes": [{**home, "kind": "rental"} for home in person["homes"]]}
    owned = {**person, "homes": [{**home, "kind": "own_home"} for home in person["homes"]]}

    assert points(owned, Line.HOUSING) >= points(rented, Line.HOUSING)


@given(people(), homes())
def test_another_home_never_lowers_housing(person: dict[str, Any], home: dict[str, Any]) -> None:
    more = {**person, "homes": [*person["homes"], home]}

    assert points(more, Line.HOUSING) >= points(person, Line.HOUSING)


@given(people(), homes(kinds=("own_home",)))
def test_another_own_home_never_lowers_the_area(person: dict[str, Any], home: dict[str, Any]) -> None:
    more = {**person, "homes": [*person["homes"], home]}

    assert points(more, Line.JOB_HOUSING_AREA) >= points(person, Line.JOB_HOUSING_AREA)


@given(people(), st.sampled_from(AWARDS))
def test_another_award_never_lowers_innovation(person: dict[str, Any], award: dict[str, Any]) -> None:
    more = {**person, "innovation": [*person["innovation"], award]}

    assert points(more, Line.INNOVATION) == max(
        points(person, Line.INNOVATION), points({**person, "innovation": [award]}, Line.INNOVATION)
    )


@given(people(), st.sampled_from(["model_worker", "capital_moral_model", "none"]))
def test_another_honour_never_lowers_honours(person: dict[str, Any], honour: str) -> None:
    more = {**person, "honours": [*person["honours"], {"type": honour}]}

    assert points(more, Line.HONOUR) >= points(person, Line.HONOUR)


@given(people(), insurances())
def test_more_months_never_lower_employment(person: dict[str, Any], spell: dict[str, Any]) -> None:
    more = {**person, "insurance": [*person["insurance"], spell]}

    assert points(more, Line.EMPLOYMENT) >= points(person, Line.EMPLOYMENT)


@given(people(), st.randoms(use_true_random=False))
def test_the_order_of_what_is_known_never_matters(person: dict[str, Any], random: Any) -> None:
    shuffled = {
        name: random.sample(value, len(value)) if isinstance(value, list) else value for name, value in person.items()
    }

    assert scored(shuffled).lines == scored(person).lines


@given(people())
def test_only_months_of_the_window_are_deducted(person: dict[str, Any]) -> None:
    result = scored(person)
    window = result.months.window

    if window is None:
        assert result.months.deducted == 0
    else:
        assert result.months.deducted <= window[1].ordinal - window[0].ordinal + 1
        before, after = str(window[0].plus(-1)), str(window[1].plus(1))
        outside = [
            {**spell, **cut}
            for spell in person["insurance"]
            for cut in ({"to": min(before, spell["to"])}, {"from": max(after, spell["from"])})
            if {**spell, **cut}["from"] <= {**spell, **cut}["to"]
        ]
        assert points({**person, "insurance": outside}, Line.EDUCATION_DEDUCTION) == 0
    assert result.lines[Line.EDUCATION_DEDUCTION] <= 0


@given(people())
def test_months_after_the_base_date_never_count(person: dict[str, Any]) -> None:
    first = Month(person["year"], 1)
    late = {"from": str(first), "to": str(first.plus(30)), "district": "通州区"}
    more = {
        **person,
        "insurance": [*person["insurance"], *({**late, "insurance": one.value} for one in Insurance)],
        "homes": [*person["homes"], {**late, "kind": "own_home"}],
    }

    assert scored(more).lines == scored(person).lines


totals = st.decimals(Decimal(0), Decimal(5), places=2)


@given(st.dictionaries(st.text("abc", min_size=1), totals), st.integers(1, 30))
def test_the_list_admits_the_quota_and_those_who_tie_with_its_last_place(
    entries: dict[str, Decimal], quota: int
) -> None:
    ranking = rank(entries.items(), quota)
    admitted = {place.id for place in ranking.places if place.admitted}

    assert [place.running for place in ranking.places] == list(range(1, len(entries) + 1))
    assert ranking.admitted == len(admitted) >= min(quota, len(entries))
    assert sum(place.total > (ranking.cut_off or 0) for place in ranking.places) < quota
    for place in ranking.places:
        assert place.rank == 1 + sum(other > place.total for other in entries.values())
        assert place.admitted == (place.rank <= quota)


@given(st.dictionaries(st.text("abc", min_size=1), totals, min_size=1), st.integers(1, 30), st.data())
def test_more_points_never_give_a_worse_rank(entries: dict[str, Decimal], quota: int, data: st.DataObject) -> None:
    lucky = data.draw(st.sampled_from(sorted(entries)))
    better = {**entries, lucky: entries[lucky] + data.draw(totals)}

    before = {place.id: place for place in rank(entries.items(), quota).places}[lucky]
    after = {place.id: place for place in rank(better.items(), quota).places}[lucky]
    assert after.rank <= before.rank
    assert after.admitted >= before.admitted


LINES = st.sets(st.sampled_from(list(Line)), max_size=2)


@given(people(), LINES, LINES)
def test_facts_that_were_kept_come_back_as_they_were(
    person: dict[str, Any], open_: set[Line], again: set[Line]
) -> None:
    facts = Facts.read({**person, "pending": open_, "rechecked": again, "corrected": dict.fromkeys(again, "/appeal")})
    back = facts_of_kept(kept(facts))
    assert back == facts
    assert score(back, ROUNDS[facts.year]).document() == score(facts, ROUNDS[facts.year]).document()


@given(people())
def test_months_that_a_round_does_not_count_change_nothing(person: dict[str, Any]) -> None:
    """So facts can hold all of them, and rules that count other months find them there."""
    policy = ROUNDS[person["year"]]
    filed_from = policy.figures.housing.filed_from.value
    cut = []
    for home in person["homes"]:
        first, last = Month.parse(home["from"]), min(Month.parse(home["to"]), policy.last_month)
        first = first if home["kind"] == "own_home" else max(first, filed_from)
        if first <= last:
            cut.append({**home, "from": str(first), "to": str(last)})
    born = {"birth_year": 1950}  # before every month: what lies before a birth is refused, not cut
    whole, part = Facts.read({**person, **born}), Facts.read({**person, **born, "homes": cut})
    assert score(whole, policy).document() == score(part, policy).document()
