"""What is written on the page: an appeal filed and decided, an action set, marks and targets, evidence of
grades, a result acknowledged. The database may refuse, and says why."""

import pytest
from documents import MARKUP

MAY = {"language": "en"}


def test_an_appeal_is_filed(page, server):
    page.open("mei", "agent's word", "#/person?month=2026-10")
    asked = server.doors_asked().count("person")
    page.click("summary", "File an appeal")
    page.run("document.querySelector('select[name=indicator]').value = 'reply_rate'")
    page.fill("textarea[name=reason]", "c7 was a test")
    page.click("button", "File it")
    page.wait(lambda: server.written, "the appeal")
    said = {"for_month": "2026-10", "agent": "mei", "indicator": "reply_rate", "reason": "c7 was a test"}
    assert server.written == [("mei", "appeal_file", {**said, **MAY})]
    page.wait(lambda: server.doors_asked().count("person") > asked, "the appeals anew")


def test_a_refusal_keeps_what_was_written(page, server):
    page.expected = ["status of 400"]
    server.write_refused = "the 3 days to appeal in ended"
    page.open("mei", "agent's word", "#/person?month=2026-10")
    page.click("summary", "File an appeal")
    page.fill("textarea[name=reason]", "c7 was a test")
    page.click("button", "File it")
    page.wait(lambda: page.find(".said", "the 3 days to appeal in ended"), "why")
    assert page.one("textarea[name=reason]").get_attribute("value") == "c7 was a test"


def test_a_refusal_stands_at_its_field(page, server):
    page.expected = ["status of 400"]
    server.write_refused, server.write_field = "申诉须写明理由", "reason"
    page.open("mei", "agent's word", "#/person?month=2026-10", language="zh")
    page.click("summary", "申诉")
    page.fill("textarea[name=reason]", "?")
    page.click("form.write button")
    page.wait(lambda: page.find("label:has([aria-invalid=true]) + .said", "申诉须写明理由"), "why, below the reason")
    assert page.run("return document.activeElement.name") == "reason"
    page.fill("textarea[name=reason]", "??")
    assert not page.all("[aria-invalid]") and not page.find(".said", "申诉须写明理由"), "what is mended is not marked any more"
    page.click("form.write button")
    page.wait(lambda: page.find("label:has([aria-invalid=true]) + .said", "申诉须写明理由"), "why, again")
    server.write_refused = None
    page.click("form.write button")
    page.wait(lambda: server.written and not page.all("[aria-invalid]"), "nothing is wrong any more")


def test_whoever_writes_is_not_disturbed(page, server):
    page.open("mei", "agent's word", "#/person?month=2026-10")
    page.wait(lambda: server.streams, "the stream")
    page.click("summary", "File an appeal")
    page.fill("textarea[name=reason]", "half a sen")
    asked = server.doors_asked().count("person")
    server.changes["person"] = lambda answer: {**answer, "total": 84.5}
    server.settle()
    page.wait(lambda: server.doors_asked().count("person") > asked, "a question")
    page.settle()
    assert page.one("textarea[name=reason]").get_attribute("value") == "half a sen"
    page.click("button", "File it")
    page.wait(lambda: page.text(".ring") == "84.50", "the new score, when it is written")


def test_an_appeal_is_filed_against_a_quarter(page, server):
    page.open("mei", "agent's word", "#/person?month=2026-10")
    assert not page.find("summary", "Appeal against Q3 2026")  # nor would it be shown there
    page.go("/person?month=2026-09")
    page.click("summary", "Appeal against Q3 2026")
    page.fill("details[data-key='appeal.shop-service.2026-Q3'] textarea[name=reason]", "I was there")
    page.click("details[data-key='appeal.shop-service.2026-Q3'] button", "File it")
    page.wait(lambda: server.written, "the appeal")
    assert server.written == [("mei", "appeal_file_term", {"of_term": "2026-Q3", "agent": "mei", "indicator": "2026-09", "reason": "I was there", **MAY})]


