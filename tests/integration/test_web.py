"""`meritd web`: who may sign in, what each person is shown, and that nobody harms the others."""

import concurrent.futures
import contextlib
import gzip
import hashlib
import hmac
import http.client
import json
import re
import resource
import socket
import subprocess
import time

import pytest
from month_shop import january
from processes import PATIENCE, ROOT, Port, wait_until
from program import Meritd
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from web_client import Web

FOREIGN = {"Host": "evil.example:80"}
# Stand in for what the pages ask: who asks, whose scores the views show, and how long it took. They have the names, parameters and grants of
# the doors that they replace.
DOORS = """
create or replace function web.me() returns jsonb language sql stable as $$
    select jsonb_build_object('caller', merit.caller(), 'agent', merit.me(), 'language', current_setting('merit.language'),
                              'read_only', current_setting('transaction_read_only'), 'now', merit.now(),
                              'timeout', current_setting('statement_timeout'), 'made', clock_timestamp()) $$;
create or replace function web.today(team text default null) returns jsonb language sql stable as $$
    select jsonb_build_object('team', $1, 'agents', (select jsonb_agg(distinct s.agent order by s.agent) from merit.own_score s)) $$;
create or replace function web.team(team text, month date default null) returns jsonb language plpgsql volatile as $$
begin
    insert into ref.login (login, agent) values ('nobody', 'nobody');
    return '1';
end $$;
create or replace function web.waiting(team text default null, most integer default 200) returns jsonb language plpgsql as $$
begin
    perform pg_sleep($2);
    return to_jsonb($2);
end $$;
create or replace function web.person(agent text default null, month date default null, scheme text default null) returns jsonb
language plpgsql as $$
begin
    raise '%', $3 using errcode = $1, detail = 'of secret rows';
end $$;
create or replace function web.quality() returns jsonb language plpgsql as $$
begin
    raise '%', repeat('secret ', 3) using errcode = 'XX000';
end $$;
create or replace function period.evidence_withdraw(evidence bigint, reason text, as_of timestamptz default null, by_person text default null)
returns void language plpgsql as $$
begin
    perform pg_advisory_xact_lock(815);
    perform pg_sleep(evidence);
exception when lock_not_available then
    raise 'somebody has it';
end $$;
create or replace function web.lists(list text, month date default null, team text default null, after text default null,
                                     most integer default 50, agent text default null) returns jsonb language sql as $$
    select jsonb_build_object('list', $1, 'month', $2, 'team', $3, 'after', $4, 'most', $5) $$;
create or replace function web.month_end(month date default null) returns jsonb language sql as $$
    select jsonb_agg(a.state order by a.id) from merit.action a $$;
"""


@pytest.fixture(scope="module")
def shop(postgres, templates, scratch, tmp_path_factory):
    """A shop whose January is closed, with the doors."""
    settings = {"shop_zone": "UTC"}
    database = postgres.createdb("web_shop", templates(**settings))
    shop = january(Meritd(database, scratch, **settings), tmp_path_factory.mktemp("web"))
    shop.close("2025-01", "--accept-warnings")
    database.execute(DOORS)
    yield shop
    shop.meritd.close()
    database.drop()


@pytest.fixture
def small(shop):
    return shop.meritd


@pytest.fixture
def web(small):
    with Web(small) as web:
        yield web


# ---- who sees what ----

@pytest.mark.asan
def test_each_person_sees_what_the_login_sees(web):
    lead = web.person("lan", "merit_lead")
    people = {"mei": web.person("mei"), "tao": web.person("tao")}
    for agent, person in people.items():
        browser = web.browser().sign_in(person)
        me = browser.get("/api/me").json
        assert (me["caller"], me["agent"], me["read_only"], me["timeout"]) == (person.login, agent, "on", "5s")
        answer = browser.get("/api/today?team=east")
        assert answer.json == {"team": "east", "agents": [agent]}
        others = {"mei", "lan", "tao", "tao2"} - {agent}
        assert not any(f'"{other}"'.encode() in answer.body for other in others)
    leads = web.browser().sign_in(lead).get("/api/today").json
    assert leads["agents"] == ["lan"]  # nobody's lead yet: oneself
    payroll = web.browser().sign_in(web.person(None, "merit_payroll"))
    answer = payroll.get("/api/today")  # payroll has no right to the door
    assert (answer.status, answer.json["error"]["code"]) == (403, "not_allowed")
    assert "function today" in answer.json["error"]["message"]


def test_a_question_changes_nothing(web):
    """The transaction is read-only, and the role is the person's."""
    browser = web.browser().sign_in(web.person(None, "merit_operator, merit_lead"))  # who may change ref.login
    answer = browser.get("/api/team?team=east")
    assert answer.status == 500 and "nobody" not in answer.body.decode()
    assert web.database.value("select count(*) from ref.login where agent = 'nobody'") == 0
    assert "refused with 25006" in web.daemon.text()


