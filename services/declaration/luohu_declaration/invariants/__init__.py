"""What must be so in the rows of this service; `ALL` of it is what `luohu verify` asks."""

from luohu_declaration.invariants.cases import CASES
from luohu_declaration.invariants.histories import HISTORIES
from luohu_declaration.invariants.points import POINTS
from luohu_declaration.invariants.questions import QUESTIONS
from luohu_kit.invariants import Check, View

ALL: tuple[Check | View, ...] = (*HISTORIES, *QUESTIONS, *POINTS, *CASES)
