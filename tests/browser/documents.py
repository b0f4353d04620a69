"""What the stand-in answers: documents of the doors (docs/doors.md), with figures that were worked out by hand.

Mei's month is the example of docs/schemes.md: contributions 25.5 + 24 + 10 + 4 + 5 + 4 + 3 + 8 = 83.5. Her team is east.
Names are as ugly as they come: markup, formulas, no name at all, forty characters.
"""

from doors import OF_DAY, OF_MEMBER, TODAY

LONG = "欧阳娜娜·阿卜杜热合曼·买买提明（夜班客服，负责双十一大促售前售后）"
MARKUP = "<script>document.title='owned'</script><img src=x onerror=alert(1)>"
FORMULA = "=HYPERLINK(\"http://evil.example\",\"click\")"

WORDS = {  # English, Chinese
    "received": ("Received", "接待人数"), "replied": ("Replied", "回复人数"), "reply_rate": ("Reply rate", "回复率"),
    "rounds": ("Rounds", "轮次"), "answered_rounds": ("Answered rounds", "已回复轮次"), "unanswered_rounds": ("Unanswered rounds", "未回复轮次"),
    "first_response_seconds": ("First response time", "首次响应时间"), "orderers": ("Buyers", "下单客户数"),
    "slow_rounds": ("Slow rounds", "超时轮次"), "response_seconds": ("Response time", "响应时间"),
    "inquirers": ("Inquirers", "询单人数"), "ordered": ("Ordered", "下单人数"), "inquiry_conversion": ("Inquiry conversion", "询单转化率"),
    "payers": ("Payers", "付款人数"), "sales": ("Sales", "销售额"), "csat": ("Satisfaction", "满意度"),
    "target_completion": ("Target completion", "指标完成率"), "order_success": ("Order success", "下单成功率"),
    "unit_price": ("Sales per buyer", "客单价"), "assisted": ("Assisted sales", "协助跟进服务"), "mark:execution": ("Execution", "执行力"),
    "execution": ("Execution", "执行力"), "lead": ("Lead", "组长"), "self": ("Self", "本人"),
    "fair": ("Fair", "中等"), "good": ("Good", "良好"), "excellent": ("Excellent", "优秀"), "scheme": ("Online-shop service agents, monthly", "网店客服绩效考核"),
    "open": ("running", "进行中"), "provisional": ("provisional", "暂定"), "final": ("final", "已定"), "closed": ("closed", "已结账"),
}
AGENTS = [("mei", "王小美", "east"), ("tao", LONG, "east"), ("jun", MARKUP, "east"), ("formula", FORMULA, "east"), ("ghost", None, "east"),
          ("xia", "夏天", "west"), ("bo", "Bo Li", "west")]
SCORES = {"xia": 96.6, "tao": 91.25, "mei": 83.5, "bo": 71.0, "jun": 64.05, "formula": 40.0}  # ghost: nothing to score
LOGINS = {  # login → password, roles, agent, teams seen, teams led
    "lin": ("lead's word", ["merit_agent", "merit_lead"], "lin", ["east"], ["east"]),
    "mei": ("agent's word", ["merit_agent"], "mei", ["east"], []),
    "zhou": ("closer's word", ["meritd_close"], None, ["east", "west"], ["east", "west"]),
    "pay": ("payroll's word", ["merit_payroll"], None, [], []),
    "ops": ("operator's word", ["merit_operator"], None, [], []),
    "new": ("nobody's word", ["merit_lead"], None, [], []),
    "crowd": ("many's word", ["meritd_close"], None, ["east"], ["east"]),
    "bare": ("no role's word", [], None, [], []),
}


