"""What is written on the page: an appeal filed and rejected, an action set. The database may refuse, and says why."""

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


def test_a_lead_rejects_an_appeal_and_sets_an_action(page, server):
    page.open("lin", "lead's word", "#/month-end")
    page.click("summary", "Decide")
    page.fill("details[open] textarea[name=note]", "it counts")
    page.click("details[open] button", "Reject")
    page.wait(lambda: len(server.written) == 1, "the decision")
    page.click("summary", "Set")
    page.click("details[open] button", "Done")
    page.wait(lambda: len(server.written) == 2, "the action")
    assert server.written == [("lin", "appeal_decide", {"appeal": 3, "accepted": False, "note": "it counts", **MAY}),
                              ("lin", "action_set", {"action": 1, "state": "done", **MAY})]


def test_an_agent_decides_nothing(page):
    page.open("mei", "agent's word", "#/month-end")
    assert page.rows("Appeals") and not page.all("form")
