"""Labels of what an applicant chooses on the forms (DOMAIN 4.4 to 4.8)."""

from luohu_contract.archive import CertificateLevel
from luohu_contract.claim import (
    CertificateFormat,
    ClaimKind,
    DegreeLevel,
    DegreeMethod,
    IdType,
    OrganisationIdType,
    OverseasLevel,
    QualificationLevel,
    RentalType,
    Sex,
)
from luohu_contract.forms import Relation
from luohu_contract.item import ItemKind
from luohu_contract.texts.kind import Labels, Text

ENTERED: Labels = {
    ItemKind: {
        ItemKind.OWN_HOME: Text("自有住所", "own home"),
        ItemKind.RENTAL: Text("合法租赁住所", "rented home"),
        ItemKind.DORMITORY: Text("单位宿舍", "employer's dormitory"),
        ItemKind.SPOUSE: Text("配偶信息", "spouse record"),
        ItemKind.DOMESTIC_EDUCATION: Text("国内教育", "domestic education"),
        ItemKind.OVERSEAS_EDUCATION: Text("留学教育", "overseas education"),
        ItemKind.INNOVATION: Text("创新创业", "innovation"),
        ItemKind.TAX: Text("纳税指标", "tax"),
        ItemKind.HONOUR: Text("荣誉表彰", "honour"),
        ItemKind.EMPLOYMENT: Text("合法稳定就业", "lawful stable employment"),
        ItemKind.LAW_ABIDING: Text("守法记录", "law-abiding record"),
        ItemKind.TAX_PENALTIES: Text("涉税违法行为记录", "record of tax penalties"),
        ItemKind.RECORD: Text("单项审核记录", "record of a single indicator"),
    },
    ClaimKind: {
        ClaimKind.OWN_HOME: Text("自有住所", "own home"),
        ClaimKind.DORMITORY: Text("单位宿舍", "employer's dormitory"),
        ClaimKind.RENTAL: Text("合法租赁住所", "rented home"),
        ClaimKind.QUALIFICATION: Text("学历", "academic qualification"),
        ClaimKind.DEGREE: Text("学位", "degree"),
        ClaimKind.OVERSEAS_EDUCATION: Text("留学教育", "overseas education"),
        ClaimKind.TAX: Text("纳税指标", "tax"),
        ClaimKind.SCIENCE_AWARD: Text("创新创业(市科委系统填报)", "innovation, filed with the science commission"),
        ClaimKind.AWARD: Text("创新创业(奖项比对)", "innovation, compared with the award lists"),
        ClaimKind.HONOUR: Text("荣誉表彰", "honour"),
        ClaimKind.TAX_PENALTIES: Text("涉税违法行为记录", "record of tax penalties"),
        ClaimKind.TAX_TOTAL: Text("个人所得税合计", "income tax of some years together"),
        ClaimKind.INSURANCE: Text("社会保险缴费记录", "social insurance record"),
        ClaimKind.CONDUCT: Text("公安登记信息", "public security record"),
        ClaimKind.DEPARTMENT: Text("部门联审", "review by a department"),
        ClaimKind.PERSONNEL_FILE: Text("人事档案", "personnel file"),
        ClaimKind.DEGREE_CHECK: Text("学历学位背景核查", "background check of certificates"),
    },
    Relation: {Relation.SELF: Text("本人", "oneself"), Relation.SPOUSE: Text("配偶", "the spouse")},
    Sex: {Sex.MALE: Text("男", "male"), Sex.FEMALE: Text("女", "female")},
    IdType: {
        IdType.RESIDENT_ID: Text("居民身份证", "resident identity card"),
        IdType.OFFICER_CARD: Text("军官证", "officer's card"),
        IdType.PASSPORT: Text("护照", "passport"),
        IdType.HONG_KONG_MACAO_PERMIT: Text(
            "港澳居民来往内地通行证", "travel permit for Hong Kong and Macao residents"
        ),
        IdType.TAIWAN_PERMIT: Text("台湾居民来往大陆通行证", "travel permit for Taiwan residents"),
    },
    OrganisationIdType: {
        OrganisationIdType.USCC: Text("统一社会信用代码", "unified social credit code"),
        OrganisationIdType.ORGANISATION_CODE: Text("组织机构代码", "organisation code"),
        OrganisationIdType.OTHER: Text("其他", "other"),
    },
    CertificateFormat: {
        CertificateFormat.X_HOUSE_TITLE: Text("以“X”开头的房产证号", "title number that begins with X"),
        CertificateFormat.REAL_ESTATE_TITLE: Text("以“京”开头的不动产权证号", "title number that begins with 京"),
        CertificateFormat.OTHER_TITLE: Text("其他格式房产证号", "title number of another format"),
    },
    RentalType: {
        RentalType.MARKET: Text("市场租赁", "market lease"),
        RentalType.PUBLIC: Text("公租房", "public rental"),
    },
    QualificationLevel: {
        QualificationLevel.JUNIOR_COLLEGE: Text("大学专科(含高职)", "junior college"),
        QualificationLevel.UNDERGRADUATE: Text("大学本科", "undergraduate"),
        QualificationLevel.MASTER: Text("硕士研究生", "master's studies"),
        QualificationLevel.DOCTOR: Text("博士研究生", "doctoral studies"),
    },
    DegreeLevel: {
        DegreeLevel.BACHELOR: Text("学士", "bachelor"),
        DegreeLevel.MASTER: Text("硕士", "master"),
        DegreeLevel.DOCTOR: Text("博士", "doctor"),
    },
    CertificateLevel: {
        CertificateLevel.JUNIOR_COLLEGE: Text("大专", "junior college"),
        CertificateLevel.UNDERGRADUATE: Text("本科", "undergraduate"),
        CertificateLevel.BACHELOR: Text("学士", "bachelor"),
        CertificateLevel.MASTER: Text("硕士", "master"),
        CertificateLevel.DOCTOR: Text("博士", "doctor"),
    },
    OverseasLevel: {
        OverseasLevel.JUNIOR_COLLEGE: Text("专科", "junior college"),
        OverseasLevel.BACHELOR: Text("学士", "bachelor"),
        OverseasLevel.MASTER: Text("硕士", "master"),
        OverseasLevel.DOCTOR: Text("博士", "doctor"),
    },
    DegreeMethod: {
        DegreeMethod.REGISTRATION_NUMBER: Text("学位电子注册备案编号", "electronic registration number"),
        DegreeMethod.CERTIFICATION_CODE: Text(
            "学位认证报告编号/学位认证验证编码", "certification report number or verification code"
        ),
    },
}