def test_an_appeal_against_a_quarter_is_decided_where_its_evidence_stands(page, server):
    def of_a_quarter(answer):
        answer["appeals"] = [{**row, "period": "2026-Q4"} for row in answer["appeals"]]
        return answer

    server.changes["month_end"] = of_a_quarter
    page.open("lin", "lead's word", "#/appeal?id=3&agent=mei&month=2026-12&indicator=reply_rate&term=2026-Q4")
    assert page.find(".appeal h2", "Q4 2026")
    server.changes["month_end"] = lambda answer: of_a_quarter({**answer, "appeals": [{**row, "state": "accepted", "decided_at": "2026-11-05T10:00:00+08:00"}
                                                                                     for row in answer["appeals"]]})
    page.go("/appeal?id=3&agent=mei&month=2026-12&indicator=reply_rate&term=2026-Q4")
    assert page.find(".appeal .note", "Q4 2026 changes when somebody revises it.")
    page.wait(lambda: any(door == "evidence" and asked.get("term") == "2026-Q4" for _, door, asked in server.asked), "the quarter's evidence")


def test_a_lead_rejects_an_appeal_and_sets_an_action(page, server):
    page.open("lin", "lead's word", "#/month-end")
    page.click("td a", "Decide")
    page.fill(".appeal textarea[name=note]", "it counts")
    page.click("form button", "Reject")
    page.wait(lambda: len(server.written) == 1, "the decision")
    page.go("/month-end")
    page.click("summary", "Set")
    page.click("details[open] button", "Done")
    page.wait(lambda: len(server.written) == 2, "the action")
    assert server.written == [("lin", "appeal_decide", {"appeal": 3, "accepted": False, "note": "it counts", "exclusions": [], **MAY}),
                              ("lin", "action_set", {"action": 1, "state": "done", **MAY})]


def test_an_appeal_is_accepted_with_what_it_leaves_out(page, server):
    page.open("lin", "lead's word", "#/appeal?id=3&agent=mei&month=2026-10&indicator=reply_rate")
    page.fill("textarea[name=note]", "it was a test")
    page.click("form button", "Accept")
    assert "Choose below" in page.text(".said") and server.written == []
    page.click("input[aria-label='Choose 轮次 c7']")
    page.click("form button", "Accept")
    assert "what shows it" in page.text(".said") and server.written == []
    page.fill("textarea[name=evidence]", "the shop's own account")
    server.settle()  # what was chosen stays
    page.click("form button", "Accept")
    page.wait(lambda: server.written, "the decision")
    assert server.written == [("lin", "appeal_decide", {"appeal": 3, "accepted": True, "note": "it was a test", **MAY, "exclusions": [
        {"kind": "conversation", "reference": "c7", "evidence": "the shop's own account"}]})]


def test_an_order_that_is_none_is_refused_at_its_field(page, server):
    page.expected = ["status of 400"]
    server.write_refused, server.write_field = 'there is no order "o0"', "reference"
    page.open("lin", "lead's word", "#/appeal?id=3&agent=mei&month=2026-10&indicator=reply_rate")
    for name, text in (("textarea[name=note]", "theirs"), ("textarea[name=evidence]", "the chat"), ("input[name=reference]", "o0"), ("input[name=credit_to]", "mei")):
        page.fill(name, text)
    page.click("form button", "Accept")
    page.wait(lambda: page.find("label:has(input[name=reference][aria-invalid=true]) + .said", 'there is no order "o0"'), "why, below the order")


