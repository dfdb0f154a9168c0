"""The trace of a score in Chinese. The engine writes it in English, as the right-hand texts say with their places."""

from luohu_contract.texts.kind import Text

TRACE: dict[str, Text] = {
    "outcome.traced.insured": Text(
        "{zh}保险缴费月数(在京累计缴费时间最长)，{first}至{last}",
        "months of {zh} ({name}), the longest insurance, {first} to {last}",
    ),
    "outcome.traced.uninsured": Text(
        "在京社会保险缴费月数，{first}至{last}", "months of no insurance, the longest insurance, {first} to {last}"
    ),
    "outcome.traced.own_before": Text("自有住所居住月数，截止到{month}", "months in an own home up to {month}"),
    "outcome.traced.shared_before": Text(
        "无自有住所的就业月数，截止到{month}", "employed months without an own home up to {month}"
    ),
    "outcome.traced.own_after": Text("自有住所居住月数，自{month}起", "months in an own home from {month}"),
    "outcome.traced.shared_after": Text(
        "租赁住所或单位宿舍居住月数，自{month}起", "months in a rented home or dormitory from {month}"
    ),
    "outcome.traced.a_year": Text("每年{points}分", "{points} a year"),
    "outcome.traced.a_full_year": Text("每满1年{points}分", "{points} a full year"),
    "outcome.traced.full_years": Text("{months}个月，满{years}年", "{months}, which are {years} full years"),
    "outcome.traced.commitment": Text("承诺在该自有住所落户", "commitment to register in that home"),
    "outcome.traced.outside_home": Text("{month}在城六区外有自有住所", "own home outside of the six in {month}"),
    "outcome.traced.both_outside": Text("居住且就业在城六区外的月数", "months lived and worked outside of the six"),
    "outcome.traced.lived_outside": Text(
        "仅居住在城六区外的月数，含上项余下的{rest}个月", "months lived outside, and {rest} left over from above"
    ),
    "outcome.traced.moved_outside": Text("由城六区转移到区外后居住的月数", "months lived outside after a move"),
    "outcome.traced.above": Text("超过上限的分值", "points above the most"),
    "outcome.traced.both_needed": Text("两项均需满足", "both are needed"),
    "outcome.traced.at_most": Text("最高{points}分", "at most {points}"),
    "outcome.traced.no": Text("否", "no"),
    "outcome.traced.none": Text("无", "none"),
    "outcome.traced.none_counts": Text("无可积分项", "none that counts"),
    "outcome.traced.education": Text("教育背景", "education"),
    "outcome.traced.one_counts": Text("取一项积分", "one counts"),
    "outcome.traced.graduated": Text("{month}毕业", "graduated in {month}"),
    "outcome.traced.too_late": Text("晚于基准日", "after the base date"),
    "outcome.traced.until": Text("截止到{day}", "up to {day}"),
    "outcome.traced.halves": Text("学历和学位", "qualification and degree"),
    "outcome.traced.qualification": Text("仅学历", "qualification alone"),
    "outcome.traced.degree": Text("仅学位", "degree alone"),
    "outcome.traced.studied": Text(
        "就读期间的缴费月数，{first}至{last}", "insured months of the study, {first} to {last}"
    ),
    "outcome.traced.over_limit": Text("超过扣除上限的分值", "deduction above the limit"),
    "outcome.traced.tax_filed": Text("纳税信息授权", "tax authorisation"),
    "outcome.traced.nothing": Text("无可计算内容", "nothing to count"),
    "outcome.traced.tax_years": Text("达到标准的个人所得税年度", "years of income tax that count"),
    "outcome.traced.years_of": Text("{count}个，共查{years}", "{count} of {years}"),
    "outcome.traced.each_year": Text(
        "年纳税{amount}元以上的，每年{points}分", "{points} for each year from {amount} CNY"
    ),
    "outcome.traced.tax_gap": Text("须连续纳税；{years}年无纳税", "some tax in every year; none in {years}"),
    "outcome.traced.years_needed": Text("需{count}年", "{count} years are needed"),
    "outcome.traced.penalties": Text("涉税违法次数，{first}至{last}年", "tax penalties, {first} to {last}"),
    "outcome.traced.detentions": Text("行政拘留处罚次数，{first}至{last}年", "detentions, {first} to {last}"),
    "outcome.traced.each": Text("每次{points}分", "{points} each"),
    "outcome.traced.born": Text("出生年份", "year of birth"),
    "outcome.traced.age": Text(
        "{age}周岁及以下{points}分，每超1岁减{less}分", "{points} up to {age}, then {less} less a year"
    ),
    "outcome.traced.honours": Text("荣誉表彰", "honours"),
    "outcome.traced.once": Text("{points}分，只计一次", "{points} once"),
    "outcome.traced.accepted": Text("核查属实", "accepted"),
    "outcome.traced.innovation": Text("创新创业指标项", "innovation items"),
    "outcome.traced.highest": Text("取最高一项", "the highest counts"),
    "outcome.traced.points_for": Text("{row}：{points}分", "{points} for {row}"),
    "outcome.traced.outdone": Text("{row}：{points}分；另有更高的一项", "{points} for {row}; another item has more"),
    "outcome.traced.place": Text("第{place}名", "place {place}"),
    "outcome.traced.places": Text("第{first}至{last}名", "places {first} to {last}"),
    "outcome.traced.grade_places": Text("{grade}，第{first}至{last}名", "{grade}, places {first} to {last}"),
    "outcome.traced.raised": Text("获得融资{amount}元", "{amount} CNY raised"),
    "outcome.traced.since": Text("自{year}年起计", "counts from {year}"),
    "outcome.traced.not_listed": Text("不在附件1所列范围", "not in the annex"),
    "outcome.traced.not_in_grades": Text("不在所列等级和排名", "outside of the grades and places listed"),
    "outcome.traced.roles": Text("仅限{roles}", "only for {roles}"),
    "outcome.traced.founder": Text("仅限第一创始人", "only for the first founder"),
    "outcome.traced.in_beijing": Text("仅限在京注册企业", "only for companies registered in Beijing"),
    "outcome.traced.tax_before": Text(
        "上一年度个人所得税{amount}元以上", "income tax of the year before from {amount} CNY"
    ),
    "outcome.traced.whole_year": Text(
        "须工作并持股满一个自然年度", "only after a full calendar year of work and shares"
    ),
    "outcome.traced.shares": Text("持股{share}%以上", "shares from {share} %"),
}
