"""Labels of the nine indicators, as their pages are headed."""

from luohu_contract.indicators import Indicator
from luohu_contract.texts.kind import Labels, Text

INDICATORS: Labels = {
    Indicator: {
        Indicator.EMPLOYMENT: Text("合法稳定就业", "lawful stable employment"),
        Indicator.HOUSING: Text("合法稳定住所", "lawful stable housing"),
        Indicator.EDUCATION: Text("教育背景", "education"),
        Indicator.JOB_HOUSING_AREA: Text("职住区域", "job-housing area"),
        Indicator.INNOVATION: Text("创新创业", "innovation and entrepreneurship"),
        Indicator.TAX: Text("纳税", "tax"),
        Indicator.AGE: Text("年龄", "age"),
        Indicator.HONOUR: Text("荣誉表彰", "honours"),
        Indicator.LAW_ABIDING: Text("守法记录", "law-abiding record"),
    }
}
