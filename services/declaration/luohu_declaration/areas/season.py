"""The stages of the year, submission, points, the list (handbook 三.十, 四, 五.一)."""

from luohu_declaration.api import points, rescorings, season, submissions
from luohu_declaration.areas.area import Area
from luohu_declaration.domain.rescoring import RescoringRunning
from luohu_declaration.domain.season import StageClosed
from luohu_declaration.usecases.points import NoPoints
from luohu_declaration.usecases.rescore_city import Rescorings
from luohu_declaration.usecases.rights import DeclarationSubmitted, ListBeingMade
from luohu_declaration.usecases.scoring import Scoring
from luohu_declaration.usecases.submit import NotSaved
from luohu_declaration.usecases.turn_of_year import TurnOfYear
from luohu_scoring import PolicyInvalid, PolicyMissing

AREA = Area(
    routers=(season.router, submissions.router, points.router, rescorings.router),
    problems={
        StageClosed: "stage-closed",
        DeclarationSubmitted: "declaration-submitted",
        NotSaved: "not-saved",
        NoPoints: "no-points",
        PolicyMissing: "policy-missing",
        PolicyInvalid: "policy-invalid",
        RescoringRunning: "rescoring-running",
        ListBeingMade: "service-unavailable",
    },
    duties=(Scoring, TurnOfYear, Rescorings),
)
