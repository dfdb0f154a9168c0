"""The stages of the year, submission, points, the list (handbook 三.十, 四, 五.一)."""

from luohu_declaration.areas.area import Area
from luohu_declaration.domain.season import StageClosed
from luohu_declaration.usecases.rights import DeclarationSubmitted
from luohu_scoring import PolicyMissing

AREA = Area(
    problems={
        StageClosed: "stage-closed",
        DeclarationSubmitted: "declaration-submitted",
        PolicyMissing: "policy-missing",
    },
)
