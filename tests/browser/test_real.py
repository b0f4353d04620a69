"""The page on the real thing: `meritd web`, a filled database, logins of PostgreSQL. The figures are worked out by hand:

Sales of 1000, 900 and 700 of a target of 1000 each are 100, 85 and 55 points of the only indicator (month_shop.py). The next band
of lan's 900 begins at 1000: 100 more. A customer asked mei something 300 s ago and has no answer.
"""

from datetime import datetime, timedelta, timezone

import pytest
from checks import write_lines
from doors import LISTS, SHAPES, faults
from month_shop import FORMULA, MonthShop
from page import Page
from processes import scratch_folder
from program import Meritd
from servers import Postgres
from web_client import Web

NOW = datetime(2025, 1, 20, 12, tzinfo=timezone.utc)


class RunningShop(MonthShop):
    """Its January runs."""

    def write(self, events):
        path = write_lines(self.folder / f"{next(self._ids)}.ndjson", events)
        self.meritd.run("replay", path, "--now", NOW.isoformat())


class WebAsOf(Web):
    def start(self):
        self.daemon = self.meritd.start("web", "--now", NOW.isoformat(), **self.settings)
        self.daemon.wait_until(self.is_ready, what="it is ready")


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    with scratch_folder() as scratch, Postgres(scratch) as postgres:
        meritd = Meritd(postgres.createdb("page"), scratch, shop_zone="UTC")
        meritd.run("migrate")
        shop = RunningShop(meritd, tmp_path_factory.mktemp("events"))
        shop.record("2024-12-01", "zhao", name="赵主管", team="east", role="lead")
        shop.staff("lan", name="Lan", team="east")
        shop.staff("mei", name="王小美", team="east")
        shop.staff("tao", name=FORMULA, team="west")
        shop.month("2025-01", {"mei": 900, "lan": 1000, "tao": 700})
        shop.write([shop.event("chat.message", NOW - timedelta(seconds=300), conversation="c7", customer="who", agent="mei", **{"from": "customer"})])
        yield shop
        meritd.close()


@pytest.fixture(scope="module")
def web(shop):
    with WebAsOf(shop.meritd, timeout_ms=60_000) as web:  # a machine under load is slow, not busy
        yield web


@pytest.fixture
def real(driver, web):
    page = Page(driver, f"http://127.0.0.1:{web.port.number}/")
    page.forget()
    yield page
    assert page.complaints() == []
    assert page.elsewhere() == []


@pytest.fixture(scope="module")
def lead(web):
    return web.person("zhao", "merit_lead")


@pytest.fixture(scope="module")
def agent(web):
    return web.person("mei")


@pytest.fixture(scope="module")
def closer(web):
    return web.person(None, "meritd_close")


QUESTIONS = {
    "ranking": ["period_kind=day", "period_kind=week", "period_kind=month", "period_kind=quarter"], "person": ["agent=mei"],
    "evidence": ["agent=mei&month=2025-01&indicator=target_completion"], "team": ["team=east"], "lists": [f"list={name}" for name in LISTS]}


@pytest.mark.parametrize("door", SHAPES)
def test_answers_have_the_shape_that_the_stand_in_has(web, closer, door):
    browser = web.browser().sign_in(closer)
    for question in QUESTIONS.get(door, [""]):
        answer = browser.get(f"/api/{door}?{question}")
        assert answer.status == 200, answer
        assert faults(door, answer.json) == [], question


def test_a_lead_asks_the_three_questions(real, lead):
    real.open(*lead)
    (wait,) = real.rows("Who is waiting")
    assert wait[0].startswith("slow") and wait[1] == "王小美"
    real.click("nav.menu a", "Ranking")
    real.one(".podium")
    assert real.clicks == 1
    assert [real.text("li.place-1 .figure"), real.text("li.place-2 .figure")] == ["100.00", "85.00"]
    real.click("li.place-2 a.person")
    real.one(".hero")
    assert real.clicks == 2
    check_why(real)


def test_an_agent_asks_why(real, agent):
    real.open(*agent)
    real.click("nav.menu a", "My score")
    real.one(".hero")
    check_why(real)


def check_why(page):
    assert page.text(".ring") == "85.00"
    (row,) = page.rows("What the score is made of")
    assert (row[1], row[4]) == ("90%", "85")
    (lift,) = page.all(".lifts li")
    assert "100" in lift.text and lift.text.endswith("+15")


def test_a_sign_in_by_hand(real, agent):
    real.expected = ["status of 401"]
    real.driver.get(real.url)
    real.sign_in(agent.login, "wrong")
    real.wait(lambda: real.find(".said", "wrong"), "a refusal")
    real.sign_in(*agent)
    real.wait(lambda: real.rows("Who is waiting"), "the first view")
    real.click(".account button", "Sign out")
    real.one("input[name=login]")


def test_nobody_elses_name_reaches_an_agent(real, agent):
    """Not only on the screen: in no answer to any view of the menu, and to what an address may ask for."""
    real.expected = ["status of 400", "status of 403", "status of 404"]
    real.open(*agent)
    for view in real.menu():
        real.go(view)
    for view in ("/person?agent=lan", "/evidence?agent=tao&month=2025-01&indicator=target_completion", "/ranking?team=west", "/sheet?agent=lan"):
        real.go(view)
    bodies = answers(real)
    assert len(bodies) >= 8
    for url, body in bodies:
        assert not any(name in body for name in ("Lan", '"lan"', FORMULA, '"tao"')), url


def answers(page):
    """Every question that the browser asked, with its answer: asked again by the same person."""
    urls = page.driver.execute_script("""
        const names = performance.getEntriesByType("resource").map((entry) => entry.name);
        return names.filter((name) => name.includes("/api/") && !name.includes("events"));
    """)
    return [(url, page.run("return await (await fetch(given[0])).text()", url)) for url in sorted(set(urls))]


@pytest.mark.parametrize("login", ["merit_payroll", "merit_operator", "meritd_close"])
def test_every_view_of_the_menu_has_an_answer(real, web, login):
    real.open(*web.person(None, login))
    for view in real.menu():
        real.go(view)
        assert not real.all(".state.denied, .state.error, .state.unknown"), view


def test_a_settlement_reaches_the_page(real, shop, lead):
    real.open(*lead)
    real.wait(lambda: "live" in real.one(".fresh").get_attribute("title"), "the stream")
    shop.write([shop.event("chat.message", NOW - timedelta(seconds=5), conversation="c7", customer="who", agent="mei", **{"from": "agent"})])
    real.wait(lambda: not real.rows("Who is waiting"), "nobody")
