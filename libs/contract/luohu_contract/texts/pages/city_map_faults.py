"""Texts of the fields of a fault, as the living map asks for them."""

from luohu_contract.texts.kind import Text

FAULTS: dict[str, Text] = {
    "fault.status": Text("状态码", "Status"),
    "fault.status_hint": Text(
        "代替接收方答复：401、403、408、425、429、500 至 599",
        "answered instead of the receiver: 401, 403, 408, 425, 429 or 500 to 599",
    ),
    "fault.retry_after": Text("重试间隔", "Retry after"),
    "fault.retry_after_hint": Text("与状态码同用，如 PT1S", "with a status, such as PT1S"),
    "fault.drop": Text("丢弃", "Drop"),
    "fault.drop_request": Text("请求：从未到达", "the request: it never arrives"),
    "fault.drop_answer": Text("答复：已办理而无人得知", "the answer: it is done, and nobody hears of it"),
    "fault.latency": Text("延迟", "Latency"),
    "fault.latency_hint": Text("真实时间，最多 PT30S", "real time, at most PT30S"),
    "fault.hold": Text("搁置", "Hold"),
    "fault.hold_hint": Text("按世界时钟搁置消息，如 P3D", "a message is set aside on the world's clock, such as P3D"),
    "fault.duplicate": Text("重复次数", "Duplicates"),
    "fault.duplicate_hint": Text("立即再发几次，最多 10", "how often it is sent again at once, at most 10"),
    "fault.reorder": Text("后发先至", "The next request overtakes it"),
    "fault.corrupt_signature": Text("签名与正文不符", "Its signature is of another body"),
    "fault.unsigned": Text("没有签名", "It has no signature"),
    "fault.outage": Text("停运：全部不通", "Outage: nothing gets through"),
    "fault.outage.from": Text("停运自", "Outage from"),
    "fault.outage.from_hint": Text(
        "世界时间，如 2021-08-01T00:00:00+08:00；不填为即刻", "the world's time; now when left out"
    ),
    "fault.outage.to": Text("停运至", "Outage to"),
    "fault.outage.to_hint": Text("世界时间；不填为一直", "the world's time; for ever when left out"),
    "fault.probability": Text("概率", "Probability"),
    "fault.probability_hint": Text("0 至 1，由种子决定", "0 to 1, decided by the seed"),
    "fault.succeed_first": Text("先放行次数", "First let pass"),
    "fault.succeed_first_hint": Text("最初几次照常通过", "the first n go through"),
    "fault.fail_first": Text("随后故障次数", "Then touch"),
    "fault.fail_first_hint": Text("之后只影响这么多次", "after those, n are touched, and then none"),
    "fault.seed": Text("种子", "Seed"),
    "fault.seed_hint": Text("同一种子影响同样的请求", "the same seed touches the same requests"),
    "fault.ttl": Text("有效期", "Ends after"),
    "fault.ttl_hint": Text("世界时间，如 P7D", "on the world's clock, such as P7D"),
    "fault.match.method": Text("仅限方法", "Only the method"),
    "fault.match.method_hint": Text("如 POST", "such as POST"),
    "fault.match.path_prefix": Text("仅限路径开头", "Only paths that begin with"),
    "fault.match.path_prefix_hint": Text("如 /v1/verdicts", "such as /v1/verdicts"),
    "fault.match.topic": Text("仅限消息类型", "Only the topic"),
    "fault.match.topic_hint": Text("如 verdicts", "such as verdicts"),
}
