"""What is wrong with the people of a population, on purpose."""

from generation.tables import table
from luohu_sandbox.population import CASE_DEFECTS, DEFECTS, Defect
from luohu_sandbox.population.casework.person import PLANTED_EVERY
from luohu_sandbox.population.casework.side import PUT_RIGHT
from luohu_sandbox.population.defects import FIRST_INVALID, RECHECKED, REFILED


def population() -> str:
    """The catalogue of planted defects."""
    rows = (
        (
            f"`{defect.name}`",
            f"`{defect.reason}`",
            defect.plants,
            ", ".join(f"`{way}`" for way in defect.ways) or "given up",
            _how_often(defect),
        )
        for defect in DEFECTS
    )
    head = (
        "# Planted defects\n\nWhat is wrong with the people of a population (`POST /_luohu/population`), on purpose "
        "and on record: the truth (`GET /_luohu/population/truth`) names each defect with the item that has it. Of a "
        f"hundred items that fail at first, {RECHECKED} are rechecked, {REFILED} are put right and filed again, "
        "the others are given up; where the way that is drawn does not exist, the next one is taken.\n\n"
    )
    seasons = table(("defect", "reason", "what is planted", "what is done about it", "how often"), rows)
    words = (
        "\n## In cities that work by cases\n\nThe same in Tianjin and Shanghai, one with one person in "
        f"{PLANTED_EVERY}, in turn. What can be rechecked is rechecked by {PUT_RIGHT // 1000} of a hundred.\n\n"
    )
    cases = ((f"`{each.name}`", each.plants, each.comes_to) for each in CASE_DEFECTS)
    return head + seasons + words + table(("defect", "what is planted", "what comes of it"), cases)


def _how_often(defect: Defect) -> str:
    """The share of a defect among the items of its kind, or by which rule it comes."""
    kind = "education" if defect.kind == "degree" else defect.kind
    if kind not in FIRST_INVALID:
        return RARE[kind]
    alike = [each for each in DEFECTS if each.kind in (kind, *(("degree",) if kind == "education" else ()))]
    share = FIRST_INVALID[kind] / 1000 * defect.weight / sum(each.weight for each in alike)
    return f"{share:.2f} % of {KINDS[kind]}"


#: The items whose failures are drawn.
KINDS = {
    "home": "own homes",
    "date": "own homes that are valid",
    "dormitory": "dormitories",
    "lease": "leases",
    "spouse": "spouse records",
    "education": "domestic educations",
    "overseas": "overseas educations",
}
#: Those that come by turns, or that follow from how somebody lives.
RARE = {
    "tax": "by the payments of the person",
    "award": "one person in 200 has an award or shares; defects by turns",
    "commission": "one person in 200 has an award or shares; defects by turns",
    "honour": "one person in 1,000 has an honour; defects by turns",
    "area": "some of those who commit themselves",
    "eligibility": "one person in 200, by turns",
}
