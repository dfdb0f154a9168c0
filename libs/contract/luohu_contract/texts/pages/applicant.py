"""Texts of the applicant's pages until a declaration is submitted."""

from luohu_contract.texts.kind import Text
from luohu_contract.texts.pages.applicant_hints import APPLICANT_HINTS
from luohu_contract.texts.pages.applicant_rules import APPLICANT_RULES

_OVERVIEW: dict[str, Text] = {
    "applicant.title": Text("积分落户申报", "Declaration"),
    "applicant.no_season": Text(
        "本城市不设年度申报，请在单位申办中办理。", "This city has no season of declarations; go on under casework."
    ),
    "applicant.begin.lead": Text("{year}年度积分落户申报", "The declaration of {year}"),
    "applicant.begin.meaning": Text(
        "开始后，系统将向社保、公安等部门核实资格条件；如不满足，将提示原因。",
        "It begins with your eligibility: insurance and public security are asked, and every reason is shown.",
    ),
    "applicant.begin.open": Text("开始{year}年度申报", "Open the declaration of {year}"),
    "applicant.begin.closed": Text("当前阶段不能开始申报：", "No declaration can be opened in this stage:"),
    "applicant.closes": Text("本阶段截止", "This stage ends"),
    "applicant.allowed": Text("当前可办理", "What can be done now"),
    "applicant.nothing_allowed": Text("仅可查看", "Everything can be looked at"),
    "applicant.comma": Text("、", ", "),
    "applicant.course": Text("申请人积分申报状态", "Status of the declaration"),
    "applicant.next": Text("下一步", "What to do next"),
    "applicant.next.waits": Text("请等待审核或单位确认。", "Everything is done, or waits for others."),
    "applicant.way": Text("申报步骤", "The steps"),
    "applicant.pending": Text("待审核", "pending"),
    "applicant.saved": Text("已保存", "saved"),
    "applicant.unsaved": Text("未保存", "not saved"),
    "applicant.submission": Text("预览/提交", "Preview and submit"),
    "applicant.submission.open": Text("未提交", "not submitted"),
    "applicant.submission.done": Text("已提交", "submitted"),
    "applicant.results": Text("积分与结果", "Points and results"),
    "applicant.results.score": Text("积分明细", "Score"),
    "applicant.results.rank": Text("积分排名", "Rank"),
    "applicant.results.appeals": Text("审核结果异议申诉", "Appeals"),
    "applicant.results.settlement": Text("落户办理", "Settlement"),
    "applicant.results.notices": Text("通知", "Notices"),
    "applicant.right.apply": Text("资格、承诺与单位关联", "eligibility, commitments and association"),
    "applicant.right.file": Text("填报与在线审核", "filing and verification"),
    "applicant.right.recheck": Text("申请复查", "rechecks"),
    "applicant.right.submit": Text("提交与撤回", "submitting and withdrawing"),
    "applicant.right.appeal": Text("异议申诉", "appeals"),
    "applicant.right.final_points": Text("查看最终积分与排名", "the final points and rank"),
    "applicant.right.settle": Text("落户手续", "the steps of settlement"),
    "applicant.go_on": Text("继续填写", "Go on"),
    "applicant.save": Text("保存", "Save"),
    "applicant.save_and_go_on": Text("保存并继续填写", "Save and go on"),
    "applicant.save_spouse": Text("确认保存", "Save"),
    "applicant.yes": Text("是", "Yes"),
    "applicant.no": Text("否", "No"),
    "applicant.opinion": Text("处理意见：", "Opinion:"),
    "applicant.source": Text("手册：{source}", "Handbook: {source}"),
    "applicant.todo": Text("怎么办：", "What to do:"),
    "applicant.as_of": Text("截至{day}", "as of {day}"),
}

