"""What the city tells people by SMS, by kind. A sentence has `{places}` for the notice's parameters."""

from luohu_contract.texts.kind import Text

NOTICES: dict[str, Text] = {
    "eligibility.decided": Text(
        "您对资格条件提示原因的异议已处理，结果：{result}。处理意见：{opinion}",
        "The district window has decided on your objection to the refusal: {decision}. Its opinion: {opinion}",
    ),
}
