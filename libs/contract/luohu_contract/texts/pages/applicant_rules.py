"""What the handbook says on the pages of the indicators: the rule (政策规定), and how each is filled in (指标填报)."""

from luohu_contract.texts.kind import Text

APPLICANT_RULES: dict[str, Text] = {
    "applicant.rule.employment": Text(
        "申请人应与在京用人单位签订正式劳动合同并连续工作满1年及以上,或在京投资办企业并连续经营满1年及以上,"
        "或在京注册登记为个体工商户并连续经营满1年及以上;"
        "以连续缴纳社会保险年限作为合法稳定就业年限的计分标准,每连续缴纳社会保险满1年积3分。",
        "Who works under a formal contract in Beijing for a year or more, or has run a company or a business "
        "there for as "
        "long, has 3 points for each year of social insurance.",
    ),
    "applicant.rule.housing": Text(
        "申请人拥有取得本市房屋所有权证或不动产权证的自有住所；或签订正式房屋租赁合同，合法租赁符合登记备案、"
        "依法纳税等有关规定的住所；或居住在用人单位提供的具有合法产权的宿舍。"
        "申请人需连续居住满1年以上。在自有产权住所每连续居住满1年积1分，"
        "在合法租赁住所和单位宿舍每连续居住满1年积0.5分。"
        "当连续居住年限多于缴纳社会保险年限，以连续缴纳社会保险年限作为连续居住年限。",
        "An own home with a title gives 1 point for each year, a filed lease or an employer's dormitory 0.5. "
        "Years of "
        "residence never count for more than the years of insurance.",
    ),
    "applicant.rule.education": Text(
        "申请人取得国民教育系列及教育部认可的学历(学位)的,可获得相应的积分。"
        "具体积分标准为:大学专科(含高职)10.5分,大学本科学历并取得学士学位15分,"
        "研究生学历并取得硕士学位26分,研究生学历并取得博士学位37分,以上学历(学位)积分不累计。"
        "取得学历(学位)期间连续缴纳社会保险年限及连续居住年限的积分与学历(学位)积分不累计。",
        "Junior college 10.5 points, bachelor 15, master 26, doctor 37; only one of them counts. What employment "
        "and home "
        "gave during the studies is taken off.",
    ),
    "applicant.rule.job_housing_area": Text(
        "自2018年1月1日起，申请人在本市城六区之外其他行政区自有住所居住的，且取得落户资格后应当在该自有住所落户，"
        "每满1年加2分；"
        "满足上述条件且在本市城六区之外其他行政区工作的，每满1年加3分。以上情况，最高加12分。",
        "Each full year since 2018 in an own home outside of the six inner districts gives 2 points, 3 for who "
        "works there "
        "as well, at most 12. Who is awarded has to register in that home.",
    ),
    "applicant.rule.innovation": Text(
        "申请人在科技、文化领域以及创新创业大赛获得国家级、本市市级奖项的,或国家有关部门认定的世界级奖项的,"
        "可获得相应积分。"
        "申请人在国家高新技术企业或科技型中小企业工作并持股比例不低于10%,"
        "且企业近三年获得股权类现金融资达到有关标准的可加分,最高加6分。"
        "上述创新创业指标各项加分不累计,同时符合多项积分条件的,只计最高分。",
        "National and city awards for science, culture and start-ups, and shares in technology companies. Only "
        "the highest "
        "counts: at most 12 points.",
    ),
    "applicant.rule.tax": Text(
        "申请人近3年连续纳税,综合所得以及经营所得的个人所得税纳税额每1年在10万元及以上的,加2分,最高加6分。"
        "申请人近5年有涉税违法行为记录的,每条记录减12分。",
        "2 points for each of the last three years with 100,000 CNY of income tax or more; 12 are taken off for "
        "each tax "
        "penalty of the last five years.",
    ),
    "applicant.rule.age": Text(
        "申请人年龄不超过45周岁的，加20分；年龄在45周岁以上的，每增加一岁（含不满一岁）少加4分。",
        "20 points up to the age of 45, 4 less for each year beyond it.",
    ),
    "applicant.rule.honour": Text(
        "申请人获得以下荣誉表彰之一的,加20分:被评选为省部级以上劳动模范;全国道德模范或首都道德模范;"
        "全国见义勇为英雄模范或首都见义勇为好市民。以上情况积分不累计。",
        "20 points, once, for a model worker, a moral model or somebody honoured for righteous courage.",
    ),
    "applicant.rule.law_abiding": Text(
        "申请人近5年在本市因违反有关法律法规被公安机关处以行政拘留处罚的，每条行政拘留记录减30分。",
        "30 points are taken off for each administrative detention in Beijing in the last five years.",
    ),
    "applicant.how.employment": Text(
        "此项指标信息直接读取自本市社保系统，页面显示只读不可修改，请直接保存并进入下一步操作。",
        "Read from the city's social insurance; nothing to enter. Save it and go on.",
    ),
    "applicant.how.housing": Text(
        "填写完毕核对无误后，点击“在线审核”，该条住所信息状态为“待审核”，请耐心等待。以配偶名下住所积分的，"
        "需先填写该配偶信息。"
        "2020年7月(含)以前在租赁住所、单位宿舍的连续居住年限，无需填报。",
        "Send each home to verification when it is right. For a home of the spouse file the spouse first. Rented "
        "homes and "
        "dormitories before August 2020 need no filing.",
    ),
    "applicant.how.education": Text(
        "国内教育与留学教育只能填报一项。核对所填写信息无误后，点击“学历学位在线审核”。",
        "One education is filed, domestic or overseas. Send it to verification when it is right.",
    ),
    "applicant.how.job_housing_area": Text(
        "如选择“以职住区域指标积分”，视为已知晓取得落户资格后应当在该自有住所落户并承诺按要求办理。"
        "请输入验证码后保存；点击“点击查看”可显示当前审核结果，"
        "最终结果请在“审核结果查询”阶段查看。",
        "To be scored on the area is the commitment to register in that home. Answer the captcha and save; the "
        "result as it "
        "stands now can be looked at, the final one comes in the query stage.",
    ),
    "applicant.how.innovation": Text(
        "根据实际情况在系统中选择相应指标类型，保存后将在创新创业指标页面展示审核结果。"
        "创新创业大赛(市科委指导)和持股两类，请先在此选择类型，再进入市科委系统填报。",
        "Choose the type; what the award lists answer appears here when the page is saved. The competitions of "
        "the science "
        "commission and shareholding are chosen here and filed in the commission's own system.",
    ),
    "applicant.how.tax": Text(
        "填报此项指标时,需选择授权北京市人力资源和社会保障局向税务部门调取本人税收信息。点选并授权后,"
        "点击“在线审核”。如不点选并授权,将无法在线审核。",
        "Authorise the bureau to read your tax data, then send it to verification. Without the authorisation it "
        "cannot be sent.",
    ),
    "applicant.how.age": Text(
        "此指标将在页面直接展示，直接保存并进入下一步操作。", "Shown as it is; save it and go on."
    ),
    "applicant.how.honour": Text(
        "点击“新增荣誉表彰”,根据实际情况选择荣誉表彰类型。点击“在线审核”,将在本页展示结果。",
        "Add an honour of its type and send it to verification; the result appears here.",
    ),
    "applicant.how.law_abiding": Text(
        "此指标将在页面直接展示，直接保存并进入下一步操作。", "Shown as it is; save it and go on."
    ),
    "applicant.form.residence": Text(
        "根据房屋所有权证或不动产权证书的记载信息选择相应格式进行填写（已出售房屋按不动产管理部门提供的查询信"
        "息填写）。同一住所证号或婚姻变更的，请分段填写。",
        "As the title has it; a home that was sold as the register's query says. Where the number or the "
        "marriage changed, "
        "file one item for each period.",
    ),
    "applicant.form.spouse": Text(
        "配偶姓名、身份证件号、婚姻存续期等信息应与婚姻凭证记载一致。每段婚姻填写一条。"
        "没有填报住所信息的配偶信息将不予审核。",
        "As the marriage document has it, one record for each marriage. It is reviewed with the first home that "
        "stands on it.",
    ),
    "applicant.form.education": Text(
        "请按证书所载信息如实填写。学位认证方式及所填编号、编码须对应，填错、选错均为无效。",
        "As the certificates have it. A wrong number, or one of the other kind, makes it invalid.",
    ),
    "applicant.form.innovation": Text(
        "请选择创新创业指标类型并按获奖证书填写。", "Choose the type and enter the award as its certificate has it."
    ),
    "applicant.form.tax": Text(
        "近三年个人所得税纳税额在10万元及以上", "Income tax of 100,000 CNY or more in the last three years"
    ),
    "applicant.form.honour": Text(
        "请根据实际情况选择荣誉表彰类型。不符合荣誉表彰积分条件的，无需新增，直接保存指标。",
        "Choose the type. Who has none adds none and saves the page.",
    ),
}
