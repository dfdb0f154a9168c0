"""Words of the season: the lines of the score page, the stages, and where a declaration stands.

The keys are values of the wire. Only what the handbook prints is in quotes there; the other words are the project's.
"""

from luohu_contract.texts.kind import Text

#: 积分项目明细, as the score page prints it (handbook 三.十): 居住区域 there is 职住区域 everywhere else (DOMAIN T10).
LINES: dict[str, Text] = {
    "employment": Text("合法稳定就业指标积分", "lawful and stable employment"),
    "housing": Text("合法稳定住所指标积分", "lawful and stable home"),
    "education": Text("教育背景指标积分", "education"),
    "education_deduction": Text(
        "扣除获得学历(学位)期间累计的居住及就业分值", "less what home and employment gave during the studies"
    ),
    "job_housing_area": Text("居住区域指标积分", "area of job and home"),
    "innovation": Text("创新创业指标积分", "innovation"),
    "tax": Text("纳税指标积分", "tax"),
    "age": Text("年龄指标积分", "age"),
    "honour": Text("荣誉表彰指标积分", "honours"),
    "law_abiding": Text("守法记录指标积分", "record at public security"),
}

STAGES: dict[str, Text] = {
    "before": Text("尚未开始", "not open yet"),
    "declaration": Text("申报阶段", "declaration"),
    "verification_tail": Text("审核结果返回", "outstanding results come back"),
    "result_query": Text("审核结果查询阶段", "results are shown and can be appealed"),
    "list_preparation": Text("异议处理和名单拟定", "appeals are decided, the list is made"),
    "publicity": Text("公示", "publication"),
    "settlement": Text("落户办理", "settlement"),
    "over": Text("已结束", "over"),
}

#: 申请人积分申报状态
COURSE: dict[str, Text] = {
    "draft": Text("未提交", "not submitted"),
    "submitted": Text("已提交", "submitted"),
    "not_submitted": Text("申报阶段结束时未提交", "not submitted when the stage ended"),
    "scored": Text("已计算年度总积分", "total of the year computed"),
    "ranked": Text("已参加排名", "ranked"),
    "awarded": Text("已取得落户资格", "awarded"),
    "not_awarded": Text("未取得落户资格", "not awarded"),
    "registered": Text("已落户", "registered"),
    "lapsed": Text("自行放弃", "given up"),
    "disqualified": Text("已终止", "ended"),
    "revoked": Text("已取消落户资格", "award revoked"),
    "registration_cancelled": Text("已注销户籍", "registration cancelled"),
}
