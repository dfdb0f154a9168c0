"""A city's people, made up from a seed: records for every register, what each would file, and what must come of it.

Pure, and the same to the last byte on every machine: person i depends on the seed, the round and i alone. Distributions
are those of DOMAIN 8.5.

around = Round.of(load_policy("beijing", 2021))
one = person(seed=1, around=around, index=17)
truth(one)["last"]["total"]
"""

from luohu_sandbox.population.casework.defects import CASE_DEFECTS, CaseDefect
from luohu_sandbox.population.crowd import Crowd, NobodyKnown, crowd_of
from luohu_sandbox.population.defects import DEFECTS, Defect
from luohu_sandbox.population.numbers import MOST_PEOPLE
from luohu_sandbox.population.person import Person, person
from luohu_sandbox.population.span import Round
from luohu_sandbox.population.truth import lines, truth, who

__all__ = [
    "CASE_DEFECTS",
    "DEFECTS",
    "MOST_PEOPLE",
    "CaseDefect",
    "Crowd",
    "Defect",
    "NobodyKnown",
    "Person",
    "Round",
    "crowd_of",
    "lines",
    "person",
    "truth",
    "who",
]
