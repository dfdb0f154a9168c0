"""Names of what rules of point tables read, and of what is entered about it (DOMAIN 9.2, 10.2)."""

from luohu_contract.texts.kind import Text

TABLE_VALUES: dict[str, Text] = {
    "age": Text("年龄", "age"),
    "level": Text("层次", "level"),
    "tier": Text("档次", "tier"),
    "pension_months": Text("养老保险月数", "months of pension insurance"),
    "medical_months": Text("医疗保险月数", "months of medical insurance"),
    "unemployment_months": Text("失业保险月数", "months of unemployment insurance"),
    "injury_months": Text("工伤保险月数", "months of injury insurance"),
    "maternity_months": Text("生育保险月数", "months of maternity insurance"),
    "full_years": Text("足年数", "full years"),
    "years": Text("年数", "years"),
    "owned": Text("有自有住房", "owns the home"),
    "scarcity": Text("紧缺程度", "how scarce"),
    "area": Text("区域", "area"),
    "tax_total": Text("纳税总额(元)", "tax in all (CNY)"),
    "yearly_tax": Text("年均纳税额(元)", "yearly tax (CNY)"),
    "both_work": Text("夫妻双方均在本市工作", "both spouses work in the city"),
    "invention_patent": Text("有效发明专利", "a valid invention patent"),
    "criminal_record": Text("犯罪记录", "a criminal record"),
    "false_material": Text("提供虚假信息", "false material"),
    "birth_policy": Text("违反计划生育政策", "against the birth policy"),
    "serious_crime": Text("严重刑事犯罪", "a serious crime"),
    "scarce_major": Text("紧缺急需专业", "a scarce major"),
    "local_staff": Text("本地就业人数", "local staff"),
    "wage_ratio": Text("缴费基数与平均工资之比", "base over the average wage"),
    "months_since_full_time_study": Text("全日制毕业后足月数", "full months since a full-time study"),
    "times": Text("次数", "times"),
    "detentions": Text("行政拘留次数", "detentions"),
    "genuine": Text("证书属实", "genuine"),
    "complete": Text("材料齐全", "complete"),
    "held_by": Text("存档机构", "kept by"),
}

#: Of entries about certificates and homes, where no form of the handbook has them.
ENTRY_FIELDS: dict[str, Text] = {
    "certificate_number": Text("证书或证明编号", "number of the certificate"),
    "level": Text("证书层次", "level of the certificate"),
    "full_time": Text("全日制", "full-time"),
    "upgraded": Text("专升本", "upgraded from a junior college"),
    "owner_name": Text("房屋所有权人(非本人时填写)", "owner, if somebody else"),
    "owner_id_number": Text("房屋所有权人证件号码", "number of the owner's document"),
    "authorised": Text("授权查询纳税信息", "the tax may be read"),
}

#: Times of the year in which applications are taken ([002]: 每年的1至4月, 7至10月; [003]: all year).
INTAKES: dict[str, Text] = {
    "first_half": Text("上半年", "first half of the year"),
    "second_half": Text("下半年", "second half of the year"),
    "all_year": Text("全年", "all year"),
}


def intake_name(name: str) -> Text:
    """The name of an intake; one that only a policy knows is called by its identifier."""
    return INTAKES.get(name) or Text(name, name.replace("_", " "))


def table_value(name: str) -> Text:
    """The name of a value; one that only a policy knows is called by its identifier."""
    return TABLE_VALUES.get(name) or Text(name, name.replace("_", " "))