def test_without_signing_in_there_is_nothing(web):
    browser = web.browser()
    for path in ("/api/me", "/api/today", "/api/ranking?period_kind=month", "/api/events", "/api/quality"):
        answer = browser.get(path)
        assert (answer.status, answer.json["error"]["code"]) == (401, "sign_in"), path
    answer = browser.post("/api/action_set", {"action": 1, "state": "done"})
    assert answer.status == 401
    for path in ("/api/", "/api/nothing", "/nothing.js", "/../etc/passwd", "/%2e%2e/etc/passwd", "/dashboard"):
        assert browser.get(path).status in (400, 404), path
    page = browser.get("/")
    assert page.status == 200 and page.headers["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("parameters, wrong", [
    ("", "list is missing"), ("list=none", "list must be one of"), ("list=targets&list=targets", "list is given twice"),
    ("list=targets&most=0", "most must be"), ("list=targets&most=501", "most must be"), ("list=targets&most=1e2", "most must be"),
    ("list=targets&most=-1", "most must be"), ("list=targets&most=99999999999999999999", "most must be"),
    ("list=targets&month=2026-13", "month must be"), ("list=targets&month=2026-02-02", "month must be"),
    ("list=targets&other=1", "other is no parameter"), ("list=targets&team=%ff", "team must be"),
    ("list=targets&team=%0", "team is not encoded"), ("list=targets&team=%00", "team is not encoded"),
    ("list=targets&team=%1b", "team must be"), ("list=targets&language=fr", "language must be"),
    ("list=targets&team=" + 201 * "x", "team must be"), ("list=targets&%3cscript%3e=1", "is no parameter"),
])
def test_nonsense_costs_no_query(small, parameters, wrong):
    with Web(small, auth="none", login="any") as web:
        answer = web.browser().get(f"/api/lists?{parameters}")
        assert (answer.status, answer.json["error"]["code"]) == (400, "parameter")
        assert wrong in answer.json["error"]["message"]


def test_parameters_reach_the_function_as_they_are(web):
    browser = web.browser().sign_in(web.person(None))
    wanted = {"list": "targets", "month": "2026-10-01", "team": "东 & 'west' +%", "after": "a=b;c", "most": 500}
    answer = browser.get("/api/lists?most=500&team=%E4%B8%9C+%26%20'west'%20%2B%25&month=2026-10&list=targets&after=a%3Db;c&")
    assert answer.json == wanted
    assert browser.get("/api/lists?list=targets&month=&team").json == {**wanted, "month": None, "team": None, "after": None,
                                                                     "most": 50}
    assert [browser.get(f"/api/me{query}").json["language"] for query in ("", "?language=zh", "?language=en")] == ["", "zh", "en"]


def test_failures_of_the_database(web):
    browser = web.browser().sign_in(web.person(None, "merit_operator, merit_agent"))
    answer = browser.get("/api/quality")
    assert (answer.status, answer.json["error"]["code"]) == (500, "failed")
    assert "secret" not in answer.body.decode() + web.daemon.text()
    browser.get("/api/today?team=private-words")
    assert "private-words" not in web.daemon.text() and "?" not in web.daemon.text()


@pytest.mark.parametrize("state, told", [("22023", "for people"), ("P0001", "for people"), ("55000", "for people"),
                                         ("23505", "this does not fit what is stored")])
def test_what_is_refused_is_told_without_details(small, state, told):
    """A DETAIL, and the words of a constraint, may quote rows that the person may not see."""
    with Web(small, auth="none", login="detail_login") as web:
        web.made.append("detail_login")
        web.database.execute("create role detail_login login in role merit_agent role meritd_web")
        answer = web.browser().get(f"/api/person?agent={state}&scheme=for%20people")
        assert (answer.status, answer.json) == (400, {"error": {"code": "refused", "message": told}})


def test_a_long_question_ends(small):
    with Web(small, timeout_ms=300, database_connections=1) as web:
        browser = web.browser().sign_in(web.person(None))
        answer = browser.get("/api/waiting?most=100")  # seconds
        assert (answer.status, answer.json["error"]["code"], answer.headers["Retry-After"]) == (503, "slow", "2")
        assert browser.get("/api/me").status == 200