_ADMISSION: dict[str, Text] = {
    "applicant.eligibility": Text("资格条件", "Eligibility"),
    "applicant.eligibility.about": Text(
        "持有本市居住证、不超过法定退休年龄、在京连续缴纳社会保险7年及以上、无刑事犯罪记录。由系统向社保、"
        "公安等部门核实。",
        "A residence permit, below the age of retirement, seven years of insurance in Beijing, no criminal "
        "record: the "
        "registers are asked.",
    ),
    "applicant.eligibility.state": Text("核实结果", "What was found"),
    "applicant.eligibility.unchecked": Text("未核实", "not checked"),
    "applicant.eligibility.checking": Text("核实中", "being checked"),
    "applicant.eligibility.eligible": Text("符合资格条件", "eligible"),
    "applicant.eligibility.not_eligible": Text("不满足资格条件", "not eligible"),
    "applicant.eligibility.checking_about": Text(
        "正在等待相关部门答复，本页自动更新；部门暂时没有应答的，答复后继续。",
        "The agencies are being asked; this page follows by itself. One that does not answer just now is waited for.",
    ),
    "applicant.eligibility.ask": Text("核实资格条件", "Check my eligibility"),
    "applicant.eligibility.ask_again": Text("重新核实", "Check again"),
    "applicant.reasons": Text("不满足的原因", "Reasons"),
    "applicant.set_aside": Text("经窗口核实不再计入的原因", "Reasons that the window set aside"),
    "applicant.disputes": Text("异议", "Objections"),
    "applicant.dispute": Text("提出异议", "Object"),
    "applicant.dispute.about": Text(
        "对提示原因有异议的，可向所在区积分落户服务窗口提出。", "The district window looks at your objection."
    ),
    "applicant.dispute.statement": Text("异议说明", "Why the reasons are wrong"),
    "applicant.dispute.district": Text("所在区", "District"),
    "applicant.dispute.files": Text("上传相关凭证材料", "Evidence"),
    "applicant.dispute.send": Text("提交异议", "Send the objection"),
    "applicant.dispute.open": Text("窗口处理中", "with the window"),
    "applicant.dispute.admitted": Text("异议成立", "admitted"),
    "applicant.dispute.upheld": Text("维持原结果", "the result stands"),
    "applicant.commitments": Text("诚信声明与承诺", "Statement and commitments"),
    "applicant.commitments.about": Text(
        "请认真阅读诚信声明和申报须知，做出无刑事犯罪记录承诺和诚信承诺，方可进入“员工选择单位”页面。",
        "Read the statement and the notes and make the commitments; then your employer can be chosen.",
    ),
    "applicant.commitments.made": Text("已承诺", "made"),
    "applicant.commitments.open": Text("未承诺", "not made"),
    "applicant.commitments.make": Text("确认并承诺", "Make the commitments"),
    "applicant.commitment.notes_read": Text("已阅读申报须知", "I have read the notes"),
    "applicant.commitment.notes_read_about": Text(
        "由于申报期间指标审核需要一定时间，且审核中的指标信息无法删除或修改，建议提前准备尽早提交。",
        "Verification takes its time, and what is under review cannot be changed: prepare early.",
    ),
    "applicant.commitment.integrity_statement": Text("诚信声明", "Statement of integrity"),
    "applicant.commitment.integrity_statement_about": Text(
        "本人填报的信息和提交的凭证材料真实、准确、完整。", "What I enter and hand in is true, exact and complete."
    ),
    "applicant.commitment.integrity_commitment": Text("诚信承诺", "Commitment to integrity"),
    "applicant.commitment.integrity_commitment_about": Text(
        "如有弄虚作假，取消当年及以后5年内的积分落户申请资格。",
        "Who cheats is barred for this year and the five after it.",
    ),
    "applicant.commitment.no_criminal_record_commitment": Text(
        "无刑事犯罪记录承诺", "Commitment to have no criminal record"
    ),
    "applicant.commitment.no_criminal_record_commitment_about": Text(
        "此项资格条件贯穿积分落户全程。", "It holds through the whole procedure."
    ),
    "applicant.association": Text("员工选择单位", "Employer"),
    "applicant.association.about": Text(
        "在“员工选择单位”栏中输入单位注册码，查询、核对所在单位名称，提交后等待单位确认。",
        "Enter your employer's unit code, see whose it is, and ask; your employer decides.",
    ),
    "applicant.association.none": Text("未申请", "not asked"),
    "applicant.association.ask": Text("发起关联申请", "Ask to be associated"),
    "applicant.association.send": Text("提交关联申请", "Ask this employer"),
    "applicant.association.requested": Text("申请时间", "Asked at"),
    "applicant.association.waits": Text(
        "正在等待单位确认，本页自动更新。", "Your employer has not decided; this page follows by itself."
    ),
    "applicant.association.withdraw": Text("撤回申请", "Take the request back"),
    "applicant.association.returned_about": Text(
        "关联申请被退回的，请核实单位注册码后再次发起关联申请。", "Check the unit code, and ask again."
    ),
    "applicant.association.final": Text(
        "关联操作一经完成，本年度将无法更改。", "Once approved, it cannot be changed in this year."
    ),
    "applicant.unit_code": Text("单位注册码", "Unit code"),
    "applicant.look_up": Text("查询", "Look up"),
    "applicant.employer_name": Text("单位名称", "Employer"),
    "applicant.handling_district": Text("积分落户业务办理区", "District that handles its business"),
    "applicant.unit_inactive": Text("该单位注册码尚未激活{year}年度业务。", "The code is not activated for {year}."),
    "applicant.unit_unknown": Text("没有使用该注册码的单位。", "No employer has this code."),
    "applicant.basics": Text("基础信息", "Basic information"),
    "applicant.child.name": Text("子女{number}姓名", "Name of child {number}"),
    "applicant.child.id_number": Text("子女{number}身份证号", "Id number of child {number}"),
    "applicant.child.add": Text("添加子女信息", "Add a child"),
    "applicant.child.remove": Text("删除子女{number}", "Remove child {number}"),
}

