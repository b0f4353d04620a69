// words_zh.js - the words of the page in Chinese. The same keys as words_en.js.

export const zh = {
    "menu.title": "主菜单", "menu.skip": "跳到内容", "menu.now": "此刻", "menu.ranking": "排名", "menu.person": "个人", "menu.me": "我的考核",
    "menu.team": "团队", "menu.lists": "待办", "menu.month_end": "月结", "menu.quality": "数据质量",

    "word.agent": "客服", "word.account": "账号", "word.name": "姓名", "word.team": "团队", "word.all_teams": "全部团队", "word.no_team": "未分组",
    "word.month": "月份", "word.day": "日期", "word.scheme": "考核方案", "word.score": "总分", "word.grade": "等级", "word.rank": "名次",
    "word.state": "状态", "word.revision": "修订", "word.note": "备注", "word.conversation": "会话", "word.comma": "、",

    "sign_in.not_out": "退出失败：您仍处于登录状态，请重试。",
    "sign_in.elsewhere": "您尚未登录。请在统一登录处登录后，重新打开本页。",
    "sign_in.title": "登录", "sign_in.note": "使用数据库账号登录，能看到什么由您的角色决定。", "sign_in.login": "账号", "sign_in.password": "密码",
    "sign_in.in": "登录", "sign_in.out": "退出", "sign_in.wrong": "账号或密码不正确。", "sign_in.wait": "尝试次数过多，请 {n} 秒后再试。",
    "sign_in.wait_a_while": "尝试次数过多，请稍后再试。", "sign_in.ended": "登录已结束，请重新登录。",

    "fresh.settled": "{age}前结算", "fresh.old": "数据可能过时：{age}前结算", "fresh.never": "尚未结算", "fresh.recalculating": "正在重新计算",
    "fresh.live": "实时更新", "fresh.asking": "连接中断，每 30 秒查询一次",

    "state.loading": "加载中", "state.error": "暂时无法显示", "state.denied": "没有权限", "state.unknown": "找不到",
    "state.denied_why": "您的角色不能查看这部分内容。", "state.other_view": "没有这个页面，或您不能查看，请从菜单选择。", "state.no_view": "您的账号没有可查看的页面，请联系管理员分配角色。",
    "state.unreachable": "无法连接服务器。", "state.status": "服务器返回 {status}。", "state.again": "重试", "state.busy": "服务器繁忙，请稍后重试。", "state.failed": "服务器出错，详情见其日志。",
    "state.old": "以下为 {time} 的数据，之后未能更新。", "state.held": "规则或班次有变动，正在重新计算，暂时显示之前的数字。",
    "state.closed": "已关账", "state.not_closed": "未关账", "state.revision": "修订 {n}",

    "table.empty": "没有数据", "table.csv_of": "下载 CSV：{name}", "table.more": "另有 {n} 条未显示", "table.next": "继续加载",
    "chart.nothing": "没有数据", "chart.range": "最低 {least}，最高 {most}，最近 {last}", "chart.as_table": "查看数据表",

    "now.waiting": "等待中的顾客", "now.slow": "等待超过 {seconds} 秒", "now.longest": "最长等待", "now.who": "谁在等待", "now.nobody": "没有顾客在等待。",
    "now.age": "已等待", "now.counted": "服务时间内", "now.asked": "提问时间", "now.kind": "类型", "now.after": "追问", "now.first": "首次提问",
    "now.is_slow": "超时", "now.team_note": "超时 {slow} · 最长 {longest}", "now.today": "今日客服", "now.no_traffic": "今天还没有接待。",
    "now.waits": "等待", "now.by_hour": "各时段", "now.hours": "各时段提问（轮次）", "now.hour": "{hour} 时",

    "ranking.period": "周期", "ranking.day": "日", "ranking.week": "周", "ranking.month": "月", "ranking.quarter": "季",
    "ranking.half_year": "半年", "ranking.year": "年", "ranking.half_name": "{year} 年{half}",
    "ranking.half_1": "上半年", "ranking.half_2": "下半年", "ranking.year_name": "{year} 年", "ranking.no_scheme": "没有考核这一周期的方案。",
    "ranking.quarter_name": "{year} 年第 {quarter} 季度", "ranking.previous": "上一期", "ranking.next": "下一期", "ranking.by": "排序指标",
    "ranking.missing": "尚缺", "ranking.warnings": "提醒", "ranking.leaders": "前三名", "ranking.in_team": "团队内排名", "ranking.led_in_shop": "您的成员，名次为全店名次", "ranking.team_in_shop": "{team}，名次为全店名次", "ranking.in_shop": "全店排名",
    "ranking.none_yet": "{period}还没有人有名次。", "ranking.show": "查看{period}", "ranking.nobody": "这段时间没有可排名的人。", "ranking.why": "说明", "ranking.place_first": "第一", "ranking.place_last": "末位", "ranking.by_points": "按得分为{grade}",

    "person.choose": "选择客服", "person.choose_why": "在上方选择，或从排名中点击姓名。", "person.score_of": "总分 {score}", "person.no_score": "暂无",
    "person.rank_team": "团队第 {n} 名", "person.rank_shop": "全店第 {n} 名", "person.passed": "达到 {mark} 分合格线", "person.below": "低于 {mark} 分合格线",
    "person.pass_mark": "合格线", "person.lift": "怎样提高分数", "person.nothing_yet": "本月还没有可计分的数据。", "person.at_best": "各项均已达到最高档。",

    "indicator.title": "指标构成", "indicator.sum": "合计 {total}", "indicator.none": "本月没有指标数据。", "indicator.name": "指标",
    "indicator.value": "实际值", "indicator.points": "得分", "indicator.out_of": "满分", "indicator.weight": "权重", "indicator.contribution": "贡献",
    "indicator.edge": "本档", "indicator.next": "下一档", "indicator.lift": "升档还差", "indicator.brings": "可提高", "indicator.evidence": "查看明细",
    "indicator.left_out": "未计分", "indicator.best": "已是最高档",

    "metric.in_hours": "服务时间内{value}", "evidence.title": "明细", "evidence.back": "返回", "evidence.kept_from": "明细保留自 {from}", "evidence.none": "没有明细。",
    "evidence.kind": "类别", "evidence.reference": "编号", "evidence.at": "时间", "evidence.what": "内容", "evidence.seconds": "时长",
    "evidence.counts": "是否计入", "evidence.excluded": "已剔除", "evidence.counted": "计入",

    "trend.title": "每日走势", "trend.none": "本月还没有数据。", "history.title": "历月总分", "history.months": "历月成绩",

    "money.pay": "工资项目", "money.item": "项目", "money.amount": "金额", "money.currency": "币种", "money.settled": "已结算", "money.expected": "预计",
    "money.ledger": "奖罚台账", "money.line": "行号", "money.reason": "事由", "money.kind": "类型", "money.posted": "记账时间",

    "appeal.title": "申诉", "appeal.until": "可申诉至 {until}", "appeal.none": "没有申诉。", "appeal.about": "指标", "appeal.reason": "理由",
    "appeal.filed": "提交时间", "appeal.by": "提交人", "appeal.decided": "处理时间", "appeal.decider": "处理人",
    "appeal.file": "提出申诉", "appeal.file_term": "对 {period} 申诉", "appeal.send": "提交", "appeal.decide": "处理", "appeal.reject": "驳回",
    "appeal.of": "申诉 № {n}", "appeal.note": "接受或驳回的理由", "appeal.evidence": "依据（接受时填写）", "appeal.order": "不在列表中的订单", "appeal.credit_to": "所选订单归属此账号（不填则剔除）", "appeal.accept": "接受",
    "appeal.choose": "如接受，请在下方勾选要剔除的记录，或应改归属的订单。", "appeal.choice": "选择", "appeal.leave_out": "选择 {what}", "appeal.nothing_chosen": "请先在下方勾选要剔除的记录，或应改归属的订单。",
    "appeal.no_evidence": "请填写依据。", "appeal.revise": "{period}修订后，结果才会改变。", "revise.title": "修订本月", "revise.reason": "原因", "revise.do": "修订", "sign.title": "签署{period}",
    "sign.step": "身份", "sign.do": "签署",
    "approval.title": "须批准的金额", "approval.becomes": "变为", "approval.by": "批准人", "approval.who": "可批准者", "approval.given": "已批准", "approval.missing": "缺少",
    "action.set": "更新", "action.done": "已完成", "action.waive": "免除",
    "action.title": "改进措施", "action.what": "措施", "action.because": "原因", "action.due": "期限", "action.overdue": "已逾期",
    "target.title": "目标", "target.metric": "指标", "target.target": "目标值", "target.value": "完成值", "target.share": "完成率", "target.missing": "还差",
    "target.set": "设定目标", "target.save": "设定", "target.save_term": "设为 {period} 目标", "target.in_money": "{name}", "target.in_share": "{name}（1 即 100%）", "target.in_seconds": "{name}（秒）",
    "target.in_hours": "{name}（小时）", "target.in_points": "{name}（满分 100）", "target.in_ratio": "{name}", "target.in_count": "{name}", "mark.mark": "评分",
    "mark.as": "您的身份", "mark.give": "评分", "mark.correct": "改分", "mark.given": "已评", "mark.due": "待评", "mark.none": "本月没有需要您评分的人。", "mark.closed": "本月已关账，不再评分。",
    "mark.note": "0 至 100 分，以最后一次评分为准；抽样评分每次都计入。", "mark.sample": "抽样：{given}/{needed}（您评 {own} 次）", "mark.of": "给 {name} 评分：{what}（{role}）", "mark.was": "{on} 评 {mark} 分", "lists.marks": "我来评分",

    "team.members": "成员", "team.nobody": "本月没有成员数据。", "team.load": "提问时段（星期 × 小时）", "team.load_note": "颜色越浓，提问轮次越多。",
    "team.waits": "等待时长分布", "team.waits_note": "共 {n} 轮，按等待秒数（′ 为分钟）分组。", "team.weekday": "星期", "team.from": "从（秒）", "team.to": "到（秒）", "team.rounds": "轮次",
    "week.mon": "周一", "week.tue": "周二", "week.wed": "周三", "week.thu": "周四", "week.fri": "周五", "week.sat": "周六", "week.sun": "周日",

    "lists.inquiries": "询单未下单", "lists.unpaid_orders": "下单未付款", "lists.overdue_tickets": "逾期工单", "lists.targets": "目标进度", "lists.marks_due": "待评分", "lists.samples": "抽样会话", "lists.draw": "抽取序号",
    "lists.empty": "全部处理完毕，没有待办。", "lists.order": "订单", "lists.ticket": "工单", "lists.created": "创建时间", "lists.pay_until": "付款期限",
    "lists.category": "类别", "lists.open": "未解决", "lists.done": "已解决", "lists.late": "逾期", "lists.role": "评分人", "lists.can_pay": "待付款",

    "month_end.open": "进行中", "month_end.provisional": "暂定", "month_end.final": "已定", "month_end.closed": "已关账",
    "month_end.final_from": "最终数据起于", "month_end.complete": "数据完整至", "month_end.closed_at": "关账时间", "month_end.closed_by": "关账人",
    "month_end.open_terms": "已结束、尚有待办：", "month_end.to_revise": "待修订", "month_end.no_term": "没有以本月结束的此类期间。",
    "due.title": "待您处理", "due.evidence": "{n} 个等级缺书面依据", "due.signatures": "{n} 项待签署",
    "month_end.before": "此前还有未关账的月份：", "month_end.blockers": "阻碍关账", "month_end.warnings": "提醒", "month_end.plan": "修订预览",
    "month_end.plan_note": "修订后会改变的数字", "month_end.frozen": "已冻结", "month_end.today": "按今日数据", "month_end.difference": "差异",
    "exclusion.title": "剔除记录", "exclusion.kind": "类别", "exclusion.reference": "编号", "exclusion.reason": "原因", "exclusion.at": "剔除时间",
    "exclusion.by": "剔除人", "exclusion.ended": "恢复时间", "exclusion.changed": "影响",

    "proof.title": "等级依据", "proof.note": "这些等级须有书面依据才算数", "proof.evidence": "依据", "proof.shown": "已有依据", "proof.missing": "缺少依据",
    "proof.counts_as": "缺少依据，暂按“{grade}”计", "proof.waits": "已提交，修订后计入",
    "proof.blocks": "缺少依据，不能关账", "proof.filed": "{by} 提交于 {at}", "proof.withdrawn": "{by} 撤回于 {at}：",
    "proof.withdraw": "撤回", "proof.because": "撤回原因", "proof.file": "提交依据", "proof.send": "提交", "proof.text": "依据（文字或链接）", "proof.who": "相关人员",
    "proof.what": "事项", "proof.when": "日期",
    "result.title": "结果确认", "result.told": "{month}的结果已经出来，请查看并确认。", "result.acknowledge": "确认结果", "result.done": "您已于 {at} 确认{month}的结果。",
    "result.acknowledged": "已确认", "result.waits": "待确认", "result.waiting": "{n} 人尚未确认", "result.all": "全部已确认", "result.at": "确认时间",
    "result.told_at": "告知时间",
    "term.title": "季度、半年与年度结果", "term.period": "周期",

    "change.points": "{n} 个百分点", "change.against": "较{month} {change}", "change.score": "较{month}（{total}）{change}",
    "form.wrong": "填写有误，请检查。",

    "quality.title": "需要查看", "quality.state": "处理进度", "quality.none": "数据没有问题", "quality.none_why": "所有检查均已通过。", "quality.nothing": "记录与设置没有需要查看的问题。", "quality.as_of": "截至 {at}", "quality.check": "检查项",
    "quality.code": "代码", "quality.subject": "对象", "quality.value": "值", "quality.at": "时间", "quality.detail": "详情", "quality.remedy": "处理办法",

    "sheet.title": "绩效考核表", "sheet.link": "打印考核表", "sheet.print": "打印", "sheet.employee": "工号", "sheet.role": "岗位", "sheet.self": "自我评价",
    "sheet.lead": "主管评语", "sheet.plan": "改进计划", "sheet.sign_agent": "被考核人签字", "sheet.sign_lead": "主管签字", "sheet.sign_office": "人事签字",
    "sheet.date": "日期", "sheet.as_of": "数据截至 {at}",
};
