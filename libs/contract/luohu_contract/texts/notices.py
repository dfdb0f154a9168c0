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
    "employer.opened": Text(
        "贵单位已登录积分落户在线申报系统，{year}年度单位注册码为{unit_code}，请告知需要办理积分落户的员工。",
        "Your organisation is let in. Its unit code for {year} is {unit_code}; give it to your staff.",
    ),
    "employer.not_eligible": Text(
        "登录积分落户在线申报系统的用人单位需在北京市行政区域内登记注册并进行税务登记，实际办公地应在北京市内。"
        "如符合申报要求，请上传相关证照凭证。",
        "Your organisation is not let in: it must be registered in Beijing, and for tax there. If it is, upload its"
        " licence.",
    ),
    "employer.refused": Text(
        "贵单位上传的证照凭证未通过审核，处理意见：{opinion}",
        "The licence that you uploaded was refused: {opinion}",
    ),
    "association.requested": Text(
        "{name}申请关联贵单位，请及时处理。", "{name} asks to be associated with your organisation."
    ),
    "association.approved": Text(
        "您的关联申请已通过，{year}年度关联单位为{employer}，本年度将无法更改。",
        "You are associated with {employer} for {year}; this cannot be changed within the year.",
    ),
    "association.returned": Text(
        "您的关联申请被{employer}退回，处理意见：{opinion}。请核实单位注册码后再次发起关联申请。",
        "{employer} returned your request: {opinion}. Check the unit code and ask again.",
    ),
    "appeal.upheld": Text(
        "您关于“{indicator_zh}”指标的异议申诉已受理完毕,处理结果:申诉成立,按更正后的信息计算年度总积分。处理意见:{opinion}",
        "Your appeal about {indicator_en} was upheld; the corrected figures count in the total. Opinion: {opinion}",
    ),
    "appeal.rejected": Text(
        "您关于“{indicator_zh}”指标的异议申诉已受理完毕,处理结果:申诉不成立,维持原审核结果。处理意见:{opinion}",
        "Your appeal about {indicator_en} was rejected; the result stands. Opinion: {opinion}",
    ),
    "report.decided": Text(
        "您对公示编号{publication_number}的实名书面举报已查证完毕，查证结果：{result}。查证意见：{opinion}",
        "Your report about number {publication_number} of the list was verified: {decision}. Opinion: {opinion}",
    ),
    "sanction.barred": Text(
        "经查证,您在积分落户申报中提供虚假材料,取消您{from_year}年至{to_year}年的积分落户申请资格。事由:{reason}",
        "You gave false material: your declarations are not accepted from {from_year} to {to_year}. Grounds: {reason}",
    ),
    "sanction.employer_barred": Text(
        "经查证,贵单位协助提供虚假材料,{from_year}年至{to_year}年不受理贵单位积分落户申请事项。事由:{reason}",
        "Your organisation helped with false material: its applications are not accepted from {from_year} to "
        "{to_year}. Grounds: {reason}",
    ),
    "sanction.recorded": Text(
        "您在{year}年度积分落户过程中严重违反向行政机关做出的承诺,失信记录已纳入本市公共信用信息服务平台。事由:{reason}",
        "A serious breach of a commitment in {year} is now in the city's credit records. Grounds: {reason}",
    ),
    "sanction.revoked": Text(
        "对您做出的{from_year}年至{to_year}年的处理决定已撤销。理由:{reason}",
        "The decision about you for {from_year} to {to_year} was revoked. Reason: {reason}",
    ),
    "course.disqualified": Text(
        "您{year}年度的积分落户办理程序已终止。", "Your points-based settlement procedure of {year} was ended."
    ),
    "course.revoked": Text(
        "您{year}年度的积分落户资格已取消。", "Your settlement qualification of {year} was revoked."
    ),
    "course.registration_cancelled": Text(
        "您经{year}年度积分落户取得的本市常住户口由公安部门予以注销,并迁回调京前户籍所在地。",
        "The registration that you got in the round of {year} is cancelled; you are moved back to the former place.",
    ),
    "criminal_record.noted": Text(
        "获知您曾因犯罪被追究刑事责任(法律文书:{document}),您不再符合积分落户资格条件。",
        "It became known that you were convicted of a crime ({document}): you do not meet the conditions any more.",
    ),
    "season.results": Text(
        "{year}年度积分落户各指标审核结果可在线查询。对结果有异议的，可于{until}前在线提出异议申诉，逾期不再受理。",
        "The results of your indicators of {year} can be seen. You can appeal against them online until {until}.",
    ),
    "award.granted": Text(
        "您已取得{year}年度北京市积分落户资格，资格保留至{until}，逾期未办理的视为自行放弃。",
        "You have the award of {year}. It can be used until {until}; after that it counts as given up.",
    ),
    "award.refused": Text(
        "您未进入{year}年度北京市积分落户公示名单，未取得落户资格。",
        "You are not on the published list of {year} and have no award.",
    ),
    "award.not_ranked": Text(
        "至{year}年度名单公示时，您的部分指标审核结果尚未返回，未参加积分排名。",
        "Some of your results were not there when the list of {year} was published, so that you were not ranked.",
    ),
    "case.progress": Text("{name}的{title_zh}：{status_zh}。", "{title_en} of {name}: {status_en}."),
    "case.points": Text("{name}的{title_zh}，积分为{points}分。", "{title_en} of {name}: {points} points."),
    "award.lapsed": Text(
        "您的{year}年度北京市积分落户资格已逾期，视为自行放弃。",
        "Your award of {year} was not used in time and counts as given up.",
    ),
}