_ITEMS: dict[str, Text] = {
    "applicant.indicator": Text("{name}指标", "Indicator: {name}"),
    "applicant.rule": Text("政策规定", "The rule"),
    "applicant.not_read": Text("尚未读取，请先核实", "It has not been read yet; first comes"),
    "applicant.filed": Text("已填报的信息", "What is filed"),
    "applicant.nothing_filed": Text("您尚未添加此项指标。", "Nothing is filed yet."),
    "applicant.nothing_filed.innovation": Text(
        "您尚未添加创新创业指标；没有的，直接保存。", "Nothing is filed yet; who has nothing saves the page as it is."
    ),
    "applicant.nothing_filed.tax": Text(
        "您尚未添加纳税指标；不申报的，直接保存。", "Nothing is filed yet; who claims nothing saves the page as it is."
    ),
    "applicant.nothing_filed.honour": Text(
        "您尚未添加荣誉表彰；没有的，直接保存。", "Nothing is filed yet; who has none saves the page as it is."
    ),
    "applicant.silent": Text(
        "{office}暂时没有应答。已提交的信息保持待审核，恢复后自动继续。",
        "{office} does not answer just now. What was sent stays pending, and goes on by itself.",
    ),
    "applicant.locked": Text("审核中的信息无法修改或删除。", "Under review: it can be neither changed nor deleted."),
    "applicant.waits_for": Text("等待{office}答复。", "Waiting for {office}."),
    "applicant.evidence_requested": Text("请补充材料：", "More is asked for:"),
    "applicant.see": Text("查看", "See"),
    "applicant.edit": Text("修改", "Change"),
    "applicant.delete": Text("删除", "Delete"),
    "applicant.delete.sure": Text("删除后不可恢复，确认删除？", "It cannot be brought back. Delete it?"),
    "applicant.delete.yes": Text("确认删除", "Delete it"),
    "applicant.verify": Text("在线审核", "Verify"),
    "applicant.verify_all": Text("全部在线审核", "Verify everything"),
    "applicant.verify_these": Text("本页{number}条全部在线审核", "Verify all {number} of this page"),
    "applicant.verify.own_home": Text("在线审核", "Save and verify"),
    "applicant.verify.rental": Text("在线审核", "Save and verify"),
    "applicant.verify.dormitory": Text("在线审核", "Save and verify"),
    "applicant.verify.domestic_education": Text("学历学位在线审核", "Save and verify"),
    "applicant.verify.overseas_education": Text("提交", "Save and verify"),
    "applicant.verify.tax": Text("在线审核", "Save and verify"),
    "applicant.verify.honour": Text("在线审核", "Save and verify"),
    "applicant.closed_for_filing": Text(
        "当前不能新增、修改或保存指标信息（不在申报阶段，或已提交）。",
        "Nothing can be filed, changed or saved now: another stage, or submitted.",
    ),
    "applicant.add.residence": Text("新增合法稳定住所", "Add a home"),
    "applicant.add.spouse": Text("新增配偶信息", "Add a spouse"),
    "applicant.add.education": Text("新增教育背景", "Add an education"),
    "applicant.add.innovation": Text("新增创新创业", "Add an innovation item"),
    "applicant.add.tax": Text("新增纳税指标", "Add the tax item"),
    "applicant.add.honour": Text("新增荣誉表彰", "Add an honour"),
    "applicant.change.residence": Text("修改合法稳定住所", "Change a home"),
    "applicant.change.spouse": Text("修改配偶信息", "Change a spouse"),
    "applicant.change.education": Text("修改教育背景", "Change the education"),
    "applicant.change.innovation": Text("修改创新创业", "Change an innovation item"),
    "applicant.change.tax": Text("修改纳税指标", "Change the tax item"),
    "applicant.change.honour": Text("修改荣誉表彰", "Change an honour"),
    "applicant.part.qualification": Text("学历信息", "Academic qualification"),
    "applicant.part.degree": Text("学位信息", "Degree"),
    "applicant.fill.qualification": Text("填写学历信息", "I have a qualification"),
    "applicant.fill.degree": Text("填写学位信息", "I have a degree"),
    "applicant.spouse.ended": Text("{name} {first}至{last} ({state})", "{name}, {first} to {last} ({state})"),
    "applicant.spouse.lasting": Text("{name} {first}至今 ({state})", "{name}, since {first} ({state})"),
    "applicant.file.progress": Text("上传进度", "Upload"),
    "applicant.file.there": Text(
        "已上传 {name}（{pages}页，{size} KB）", "Uploaded: {name} ({pages} pages, {size} KB)"
    ),
    "applicant.file.there_before": Text("已上传。可选择新文件替换。", "Uploaded. Choose another one to replace it."),
    "applicant.file.kept": Text("已上传{number}个文件", "{number} files are uploaded"),
    "applicant.area.choice": Text("职住区域指标", "Job-housing area"),
    "applicant.area.no": Text("不以职住区域指标积分", "I am not to be scored on the area"),
    "applicant.area.yes": Text(
        "以职住区域指标积分，取得落户资格后应当在该自有住所落户",
        "I am to be scored on the area, and shall register in that home",
    ),
    "applicant.captcha": Text("验证码", "Captcha"),
    "applicant.area.show": Text("点击查看", "Show the result as it stands"),
    "applicant.area.result": Text("当前审核结果", "The result as it stands"),
    "applicant.area.points": Text("积分", "Points"),
    "applicant.area.both": Text("累计职住在其他行政区月数", "Months of living and working outside"),
    "applicant.area.live": Text("累计居住在其他行政区月数", "Months of living outside"),
    "applicant.area.provisional": Text(
        "最终结果请在“审核结果查询”阶段查看。", "The final result is shown in the query stage."
    ),
    "applicant.area.waits": Text("尚有审核结果未返回。", "Results are still out."),
    "applicant.area.months": Text("逐月居住与就业", "Month by month"),
    "applicant.area.month": Text("月份", "Month"),
    "applicant.area.lives": Text("居住地", "Lives"),
    "applicant.area.works": Text("就业地", "Works"),
    "applicant.area.inside": Text("城六区", "inner six"),
    "applicant.area.outside": Text("其他行政区", "outside"),
    "applicant.filings": Text("市科委创新创业人才积分落户管理信息系统", "The science commission's filing system"),
    "applicant.filings.about": Text(
        "请确保在市科委系统填报的指标类型与在线申报系统选择的指标类型一致,否则该指标无法积分。",
        "The type filed here and the one chosen in the declaration have to be the same, or it gives no points.",
    ),
    "applicant.filings.list": Text("已在市科委系统填报", "What is filed with the commission"),
    "applicant.filings.none": Text("您尚未填报。", "Nothing is filed yet."),
    "applicant.filings.new": Text("填报", "File"),
    "applicant.filings.change": Text("修改填报", "Change the filing"),
    "applicant.filings.valid": Text("有效", "valid"),
    "applicant.filings.invalid": Text("无效", "invalid"),
    "applicant.filings.papers": Text("凭证材料", "Papers"),
    "applicant.filings.type": Text("创新创业指标类型", "Type"),
    "applicant.filings.company": Text("统一社会信用代码", "Unified social credit code"),
    "applicant.filings.company_name": Text("单位名称", "Name of the company"),
    "applicant.filings.edition": Text("获奖年份", "Year of the competition"),
    "applicant.filings.grade": Text("获奖等级", "Grade"),
    "applicant.filings.statement": Text("说明", "Statement"),
    "applicant.filings.first": Text("一等奖", "first prize"),
    "applicant.filings.second": Text("二等奖", "second prize"),
    "applicant.filings.third": Text("三等奖", "third prize"),
    "applicant.filings.recheck": Text("申请复查", "Ask for a recheck"),
    "applicant.filings.recheck_about": Text("补充说明", "What you add"),
    "applicant.filings.asked": Text("复查中", "recheck running"),
    "applicant.filings.upheld": Text("复查：维持原结果", "recheck: the result stands"),
    "applicant.filings.overturned": Text("复查：已更正", "recheck: corrected"),
}

APPLICANT: dict[str, Text] = {**_OVERVIEW, **_ADMISSION, **_ITEMS, **APPLICANT_RULES, **APPLICANT_HINTS}
