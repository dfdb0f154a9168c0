"""Problems of the control plane: worlds and their clocks."""

from luohu_contract.problems.kind import ProblemType as P
from luohu_contract.problems.kind import table

WORLD = table(
    P(
        "world-unknown",
        404,
        "There is no such world",
        "No world of this name exists, or it was deleted.",
        "Make it with POST /_luohu/worlds, or leave the header out to use the world main.",
    ),
    P(
        "world-exists",
        409,
        "There is a world of this name",
        "Two worlds cannot have the same name.",
        "Choose another name, or reset the world that exists.",
    ),
    P(
        "world-protected",
        409,
        "This world is protected",
        "The world main cannot be deleted.",
        "Reset it instead, or work in a world of your own.",
    ),
    P(
        "world-busy",
        409,
        "The world is being changed",
        "The world is being made, reset or deleted at this moment.",
        "Wait a moment and try again.",
    ),
    P(
        "world-away",
        503,
        "The world is away for a moment",
        "All rows of the world are being replaced, by a reset or by an earlier state.",
        "Ask again in a moment.",
    ),
    P(
        "snapshot-unknown",
        404,
        "There is no such snapshot",
        "The world has no snapshot of this name, or it was deleted.",
        "Use one that GET /_luohu/worlds/{name}/snapshots lists.",
    ),
    P(
        "snapshot-exists",
        409,
        "There is a snapshot of this name",
        "Two snapshots of a world cannot have the same name.",
        "Choose another name, or delete the snapshot that exists.",
    ),
    P(
        "snapshot-version",
        409,
        "This was kept by another version of the city",
        "A snapshot or an export is brought back only by the version of luohu that made it.",
        "Bring it back with that version, or make it again with this one.",
    ),
    P(
        "clock-backwards",
        422,
        "The clock does not go backwards",
        "What was decided at a later time would be undone, so the world's clock only moves forward.",
        "Give a later instant, or reset the world.",
    ),
    P(
        "clock-out-of-range",
        422,
        "The clock does not go that far",
        "The instant or the duration leads out of the years that a world can have.",
        "Give an instant between the years that the detail names.",
    ),
    P(
        "advance-running",
        409,
        "The clock is being moved already",
        "One move of a world's clock must end before the next begins.",
        "Wait for the running move to end.",
    ),
    P(
        "advance-unsettled",
        409,
        "The city did not come to rest",
        "After the clock was moved, work that was due was still open when the waiting time was over.",
        "Look at the services that the detail names, then move the clock again.",
    ),
    P(
        "population-exists",
        409,
        "The world has other people already",
        "A world holds one population, which a seed and a size tell.",
        "Ask for the same seed and size, make another world, or reset this one.",
    ),
    P(
        "population-missing",
        404,
        "The world has no population",
        "Nobody was made up for this world.",
        "Make a population with POST /_luohu/population, a seed and a size.",
    ),
    P(
        "edge-unknown",
        404,
        "The city has no such edge",
        "A fault or a search names two services of which one does not ask the other, or a name that no service has.",
        "Use one of the names that the detail lists.",
    ),
    P(
        "page-unknown",
        422,
        "There is no such page",
        "What should say where a page begins was not given out with the page before it.",
        "Leave `after` out to begin, then give the `next` of the page before.",
    ),
)
