"""Texts of the living map."""

from luohu_contract.texts.kind import Text
from luohu_contract.texts.pages.city_map_faults import FAULTS

CITY_MAP: dict[str, Text] = {
    "map.title": Text("城市地图", "The living map"),
    "map.picture": Text("服务与往来", "Services and traffic"),
    "map.how": Text(
        "点选连线可中断或延迟；点选服务可查看其节奏与预设。",
        "Choose a line to break it or slow it; choose a service to see its pace and what it is told to answer.",
    ),
    "map.down": Text("未就绪", "not ready"),
    "map.up": Text("正常", "well"),
    "map.depth_pattern": Text(
        "待核 {questions} · 待办 {tasks} · 待发 {outbox}", "{questions} asked · {tasks} tasks · {outbox} to send"
    ),
    "map.depth.questions": Text("待核验", "questions"),
    "map.depth.due": Text("到期", "due"),
    "map.depth.tasks": Text("人工待办", "tasks"),
    "map.depth.outbox": Text("待发", "to send"),
    "map.depth.held": Text("暂存", "set aside"),
    "map.depth.dead": Text("被拒", "refused"),
    "map.numbers": Text("数字", "The same in numbers"),
    "map.services": Text("各服务", "Services"),
    "map.service": Text("服务", "Service"),
    "map.health": Text("状态", "Health"),
    "map.edges": Text("各连线（打开本页以来）", "Edges, since this page was opened"),
    "map.edge": Text("连线", "Edge"),
    "map.hops_since": Text("往来", "Hops"),
    "map.failed": Text("失败", "Failed"),
    "map.fault": Text("故障", "Fault"),
    "map.fault_put": Text("已设故障", "a fault is on it"),
    "map.mended": Text("已修复", "mended"),
    "map.mend": Text("修复", "Mend it"),
    "map.mend_all": Text("全部修复", "Mend everything"),
    "map.close": Text("关闭", "Close"),
    "map.fault_now": Text("现有故障：", "Fault:"),
    "map.fault_did": Text(
        "经过 {seen} 次，生效 {hits} 次，暂存 {held} 条", "it looked at {seen}, touched {hits}, and holds {held} back"
    ),
    "map.whole": Text("这条连线完好。", "Nothing is done to this edge."),
    "map.quick_break": Text("中断", "Break it"),
    "map.quick_refuse": Text("返回 503", "Answer 503"),
    "map.quick_slow": Text("延迟 2 秒", "Slow it by 2 seconds"),
    "map.all_fields": Text("故障的全部字段", "All that a fault can say"),
    "map.put_fault": Text("设置故障", "Put this fault"),
    "map.hops": Text("最近往来", "Latest hops"),
    "map.hops_of_edge": Text("这条连线的最近往来", "Latest hops over this edge"),
    "map.no_hops": Text("尚无往来。", "Nothing has gone over it yet."),
    "map.at": Text("时间", "At"),
    "map.way": Text("去向", "Way"),
    "map.says": Text("内容", "What"),
    "map.answer": Text("答复", "Answer"),
    "map.no_answer": Text("无答复", "none"),
    "map.took": Text("用时", "Took"),
    "map.items": Text("事项", "Items"),
    **FAULTS,
}
