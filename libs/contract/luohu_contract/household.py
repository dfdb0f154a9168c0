"""The settlement on the wire: where it stands, where a household moves, who moves along (handbook 五, DOMAIN 3.10)."""

from enum import StrEnum


class SettlementStatus(StrEnum):
    """查看调京进度: the steps from the award to the household register, and the three ways in which it ends early."""

    AWARD_OPEN = "award_open"  #: 取得落户资格
    TRANSFER_DATA_ENTERED = "transfer_data_entered"  #: 已录入调京信息
    DOCUMENTS_PRINTED = "documents_printed"  #: 已打印申报材料
    PAPERS_RECEIVED = "papers_received"  #: 区窗口已接收材料
    PAPERS_INCOMPLETE = "papers_incomplete"  #: 材料需补正
    DISTRICT_REVIEWED = "district_reviewed"  #: 区窗口审核通过
    CITY_REVIEWED = "city_reviewed"  #: 市积分落户中心审核通过
    APPROVED = "approved"  #: 市人力资源社会保障局核准
    LETTERS_ISSUED = "letters_issued"  #: 已出具函件
    MOVE_IN_PERMIT_ISSUED = "move_in_permit_issued"  #: 已开具准予迁入证明
    MOVED_OUT = "moved_out"  #: 原籍已迁出
    REGISTERING = "registering"  #: 落户登记办理中: the station has accepted, the register has not confirmed yet
    REGISTERED = "registered"  #: 已落户
    PERMIT_CANCELLED = "permit_cancelled"  #: 已注销居住证
    LAPSED = "lapsed"  #: 逾期未办理, 视为自行放弃
    GIVEN_UP = "given_up"  #: 自行放弃
    REVOKED = "revoked"  #: 取消落户资格


class FileStatus(StrEnum):
    """The personnel file goes its own way, before or after the registration (handbook 五.三)."""

    PENDING = "pending"  #: 档案待转接
    TRANSFERRED = "transferred"  #: 档案已调京
    KEPT_IN_BEIJING = "kept_in_beijing"  #: 档案原已在京管理, 函件已归档
    NO_FILE = "no_file"  #: 无档案, 已出具诚信声明


class DestinationKind(StrEnum):
    """Where one can register (handbook 五.二, 需要注意的是 1)."""

    OWN_HOME = "own_home"  #: 自有住房
    PUBLIC_HOUSING_DIRECT = "public_housing_direct"  #: 直管公房
    PUBLIC_HOUSING_UNIT = "public_housing_unit"  #: 自管公房
    EMPLOYER_COLLECTIVE = "employer_collective"  #: 单位集体户


class HomeOwner(StrEnum):
    """Whose home it is."""

    SELF = "self"  #: 本人
    SPOUSE = "spouse"  #: 配偶


class MaritalStatus(StrEnum):
    """婚姻状况"""

    UNMARRIED = "unmarried"  #: 未婚
    MARRIED = "married"  #: 已婚
    DIVORCED = "divorced"  #: 离异
    WIDOWED = "widowed"  #: 丧偶


class ChildRelation(StrEnum):
    """与申请人关系"""

    SON = "son"  #: 子
    DAUGHTER = "daughter"  #: 女
    ADOPTED_CHILD = "adopted_child"  #: 养子女
    STEPCHILD = "stepchild"  #: 继子女


class RegisteredWith(StrEnum):
    """On whose household register a child stands today."""

    APPLICANT = "applicant"  #: 申请人
    SPOUSE = "spouse"  #: 配偶
    OTHER = "other"  #: 其他亲属


class BirthProof(StrEnum):
    """符合计划生育政策凭证: any one of them will do (handbook 五, note 1). The values are ids of documents."""

    SERVICE_CERTIFICATE = "birth_service_certificate"  #: 《生育服务证》
    BIRTH_PERMIT = "birth_permit"  #: 《准生证》
    REGISTRATION_SLIP = "birth_registration_slip"  #: 《生育登记服务单》
    FURTHER_BIRTH = "further_birth_confirmation"  #: 《再生育确认单》
    SEALED_PROOF = "sealed_birth_proof"  #: other proof under the seal of the county authority


class BirthExemption(StrEnum):
    """Why no family planning proof is needed (handbook 五.二.3 (3))."""

    FIRST_BEFORE_2016 = "first_before_2016"  #: first child, born before 2016-01-01
    SECOND_SINCE_2016 = "second_since_2016"  #: second child, born on or after 2016-01-01
    UP_TO_TWO_SINCE_2016 = "up_to_two_since_2016"  #: one of up to two children, born on or after 2016-01-01


class MoveOutReason(StrEnum):
    """迁出原因 on the 户口迁移证 ([000])."""

    POINTS_SETTLEMENT = "points_settlement"  #: 积分落户
    OTHER = "other"  #: 其他, where the station's list lacks it: with a sealed note
    CADRE_TRANSFER = "cadre_transfer"  #: 干部调动, likewise


class SettlementDocument(StrEnum):
    """What is printed or issued on the way. The values are ids of documents."""

    MATERIALS_LIST = "materials_list"  #: 《积分落户申报材料清单》
    APPLICATION_FORM = "application_form"  #: 《积分落户申请表》
    TRANSFER_LETTER = "transfer_letter"  #: 《调动介绍信》
    REGISTRATION_LETTER = "registration_letter"  #: 报户口介绍信
    TRANSFER_FORM = "transfer_form"  #: 《调动人员情况登记表》
    MOVE_IN_PERMIT = "move_in_permit"  #: 准予迁入证明, three copies
    MIGRATION_CERTIFICATE = "migration_certificate"  #: 户口迁移证, written by the station of the former place
