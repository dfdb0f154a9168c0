"""Labels of the settlement, as 查看调京进度 and the papers print them."""

from luohu_contract.household import (
    BirthExemption,
    BirthProof,
    ChildRelation,
    DestinationKind,
    FileStatus,
    HomeOwner,
    MaritalStatus,
    MoveOutReason,
    RegisteredWith,
    SettlementDocument,
    SettlementStatus,
)
from luohu_contract.texts.documents import DOCUMENTS
from luohu_contract.texts.kind import Labels, Text

HOUSEHOLD: Labels = {
    SettlementStatus: {
        SettlementStatus.AWARD_OPEN: Text("取得落户资格", "award open"),
        SettlementStatus.TRANSFER_DATA_ENTERED: Text("已录入调京信息", "transfer data entered"),
        SettlementStatus.DOCUMENTS_PRINTED: Text("已打印申报材料", "documents printed"),
        SettlementStatus.PAPERS_RECEIVED: Text("区窗口已接收材料", "papers received by the district window"),
        SettlementStatus.PAPERS_INCOMPLETE: Text("材料需补正", "papers to be completed"),
        SettlementStatus.DISTRICT_REVIEWED: Text("区窗口审核通过", "passed by the district window"),
        SettlementStatus.CITY_REVIEWED: Text("市积分落户中心审核通过", "passed by the city's settlement centre"),
        SettlementStatus.APPROVED: Text("市人力资源社会保障局核准通过", "approved by the HR bureau"),
        SettlementStatus.LETTERS_ISSUED: Text("已出具函件", "letters issued"),
        SettlementStatus.MOVE_IN_PERMIT_ISSUED: Text("已开具准予迁入证明", "permit to move in issued"),
        SettlementStatus.MOVED_OUT: Text("原籍已迁出", "moved out of the former place"),
        SettlementStatus.REGISTERING: Text("落户登记办理中", "being registered"),
        SettlementStatus.REGISTERED: Text("已落户", "registered"),
        SettlementStatus.PERMIT_CANCELLED: Text("已注销《北京市居住证》", "residence permit cancelled"),
        SettlementStatus.LAPSED: Text("逾期未办理，视为自行放弃", "lapsed: not used in time"),
        SettlementStatus.GIVEN_UP: Text("自行放弃", "given up"),
        SettlementStatus.REVOKED: Text("取消落户资格", "award revoked"),
    },
    FileStatus: {
        FileStatus.PENDING: Text("档案待转接", "file to be transferred"),
        FileStatus.TRANSFERRED: Text("档案已调京", "file transferred to Beijing"),
        FileStatus.KEPT_IN_BEIJING: Text("档案原已在京管理，函件已归档", "file kept in Beijing, letters put into it"),
        FileStatus.NO_FILE: Text("无档案，已出具诚信声明", "no file, statement given"),
    },
    DestinationKind: {
        DestinationKind.OWN_HOME: Text("自有住房", "own home"),
        DestinationKind.PUBLIC_HOUSING_DIRECT: Text("直管公房", "directly managed public housing"),
        DestinationKind.PUBLIC_HOUSING_UNIT: Text("自管公房", "public housing of a unit"),
        DestinationKind.EMPLOYER_COLLECTIVE: Text("单位集体户", "collective household of the employer"),
    },
    HomeOwner: {HomeOwner.SELF: Text("本人", "self"), HomeOwner.SPOUSE: Text("配偶", "spouse")},
    MaritalStatus: {
        MaritalStatus.UNMARRIED: Text("未婚", "unmarried"),
        MaritalStatus.MARRIED: Text("已婚", "married"),
        MaritalStatus.DIVORCED: Text("离异", "divorced"),
        MaritalStatus.WIDOWED: Text("丧偶", "widowed"),
    },
    ChildRelation: {
        ChildRelation.SON: Text("子", "son"),
        ChildRelation.DAUGHTER: Text("女", "daughter"),
        ChildRelation.ADOPTED_CHILD: Text("养子女", "adopted child"),
        ChildRelation.STEPCHILD: Text("继子女", "stepchild"),
    },
    RegisteredWith: {
        RegisteredWith.APPLICANT: Text("申请人", "the applicant"),
        RegisteredWith.SPOUSE: Text("配偶", "the spouse"),
        RegisteredWith.OTHER: Text("其他亲属", "another relative"),
    },
    BirthProof: {proof: DOCUMENTS[proof.value] for proof in BirthProof},
    BirthExemption: {
        BirthExemption.FIRST_BEFORE_2016: Text(
            "2016年1月1日(不含)以前生育第一孩", "first child, born before 1 January 2016"
        ),
        BirthExemption.SECOND_SINCE_2016: Text(
            "2016年1月1日(含)以后生育第二孩", "second child, born on or after 1 January 2016"
        ),
        BirthExemption.UP_TO_TWO_SINCE_2016: Text(
            "2016年1月1日(含)以后生育两孩以内", "one of up to two children, born on or after 1 January 2016"
        ),
    },
    MoveOutReason: {
        MoveOutReason.POINTS_SETTLEMENT: Text("积分落户", "points-based settlement"),
        MoveOutReason.OTHER: Text("其他", "other"),
        MoveOutReason.CADRE_TRANSFER: Text("干部调动", "transfer of a cadre"),
    },
    SettlementDocument: {document: DOCUMENTS[document.value] for document in SettlementDocument},
}
