// words_en.js - the words of the page in English. The same keys as words_zh.js, and `key.one` where one thing is said otherwise.

export const en = {
    "menu.title": "Main menu", "menu.skip": "Skip to content", "menu.now": "Now", "menu.ranking": "Ranking", "menu.person": "Person", "menu.me": "My score",
    "menu.team": "Team", "menu.lists": "To do", "menu.month_end": "Month end", "menu.quality": "Quality",

    "word.agent": "Agent", "word.account": "Account", "word.name": "Name", "word.team": "Team", "word.all_teams": "All teams", "word.no_team": "No team",
    "word.month": "Month", "word.day": "Day", "word.scheme": "Scheme", "word.score": "Score", "word.grade": "Grade", "word.rank": "Rank",
    "word.state": "State", "word.revision": "Revision", "word.note": "Note", "word.conversation": "Conversation",

    "sign_in.not_out": "Signing out failed: you are still signed in. Try again.",
    "sign_in.elsewhere": "Nobody is signed in. Sign in where you signed in before, and load this page again.",
    "sign_in.title": "Sign in", "sign_in.note": "With your login of the database. Your roles decide what you see.", "sign_in.login": "Login",
    "sign_in.password": "Password", "sign_in.in": "Sign in", "sign_in.out": "Sign out", "sign_in.wrong": "The login or the password is wrong.",
    "sign_in.wait": "Too many attempts: try again in {n} seconds.", "sign_in.wait_a_while": "Too many attempts: try again later.",
    "sign_in.ended": "Your session has ended. Please sign in again.",

    "fresh.settled": "settled {age} ago", "fresh.old": "perhaps out of date: settled {age} ago", "fresh.never": "not settled yet",
    "fresh.recalculating": "calculating again", "fresh.live": "live", "fresh.asking": "connection lost, asking every 30 seconds",

    "state.loading": "Loading", "state.error": "Cannot be shown just now", "state.denied": "Not allowed", "state.unknown": "Not found",
    "state.denied_why": "Your role may not see this.", "state.other_view": "There is no such page, or none for you: choose from the menu.",
    "state.no_view": "Your login may see no page here. Ask an administrator for a role.",
    "state.unreachable": "The server cannot be reached.", "state.status": "The server answered {status}.", "state.again": "Try again",
    "state.busy": "The server is busy. Try again in a moment.", "state.failed": "The server has failed; its log says more.",
    "state.old": "Shown as of {time}; it could not be updated since.",
    "state.held": "Rules or hours have changed: the figures from before are shown until all are calculated again.",
    "state.closed": "closed", "state.not_closed": "not closed", "state.revision": "revision {n}",

    "table.empty": "No data", "table.csv_of": "Download as CSV: {name}", "table.more": "{n} more are not shown", "table.next": "Load more",
    "chart.nothing": "No data", "chart.range": "from {least} to {most}, last {last}", "chart.as_table": "Show as a table",

    "now.waiting": "Customers waiting", "now.slow": "Waiting over {seconds} s", "now.longest": "Longest wait", "now.who": "Who is waiting",
    "now.nobody": "Nobody is waiting.", "now.age": "Waits for", "now.counted": "In service hours", "now.asked": "Asked at", "now.kind": "Kind",
    "now.after": "Follow-up", "now.first": "First question", "now.is_slow": "slow", "now.team_note": "{slow} slow · longest {longest}",
    "now.today": "Agents today", "now.no_traffic": "No customers yet today.", "now.waits": "Waiting", "now.by_hour": "By hour",
    "now.hours": "Rounds asked by hour", "now.hour": "{hour} h",

    "ranking.period": "Period", "ranking.day": "Day", "ranking.week": "Week", "ranking.month": "Month", "ranking.quarter": "Quarter",
    "ranking.quarter_name": "Q{quarter} {year}", "ranking.previous": "Previous period", "ranking.next": "Next period", "ranking.by": "Ranked by",
    "ranking.missing": "Still missing", "ranking.warnings": "Warnings", "ranking.leaders": "The first three", "ranking.in_team": "ranked within the team",
    "ranking.led_in_shop": "your people, with their ranks in the shop", "ranking.team_in_shop": "{team}, with ranks in the shop",
    "ranking.in_shop": "ranked in the shop", "ranking.nobody": "Nobody to rank in this period.", "ranking.why": "Why", "ranking.place_first": "first",
    "ranking.place_last": "last",

    "person.choose": "Choose an agent", "person.choose_why": "Choose above, or click a name in the ranking.", "person.score_of": "Score {score}",
    "person.no_score": "none yet", "person.rank_team": "No. {n} in the team", "person.rank_shop": "No. {n} in the shop",
    "person.passed": "above the pass mark of {mark}", "person.below": "below the pass mark of {mark}", "person.pass_mark": "pass mark",
    "person.lift": "What would lift the score", "person.nothing_yet": "Nothing can be scored yet this month.", "person.at_best": "Every indicator is in its best band.",

    "indicator.title": "What the score is made of", "indicator.sum": "{total} in all", "indicator.none": "No indicators this month.", "indicator.name": "Indicator",
    "indicator.value": "Value", "indicator.points": "Points", "indicator.out_of": "Out of", "indicator.weight": "Weight", "indicator.contribution": "Contributes",
    "indicator.edge": "Band from", "indicator.next": "Next band", "indicator.lift": "To the next band", "indicator.brings": "Brings",
    "indicator.evidence": "Show what is behind it", "indicator.left_out": "left out", "indicator.best": "best band",

    "evidence.title": "Evidence", "evidence.back": "Back", "evidence.kept_from": "kept since {from}", "evidence.none": "Nothing is recorded.",
    "evidence.kind": "Kind", "evidence.reference": "Reference", "evidence.at": "Time", "evidence.what": "What", "evidence.seconds": "Took",
    "evidence.counts": "Counts", "evidence.excluded": "left out", "evidence.counted": "counts",

    "trend.title": "Day by day", "trend.none": "No data this month yet.", "history.title": "Score by month", "history.months": "Months",

    "money.pay": "Pay", "money.item": "Item", "money.amount": "Amount", "money.currency": "Currency", "money.settled": "settled", "money.expected": "expected",
    "money.ledger": "Ledger", "money.line": "Line", "money.reason": "Reason", "money.kind": "Kind", "money.posted": "Posted",

    "appeal.title": "Appeals", "appeal.until": "may be filed until {until}", "appeal.none": "No appeals.", "appeal.about": "Indicator", "appeal.reason": "Reason",
    "appeal.filed": "Filed", "appeal.by": "Filed by", "appeal.decided": "Decided", "appeal.decider": "Decided by",
    "appeal.file": "File an appeal", "appeal.send": "File it", "appeal.decide": "Decide", "appeal.reject": "Reject",
    "appeal.of": "Appeal № {n}", "appeal.note": "Why it is accepted or rejected", "appeal.evidence": "What shows it (to accept)",
    "appeal.order": "An order that is not in the list", "appeal.credit_to": "These orders are this account's (empty: they are left out)", "appeal.accept": "Accept",
    "appeal.choose": "To accept it, choose below what is left out, or whose order it is.", "appeal.choice": "Choose", "appeal.leave_out": "Choose {what}",
    "appeal.nothing_chosen": "Choose below what is left out, or whose order it is.", "appeal.no_evidence": "Say what shows it.",
    "appeal.revise": "The month changes when somebody revises it.", "revise.title": "Revise the month", "revise.reason": "Why", "revise.do": "Revise it",
    "sign.title": "Sign the month", "sign.step": "As", "sign.do": "Sign",
    "action.set": "Set", "action.done": "Done", "action.waive": "Waive",
    "action.title": "Actions", "action.what": "Action", "action.because": "Because", "action.due": "Due", "action.overdue": "overdue",
    "target.title": "Targets", "target.metric": "Metric", "target.target": "Target", "target.value": "Reached", "target.share": "Share", "target.missing": "Missing",
    "target.set": "Set a target", "target.save": "Set it", "target.in_money": "{name}", "target.in_share": "{name} (1 is 100%)", "target.in_seconds": "{name} (s)",
    "target.in_hours": "{name} (h)", "target.in_points": "{name} (of 100)", "target.in_ratio": "{name}", "target.in_count": "{name}", "mark.mark": "Mark",
    "mark.as": "You mark as", "mark.give": "Give", "mark.correct": "Correct", "mark.given": "given", "mark.due": "due",
    "mark.none": "Nobody waits for a mark of yours this month.", "mark.closed": "The month is closed: nothing is marked any more.",
    "mark.note": "From 0 to 100. The last one that you give counts; of a sample every one does.", "mark.sample": "sample: {given} of {needed} (yours: {own})", "mark.of": "Mark of {name}: {what}, as {role}", "mark.was": "{mark} on {on}",
    "lists.marks": "To mark",

    "team.members": "Members", "team.nobody": "No numbers of members this month.", "team.load": "Rounds asked by weekday and hour",
    "team.load_note": "The darker, the more rounds.", "team.waits": "How long customers waited", "team.waits_note": "{n} rounds, by seconds (′: minutes) waited.",
    "team.weekday": "Weekday", "team.from": "From (s)", "team.to": "To (s)", "team.rounds": "Rounds",
    "week.mon": "Mon", "week.tue": "Tue", "week.wed": "Wed", "week.thu": "Thu", "week.fri": "Fri", "week.sat": "Sat", "week.sun": "Sun",

    "lists.inquiries": "Not ordered", "lists.unpaid_orders": "Not paid", "lists.overdue_tickets": "Tickets overdue", "lists.targets": "Targets", "lists.marks_due": "Marks due",
    "lists.empty": "All done: nothing to do here.", "lists.order": "Order", "lists.ticket": "Ticket", "lists.created": "Created", "lists.pay_until": "Pay until",
    "lists.category": "Category", "lists.open": "open", "lists.done": "resolved", "lists.late": "Late by", "lists.role": "Who marks", "lists.can_pay": "awaits payment",

    "month_end.open": "Running", "month_end.provisional": "Provisional", "month_end.final": "Final", "month_end.closed": "Closed",
    "month_end.final_from": "Final from", "month_end.complete": "Complete up to", "month_end.closed_at": "Closed at", "month_end.closed_by": "Closed by",
    "month_end.before": "Earlier months are not closed yet:", "month_end.blockers": "In the way of closing", "month_end.warnings": "Warnings", "month_end.plan": "A revision today",
    "month_end.plan_note": "what it would change", "month_end.frozen": "Frozen", "month_end.today": "As of today", "month_end.difference": "Difference",
    "exclusion.title": "Left out", "exclusion.kind": "Kind", "exclusion.reference": "Reference", "exclusion.reason": "Reason", "exclusion.at": "Left out at",
    "exclusion.by": "By", "exclusion.ended": "Until", "exclusion.changed": "Changed",

    "quality.title": "Checks of the data", "quality.none": "No trouble with the data", "quality.none_why": "Every check has passed.", "quality.as_of": "as of {at}",
    "quality.check": "Check", "quality.code": "Code", "quality.subject": "Subject", "quality.value": "Value", "quality.at": "Time", "quality.detail": "Detail",
    "quality.remedy": "What to do",

    "sheet.title": "Performance appraisal", "sheet.link": "Sheet to print", "sheet.print": "Print", "sheet.employee": "Employee no.", "sheet.role": "Role",
    "sheet.self": "Own assessment", "sheet.lead": "Lead's comments", "sheet.plan": "Plan for improvement", "sheet.sign_agent": "Employee", "sheet.sign_lead": "Team lead",
    "sheet.sign_office": "Human resources", "sheet.date": "Date", "sheet.as_of": "numbers as of {at}",
};
