"""Labels of what the city says: statuses, subjects, remedies, and how questions, tasks and verdicts stand."""

from luohu_contract.directory import Role
from luohu_contract.item import ItemStatus, Remedy, Subject
from luohu_contract.message import Decider, Outcome, Part, QuestionKind, Reception, VerificationState
from luohu_contract.reasons.cause import Cause
from luohu_contract.reasons.kind import Mark, ReasonOutcome
from luohu_contract.standing import AccountStatus, Insurance, PermitStatus, WorkCategory
from luohu_contract.texts.kind import Labels, Text

FOUND: Labels = {
    ItemStatus: {
        ItemStatus.DRAFT: Text("已保存", "saved"),
        ItemStatus.PENDING: Text("待审核", "under review"),
        ItemStatus.VALID: Text("有效", "valid"),
        ItemStatus.INVALID: Text("无效", "invalid"),
        ItemStatus.RECHECK: Text("复查中", "recheck running"),
    },
    Subject: {
        Subject.PROPERTY: Text("房源", "property"),
        Subject.SPOUSE: Text("配偶信息", "spouse"),
        Subject.FILING: Text("备案合同", "lease filing"),
        Subject.EDUCATION: Text("学历", "education"),
        Subject.DEGREE: Text("学位", "degree"),
        Subject.OVERSEAS: Text("留学教育", "overseas education"),
        Subject.AREA: Text("职住区域", "job-housing area"),
        Subject.AWARD: Text("创新创业", "award"),
        Subject.TAX: Text("纳税", "tax"),
        Subject.HONOUR: Text("荣誉表彰", "honour"),
        Subject.DEPARTMENT: Text("部门联审", "department's record"),
        Subject.ARCHIVE: Text("人事档案", "personnel file"),
        Subject.DEGREE_CHECK: Text("学历学位核查", "check of certificates"),
    },
    Remedy: {
        Remedy.RECHECK: Text("申请复查", "ask for a recheck"),
        Remedy.REFILE: Text("删除后重新填写", "delete or correct, and file again"),
        Remedy.FIX_AT_SOURCE: Text("到原登记单位更正后重新填写", "have the record corrected, then file again"),
    },
    ReasonOutcome: {
        ReasonOutcome.INVALID: Text("无效", "invalid"),
        ReasonOutcome.VALID_DISPUTED: Text("有效,可对结果提出异议", "valid, and a finding can be disputed"),
        ReasonOutcome.ZERO: Text("不积分", "no points"),
    },
    Mark: {
        Mark.HANDBOOK: Text("见申报手册", "stands in the handbook"),
        Mark.ASSUMED: Text("手册未载明", "assumed, the handbook is silent"),
    },
    Part: {
        Part.WHOLE: Text("全部", "whole item"),
        Part.QUALIFICATION: Text("学历", "qualification"),
        Part.DEGREE: Text("学位", "degree"),
    },
    Outcome: {Outcome.VALID: Text("有效", "valid"), Outcome.INVALID: Text("无效", "invalid")},
    QuestionKind: {
        QuestionKind.VERIFICATION: Text("在线审核", "verification"),
        QuestionKind.RECHECK: Text("复查", "recheck"),
    },
    Decider: {
        Decider.REGISTER: Text("系统比对", "compared with the register"),
        Decider.OPERATOR: Text("人工审核", "decided by an operator"),
    },
    Reception: {
        Reception.MOVED: Text("已更新", "the item took a new status"),
        Reception.NOTED: Text("已记录", "recorded"),
        Reception.DUPLICATE: Text("重复", "recorded before"),
        Reception.LATE: Text("已过期", "the item has gone on since"),
        Reception.UNKNOWN: Text("未知", "never asked here"),
    },
    VerificationState: {
        VerificationState.WAITING: Text("等待审核", "waiting"),
        VerificationState.WITH_OPERATOR: Text("人工审核中", "with an operator"),
        VerificationState.EVIDENCE_REQUESTED: Text("待补充材料", "more evidence was asked for"),
        VerificationState.DECIDED: Text("已审核", "decided"),
    },
    Role: {
        Role.CONTROL: Text("控制", "control plane"),
        Role.CORE: Text("核心", "core"),
        Role.AGENCY: Text("审核部门", "agency"),
        Role.DOOR: Text("入口", "door"),
    },
    Cause: {
        Cause.CERTIFICATE_UNKNOWN: Text("登记簿中无此证号", "no title of this number"),
        Cause.CERTIFICATE_OF_OTHER_OWNER: Text("房屋所有权人不一致", "the title is somebody else's"),
        Cause.DISTRICT_DIFFERS: Text("房屋所属区不一致", "the home lies in another district"),
        Cause.USE_NOT_RESIDENTIAL: Text("规划用途为非住宅类", "the planned use is not residential"),
        Cause.OWNER_NOT_ORGANISATION: Text("房屋所有权人不是单位", "the owner is no organisation"),
        Cause.ARCHIVE_INCOMPLETE: Text("历史档案不完整", "old archive data is incomplete"),
        Cause.TITLE_NOT_ISSUED: Text("未登簿发证", "the title was never issued"),
        Cause.PERIOD_OUTSIDE_TITLE: Text("居住时间不在权证有效期内", "the title was in force in no month entered"),
        Cause.FILING_UNKNOWN: Text("备案编号不存在", "no lease under this number"),
        Cause.TENANT_DIFFERS: Text("承租人不一致", "the tenant on file is somebody else"),
        Cause.AWARD_UNKNOWN: Text("无此奖项", "no such award"),
        Cause.PERSON_NOT_ON_LIST: Text("获奖人员名单中无此人", "not among the awardees"),
        Cause.PLACE_DIFFERS: Text("获奖排名不一致", "the place differs"),
        Cause.GRADE_DIFFERS: Text("获奖等级不一致", "the grade differs"),
    },
    Insurance: {
        Insurance.PENSION: Text("养老", "pension"),
        Insurance.MEDICAL: Text("医疗", "medical"),
        Insurance.UNEMPLOYMENT: Text("失业", "unemployment"),
        Insurance.INJURY: Text("工伤", "injury"),
        Insurance.MATERNITY: Text("生育", "maternity"),
    },
    AccountStatus: {
        AccountStatus.NORMAL: Text("正常缴费", "paid normally"),
        AccountStatus.SUSPENDED: Text("暂停缴费", "payment suspended"),
        AccountStatus.CLOSED: Text("终止缴费", "closed"),
        AccountStatus.NONE: Text("未参保", "not insured"),
    },
    WorkCategory: {
        WorkCategory.WORKER: Text("工人", "worker"),
        WorkCategory.CADRE: Text("干部", "cadre"),
    },
    PermitStatus: {
        PermitStatus.VALID: Text("有效", "valid"),
        PermitStatus.CANCELLED: Text("已注销", "cancelled"),
    },
}
