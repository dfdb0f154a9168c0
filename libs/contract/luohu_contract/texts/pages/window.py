"""Texts of the pages of the district service window and of the administrator."""

from luohu_contract.texts.kind import Text

WINDOW: dict[str, Text] = {
    "window.overview": Text("总览", "Overview"),
    "window.settlements": Text("落户办理", "Settlements"),
    "window.notes": Text("单位报告", "Employers' notes"),
    "window.sanctions": Text("信用惩戒", "Sanctions"),
    "window.waiting": Text("等待答复", "Waiting questions"),
}
