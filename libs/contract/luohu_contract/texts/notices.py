"""What the city tells people by SMS, by kind. A sentence has `{places}` for the notice's parameters."""

from luohu_contract.texts.kind import Text

NOTICES: dict[str, Text] = {
    "settlement.papers_received": Text(
        "您的积分落户材料已由区积分落户服务窗口接收，请在“查看调京进度”查询办理情况。",
        "The district window has received your papers; follow the progress on the settlement page.",
    ),
    "settlement.papers_incomplete": Text(
        "您的积分落户材料需补正：{missing}。意见：{opinion}",
        "Your papers are to be completed: {missing}. Opinion: {opinion}",
    ),
    "settlement.approved": Text(
        "您的调京落户申请已经市人力资源社会保障局核准通过。", "The HR bureau has approved your settlement."
    ),
    "settlement.letters_issued": Text(
        "您的《调动介绍信》等落户函件已出具，有效期截止到{until}，请及时打印并办理落户、调档手续。",
        "Your letters are issued and hold until {until}; print them, register, and have your file transferred.",
    ),
    "settlement.registered": Text(
        "您已办理在京落户，请依法注销《北京市居住证》，并抓紧办理档案调京手续。",
        "You are registered in Beijing: have your residence permit cancelled and your file transferred.",
    ),
    "eligibility.decided": Text(
        "您对资格条件提示原因的异议已处理，结果：{result}。处理意见：{opinion}",
        "The district window has decided on your objection to the refusal: {decision}. Its opinion: {opinion}",
    ),
}
