"""Who sees which menu, and what stands there when there is nothing to see."""

import threading

import pytest
from documents import LOGINS

MENUS = {
    "mei": ["Now", "Ranking", "My score", "To do", "Month end"],
    "lin": ["Now", "Ranking", "Person", "Team", "To do", "Month end"],
    "zhou": ["Now", "Ranking", "Person", "Team", "To do", "Month end", "Quality"],
    "pay": ["Month end"],
    "ops": ["Now", "Month end", "Quality"],
}


def password(login):
    return LOGINS[login][0]


@pytest.mark.parametrize("login", MENUS)
def test_the_menu_is_what_the_caller_may_see(page, server, login):
    page.open(login, password(login))
    assert [entry.text for entry in page.all("nav.menu a")] == MENUS[login]
    for view in page.menu():
        page.go(view)
        assert not page.all(".state.denied, .state.error, .state.unknown"), view


def test_an_operator_sees_waits_but_no_numbers(page, server):
    page.open("ops", password("ops"))
    assert "today" not in server.doors_asked()


def test_a_view_that_is_not_for_the_caller(page, server):
    page.open("mei", password("mei"), "#/quality")
    assert "Not found" in page.text()
    assert "quality" not in server.doors_asked()
    page.go("/now")
    assert page.rows("Who is waiting")


def test_a_login_without_roles(page):
    page.open("bare", password("bare"))
    assert "Ask an administrator for a role." in page.text()


def test_the_database_refuses(page, server):
    page.expected = ["status of 403"]
    page.open("mei", password("mei"))
    server.refused["ranking"] = 403
    page.click("nav.menu a", "Ranking")
    assert "Not allowed" in page.text(".state.denied")


def test_an_empty_shop(page, server):
    server.changes["me"] = lambda me: {**me, "as_of": None, "age_seconds": None, "months": [], "schemes": []}
    page.open("new", password("new"))
    assert "not settled yet" in page.text(".fresh")
    assert "Nobody is waiting." in page.text() and "No customers yet today." in page.text()
    page.go("/ranking")
    assert "Nobody to rank in this period." in page.text()


def test_nothing_to_score_yet(page):
    page.open("zhou", password("zhou"), "#/person?agent=ghost")
    assert page.text(".ring") == "–"
    assert "Nothing can be scored yet this month." in page.text()
    assert "3 days with customers, 10 needed" in page.text(".hero")


def test_a_wait_of_nothing_says_what_it_is(page, server):
    """Only time inside the service hours counts: who answered before they began has waited 0 s."""
    def none(answer):
        return {**answer, "agents": [{**row, "metrics": {**row["metrics"], "response_seconds": 0, "sales": 0}} for row in answer["agents"]]}

    server.changes["today"] = none
    page.open("mei", password("mei"))
    (row,) = page.rows("Agents today")
    assert "0\u202fs in service hours" in row and "¥0" in row
    server.changes["person"] = lambda answer: {**answer, "indicators": [{**one, "value": 0 if one["unit"] == "seconds" else one["value"]} for one in answer["indicators"]]}
    ticket = {"metric": "ticket_reply_seconds", "label": "Ticket replies", "unit": "seconds", "value": 0}  # elapsed time: nothing is left out of it
    response = server.changes["person"]
    server.changes["person"] = lambda answer: (lambda changed: {**changed, "indicators": [*changed["indicators"], {**changed["indicators"][0], "indicator": "x", **ticket}]})(response(answer))
    page.go("/person")
    assert [row[1] for row in page.rows("What the score is made of") if row[0] == "Response time"] == ["0\u202fs in service hours"]
    assert [row[1] for row in page.rows("What the score is made of") if row[0] == "Ticket replies"] == ["0\u202fs"]


def test_an_error_offers_to_try_again(page, server):
    page.expected = ["status of 500"]
    server.refused["waiting"] = 500
    page.open("lin", password("lin"))
    assert "Cannot be shown just now" in page.text(".state.error")
    server.refused.clear()
    page.click(".state.error button")
    page.wait(lambda: page.rows("Who is waiting"), "the waits")


def test_a_busy_server_is_asked_again_before_anybody_hears_of_it(page, server):
    page.expected = ["status of 503"]
    server.busy["ranking"] = 2
    page.open("lin", password("lin"), "#/ranking")
    page.one(".podium")
    assert server.doors_asked().count("ranking") == 3
    server.busy["ranking"] = 3
    page.go("/ranking?period=quarter")
    assert "The server is busy" in page.text(".state.error")
    page.click(".state.error button")
    page.one(".podium")


