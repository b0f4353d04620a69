"""`meritd web` in trouble: killed within a POST, without its server, and both at once. What is written on the page is written once or not at all."""

import contextlib
import http.client
import json
import threading
import uuid
from datetime import datetime, timezone

import pytest
from processes import wait_until
from program import Meritd
from web_client import Web

MONTH = f"{datetime.now(timezone.utc):%Y-%m}"
WAITING = "select count(*) from pg_stat_activity where query like 'select period.target_set%%' and wait_event_type = 'Lock'"


@pytest.fixture
def shop(frail_postgres, scratch):
    meritd = Meritd(frail_postgres.createdb(f"pages_{uuid.uuid4().hex[:6]}"), scratch, shop_zone="UTC")
    meritd.run("migrate")
    meritd.run("replay", "-", input=json.dumps({
        "specversion": "1.0", "id": "1", "source": "test", "type": "agent.updated", "time": "2025-01-01T00:00:00Z",
        "data": {"agent": "mei", "team": "east", "status": "regular"}}) + "\n")
    yield meritd
    meritd.close()
    meritd.database.drop()


@pytest.fixture
def web(shop, tmp_path):
    (tmp_path / "secret").write_text("0123456789abcdef\n")
    with Web(shop, secret_file=tmp_path / "secret", timeout_ms=20_000) as web:
        yield web


def target(value):
    return {"id": str(uuid.uuid4()), "for_month": MONTH, "agent": "mei", "metric": "sales", "value": value}


def written(web):
    """What is in the list of what was entered, and in the facts."""
    return (web.database.rows("select (data ->> 'value')::numeric from period.entered order by 1"),
            web.database.rows("select value from fact.target order by 1"))


def post_in_background(browser, content):
    """A POST whose answer nobody may ever see."""
    def post():
        with contextlib.suppress(OSError, http.client.HTTPException):
            browser.post("/api/target_set", content)
    thread = threading.Thread(target=post)
    thread.start()
    return thread


def test_killed_within_a_post(web):
    """While its statement waits for a lock. The server finds nobody to commit for; the same request then is written once."""
    browser, wanted = web.browser().sign_in(web.person(None, "meritd_close")), target(1000)
    with contextlib.closing(web.database.connect()) as holder:
        holder.autocommit = False
        holder.cursor().execute("lock table fact.target in exclusive mode")
        thread = post_in_background(browser, wanted)
        wait_until(lambda: web.database.value(WAITING) == 1, what="it waits")
        web.daemon.kill()
        thread.join()
        holder.rollback()
    wait_until(lambda: web.database.value("select count(*) from pg_stat_activity where usename = %s", web.login) == 0, what="the server has let it go")
    assert written(web) == ([], [])
    web.start()
    assert [browser.post("/api/target_set", wanted).status for _ in range(2)] == [204, 204]  # the session is still good
    assert written(web) == ([(1000,)], [(1000,)])


@pytest.mark.parametrize("kill", [False, True])
def test_the_server_is_away_and_back(frail_postgres, web, kill):
    """Between password and question, with an open stream: 503 meanwhile, then everything goes on, and a repeated POST is one event."""
    browser, first, second = web.browser().sign_in(web.person(None, "meritd_close")), target(1), target(2)
    assert browser.post("/api/target_set", first).status == 204
    listener = browser.listen()
    web.database.close()
    (frail_postgres.kill if kill else frail_postgres.stop)()
    wait_until(lambda: browser.get("/readyz").status == 503, what="it says so")
    assert browser.get("/healthz").status == 200
    for answer in (browser.get("/api/me"), browser.post("/api/target_set", second)):
        assert (answer.status, answer.json["error"]["code"]) == (503, "unavailable")
    frail_postgres.start()
    wait_until(lambda: browser.get("/readyz").status == 200, what="it is back")
    assert listener.next()[0] == "settled"  # what may have been missed
    assert [browser.post("/api/target_set", content).status for content in (first, second, second)] == [204, 204, 204]
    assert written(web) == ([(1,), (2,)], [(1,), (2,)])
    listener.close()