def test_who_closes_signs_and_revises(page, server):
    page.open("zhou", "closer's word", "#/month-end?month=2026-10")
    assert [row[1:] for row in page.rows("Amounts to approve")] == [[MARKUP, "-¥0.01", "-¥5,000.01", "总经理", "lin", "missing"]]
    page.click("summary", "Sign October 2026")
    page.run("document.querySelector('select[name=step]').value = 'general_manager'")
    page.click("details[open] button", "Sign")
    page.wait(lambda: len(server.written) == 1, "the signature")
    page.click("summary", "Revise the month")
    page.fill("textarea[name=reason]", "appeal 3")
    page.click("details[open] button", "Revise it")
    page.wait(lambda: len(server.written) == 2, "the revision")
    page.click("summary", "Sign Q4 2026")
    page.click("details[data-key='sign.2026-Q4'] button", "Sign")
    page.wait(lambda: len(server.written) == 3, "the signature of the quarter")
    assert server.written == [("zhou", "sign", {"of_period": "2026-10", "step": "general_manager", "content": "c0ffee", **MAY}),
                              ("zhou", "revise", {"for_month": "2026-10", "reason": "appeal 3", **MAY}),
                              ("zhou", "sign", {"of_period": "2026-Q4", "step": "approve", "content": "5eed", **MAY})]


def test_a_lead_files_evidence_of_a_grade_and_withdraws_it(page, server):
    page.open("lin", "lead's word", "#/month-end?month=2026-10")
    rows = page.rows("Evidence of grades")
    assert [row[2] for row in rows] == ["none yet: counts as Good", "none yet: in the way of closing", "shown"]
    assert [link.get_attribute("href") for link in page.all(".pieces a")] == ["https://evidence.example/5"]
    asked = server.doors_asked().count("month_end")
    page.click("summary", "File evidence")
    page.fill("textarea[name=evidence]", "won the contest")
    page.fill("input[name=who]", "林主管")
    page.run("document.querySelector('details[open] input[name=happened_on]').value = '2026-10-09'")
    page.click("details[open] button", "File it")
    page.wait(lambda: len(server.written) == 1, "the evidence")
    page.wait(lambda: server.doors_asked().count("month_end") > asked, "what is filed anew")
    page.click("summary", "Withdraw")
    page.fill("details[open] textarea[name=reason]", "another month")
    page.click("details[open] button", "Withdraw")
    page.wait(lambda: len(server.written) == 2, "the withdrawal")
    assert server.written == [("lin", "evidence_file", {"of_period": "2026-10", "agent": "tao", "grade": "特优", "evidence": "won the contest", "who": "林主管",
                                                        "happened_on": "2026-10-09", **MAY}),
                              ("lin", "evidence_withdraw", {"evidence": 5, "reason": "another month", **MAY})]


def test_an_agent_sees_the_own_evidence_and_files_none(page):
    page.open("mei", "agent's word", "#/month-end")
    assert [row[0] for row in page.rows("Evidence of grades")] == ["王小美"] and not page.all("form")


@pytest.mark.parametrize("view", ["#/person?month=2026-10", "#/month-end?month=2026-10"])
def test_a_person_acknowledges_the_result_with_one_click(page, server, view):
    page.open("mei", "agent's word", view)
    server.changes["person"] = lambda answer: {**answer, "acknowledgement": seen(answer["acknowledgement"])}
    server.changes["month_end"] = lambda answer: {**answer, "acknowledgements": [seen(row) for row in answer["acknowledgements"]]}
    page.click("button", "Acknowledge it")
    page.wait(lambda: page.find("p.note", "You acknowledged the result"), "it is done")
    assert server.written == [("mei", "acknowledge", {"for_month": "2026-10", **MAY})] and not page.all("form.acknowledge")


def test_a_person_acknowledges_a_quarter(page, server):
    def with_quarter(answer):
        done = "2026-11-04T09:00:00+08:00" if server.written else None
        return {**answer, "terms": [{**row, "own": row["term"] == "2026-Q3", "acknowledged_at": row["term"] == "2026-Q3" and done or None} for row in answer["terms"]]}

    server.changes["person"] = with_quarter
    page.open("mei", "agent's word", "#/person?month=2026-09")
    assert "Your result of Q3 2026" in page.text("form.acknowledge")
    page.click("button", "Acknowledge it")
    page.wait(lambda: page.find("p.note", "You acknowledged the result of Q3 2026"), "it is done")
    assert server.written == [("mei", "acknowledge_term", {"of_term": "2026-Q3", **MAY})] and not page.all("form.acknowledge")


