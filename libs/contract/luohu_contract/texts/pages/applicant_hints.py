"""What stands beside the fields of the applicant's forms: samples, limits, and which papers are wanted."""

from luohu_contract.texts.kind import Text

APPLICANT_HINTS: dict[str, Text] = {
    "applicant.hint.spouse_id": Text(
        "请先在“新增配偶信息”填写配偶信息。", "File the spouse record first: the page of housing has a button for it."
    ),
    "applicant.hint.month": Text("年月，如 2014-08", "A month, such as 2014-08"),
    "applicant.hint.certificate.x_house_title": Text(
        "如：X京房权证怀字第11111111号", "Such as X京房权证怀字第11111111号"
    ),
    "applicant.hint.certificate.real_estate_title": Text(
        "如：京(2014)朝不动产权第9900041号", "Such as 京(2014)朝不动产权第9900041号"
    ),
    "applicant.hint.certificate.other_title": Text(
        "2008年以前非“X京”字样的房屋所有权证号", "Title numbers before 2008 that do not begin with X京"
    ),
    "applicant.hint.filing_number": Text("12至20位数字", "12 to 20 digits"),
    "applicant.hint.owner_name": Text("房屋所有权人须为单位", "The owner is an organisation"),
    "applicant.hint.as_in_document": Text("与婚姻凭证记载一致", "As in the marriage document"),
    "applicant.hint.married_to": Text("婚姻存续至今的，不填", "Leave it empty while the marriage lasts"),
    "applicant.hint.marriage_papers": Text(
        "结婚证或离婚证(含离婚协议书)或人民法院生效的离婚判决书(一审判决书同时提供生效证明)或调解书。",
        "The marriage certificate; or the divorce certificate with the agreement, a judgment in force (of the first "
        "instance: with proof of it), or a court's mediation document.",
    ),
    "applicant.hint.study_id": Text("可为当时使用的15位号码", "The number used then; 15 digits are possible"),
    "applicant.hint.qualification": Text("如：999991200405000123", "Such as 999991200405000123"),
    "applicant.hint.degree": Text("如：9999942004000123", "Such as 9999942004000123"),
    "applicant.hint.degree_method": Text(
        "学位认证方式及所填编号、编码须对应，填错、选错均为无效。",
        "The way and the number belong together, or it is invalid.",
    ),
    "applicant.hint.overseas_level": Text("认证书须载明对应的国内层次", "The certificate must name the domestic level"),
    "applicant.hint.overseas_number": Text(
        "新版认证书编号样式为：120190000001；旧版认证书编号样式为：教留服认美[2010]00001号，“[]”请用“半角”。",
        "New certificates: 120190000001. Old ones: 教留服认美[2010]00001号, with half-width brackets.",
    ),
    "applicant.hint.overseas_papers": Text("学历学位认证书", "The certificate of the credentials service"),
    "applicant.hint.honour_name": Text("如有多个称号，请选择", "Where the type has several"),
    "applicant.hint.authorised": Text(
        "如不点选并授权，将无法进行在线审核。", "Without it the item can be saved, and not be sent."
    ),
    "applicant.hint.pdf": Text(
        "请将所有凭证材料保存在一个PDF文件中，PDF文件大小不能超过1M。", "All pages in one PDF of at most 1 MB."
    ),
    "applicant.hint.unit_code": Text("由用人单位告知", "Your employer tells you"),
    "applicant.hint.mobile": Text(
        "必要时我们将通过此手机号码与您联系，如手机号码变化，请及时在“北京市政务服务网”修改。",
        "You may be called under this number; it is changed at the identity site.",
    ),
    "applicant.hint.children": Text(
        "取得落户资格后，需在落户办理时录入户籍等详细信息。", "Details of the household follow after the award."
    ),
    "applicant.hint.consent": Text(
        "无论选择“是”或“否”都不会影响个人积分落户申报", "Neither answer has any effect on the declaration"
    ),
}