def test_what_took_the_database_too_long_is_not_asked_again(page, server):
    page.expected = ["status of 503"]
    server.busy, server.busy_code = {"ranking": 1}, "slow"
    page.open("lin", password("lin"), "#/ranking")
    assert "The server is busy" in page.text(".state.error")
    assert server.doors_asked().count("ranking") == 1


def test_who_signs_out_is_gone_where_the_browser_keeps_nothing(page):
    page.open("mei", password("mei"))
    page.run("Storage.prototype.setItem = () => { throw new Error('it keeps nothing'); }")
    page.click(".account button", "Sign out")
    page.one("input[name=login]")
    assert not page.all(".view")


def test_what_cannot_be_updated_stays_and_says_so(page, server):
    page.expected = ["status of 500"]
    page.open("lin", password("lin"))
    page.wait(lambda: server.streams, "the stream")
    server.refused["waiting"] = 500
    server.settle()
    page.wait(lambda: page.find(".banner.warn", "could not be updated since"), "a banner")
    assert len(page.rows("Who is waiting")) == 5
    server.refused.clear()
    server.settle()
    page.wait(lambda: not page.all(".stale"), "no banner")


def test_old_numbers_are_marked(page, server):
    server.changes["me"] = lambda me: {**me, "age_seconds": 3600}
    page.open("lin", password("lin"))
    assert page.text(".fresh.bad").startswith("perhaps out of date: settled 1\u202fh ago")


def test_signing_in_and_out(page, server):
    page.expected = ["status of 401", "status of 429"]
    page.driver.get(page.url)
    page.sign_in("lin", password("lin"))
    page.wait(lambda: page.rows("Who is waiting"), "the first view")
    page.click(".account button", "Sign out")
    page.sign_in("lin", "wrong")
    page.wait(lambda: page.find(".said", "The login or the password is wrong."), "a refusal")
    page.sign_in("slow", "wrong")
    page.wait(lambda: page.find(".said", "try again in 7 seconds"), "patience")
    assert page.one("input[name=password]").get_attribute("value") == ""


def test_a_sign_out_that_fails_is_told(page, server):
    page.expected = ["status of 503"]
    page.open("lin", password("lin"))
    server.refused["sign-out"] = 503
    page.click(".account button", "Sign out")
    page.wait(lambda: page.find(".banner.warn", "you are still signed in"), "a banner")
    server.refused.clear()
    page.click(".account button", "Sign out")
    page.one("input[name=login]")


def test_a_session_ends(page, server):
    page.expected = ["status of 401"]
    page.open("lin", password("lin"))
    page.driver.delete_all_cookies()
    page.click("nav.menu a", "Ranking")
    page.wait(lambda: page.find(".said", "Your session has ended."), "the form")
    assert "王小美" not in page.driver.page_source


def test_whoever_signs_in_on_one_tab_is_there_on_all(page, server):
    """Else one would sign for another: all tabs send one cookie."""
    page.expected = ["status of 401"]
    page.open("mei", password("mei"), "#/person?month=2026-10")
    first = page.driver.current_window_handle
    page.driver.switch_to.new_window("tab")
    try:
        page.driver.get(page.url)
        page.settle()
        page.click(".account button", "Sign out")
        page.one("input[name=login]")
        page.driver.switch_to.window(first)
        page.wait(lambda: page.find("input[name=login]"), "nobody is there")
        page.driver.switch_to.window(page.driver.window_handles[-1])
        page.sign_in("lin", password("lin"))
        page.settle()
        page.driver.switch_to.window(first)
        page.wait(lambda: page.find(".who", "林主管"), "the lead, without a click")
        page.settle()
        assert "王小美" not in page.text(".who") and page.find("nav.menu a", "Team")
    finally:
        page.driver.switch_to.window(page.driver.window_handles[-1])
        page.driver.close()
        page.driver.switch_to.window(first)


def test_another_day_begins_anew(page, server):
    page.open("lin", password("lin"), "#/month-end")
    page.run("document.querySelector('main').dataset.old = 'yes'")
    look = "document.dispatchEvent(new Event('visibilitychange')); return true"
    asked = server.doors_asked().count("me")
    page.run(look)
    page.wait(lambda: server.doors_asked().count("me") > asked, "who is there")
    page.settle()
    assert page.all("main[data-old]"), "the same day: nothing is drawn again"
    server.changes["me"] = lambda answer: {**answer, "today": "2026-12-01", "month": "2026-12",
                                           "months": [{"month": "2026-12", "closed": False}, *answer["months"]]}
    page.run(look)
    page.wait(lambda: not page.all("main[data-old]"), "another day")
    page.settle()
    assert page.one(".view select").text.split("\n")[0].strip() == "December 2026"


