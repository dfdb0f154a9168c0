"""Labels of the forms' fields, by kind of item and by the name that the field has in JSON (DOMAIN 4.2 to 4.8)."""

from luohu_contract.item import ItemKind
from luohu_contract.texts.kind import Text

_DISTRICT = Text("房屋所属区", "district of the home")
_FROM = Text("居住起始年月", "first month of residence")
_TO = Text("居住终止年月", "last month of residence")
_KIND_OF_HOME = Text("居住类型", "kind of residence")
_FORMAT = Text("新增房源", "format of the certificate number")
_CERTIFICATE = Text("房屋所有权证号(不动产权证号)", "title number")
_EVIDENCE = Text("上传相关凭证材料", "evidence")
_KIND_OF_EDUCATION = Text("教育类型", "kind of education")

#: 基本信息: shown, and hardly ever entered
BASIC: dict[str, Text] = {
    "name": Text("姓名", "name"),
    "birth_date": Text("出生日期", "birth date"),
    "sex": Text("性别", "sex"),
    "id_number": Text("身份证号", "id number"),
    "mobile": Text("手机号码", "mobile number"),
    "employer_name": Text("现工作单位名称", "employer"),
    "accompanying_children": Text("拟随迁符合计生政策未成年子女信息", "minor children who move along"),
    "disclosure_consent": Text(
        "是否同意政府将所填个人信息依申请公开给第三方", "consent to disclosure to third parties on request"
    ),
}

FIELDS: dict[ItemKind, dict[str, Text]] = {
    ItemKind.OWN_HOME: {
        "kind": _KIND_OF_HOME,
        "relation": Text("房屋所有权人与本人关系", "the owner is"),
        "spouse_id": Text("配偶(房屋所有权人)信息", "spouse who owns the home"),
        "certificate_format": _FORMAT,
        "certificate_number": _CERTIFICATE,
        "district": _DISTRICT,
        "from": _FROM,
        "to": _TO,
    },
    ItemKind.RENTAL: {
        "kind": _KIND_OF_HOME,
        "relation": Text("承租人与本人关系", "the tenant is"),
        "spouse_id": Text("配偶(承租人)信息", "spouse who is the tenant"),
        "rental_type": Text("租赁类型", "kind of lease"),
        "district": _DISTRICT,
        "filing_number": Text("租赁合同备案编号", "lease filing number"),
        "from": _FROM,
        "to": _TO,
    },
    ItemKind.DORMITORY: {
        "kind": _KIND_OF_HOME,
        "owner_id_type": Text("房屋所有权人证件类型", "kind of the owner's document"),
        "owner_id_number": Text("房屋所有权人证件号码", "number of the owner's document"),
        "owner_name": Text("房屋所有权人名称", "name of the owner"),
        "district": _DISTRICT,
        "certificate_format": _FORMAT,
        "certificate_number": _CERTIFICATE,
        "from": _FROM,
        "to": _TO,
    },
    ItemKind.SPOUSE: {
        "name": Text("配偶姓名", "spouse's name"),
        "id_type": Text("配偶证件类型", "kind of the spouse's document"),
        "id_number": Text("配偶证件号码", "number of the spouse's document"),
        "married_from": Text("婚姻存续时间(起)", "first day of the marriage"),
        "married_to": Text("婚姻存续时间(止)", "last day of the marriage"),
        "evidence": _EVIDENCE,
    },
    ItemKind.DOMESTIC_EDUCATION: {
        "kind": _KIND_OF_EDUCATION,
        "qualification.level": Text("学历层次", "level of the qualification"),
        "qualification.id_number": Text(
            "获得学历时身份证件号码或学历认证使用的身份证件号码", "id number at the time of study or certification"
        ),
        "qualification.name": Text("学历证书上的姓名", "name on the qualification certificate"),
        "qualification.sex": Text("学历证书上的性别", "sex on the qualification certificate"),
        "qualification.birth_date": Text("学历证书上的出生日期", "birth date on the qualification certificate"),
        "qualification.certificate_number": Text("学历证书编号", "number of the qualification certificate"),
        "degree.level": Text("学位层次", "level of the degree"),
        "degree.name": Text("学位证书上的姓名", "name on the degree certificate"),
        "degree.sex": Text("学位证书上的性别", "sex on the degree certificate"),
        "degree.birth_date": Text("学位证书上的出生日期", "birth date on the degree certificate"),
        "degree.certificate_number": Text("学位证书编号", "number of the degree certificate"),
        "degree.granted_by": Text("学位授予机构", "body that granted the degree"),
        "degree.method": Text("学位认证方式", "how the degree was registered or certified"),
        "degree.method_number": Text("学位认证方式所填编号、编码", "number of the registration or certification"),
    },
    ItemKind.OVERSEAS_EDUCATION: {
        "kind": _KIND_OF_EDUCATION,
        "education_name": Text("申请人填写教育背景信息名称", "education that the certificate names"),
        "certificate_number": Text("认证书编号", "number of the certificate"),
        "evidence": _EVIDENCE,
    },
    ItemKind.INNOVATION: {
        "type": Text("创新创业指标类型", "type of innovation"),
        "award_kind": Text("奖种", "award"),
        "project_name": Text("获奖项目名称", "name of the project or work"),
        "project_number": Text("获奖项目编号", "number of the project"),
        "grade": Text("获奖等级", "grade of the award, or kind of work"),
        "place": Text("获奖排名", "place among the winners"),
        "role": Text("承担工作", "what the applicant did in the work"),
        "year": Text("获奖时间", "year of the award"),
    },
    ItemKind.HONOUR: {
        "type": Text("荣誉表彰类型", "type of honour"),
        "name": Text("荣誉表彰名称", "name of the honour"),
    },
    ItemKind.TAX: {
        "name": Text("指标名称", "name of the indicator"),
        "authorised": Text(
            "授权北京市人力资源和社会保障局向税务部门调取本人税收信息,用于北京市积分落户审核",
            "authorisation to read one's tax data",
        ),
    },
    ItemKind.EMPLOYMENT: {},  # nothing to enter (三.一.2)
    ItemKind.LAW_ABIDING: {},  # nothing to enter (三.九.2)
    ItemKind.TAX_PENALTIES: {},  # nothing to enter: the register alone says it (三.六.1)
    ItemKind.RECORD: {},  # what is entered follows from the point table: GET /v1/programme
}
