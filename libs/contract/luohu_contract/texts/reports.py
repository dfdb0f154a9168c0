"""Words of named reports (handbook 五.一.2). The keys are values of the wire."""

from luohu_contract.texts.kind import Text

REPORT = Text("实名书面举报", "named written report")

#: Where a report stands. Only 查证 is the handbook's word; the rest is the project's.
REPORTS: dict[str, Text] = {
    "open": Text("查证中", "being verified"),
    "dismissed": Text("查证不实", "not substantiated"),
    "substantiated": Text("查证属实", "substantiated"),
}
