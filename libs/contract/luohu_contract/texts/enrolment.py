"""Labels of employers and associations (handbook 二)."""

from luohu_contract.enrolment import (
    AnswerPace,
    AssociationAnswer,
    AssociationStatus,
    EmployerStatus,
    Licence,
    NoteKind,
    NotEligible,
)
from luohu_contract.texts.kind import Labels, Text

#: What an employer that may not go on reads when it signs in (handbook 二.一.2, word for word).
EMPLOYER_NOT_ELIGIBLE = Text(
    "登录积分落户在线申报系统的用人单位需在北京市行政区域内登记注册并进行税务登记，实际办公地应在北京市内",
    "An employer that uses the system is registered in Beijing, registered for tax there, and has its office there.",
)

#: What it can do then.
CREDENTIALS_REMEDY = Text(
    "如用人单位符合申报要求仍不能进入系统,请上传相关证照凭证",
    "An employer that meets the requirements all the same uploads its licence.",
)

ENROLMENT: Labels = {
    EmployerStatus: {
        EmployerStatus.CHECKING: Text("核验中", "being checked"),
        EmployerStatus.OPEN: Text("已登录", "open"),
        EmployerStatus.NOT_ELIGIBLE: Text("不能进行后续业务办理", "not eligible"),
        EmployerStatus.UNDER_REVIEW: Text("凭证材料审核中", "licence under review"),
    },
    NotEligible: {
        NotEligible.NOT_REGISTERED_IN_CITY: Text("未在北京市行政区域内登记注册", "not registered in Beijing"),
        NotEligible.DEREGISTERED: Text("已注销", "deregistered"),
        NotEligible.NO_TAX_REGISTRATION: Text("在京未进行税务登记", "not registered for tax in Beijing"),
        NotEligible.NAME_DIFFERS: Text("单位名称与登记信息不一致", "registered under another name"),
    },
    Licence: {
        Licence.BUSINESS_LICENCE: Text("营业执照", "business licence"),
        Licence.INSTITUTION_CERTIFICATE: Text("事业单位法人证书", "certificate of a public institution"),
        Licence.CREDIT_CODE_CERTIFICATE: Text("统一社会信用代码证书", "certificate of the unified social credit code"),
        Licence.SOCIAL_GROUP_CERTIFICATE: Text("社会团体法人登记证书", "certificate of a social association"),
        Licence.OTHER: Text("其他单位证照", "another licence of the employer"),
    },
    AssociationStatus: {
        AssociationStatus.PENDING: Text("等待单位确认", "waits for the employer"),
        AssociationStatus.APPROVED: Text("通过", "approved"),
        AssociationStatus.RETURNED: Text("不通过", "returned"),
        AssociationStatus.WITHDRAWN: Text("已撤回", "withdrawn"),
    },
    AssociationAnswer: {
        AssociationAnswer.APPROVE: Text("通过", "approve"),
        AssociationAnswer.RETURN: Text("不通过", "return with an opinion"),
    },
    AnswerPace: {
        AnswerPace.BY_HAND: Text("人工处理", "decided by hand"),
        AnswerPace.AT_ONCE: Text("自动通过", "approved at once"),
    },
    NoteKind: {
        NoteKind.DATA_CHANGE: Text("单位信息变更备案", "change of the employer's data"),
        NoteKind.CHANGE_OF_EMPLOYER: Text("更换工作单位书面说明", "explanation of a change of employer"),
        NoteKind.DISHONESTY: Text("失信行为报告", "report of dishonesty"),
    },
}