def test_the_start_that_was_begun_last_counts(page, server):
    """An answer to who is there that comes late, of whoever was there before: their name and menu are not drawn over the new session's."""
    page.expected = ["status of 401"]
    late, held = threading.Event(), threading.Event()

    def hold_agent(answer):
        """The first look finds another day, and the start after it hears late."""
        if answer["login"] != "mei":
            return answer
        if hold_agent.looks == 1:
            held.set()
            late.wait(60)
        hold_agent.looks += 1
        return {**answer, "today": "2026-11-13"}

    hold_agent.looks = 0
    page.open("mei", password("mei"), "#/ranking")
    server.changes["me"] = hold_agent
    look = "document.dispatchEvent(new Event('visibilitychange')); return true"
    page.run(look)
    try:
        page.wait(held.is_set, "a start whose answer is late")
        page.run("""
            const body = JSON.stringify({ login: given[0], password: given[1] });
            return (await fetch("/api/sign-in", { method: "POST", body, headers: { "Content-Type": "application/json" } })).status;
        """, "lin", password("lin"))
        page.run(look)
        page.wait(lambda: page.find(".who", "林主管"), "the lead")
    finally:
        late.set()
    page.wait(lambda: hold_agent.looks == 2, "the answer from before")
    page.run("await new Promise((done) => setTimeout(done)); return (await fetch('/api/sign-in')).status")
    page.settle()
    assert page.find(".who", "林主管") and page.find("nav.menu a", "Team")


def test_who_may_do_something_else_sees_it(page, server):
    page.open("mei", password("mei"), "#/ranking")
    assert not page.find("nav.menu a", "Team")
    server.changes["me"] = lambda answer: {**answer, "roles": ["merit_agent", "merit_lead"], "leads": ["east"]}
    page.run("document.dispatchEvent(new Event('visibilitychange')); return true")
    page.wait(lambda: page.find("nav.menu a", "Team"), "what is new")


def test_going_back_after_signing_out_shows_nothing(page, server):
    page.open("mei", password("mei"), "#/person?month=2026-10")
    page.go("/ranking")
    page.click(".account button", "Sign out")
    page.one("input[name=login]")
    page.driver.back()
    page.one("input[name=login]")
    assert "王小美" not in page.said() and not page.all(".view")


def test_names_are_links_only_where_they_lead_somewhere(page):
    page.open("pay", password("pay"))
    assert page.text("tbody .person") == "王小美" and not page.all("a.person")
    page.forget()
    page.open("lin", password("lin"), "#/month-end")
    assert page.all("a.person")


def test_where_a_proxy_signs_in_nobody_signs_out_here(page, server):
    page.expected = ["status of 401"]
    server.password = False
    page.open("mei", password("mei"))
    assert not page.find(".account button", "Sign out")
    page.driver.delete_all_cookies()
    page.driver.refresh()
    page.wait(lambda: "Nobody is signed in." in page.said(), "what to do")
    assert not page.all("input")


def test_what_the_page_has_is_not_sent_again_and_forgotten_when_somebody_signs_out(page, server):
    page.open("mei", password("mei"), "#/ranking")
    page.wait(lambda: server.streams, "the stream")
    server.settle()
    page.wait(lambda: server.known, "a question whose answer is known")
    page.click(".account button", "Sign out")
    page.one("input[name=login]")
    known = server.known
    page.sign_in("mei", password("mei"))
    page.wait(lambda: page.find("h1", "Ranking"), "the view")
    page.settle()
    assert server.known == known


def test_a_lead_reads_whose_ranks_these_are(page):
    page.open("lin", password("lin"), "#/ranking")
    assert "your people, with their ranks in the shop" in page.text()
    page.driver.delete_all_cookies()
    page.open("zhou", password("zhou"), "#/ranking?team=east")
    page.wait(lambda: "east, with ranks in the shop" in page.text(), "whose")


def test_what_is_to_do_stands_before_how_far_it_is(page, server):
    page.open("ops", password("ops"), "#/quality")
    assert [row[1] for row in page.rows("To look at")] == ["ghost"]
    assert [row[1] for row in page.rows("How far it is")] == ["merit.events/0"]
    server.changes["quality"] = lambda answer: {**answer, "checks": answer["checks"][1:]}
    page.go("/quality")
    assert "Nothing of records or settings." in page.text("section[aria-label='To look at']")