def test_the_focus_stays_at_the_result_that_it_was_at(page, server):
    """Of the month and of the quarter: what is drawn again has a button for each."""
    server.changes["person"] = lambda answer: {**answer, "total": 80 + server.settlements, "terms": [
        {**row, "own": row["term"] == "2026-Q3", "acknowledged_at": None} for row in answer["terms"]]}
    page.open("mei", "agent's word", "#/person?month=2026-10")
    page.wait(lambda: server.streams and len(page.all("form.acknowledge")) == 2, "both")
    page.run("document.querySelectorAll('form.acknowledge button')[1].focus()")
    server.settle()
    page.wait(lambda: page.text(".ring") == "81.00", "the new score")
    assert page.run("return document.activeElement.closest('form').textContent").startswith("Your result of Q3 2026")


def seen(row):
    return {**row, "acknowledged_at": "2026-11-05T10:00:00+08:00", "acknowledged_by": "mei"}


def test_a_result_that_cannot_be_acknowledged_says_why(page, server):
    page.expected = ["status of 400"]
    server.write_refused = "2026-10 is not closed"
    page.open("mei", "agent's word", "#/person?month=2026-10")
    page.click("button", "Acknowledge it")
    page.wait(lambda: page.find(".acknowledge .said", "2026-10 is not closed"), "why")
    assert page.find("button", "Acknowledge it").is_enabled()


@pytest.mark.parametrize(("login", "word", "waiting"), [("lin", "lead's word", 5), ("pay", "payroll's word", 6)])
def test_who_has_not_acknowledged_is_listed(page, login, word, waiting):
    page.open(login, word, "#/month-end?month=2026-10")
    states = [row[1] for row in page.rows("Results acknowledged")]
    assert states == ["not acknowledged"] * waiting + ["acknowledged"] * (len(states) - waiting) and not page.all("form.acknowledge")
    assert f"not yet: {waiting}" in page.text("section[aria-label='Results acknowledged']")


def test_an_agent_decides_nothing(page):
    page.open("mei", "agent's word", "#/month-end")
    assert page.rows("Appeals") and not page.all("form")


def test_a_lead_marks_and_corrects(page, server):
    page.open("lin", "lead's word", "#/lists?list=marks")
    rows = page.rows("To mark")
    assert [row[4] for row in rows] == ["given", "due", "overdue", "due", "due"]
    assert page.one("input[aria-label='Mark of 王小美: Execution, as Lead']").get_attribute("value") == "80"
    page.fill("input[aria-label='Mark of 王小美: Execution, as Lead']", "60.5")
    page.click("form.enter button", "Correct")
    page.wait(lambda: server.written, "the mark")
    ((login, door, given),) = server.written
    assert given.pop("id") and (login, door, given) == ("lin", "mark_give", {
        "for_month": "2026-11", "agent": "mei", "mark": "execution", "role": "lead", "score": 60.5, **MAY})


def test_a_lead_marks_for_a_quarter(page, server):
    def with_quarter(answer):
        answer["marks"] = [{**answer["marks"][1], "period": period, "mark": "skill", "label": "Skill"} for period in ("2026-Q4", "2026-11")]
        return answer

    server.changes["entries"] = with_quarter
    page.open("lin", "lead's word", "#/lists?list=marks")
    who, *_ = page.rows("To mark")[0]
    assert [row[1] for row in page.rows("To mark")] == ["Q4 2026", "November 2026"]
    page.fill(f"input[aria-label='Mark of {who}: Skill · Q4 2026, as Lead']", "75")
    page.click("form.enter button", "Give")
    page.wait(lambda: server.written, "the mark")
    ((_, door, given),) = server.written
    assert door == "mark_give_term" and (given["of_term"], given["mark"], given["score"]) == ("2026-Q4", "skill", 75) and "for_month" not in given