def test_answers_have_tags_and_are_packed(web):
    browser = web.browser().sign_in(web.person(None))
    url = "/api/lists?list=targets&team=" + 200 * "a"
    answer = browser.get(url)
    assert answer.headers["Cache-Control"] == "no-store"  # what a person may see stays in no browser
    again = browser.get(url, If_None_Match=answer.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    head = browser.ask("HEAD", url)
    assert (head.status, int(head.headers["Content-Length"]), head.body) == (200, len(answer.body), b"")
    page = browser.get("/", Accept_Encoding="gzip")
    plain = browser.get("/")
    body = gzip.decompress(page.body) if page.headers["Content-Encoding"] == "gzip" else page.body
    assert body == plain.body and plain.headers["Content-Encoding"] is None
    for header, value in (("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"), ("X-Frame-Options", "DENY")):
        assert page.headers[header] == answer.headers[header] == value
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy


# ---- signing in ----

@pytest.mark.asan
def test_wrong_passwords_are_slowed_down(web):
    """By login, and much later by address; the right password does not help either, until the wait is over."""
    mei, tao = web.person("mei"), web.person("tao")
    browser = web.browser()
    for _ in range(3):
        answer = browser.try_to_sign_in(mei.login, "wrong")
        assert (answer.status, answer.json["error"]["code"]) == (401, "wrong_password")
    answer = browser.try_to_sign_in(mei.login, mei.password)
    assert (answer.status, answer.headers["Retry-After"]) == (429, "1")
    assert browser.try_to_sign_in(tao.login, tao.password).status == 204  # at the same address
    for n in range(27):
        assert web.browser().try_to_sign_in(f"nobody_{n}", "wrong").status == 401
    assert browser.try_to_sign_in(tao.login, tao.password).status == 429  # thirty from this address
    wait_until(lambda: browser.try_to_sign_in(mei.login, mei.password).status == 204, what="the wait is over")
    text = web.daemon.text()
    assert mei.password not in text and "wrong" not in text


def test_a_login_that_is_nobody_is_as_a_wrong_password(web):
    answer = web.browser().try_to_sign_in("does_not_exist", "x")
    wrong = web.browser().try_to_sign_in(web.person().login, "x")
    assert (answer.status, answer.body) == (wrong.status, wrong.body) == (401, wrong.body)


def test_only_logins_that_were_given(web):
    """Superusers, makers of roles, members of the owner and logins that may not log in are never let in, nor is it told
    whether a password of theirs is right."""
    refused = [web.person(given=False), *(web.person(options=options) for options in ("superuser", "createrole", "bypassrls")),
               web.person(roles="postgres")]
    for person in refused:
        browser = web.browser()
        answers = [browser.try_to_sign_in(person.login, password) for password in (person.password, "wrong", person.password)]
        assert {(answer.status, answer.json["error"]["code"]) for answer in answers} == {(401, "wrong_password")}
        assert len({answer.body for answer in answers}) == 1 and browser.cookie is None
        assert browser.try_to_sign_in(person.login, person.password).status == 429  # each counts
    for person, change in ((web.person(), "nologin"), (web.person(), "valid until '2020-01-01'")):
        web.database.execute(f"alter role {person.login} {change}")
        assert web.browser().try_to_sign_in(person.login, person.password).status == 401  # the server's own word
    browser = web.browser().sign_in(web.person("mei", options="valid until '2999-01-01'"))
    assert browser.get("/api/me").status == 200


def test_a_right_that_is_taken_away(web):
    mei = web.person("mei")
    browser = web.browser().sign_in(mei)
    assert browser.get("/api/me").status == 200
    web.database.execute(f"revoke {mei.login} from meritd_web")
    wait_until(lambda: browser.get("/api/me").status == 403, what="the answer is no longer shared")


def test_an_open_stream_of_a_login_that_is_taken_away_ends(web):
    mei, tao = web.person("mei"), web.person("tao")
    listeners = [web.browser().sign_in(person).listen() for person in (mei, tao)]
    web.database.execute(f"revoke {mei.login} from meritd_web")
    assert listeners[0].next() is None
    web.database.execute("select pg_notify('merit_settled', '')")
    assert listeners[1].next() == ("settled", {"as_of": None})
    for listener in listeners:
        listener.close()


def test_signing_out_clears_and_sign_in_is_told(web, small):
    assert web.browser().get("/api/sign-in").json == {"password": True}
    browser = web.browser().sign_in(web.person("mei"))
    assert browser.get("/api/today").headers["Cache-Control"] == "no-store"
    answer = browser.post("/api/sign-out", {})
    assert (answer.status, answer.headers["Clear-Site-Data"]) == (204, '"cache"')
    with Web(small, auth="none", login="any") as open_web:
        assert open_web.browser().get("/api/sign-in").json == {"password": False}


def test_a_server_that_asks_for_no_password_lets_nobody_in(small):
    """By the unix socket this one trusts everybody."""
    with Web(small, sign_in_conninfo="application_name=trusted") as web:
        person = web.person()
        answer = web.browser().try_to_sign_in(person.login, person.password)
        assert (answer.status, answer.json["error"]["code"]) == (503, "unavailable")
        assert "nobody can sign in: the server lets logins in without a password" in web.daemon.text()


@pytest.mark.limit(200)
def test_a_sign_in_waits_for_its_turn_half_a_minute(small):
    """Twelve, four at a time, of a server that takes 30 s each and says nothing: the last ones are not tried any more."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as silent:
        with Web(small, sign_in_conninfo=f"host=127.0.0.1 port={silent.getsockname()[1]} dbname=x") as web:
            person = web.person()
            began = time.monotonic()
            with concurrent.futures.ThreadPoolExecutor(12) as pool:
                answers = list(pool.map(lambda _: web.browser().try_to_sign_in(person.login, person.password), range(12)))
            assert time.monotonic() - began < 80  # one after the other: 90
    codes = [answer.json["error"]["code"] for answer in answers]
    assert {answer.status for answer in answers} == {503} and codes.count("busy") >= 4 and codes.count("unavailable") >= 4


@pytest.mark.parametrize("content", [{}, {"login": "a"}, {"login": "a", "password": ""}, {"login": "", "password": "a"},
                                     {"login": 1, "password": "a"}, {"login": "a\n", "password": "a"}, [],
                                     {"login": 64 * "a", "password": "a"}, {"login": "a", "password": 1000 * "a"}])
def test_what_is_no_login(small, content):
    with Web(small) as web:
        assert web.browser().post("/api/sign-in", content).status == 400


def test_cookies(web):
    """Signed, for this server alone, and over by time and by signing out."""
    mei = web.person("mei")
    browser = web.browser()
    answer = browser.try_to_sign_in(mei.login, mei.password)
    name, *attributes = answer.headers["Set-Cookie"].split("; ")
    assert attributes == ["Path=/", "Max-Age=43200", "HttpOnly", "SameSite=Strict"] and name.startswith("meritd=")
    good = browser.cookie
    login, end, number, signature = good.removeprefix("meritd=").split(".")
    assert bytes.fromhex(login).decode() == mei.login and abs(int(end) - time.time() - 43200) < 60 * PATIENCE
    other = web.person("tao").login.encode().hex()
    for forged in (f"{other}.{end}.{number}.{signature}", f"{login}.{int(end) + 1}.{number}.{signature}",
                   f"{login}.{end}.{number}.{'0' * 64}", f"{login}.{end}.{number}", f"{login}.{end}.{number}.{signature}0",
                   f"{login}.{end}.{'0' * 16}.{signature}", "", "."):
        assert web.browser(Cookie=f"meritd={forged}").get("/api/me").status == 401, forged
    assert web.browser(Cookie=f"{good}; {good}").get("/api/me").status == 401
    assert web.browser(Cookie=f"a=b; {good}; c=d").get("/api/me").status == 200
    assert browser.post("/api/sign-out", {}).status == 204 and browser.cookie is None
    assert web.browser(Cookie=good).get("/api/me").status == 401  # though its time is not over


def test_sessions_outlive_the_process_by_a_secret(small, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("0123456789abcdef\n")
    with Web(small, secret_file=secret) as web:
        browser = web.browser().sign_in(web.person())
        web.restart()
        assert browser.get("/api/me").status == 200
        secret.write_text("fedcba9876543210\n")
        web.restart()
        assert browser.get("/api/me").status == 401


def test_a_session_ends_by_time(small, tmp_path):
    """A cookie that was signed an hour ago for less."""
    secret = b"0123456789abcdef"
    (tmp_path / "secret").write_bytes(secret)
    with Web(small, secret_file=tmp_path / "secret") as web:
        person, key = web.person(), None
        browser = web.browser().sign_in(person)
        value = browser.cookie.removeprefix("meritd=")
        for candidate in (secret, secret + b"\0"):
            if hmac.new(candidate, value.rpartition(".")[0].encode(), hashlib.sha256).hexdigest() == value.rpartition(".")[2]:
                key = candidate
        assert key, "HMAC-SHA-256 of what stands before the last point"
        for end, status in ((int(time.time()) + 3600, 200), (int(time.time()) - 1, 401)):
            text = f"{person.login.encode().hex()}.{end}.{1:016x}"
            signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
            assert web.browser(Cookie=f"meritd={text}.{signature}").get("/api/me").status == status


def test_behind_tls(small):
    origin = "https://merit.example.com"
    with Web(small, local=True, origin=origin) as web:
        person = web.person()
        browser = web.browser(Host="merit.example.com")
        assert browser.try_to_sign_in(person.login, person.password).status == 403  # from http://localhost
        answer = browser.try_to_sign_in(person.login, person.password, Origin=origin)
        assert answer.status == 204
        assert answer.headers["Set-Cookie"].startswith("__Host-meritd=") and answer.headers["Set-Cookie"].endswith("; Secure")
        assert browser.get("/api/me").status == 200


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Origin": None}, {"Origin": "null"},
                                     {"Content_Type": "text/plain"}, {"Content_Type": None},
                                     {"Content_Type": "application/jsonp"}])
def test_posts_come_from_our_own_page(web, headers):
    browser = web.browser().sign_in(web.person("mei"))
    for path in ("/api/action_set", "/api/sign-out", "/api/sign-in"):
        assert browser.post(path, {"action": 1, "state": "done"}, **headers).status in (403, 415)
    assert browser.get("/api/me").status == 200


def test_another_name_for_this_machine(web):
    """A foreign page may let its own name point to 127.0.0.1."""
    browser = web.browser().sign_in(web.person("mei"))
    assert browser.get("/api/me", **FOREIGN).status == 421
    assert browser.get("/", **FOREIGN).status == 421
    assert browser.get("/api/me", Host="localhost:80").status == 200


def test_another_address_of_this_machine(small):
    with Web(small, host="127.0.0.2") as web:
        browser = web.browser().sign_in(web.person("mei"))
        assert browser.get("/api/me").status == 200
        assert browser.get("/api/me", Host="127.0.0.2").status == browser.get("/api/me", Host="127.0.0.1").status == 200
        for host in ("127.0.0.20", "127.0.0.3", "127.0.0.2.evil.example", "127.0.0.2:evil", "127.0.0"):
            assert browser.get("/api/me", Host=host).status == 421, host


def test_a_proxy_says_who_asks(shop):
    with Web(shop.meritd, local=True, auth="proxy", proxy_header="X-User") as web:
        mei = web.person("mei")
        assert web.browser(**{"X-User": mei.login}).get("/api/today").json["agents"] == ["mei"]
        assert web.browser().get("/api/today").status == 401
        assert web.browser(**{"X-User": ""}).get("/api/today").status == 401
        assert web.browser(**{"X-User": "postgres"}).get("/api/today").status == 403
        assert web.browser(**{"X-User": mei.login}).try_to_sign_in(mei.login, mei.password).status == 404
        assert web.path.stat().st_mode & 0o777 == 0o660
        twice = web.connect()
        twice.putrequest("GET", "/api/today")
        for _ in range(2):
            twice.putheader("X-User", mei.login)
        twice.endheaders()
        assert twice.getresponse().status == 401
        twice.close()
    assert not web.path.exists()


def test_always_the_same_login(shop):
    with Web(shop.meritd, auth="none", login="demo_login") as web:
        web.made.append("demo_login")
        web.database.execute("create role demo_login login in role merit_agent role meritd_web")
        web.database.execute("insert into ref.login values ('demo_login', 'tao')")
        assert web.browser().get("/api/today").json["agents"] == ["tao"]
        assert web.browser().get("/api/today", **FOREIGN).status == 421


@pytest.mark.parametrize("settings, told", [
    ({"web_listen": "0.0.0.0:80"}, "web.listen is \"0.0.0.0:80\": it must be 127.0.0.1:PORT"),
    ({"web_auth": "proxy"}, "web.listen must be a unix socket"),
    ({"web_auth": "none"}, "web.login must say as which login"),
    ({"web_auth": "none", "web_login": "a", "web_listen": "unix:/tmp/a"}, "for this machine alone"),
    ({"web_auth": "none", "web_login": "a", "web_origin": "https://a.example"}, "for this machine alone"),
    ({"web_origin": "https://a.example"}, "web.origin is set: web.listen must be a unix socket"),
    ({"web_auth": "other"}, "password"), ({"web_origin": "http://a.example"}, "https://HOST"),
    ({"web_session_hours": 0}, "1 to 720"), ({"web_session_hours": 721}, "1 to 720"),
    ({"web_timeout_ms": 99}, "100 to 600000"), ({"web_connections": 15}, "16 to 65536"),
    ({"web_database_connections": 17}, "1 to 16"), ({"web_proxy_header": "a b"}, "HTTP header"),
])
def test_options_that_cannot_be(meritd, settings, told):
    assert told in meritd.run("web", status=2, **settings).stderr


@pytest.mark.parametrize("settings", [
    {"session_hours": 1, "timeout_ms": 100, "connections": 16, "database_connections": 1},
    {"session_hours": 720, "timeout_ms": 600000, "connections": 65536, "database_connections": 16},
])
def test_options_at_both_ends(small, settings):
    with Web(small, **settings) as web:
        browser = web.browser()
        person = web.person()
        tries = []
        wait_until(lambda: tries.append(browser.try_to_sign_in(person.login, person.password)) or tries[-1].status == 204,
                   what="an answer within 100 ms")
        assert f"Max-Age={settings['session_hours'] * 3600}" in tries[-1].headers["Set-Cookie"]
        wait_until(lambda: browser.get("/api/me").status == 200, what="an answer within 100 ms")
        assert browser.get("/api/me").json.get("timeout", "100ms") == {100: "100ms", 600000: "10min"}[settings["timeout_ms"]]


# ---- what is written ----

def test_what_writes_has_ten_times_as_long(small):
    """But waits for a lock as long as any question does. Of 0.3 s: what takes 1 s is written, what takes more than 3 s is not."""
    with Web(small, timeout_ms=300) as web, contextlib.closing(web.database.connect()) as other:
        person = web.person(None, "merit_lead")
        browser = web.browser()

        def withdraw(seconds):
            """Until it was asked: on a busy machine it may wait longer than 0.3 s for that."""
            tries = []
            wait_until(lambda: tries.append(browser.post("/api/evidence_withdraw", {"evidence": seconds, "reason": "x"})) or b"unavailable" not in tries[-1].body,
                       what="it is asked within 300 ms")
            return tries[-1]

        wait_until(lambda: browser.try_to_sign_in(person.login, person.password).status == 204, what="an answer within 300 ms")
        assert withdraw(1).status == 204
        before = time.monotonic()
        long = withdraw(1000)
        assert (long.status, long.json["error"]["code"]) == (503, "slow")
        assert time.monotonic() - before >= 3
        other.cursor().execute("select pg_advisory_lock(815)")
        assert withdraw(1).json["error"]["message"] == "somebody has it"


def test_appeals_are_filed_and_decided(web):
    """By the functions that the commands call: their own rules are tested there."""
    mei, tao = (web.browser().sign_in(web.person(agent)) for agent in ("mei", "tao"))
    appeal = {"for_month": "2025-01", "agent": "mei", "indicator": "target_completion", "reason": "two orders were mine"}
    late = mei.post("/api/appeal_file", appeal)
    assert late.status == 400 and "appeal" in late.json["error"]["message"]  # in February 2025 there was time
    refused = tao.post("/api/appeal_file", appeal)
    assert refused.status == 400 and "may not appeal for mei" in refused.json["error"]["message"]
    assert mei.post("/api/appeal_decide", {"appeal": 1, "accepted": False, "note": "no"}).status == 403


@pytest.mark.parametrize("path, content, told", [
    ("appeal_file", {"for_month": "2025-01", "agent": "mei", "indicator": "sales", "reason": ""}, "reason must be a text"),
    ("appeal_decide", {"appeal": 1, "accepted": "yes", "note": "no"}, "accepted must be true or false"),
    ("mark_give", {"score": "80"}, "score must be a number from 0 to 100"), ("target_set", {"id": "1"}, "id must be a UUID"),
    ("appeal_decide", {"appeal": 1.5, "accepted": True, "note": "no"}, "appeal must be a whole number"),
    ("appeal_decide", {"appeal": -1, "accepted": True, "note": "no"}, "appeal must be a whole number"),
    ("appeal_decide", {"appeal": 1, "accepted": True, "note": "no", "exclusions": {}}, "exclusions must be an array"),
    ("action_set", {"action": 1}, "state is missing"), ("action_set", {"action": 1, "state": "open", "by_person": "a"}, "by_person is no"),
    ("evidence_file", {"happened_on": "9 October"}, "happened_on must be a day"), ("evidence_withdraw", {"evidence": "1"}, "evidence must be a whole number"),
    ("acknowledge", {"for_month": "2025-01", "by_person": "a"}, "by_person is no"),
    ("action_set", [], "the body must be a JSON object"), ("action_set", None, "the body must be a JSON object"),
])
def test_nonsense_is_not_written(small, path, content, told):
    with Web(small, auth="none", login="any") as web:
        answer = web.browser().post(f"/api/{path}", content)
        assert (answer.status, answer.json["error"]["code"]) == (400, "parameter") and told in answer.json["error"]["message"]
        assert web.browser().get(f"/api/{path}").status == web.browser().post("/api/today", {}).status == 405


def test_an_action_is_waived(web):
    """What is written is there for whoever asks next, though answers are shared."""
    ids = [number for (number,) in web.database.rows("select id from merit.action order by id")]
    assert ids
    browser = web.browser().sign_in(web.person(None, "meritd_close"))
    assert browser.get("/api/month_end").json == ["open"] * len(ids)
    answer = browser.post("/api/action_set", {"action": ids[0], "state": "waived", "note": "agreed"})
    assert (answer.status, answer.body) == (204, b"")
    assert browser.get("/api/month_end").json == ["waived"] + ["open"] * (len(ids) - 1)
    assert browser.post("/api/action_set", {"action": 999999, "state": "done"}).status == 403


# ---- live ----

def settle(meritd):
    meritd.run("settle")


@pytest.mark.asan
def test_pages_hear_of_a_settlement(small):
    with Web(small) as web:
        browser = web.browser().sign_in(web.person())
        listener = browser.listen()
        assert listener.response.headers["Content-Type"] == "text/event-stream"
        settle(small)
        name, data = listener.next()
        while data["as_of"] is None:  # what may have been missed before it listened
            name, data = listener.next()
        stored = small.database.value("select to_char(as_of at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"') from settle.state")
        assert (name, data["as_of"]) == ("settled", stored)
        assert browser.post("/api/sign-out", {}).status == 204
        while listener.next():
            pass  # until it ends
        listener.close()


def test_what_anybody_notifies_is_not_passed_on(small):
    with Web(small) as web:
        listener = web.browser().sign_in(web.person()).listen()
        small.database.execute("select pg_notify('merit_settled', E'\\n\\nevent: evil\\ndata: 1')")
        assert listener.next() == ("settled", {"as_of": None})
        listener.close()


def test_five_hundred_pages_cost_as_much_as_one(small):
    """Each hears of the settlement and asks; the server is asked once per login and page."""
    count = 500
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
    with Web(small, connections=1500) as web:
        browsers = [web.browser().sign_in(web.person()) for _ in range(2)]
        listeners = [browsers[n % 2].listen() for n in range(count)]
        assert all(listener.status == 200 for listener in listeners)
        time_limit = time.monotonic() + 60 * PATIENCE
        settle(small)
        for listener in listeners:
            while listener.next()[1]["as_of"] is None:
                assert time.monotonic() < time_limit
        began = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(25) as pool:
            answers = set(pool.map(lambda n: browsers[n % 2].get("/api/me").json["made"], range(count)))
        # two logins; an answer is shared for two seconds, and all of this may take longer on a slow machine
        assert len(answers) <= 2 * (1 + (time.monotonic() - began) / 2)
        for listener in listeners:
            listener.close()
        wait_until(lambda: web.browser().get("/healthz").status == 200, what="it lives on")
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_the_database_is_away(postgres, small):
    with Web(small) as web:
        browser = web.browser().sign_in(web.person())
        listener = browser.listen()
        sessions = "select pg_terminate_backend(pid) from pg_stat_activity where usename = %s"
        small.database.execute(f"alter role {web.login} nologin")
        small.database.execute(sessions, web.login)
        wait_until(lambda: browser.get("/readyz").status == 503, what="it says so")
        assert browser.get("/healthz").status == 200
        answer = browser.get("/api/me")
        assert (answer.status, answer.json["error"]["code"]) == (503, "unavailable")
        small.database.execute(f"alter role {web.login} login")
        wait_until(lambda: browser.get("/readyz").status == 200, what="it is back")
        assert browser.get("/api/me").status == 200
        assert listener.next() == ("settled", {"as_of": None})  # what may have been missed
        listener.close()


# ---- slow and many ----

def test_slow_clients_harm_nobody(small):
    """As many as there is room for, each a byte from time to time: others are answered at once."""
    with Web(small, connections=16, auth="none", login="x") as web:
        with contextlib.ExitStack() as stack:
            slow = []
            for _ in range(40):
                client = stack.enter_context(socket.create_connection(("127.0.0.1", web.port.number)))
                client.sendall(b"GET / HTT")
                slow.append(client)
                assert web.browser().get("/healthz").status == 200
            large = stack.enter_context(socket.create_connection(("127.0.0.1", web.port.number)))
            large.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + 20000 * b"x")
            assert b" 400 " in large.recv(100)
            body = web.browser().ask("POST", "/api/sign-in", 70000 * "x", Origin=f"http://127.0.0.1:{web.port.number}",
                                     Content_Type="application/json")
            assert body.status == 413


def test_streams_leave_room_for_others(small):
    """One login's open pages are told of settlements up to three quarters of the connections."""
    with Web(small, connections=16) as web:
        browser, other = web.browser().sign_in(web.person()), web.browser().sign_in(web.person())
        listeners = [browser.listen() for _ in range(20)]
        assert [listener.status for listener in listeners] == 12 * [200] + 8 * [503]
        assert listeners[-1].response.headers["Retry-After"] == "2"
        assert other.get("/api/me").status == 200
        for listener in listeners:
            listener.close()
        wait_until(lambda: other.listen().status == 200, what="those that have left make room")


def test_many_questions_of_one_login_harm_nobody(small):
    """A hundred seconds of questions for one connection: others come second."""
    with Web(small, database_connections=1, timeout_ms=3000) as web:
        busy, other = web.browser().sign_in(web.person()), web.browser().sign_in(web.person())
        with contextlib.ExitStack() as stack:
            asked = [stack.enter_context(contextlib.closing(web.connect())) for _ in range(100)]
            for n, connection in enumerate(asked):
                connection.request("GET", f"/api/waiting?most=1&team={n}", headers={"Cookie": busy.cookie})
            refused = asked[-1].getresponse()
            assert refused.status == 503 and b'"busy"' in refused.read()
            assert other.get("/api/me").status == 200


def test_many_sign_in_at_once(small):
    with Web(small) as web:
        people = [web.person() for _ in range(4)]
        with concurrent.futures.ThreadPoolExecutor(100) as pool:
            done = list(pool.map(lambda n: web.browser().sign_in(people[n % 4]).get("/api/me").json["caller"], range(100)))
        assert done == [people[n % 4].login for n in range(100)]


def test_who_must_wait_for_a_turn_is_answered_late(small):
    """Six questions of a second each by one connection: the last waits longer than a question may take."""
    with Web(small, database_connections=1, timeout_ms=3000) as web:
        browsers = [web.browser().sign_in(web.person()) for _ in range(6)]
        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            answers = list(pool.map(lambda browser: browser.get("/api/waiting?most=1").status, browsers))
        assert answers == [200] * 6


def test_nobody_is_told_to_ask_while_others_wait_for_a_turn(small):
    with Web(small, database_connections=1, timeout_ms=60_000) as web:
        first, second = (web.browser().sign_in(web.person()) for _ in range(2))
        listener = first.listen()
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            asked = [pool.submit(timed, browser.get, "/api/waiting?most=6") for browser in (first, second)]
            running = "select count(*) from pg_stat_activity where usename = %s and query like 'select web.waiting%%' and state = 'active'"
            wait_until(lambda: web.database.value(running, web.login) == 1, what="one is asked")
            web.database.execute("select pg_notify('merit_settled', '')")
            told, _ = timed(listener.next)
            assert told > min(done for done, _ in (future.result() for future in asked)) - 0.1
        listener.close()


def timed(do, *arguments):
    """When it was done, and what came of it."""
    result = do(*arguments)
    return time.monotonic(), result


def test_told_to_stop_it_answers_what_it_was_asked(small):
    with Web(small) as web:
        browser = web.browser().sign_in(web.person())
        listener = browser.listen()
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            asked = pool.submit(browser.get, "/api/waiting?most=1")  # a second
            wait_until(lambda: small.database.value("select count(*) from pg_stat_activity where query like %s "
                                                    "and state = 'active'", "%web.waiting(most%") == 2, what="it is asked")
            assert web.daemon.stop() == 0
            assert asked.result().json == 1
        assert listener.next() is None
        listener.close()


def test_another_database_is_refused(meritd):
    web = Web(meritd, local=True, origin="https://a.example")
    meritd.environment["MERITD_SHOP_ZONE"] = "Europe/Berlin"
    meritd.database.execute(f"create role {web.login} login in role meritd_web")
    daemon = meritd.start("web", **web.settings)
    assert daemon.wait() == 1
    assert "the configuration and this database differ" in daemon.text()
    web.port.release()
    meritd.database.execute(f"drop owned by {web.login}; drop role {web.login}")


def test_by_the_configuration_that_is_installed(small, tmp_path):
    """The file of /etc/meritd, with what docs/web.md says to put there."""
    web, text = Web(small), (ROOT / "config/meritd.json").read_text()
    for name, value in web.settings.items():
        text, found = re.subn(rf'("web": \{{.*?"{name.removeprefix("web_")}": )[^,\n]+', lambda match, value=value: match[1] + json.dumps(value), text,
                              count=1, flags=re.DOTALL)
        assert found == 1, name
    (tmp_path / "meritd.json").write_text(text)
    web.settings = {"config": tmp_path / "meritd.json"}
    with web:
        mei = web.person("mei")
        assert web.browser().sign_in(mei).get("/api/me").json["caller"] == mei.login


# ---- what Prometheus asks ----

def test_it_counts(small):
    """Each metric that docs/monitoring.md has of pages, in a form that the strict parser and promtool take; not where the pages are."""
    own = Port()
    with contextlib.closing(contextlib.ExitStack()) as stack:
        stack.callback(own.release)
        web = stack.enter_context(Web(small, metrics_listen=f"127.0.0.1:{own.number}"))
        mei = web.person("mei", "merit_agent, merit_operator")
        before, _ = scraped(own.number)  # of /readyz
        assert web.browser().get("/metrics").status == 404
        assert web.browser().try_to_sign_in(mei.login, "wrong").status == 401
        browser = web.browser().sign_in(mei)
        listener = browser.listen()
        wait_until(lambda: browser.get("/api/me").headers["ETag"] == browser.get("/api/me").headers["ETag"], what="a shared answer")
        assert browser.get("/api/quality").status == 500
        families, text = scraped(own.number)
        samples, first = ({(sample.name, *sample.labels.values()): sample.value for family in each for sample in family.samples}
                          for each in (families, before))
        assert samples["meritd_web_sign_ins_total", "passed"] == samples["meritd_web_sign_ins_total", "wrong"] == 1
        assert samples["meritd_web_streams",] == samples["meritd_web_database_connected",] == 1
        assert [samples["meritd_web_answers_total", status] - first["meritd_web_answers_total", status] for status in ("4xx", "5xx")] == [2, 1]
        assert samples["meritd_web_questions_total", "refused"] == 1 and samples["meritd_web_questions_total", "answered"] >= 1
        assert samples["meritd_web_shared_answers_total",] >= 1
        assert samples["meritd_web_question_duration_seconds_count",] == sum(
            value for (name, *_), value in samples.items() if name == "meritd_web_questions_total")
        documented = re.findall(r"^\| `(meritd_web_\w+?)(?:_total)?(?:\{\w+\})?` \|", (ROOT / "docs/monitoring.md").read_text(), re.MULTILINE)
        assert documented == [family.name for family in families if family.name.startswith("meritd_web_")]
        done = subprocess.run(["promtool", "check", "metrics"], input=text, text=True, capture_output=True)
        assert (done.returncode, done.stdout + done.stderr) == (0, "")
        listener.close()


def scraped(port):
    answers = []
    for accept in ("application/openmetrics-text; version=1.0.0", "text/plain"):
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            connection.request("GET", "/metrics", headers={"Accept": accept})
            answers.append(connection.getresponse().read().decode())
    return list(text_string_to_metric_families(answers[0])), answers[1]


def test_routes_are_documented():
    """docs/web.md lists each path with its function."""
    text = (ROOT / "daemon/web/route.c").read_text()
    routes = re.findall(r'\{"(/api/[a-z_]+)",\s*"([a-z_.]+)"', text)
    documented = re.findall(r"^\| `(?:GET|POST) (/api/[a-z_]+)` \| `([a-z_.]+)`", (ROOT / "docs/web.md").read_text(), re.MULTILINE)
    assert sorted(routes) == sorted(documented) and len(routes) > 10
