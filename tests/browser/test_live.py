"""Values come by themselves: what is shown, and nothing else, is asked again after each settlement."""


def test_a_settlement_changes_what_is_shown_without_a_reload(page, server):
    page.open("lin", "lead's word")
    page.wait(lambda: server.streams, "the stream")
    page.driver.execute_script("window.same = true")
    server.changes["waiting"] = lambda answer: {**answer, "count": 1, "slow": 0, "waiting": answer["waiting"][-1:]}
    server.asked.clear()
    server.settle()
    page.wait(lambda: len(page.rows("Who is waiting")) == 1, "one customer")
    page.wait(lambda: len(server.doors_asked()) > 1, "both questions")
    assert sorted(server.doors_asked()) == ["today", "waiting"]
    assert page.driver.execute_script("return window.same")


def test_an_answer_that_is_the_same_touches_nothing(page, server):
    page.open("lin", "lead's word", "#/ranking")
    page.wait(lambda: server.streams, "the stream")
    page.driver.execute_script("document.querySelector('tbody tr').same = true")
    before = len(server.asked)
    server.settle()
    page.wait(lambda: len(server.asked) > before, "a question")
    page.settle()
    assert page.driver.execute_script("return document.querySelector('tbody tr').same")


def test_the_focus_and_what_was_unfolded_stay(page, server):
    page.open("lin", "lead's word", "#/ranking")
    page.wait(lambda: server.streams, "the stream")
    page.click("summary", "Warnings")
    page.driver.execute_script("[...document.querySelectorAll('tbody a.person')].find((a) => a.textContent === '王小美').focus()")
    server.changes["ranking"] = lambda answer: {**answer, "rows": answer["rows"][:4]}
    server.settle()
    page.wait(lambda: len(page.rows("Online-shop service agents, monthly")) == 4, "four rows")
    assert page.driver.execute_script("return document.activeElement.textContent") == "王小美"
    assert page.driver.execute_script("return document.querySelectorAll('details[open]').length") == 1


def test_without_a_stream_it_asks_every_now_and_then(page, server):
    page.expected = ["status of 503"]
    page.open("lin", "lead's word")
    server.streaming = False
    told = page.run("""
        const { Live } = await import(new URL("live.js", document.baseURI));
        const states = [];
        return await new Promise((done) => {
            let times = 0;
            const live = new Live({ every: 40, onState: (state) => states.push(state), onSettled: (asOf) => {
                if (++times === 3) { live.close(); done([asOf, states]); }
            } });
        });
    """)
    assert told == [None, ["asking"]]


def test_a_broken_stream_is_told(page, server):
    page.expected = ["status of 503"]
    server.streaming = False
    page.open("lin", "lead's word")
    chip = page.one(".fresh.asking")
    assert "connection lost, asking every 30 seconds" in chip.get_attribute("title")