def test_what_had_no_answer_is_sent_again_with_its_id(page, server):
    page.expected = ["status of 400"]
    page.open("lin", "lead's word", "#/lists?list=marks")
    field, said = "input[aria-label='Mark of 王小美: Execution, as Lead']", "form.enter .said"
    ids = []
    server.write_refused = "not now"
    server.changes["write"] = lambda given: ids.append(given["id"])
    for mark in ("60", "60", "70"):
        page.fill(field, mark)
        seen = len(ids)
        page.click("form.enter button", "Correct")
        page.wait(lambda: len(ids) > seen and page.find(said, "not now"), "a refusal")
    assert ids[0] == ids[1] != ids[2] and server.written == []


def test_a_lead_sets_a_target(page, server):
    page.open("lin", "lead's word", "#/lists?list=targets")
    asked = server.doors_asked().count("lists")
    page.click("summary", "Set a target")
    page.run("document.querySelector('select[name=agent]').value = 'mei'")
    page.fill("input[name=value]", "95000")
    page.click("button", "Set it")
    page.wait(lambda: server.written, "the target")
    ((login, door, given),) = server.written
    assert given.pop("id") and (login, door, given) == ("lin", "target_set", {"for_month": "2026-11", "agent": "mei", "metric": "sales", "value": 95000, **MAY})
    page.wait(lambda: server.doors_asked().count("lists") > asked, "the targets anew")


def test_a_lead_sets_a_target_of_a_quarter(page, server):
    page.open("lin", "lead's word", "#/lists?list=targets")
    page.click("summary", "Set a target")
    page.run("document.querySelector('select[name=agent]').value = 'mei'")
    page.fill("input[name=value]", "285000")
    page.click("button", "Set it for Q4 2026")
    page.wait(lambda: server.written, "the target")
    ((_, door, given),) = server.written
    assert given.pop("id") and (door, given) == ("target_set_term", {"of_term": "2026-Q4", "agent": "mei", "metric": "sales", "value": 285000, **MAY})


def test_what_is_set_again_later_is_another_event(page, server):
    """Somebody else may have set another target meanwhile: the id of what was written is not used again."""
    page.open("lin", "lead's word", "#/lists?list=targets")
    page.click("summary", "Set a target")
    for count in (1, 2):
        page.run("document.querySelector('select[name=agent]').value = 'mei'")
        page.fill("input[name=value]", "5000")
        page.click("button", "Set it")
        page.wait(lambda count=count: len(server.written) == count, "the target")
    assert len({given["id"] for _, _, given in server.written}) == 2


def test_what_was_not_answered_is_another_event_for_another_period(page, server):
    """What was written, but not answered, for the month has its id: the quarter's is another."""
    page.expected = ["status of 400"]
    heard = []

    def first_is_lost(given):
        heard.append(given["id"])
        return len(heard) == 1

    server.changes["write"] = first_is_lost
    page.open("lin", "lead's word", "#/lists?list=targets")
    page.click("summary", "Set a target")
    page.run("document.querySelector('select[name=agent]').value = 'mei'")
    page.fill("input[name=value]", "5000")
    page.click("button", "Set it")
    page.wait(lambda: len(heard) == 1, "the target of the month")
    page.click("button", "Set it for Q4 2026")
    page.wait(lambda: server.written, "that of the quarter")
    assert len(set(heard)) == 2
    page.run("document.querySelector('select[name=agent]').value = 'mei'")
    page.fill("input[name=value]", "5000")
    page.click("button", "Set it")
    page.wait(lambda: len(heard) == 3, "that of the month again")
    assert heard[2] == heard[0]  # it may have been written: it is not written twice


def test_an_agent_marks_nobody_else_and_sets_no_target(page):
    page.open("mei", "agent's word", "#/lists?list=targets")
    assert not page.all("form")
    page.go("/lists?list=marks")
    assert len(page.rows("To mark")) == 1 and page.one("input").get_attribute("aria-label") == "Mark of 王小美: Execution, as Self"
    page.go("/lists?list=marks&month=2026-10")
    assert "nothing is marked any more" in page.text()
