"""Words of appeals (handbook 四). The keys are values of the wire; the words are the project's."""

from luohu_contract.texts.kind import Text

#: Where an appeal stands.
APPEALS: dict[str, Text] = {
    "open": Text("处理中", "with the window"),
    "withdrawn": Text("已撤回", "withdrawn"),
    "upheld": Text("申诉成立", "upheld"),
    "rejected": Text("申诉不成立", "rejected"),
}

#: Title of the window's task.
TASK = Text("审核结果异议申诉：{indicator_zh}", "appeal about {indicator_en}")

#: Opinions with which the city itself ends an appeal that the window has not decided.
ENDINGS: dict[str, Text] = {
    "list_published": Text(
        "截至公示名单拟定时尚未查证属实，维持原审核结果。",
        "Nothing was established by the time of the list: the result stands.",
    ),
    "course_ended": Text(
        "您的积分落户办理程序已终止，该申诉不再处理。",
        "The procedure was ended: the appeal is not dealt with any more.",
    ),
}