class Documents:
    """Answers as the database would give them to a login, in a language."""

    def __init__(self, login, language):
        self.login = login
        self.language = language
        _, self.roles, self.agent, self.teams, self.leads = LOGINS[login]

    def say(self, word):
        return WORDS[word][0 if self.language == "en" else 1]

    def labels(self, metrics):
        return {metric: self.say(metric) for metric in WORDS if metric in metrics}

    def seen(self):
        """Whose rows: the agent's own, a lead's team, everybody's; a crowd of 1,000."""
        if self.login == "crowd":
            return [(f"agent{n:04}", f"客服{n:04}", "east") for n in range(1000)]
        if self.agent == "mei":
            return AGENTS[:1]
        return [row for row in AGENTS if row[2] in self.teams]

    def me(self):
        return {"login": self.login, "roles": self.roles, "agent": self.agent, "name": {"mei": "王小美", "lin": "林主管"}.get(self.agent),
                "team": "east" if self.agent else None, "teams": self.teams, "leads": self.leads,
                "shop": {"id": "duck-shop", "zone": "Asia/Shanghai", "cut_over": "04:00", "currency": "CNY", "language": "zh"},
                "language": self.language, "today": "2026-11-12", "month": "2026-11",
                "months": [{"month": "2026-11", "closed": False}, {"month": "2026-10", "closed": True}],
                "schemes": [{"scheme": "shop-service", "label": self.say("scheme")}], "now": "2026-11-12T15:00:40+08:00",
                "as_of": "2026-11-12T15:00:00+08:00", "age_seconds": 40, "recalculating": False, "slow_seconds": 100}

    # ---- now --------------------------------------------------------------------------------

    def waiting(self, team):
        """Of each agent seen one customer, the n-th for 30 + 45 n seconds: with four or more agents, the third and later are slow."""
        rows = [{"conversation": f"c{n}", "url": ["https://chat.example/c/0", "javascript:alert(1)", None][n % 3], "agent": agent, "name": name,
                 "team": of, "asked_at": "2026-11-12T14:58:00+08:00", "seconds": 30 + 45 * n, "counted_seconds": 30 + 45 * n,
                 "after_answer": n % 2 == 1, "slow": 30 + 45 * n > 100}
                for n, (agent, name, of) in enumerate(self.seen()) if team in (None, of)]
        rows.sort(key=lambda row: -row["seconds"])
        teams = [{"team": name, "count": len(of), "slow": sum(row["slow"] for row in of), "longest_seconds": of[0]["seconds"]}
                 for name in sorted({row["team"] for row in rows}) for of in [[row for row in rows if row["team"] == name]]]
        return {"now": "2026-11-12T15:00:40+08:00", "slow_seconds": 100, "count": len(rows), "slow": sum(row["slow"] for row in rows),
                "waiting": rows, "teams": teams}

    def today(self, team):
        agents = [{"agent": agent, "name": name, "team": of, "waiting": n % 2, "metrics": self.metrics(n, TODAY),
                   "asked_hours": [0] * 8 + [n + 1, 12, 9, 4] + [0] * 12}
                  for n, (agent, name, of) in enumerate(self.seen()) if team in (None, of)]
        return {"day": "2026-11-12", "as_of": "2026-11-12T15:00:00+08:00", "team": team, "agents": agents,
                "labels": self.labels(TODAY), "asked_hours": [sum(row["asked_hours"][hour] for row in agents) for hour in range(24)]}

    @staticmethod
    def metrics(n, names):
        """Of the fifth agent every quotient is without a value."""
        every = {"received": 40 + n, "replied": 39, "reply_rate": None if n == 4 else 0.975, "rounds": 120, "answered_rounds": 118,
                 "unanswered_rounds": 2, "slow_rounds": n, "response_seconds": None if n == 4 else 31.4,
                 "first_response_seconds": None if n == 4 else 12.5, "inquirers": 30, "ordered": 12,
                 "inquiry_conversion": None if n == 4 else 0.4, "orderers": 13, "payers": 11, "sales": 1234567.5 if n == 1 else 5620.0,
                 "csat": None}
        return {name: value for name, value in every.items() if name in names}

    # ---- scores -----------------------------------------------------------------------------

    def ranking(self, period_kind, start, team, by_metric):
        scored = period_kind not in ("day", "week")
        by = None if scored else by_metric or "sales"
        start = start or {"day": "2026-11-12", "week": "2026-11-09", "month": "2026-11-01", "quarter": "2026-10-01", "half_year": "2026-07-01",
                          "year": "2026-01-01"}[period_kind]
        people = [row for row in self.seen() if team in (None, row[2])]
        rows = [self.ranked(n, row, period_kind) for n, row in enumerate(sorted(people, key=lambda row: -SCORES.get(row[0], 0)))]
        return {"period_kind": period_kind, "start": start, "end": "2026-11-30", "previous": "2026-10-01", "next": None, "team": team,
                "teams": self.teams, "scheme": "shop-service" if scored else None, "scheme_label": self.say("scheme") if scored else None,
                "schemes": [{"scheme": "shop-service", "label": self.say("scheme")}] if scored else [], "scope": "shop", "by_metric": by,
                "by_label": by and self.say(by), "labels": {} if scored else self.labels(TODAY),
                "state": "provisional", "state_label": self.say("provisional"), "why": "2 blockers", "recalculating": True, "revision": None,
                "final_from": "2026-12-09T04:00:00+08:00", "complete_up_to": None, "as_of": "2026-11-12T15:00:00+08:00",
                "missing": [{"month": "2026-11", "kind": "blocker", "code": "running", "message": "2026-11 runs until 2026-12-01"},
                            {"month": "2026-11", "kind": "warning", "code": "targets_missing", "message": "tao has no target of sales"}], "rows": rows}

    def ranked(self, n, row, period_kind):
        """Months, half-years and years have grades; of days and weeks everybody has a metric to rank by."""
        agent, name, team = row
        days, month = period_kind in ("day", "week"), period_kind not in ("day", "week", "quarter")
        total = None if days else SCORES.get(agent, 50.0 if self.login == "crowd" else None)
        barred = month and total is None
        fair, reached = month and not barred, month and agent == "xia"
        return {"rank": n + 1 if days or total is not None else None, "agent": agent, "name": name, "team": team, "total": total,
                "grade": "中等" if fair else None, "grade_label": self.say("fair") if fair else None,
                "reached": "特优" if reached else None, "reached_label": self.say("excellent") if reached else None,
                "barred": "days" if barred else None,
                "why": "3 days with customers, 10 needed" if barred else "95 reached; 10 % of a team of 6 is no place" if reached else None,
                "place": None, "metrics": self.metrics(n, TODAY) if days else {},
                "months": [{"month": "2026-10", "total": total, "rank": n + 1, "grade": "中等", "grade_label": self.say("fair")}]
                if period_kind in ("quarter", "half_year", "year") else []}

    def person(self, agent, month):
        agent = agent or self.agent
        name, team = next(((name, team) for who, name, team in AGENTS if who == agent), (None, None))
        who = {"agent": agent, "name": name}
        scored = agent not in ("ghost", "lin")
        trend = [{"day": f"2026-11-{day:02}", "metrics": {"received": 40 + day, "reply_rate": None if day == 5 else 0.9 + day / 200, "rounds": 100 + 3 * day,
                  "response_seconds": 30 + day % 4, "inquirers": 20 + day, "inquiry_conversion": 0.4 + day / 100, "sales": 5000 + 250 * (day % 5)}}
                 for day in range(1, 13)]
        return {**self.state(month, "open"), **who, "team": team, "role": "agent", "role_label": "客服", "employee": "E-0042", "status": "active",
                "scheme": "shop-service", "scheme_label": self.say("scheme"),
                "schemes": [{"scheme": "shop-service", "label": self.say("scheme")}], "scope": "shop",
                "total": 83.5 if scored else None, "grade": "中等" if scored else None, "grade_label": self.say("fair") if scored else None,
                "rank": 3 if scored else None, "reached": None, "reached_label": None, "barred": None if scored else "days",
                "barred_why": None if scored else "3 days with customers, 10 needed", "place": None, "pass_mark": 70,
                "indicators": self.indicators() if scored else [], "trend": trend if scored else [],
                "labels": self.labels(OF_DAY),
                "history": [{"month": f"2026-{m:02}", "total": total, "rank": m % 4 + 1, "grade": "中等", "grade_label": self.say("fair"), "closed": True}
                            for m, total in ((6, 71.2), (7, 76.0), (8, None), (9, 79.45), (10, 88.1))] if scored else [],
                "before": {"month": "2026-10", "total": 88.1, "rank": 3, "change": -4.6} if scored else None,
                "pay": [{**who, "period": "2026-11", "accounts": [agent], "employee": "E-0042", "item": item, "label": label, "amount": amount, "currency": "CNY", "settled": False}
                        for item, label, amount in (("bonus", "绩效奖金", 500), ("commission", "提成", None))],
                "ledger": [{**who, "line": 7, "period": (month or "2026-11")[:7], "reason": "reward", "reason_label": "月度奖励", "kind": "reward", "kind_label": "奖励", "amount": -50.5,
                            "currency": "CNY", "reverses": None, "waives": None, "note": FORMULA, "revision": 1,
                            "posted_at": "2026-11-03T10:00:00+08:00"},
                           {**who, "line": 8, "period": "2026-Q4", "reason": "allowance", "reason_label": "季度津贴", "kind": "reward", "kind_label": "奖励",
                            "amount": 200, "currency": "CNY", "reverses": None, "waives": None, "note": None, "revision": 0,
                            "posted_at": "2026-11-03T10:00:00+08:00"}],
                "appeals": [{**who, "id": 3, "period": (month or "2026-11")[:7], "revision": 1, "indicator": "reply_rate", "label": self.say("reply_rate"), "reason": MARKUP,
                             "filed_at": "2026-11-03T10:00:00+08:00", "filed_by": "mei", "state": "open", "state_label": "待处理", "note": None,
                             "decided_at": None, "decided_by": None}],
                "appeal_until": "2026-11-14T10:00:00+08:00",
                "actions": [{**who, "id": 1, "term": "2026-H2", "action": "coaching", "label": "一对一辅导", "because": "低于 70 分", "due": "2026-11-10T18:00:00+08:00",
                             "state": "open", "state_label": "未完成", "overdue": True, "changed_at": None, "changed_by": None, "note": None}],
                "acknowledgement": self.acknowledgements(month, agent)[0] if month == "2026-10-01" and scored else None,
                "terms": [{"term": term, "start": start, "end": end, "revision": 0, "scheme": "shop-service", "scheme_label": self.say("scheme"),
                           "scope": "shop", "total": total, "grade": "良好", "grade_label": self.say("good"), "rank": rank, "parts": parts, "why": why,
                           "appeal_until": "2026-11-14T10:00:00+08:00" if term == "2026-Q3" else None,
                           "indicators": [{"indicator": "2026-09", "label": "2026-09"}] if term == "2026-Q3" else [], "own": False, "acknowledged_at": None}
                          for term, start, end, total, rank, parts, why in
                          (("2026-H2", "2026-07-01", "2026-12-31", 86.4, 2, 6, None), ("2026-Q3", "2026-07-01", "2026-09-30", 75.55, None, 2, "2 months of 3"),
                           ("2025", "2025-01-01", "2025-12-31", 91, 1, 12, None))] if scored else [],
                "targets": [{"metric": "sales", "label": self.say("sales"), "unit": "money", "target": 100000, "value": 92000, "share": 0.92}]}

    def state(self, month, state, **more):
        return {"month": (month or "2026-11")[:7], "state": state, "state_label": self.say(state), "why": None, "recalculating": False,
                "final_from": "2026-12-09T04:00:00+08:00", "complete_up_to": None, "revision": None, "closed_at": None, "closed_by": None,
                "open_before": [], "blockers": [], "warnings": [], **more}

    def indicators(self):
        """indicator, unit, value, points, weight, contribution, edge, next edge, missing, brings, what lifts (English, Chinese)."""
        table = [("target_completion", "share", 0.92, 85, 30, 25.5, 0.9, 1.0, 0.08, 4.5, ("¥8,000 more sales", "再成交 ¥8,000")),
                 ("inquiry_conversion", "share", 0.47, 80, 30, 24, 0.45, 0.5, 0.03, 6, ("3 more orders", "再促成 3 人下单")),
                 ("order_success", "share", 0.96, 100, 10, 10, 0.95, None, None, None, None),
                 ("unit_price", "money", 205, 80, 5, 4, 200, 220, 15, 1, ("¥15 more per buyer", "客单价再提高 ¥15")),
                 ("reply_rate", "share", 0.985, 100, 5, 5, 0.98, None, None, None, None),
                 ("response_seconds", "seconds", 32.4, 80, 5, 4, 40, 30, -2.4, 1, ("2.4 s faster", "再快 2.4 秒")),
                 ("assisted", "money", 14000, 60, 5, 3, 14000, 17000, 3000, 1, ("¥3,000 more", "再多 ¥3,000")),
                 ("mark:execution", "points", 80, 80, 10, 8, 80, 100, 20, 2, None),
                 ("csat", "points", None, None, 5, None, None, None, None, None, None)]
        return [{"indicator": name, "label": self.say(name), "metric": name, "unit": unit,
                 "better": "lower" if name == "response_seconds" else "higher", "value": value, "points": points, "out_of": 100, "weight": weight,
                 "contribution": part, "edge": edge, "next_edge": after, "missing": missing, "brings": brings, "numbers": None,
                 "lift": lift and {"by": name, "amount": missing, "unit": unit, "brings": brings, "text": lift[self.language != "en"]}}
                for name, unit, value, points, weight, part, edge, after, missing, brings, lift in table]

    def evidence(self, agent, month, indicator, after, term):
        """Two pages: rounds 0 … 99, then 100 … 129."""
        begin, end = (100, 130) if after else (0, 100)
        rows = [{"kind": "round", "kind_label": "轮次", "reference": f"c{n}", "url": f"https://chat.example/c/{n}", "day": "2026-11-03",
                 "at": "2026-11-03T10:15:00+08:00", "what": MARKUP if n == 0 else "答复", "amount": None, "seconds": 30 + n, "excluded": n == 1}
                for n in range(begin, end)]
        return {"agent": agent, "name": "王小美", "month": month[:7], "term": term, "scheme": "shop-service", "indicator": indicator, "label": self.say(indicator),
                "kept_from": "2026-01-01", "rows": rows, "next": None if after else "c99"}

    # ---- teams, months ----------------------------------------------------------------------

    def team(self, team, month):
        members = [{"agent": agent, "name": name, "role": "agent", "role_label": "客服", "status": "active", "rank": n + 1 if agent in SCORES else None,
                    "total": SCORES.get(agent), "grade": "中等", "grade_label": self.say("fair"), "barred": None, "why": None, "place": None,
                    "metrics": self.metrics(n, OF_MEMBER)}
                   for n, (agent, name, of) in enumerate(self.seen()) if of == team]
        return {**self.state(month, "open"), "team": team, "scheme": "shop-service", "scheme_label": self.say("scheme"),
                "labels": self.labels(OF_MEMBER), "metrics": self.metrics(1, TODAY), "members": members,
                "before": {"month": "2026-10", "changes": {"reply_rate": 0.021, "response_seconds": -3.5, "csat": 0}},
                "trend": [{"day": f"2026-11-{day:02}", "metrics": self.metrics(day, OF_DAY)} for day in range(1, 13)],
                "load": [[(7 * day + hour) % 23 if 8 <= hour < 23 else 0 for hour in range(24)] for day in range(7)],
                "waits": [{"from_seconds": low, "to_seconds": high, "rounds": rounds}
                          for low, high, rounds in ((0, 10, 120), (10, 30, 340), (30, 60, 210), (60, 100, 44), (100, 300, 12), (300, None, 3))]}

    def lists(self, list, month, team):
        who = {"agent": "mei", "name": "王小美", "team": "east"}
        rows = {"inquiries": [{**who, "day": "2026-11-11", "conversation": "c1", "url": "https://chat.example/c/1", "asked_at": "2026-11-11T11:00:00+08:00"}],
                "unpaid_orders": [{**who, "order_id": "9001", "url": None, "created_at": "2026-11-10T09:00:00+08:00", "amount": 128.5,
                                   "pay_until": "2026-11-11T09:00:00+08:00", "overdue": True}],
                "overdue_tickets": [{**who, "ticket": "t-7", "category": None, "created_day": "2026-11-09", "due": "2026-11-12T09:00:00+08:00",
                                     "open": True, "overdue_seconds": 21640}],
                "targets": [{**who, "period": "2026-11", "metric": "sales", "label": self.say("sales"), "unit": "money", "target": 100000, "value": 92000, "share": 0.92,
                             "missing": 8000}],
                "marks_due": [{**who, "period": "2026-11", "mark": "execution", "indicator": "execution", "label": self.say("execution"), "role": "lead",
                               "role_label": self.say("lead")}],
                "samples": [{**who, "draw": 1, "of": 20, "day": "2026-11-11", "conversation": "c1", "url": "https://chat.example/c/1"}]}
        return {"list": list, "label": list, "month": (month or "2026-11")[:7], "team": team, "rows": rows[list], "next": None}

    def entries(self, month):
        """Who leads marks the team's execution, has marked mei, and sets targets; mei marks herself. October is closed."""
        closed = month == "2026-10-01"
        led = [row for row in self.seen() if row[0] != self.agent] if self.leads and not closed else []
        marked = led or [row for row in AGENTS[:1] if self.agent == "mei" and not closed]
        role = "lead" if led else "self"
        return {"month": (month or "2026-11")[:7], "closed": closed,
                "marks": [{"period": "2026-11", "agent": agent, "name": name, "team": team, "mark": "execution", "label": self.say("execution"), "role": role,
                           "role_label": self.say(role), "due": "2026-12-15" if agent != "jun" else "2026-11-10", "given": int(agent == "mei"), "needed": 1, "sample": False, "own": int(agent == "mei"),
                           "marked": agent == "mei", "overdue": agent == "jun", "score": 80 if agent == "mei" else None,
                           "given_at": "2026-11-11T10:00:00+08:00" if agent == "mei" else None} for agent, name, team in marked],
                "agents": [{"agent": agent, "name": name, "team": team} for agent, name, team in led],
                "terms": ["2026-Q4"] if led else [],
                "metrics": [{"metric": "sales", "label": self.say("sales"), "unit": "money"}, {"metric": "reply_rate", "label": self.say("reply_rate"), "unit": "share"}]
                if led else []}

    def month_end(self, month):
        """October is closed, and would be another if it were revised; November is not."""
        person = self.person("mei", month)
        people = self.login not in ("pay", "ops")
        return {**(self.closed(month) if month == "2026-10-01" else self.provisional(month)),
                "plan": self.plan() if people and month == "2026-10-01" else [],
                "ledger": person["ledger"] if self.login != "ops" else [], "pay": person["pay"] if self.login != "ops" else [],
                "evidence": self.proofs() if people else [],
                "acknowledgements": self.acknowledgements(month) if month == "2026-10-01" and self.login != "ops" else [],
                "actions": person["actions"] if people else [], "appeals": person["appeals"] if people else [],
                "signatures": [
                    {"step": "submit", "label": "提交", "signed": False, "may_sign": [], "amounts": []},
                    {"step": "general_manager", "label": "总经理", "signed": False, "may_sign": ["lin"], "amounts": [
                        {"agent": "mei", "reason": "penalty_skill", "reason_label": MARKUP, "amount": -0.01, "becomes": -5000.01}]}] if "meritd_close" in self.roles else [],
                "content": "c0ffee" if "meritd_close" in self.roles else None,
                "terms": [self.term_end()], "open_terms": [{"period": "2026-Q3", "month": "2026-09", "closed": False}],
                "exclusions": self.exclusions() if self.login != "pay" else []}

    def due(self):
        """A signature of the quarter to who closes, and evidence to those who lead."""
        return {"due": [{"period": "2026-Q3", "month": "2026-09", "evidence": 2, "signatures": int("meritd_close" in self.roles)}]}

    def term_end(self):
        """A quarter that ends with the month: over, and not signed."""
        closes = "meritd_close" in self.roles
        return {"period": "2026-Q4", "state": "provisional", "state_label": self.say("provisional"), "why": None, "revision": None, "due": [], "warnings": [],
                "blockers": [{"code": "signatures", "message": MARKUP}], "evidence": [row for row in self.proofs() if row["missing"]] if self.login not in ("pay", "ops") else [],
                "signatures": [{"step": "approve", "label": MARKUP, "signed": False, "may_sign": ["lin"], "amounts": []}] if closes else [],
                "content": "5eed" if closes else None}

    def proofs(self):
        """mei's best grade is shown, after a first piece that was withdrawn; jun's worst is not, and is in the way."""
        best = {"scheme": "shop-service", "grade": "特优", "grade_label": self.say("excellent"), "counts_as": "良好", "counts_as_label": self.say("good")}
        filed = {"who": "林主管", "what": None, "happened_on": "2026-10-09", "filed_at": "2026-11-02T10:00:00+08:00", "filed_by": "lin",
                 "withdrawn_at": None, "withdrawn_by": None, "withdrawn_because": None}
        pieces = [{**filed, "id": 4, "evidence": MARKUP, "withdrawn_at": "2026-11-02T11:00:00+08:00", "withdrawn_by": "lin",
                   "withdrawn_because": "another month"}, {**filed, "id": 5, "evidence": "https://evidence.example/5", "what": FORMULA}]
        seen = [agent for agent, _, _ in self.seen()]
        rows = [{"agent": "tao", "name": LONG, **best, "missing": True, "blocks": False, "evidence": []},
                {"agent": "jun", "name": MARKUP, **best, "missing": True, "blocks": True, "evidence": []},
                {"agent": "mei", "name": "王小美", **best, "missing": False, "blocks": False, "evidence": pieces}]
        return [row for row in rows if row["agent"] in seen]

    def acknowledgements(self, month, of=None):
        """Of closed October: everybody but xia has still to do it; an agent its own."""
        people = self.seen() if self.login != "pay" else AGENTS
        return [{"agent": agent, "name": name, "revision": 1, "told_at": "2026-11-03T10:05:00+08:00" if agent == "mei" else None,
                 "acknowledged_at": "2026-11-04T09:00:00+08:00" if agent == "xia" else None, "acknowledged_by": agent if agent == "xia" else None,
                 "own": agent == self.agent}
                for agent, name, _ in sorted(people, key=lambda row: row[0] == "xia") if of in (None, agent)]

    def closed(self, month):
        return self.state(month, "closed", revision=1, closed_at="2026-11-03T10:00:00+08:00", closed_by="zhou")

    def provisional(self, month):
        return self.state(month, "provisional", why="1 blocker", open_before=["2026-09"],
                          blockers=[{"code": "look_ahead", "message": "numbers may change until 2026-12-09 04:00"}],
                          warnings=[{"code": "marks_due", "message": "no mark of role lead: 王小美"}])

    def plan(self):
        return [{"agent": "mei", "item": "metric", "label": "指标", "name": "received", "name_label": self.say("received"), "frozen": "40",
                 "today": "41", "difference": 1}]

    def exclusions(self):
        return [{"id": 5, "kind": "conversation", "kind_label": "会话", "reference": "c7", "credit_to": None, "reason": "test", "evidence": "a test of the shop's own",
                 "appeal": None, "excluded_at": "2026-11-04T10:00:00+08:00", "excluded_by": "zhou", "ended_at": None, "ended_by": None,
                 "ended_reason": None, "agent": "mei", "changed": None if self.login == "ops" else "received 41 → 40"}]

    def quality(self):
        return {"as_of": "2026-11-12T15:00:00+08:00", "checks": [
            {"check": "unknown_agent", "label": "没有档案的账号", "subject": "ghost", "value": 12, "at": None, "detail": MARKUP, "remedy": "send staff.set"},
            {"check": "position", "label": "读取位置", "subject": "merit.events/0", "value": 718, "at": None, "detail": "下一条记录", "remedy": "无需处理"}]}
