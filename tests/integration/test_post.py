"""The outbox: what each receiver gets, what becomes of its answers, and that nothing is lost or told.

The sender's clock is --now, so that no back-off is waited for.
"""

import hashlib
import hmac
import itertools
import json
import os
import signal
import threading
from datetime import datetime, timedelta, timezone

import pytest
from hooks import Hook, self_signed
from processes import Port, wait_until
from program import Meritd

MONTH, CLOSED = "2026-09", datetime(2026, 10, 20, tzinfo=timezone.utc)
KEY = "5f1c9a7e-secret-of-the-url"  # as WeCom's URLs end in one
SECRET = "signing-secret-0123456789"
_names = itertools.count(1)


@pytest.fixture(scope="module")
def closed(postgres, templates, scratch):
    """The name of a database with a closed month, which no receiver was sent yet."""
    database = postgres.createdb("template_closed", templates())
    meritd = Meritd(database, scratch)
    events = scratch / "post.ndjson"
    meritd.run("generate", "--seed", 7, "--events", 6000, "--days", 30, "--end", "2026-10-01T00:00:00+08:00",
               "-o", events)
    meritd.run("replay", events, "--now", CLOSED.isoformat())
    database.execute("select period.close(%s, as_of => %s, anyway => true, accept_warnings => true,"
                     " skip => true, reason => 'a test')", f"{MONTH}-01", CLOSED)
    assert database.value("select jsonb_array_length(content -> 'ranking') from post.message") > 3
    database.close()
    return database.name


class Outbox:
    """The program on a closed month. receivers(…) sets and queues them; send(at) runs `meritd post` at an
    instant this many seconds after the close."""

    def __init__(self, meritd, credentials):
        self.meritd, self.database, self.credentials = meritd, meritd.database, credentials
        self.output = []  # all that was printed or logged
        meritd.environment["CREDENTIALS_DIRECTORY"] = str(credentials)

    def receivers(self, *receivers):
        self.meritd.run("post", "receivers", "/dev/stdin", input=json.dumps(receivers))
        self.database.execute("set merit.now = '2026-10-20T00:00:00Z'")
        self.database.execute("select post.queue(%s)", f"{MONTH}-01")

    def credential(self, name, text):
        (self.credentials / name).write_text(text + "\n")

    def send(self, *words, at=0, status=0):
        now = (CLOSED + timedelta(seconds=at)).isoformat()
        done = self.meritd.run("post", *words, "--now", now, status=status)
        self.output += [done.stdout, done.stderr]
        return done

    def rows(self):
        """{receiver: (state, attempts, seconds until it is due, last answer)}"""
        return {row[0]: row[1:] for row in self.database.rows(
            "select receiver, state, attempts, extract(epoch from next_at - %s)::integer, answer from merit.posting",
            CLOSED)}

    def row(self):
        (row,) = self.rows().values()
        return row

    def everything(self):
        """All that was said, and all that is kept about posting, as one text."""
        kept = self.database.rows("select r::text from post.receiver r union all select o::text from post.outbox o"
                                  " union all select a::text from post.attempt a"
                                  " union all select m::text from post.message m")
        return "\n".join(self.output + [row[0] for row in kept])


@pytest.fixture
def outbox(postgres, closed, scratch, tmp_path):
    database = postgres.createdb(f"post_{next(_names)}", closed)
    meritd = Meritd(database, scratch)
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    yield Outbox(meritd, credentials)
    meritd.close()
    database.drop()


@pytest.fixture
def hooked(outbox):
    """hooked(hook, **options): the outbox with one receiver, at this web server."""
    def with_hook(hook, **options):
        outbox.credential("post_hook.url", hook.url(f"/cgi-bin/send?key={KEY}"))
        outbox.receivers({"receiver": "hook", "kind": "webhook", **options})
        return outbox
    return with_hook


# ---- what each receiver gets -----------------------------------------------------------------------


@pytest.mark.quick
def test_webhooks_and_files(outbox, tmp_path):
    certificate = self_signed(tmp_path)
    with Hook([(200, b'{"errcode":0,"errmsg":"ok"}')], certificate) as wecom, Hook([204]) as portal:
        outbox.credential("post_group.url", wecom.url(f"/cgi-bin/webhook/send?key={KEY}"))
        outbox.credential("portal", portal.url("/in"))
        outbox.credential("portal.secret", SECRET)
        outbox.receivers(
            {"receiver": "group", "kind": "webhook", "format": "wecom", "language": "zh", "ca_file": str(certificate)},
            {"receiver": "portal", "kind": "webhook", "url": "portal", "secret": "portal.secret",
             "template": {"month": "{data.month}", "ranking": "{data.ranking}", "title": "of {data.month}"}},
            {"receiver": "archive", "kind": "file", "folder": str(tmp_path / "archive")})
        outbox.send()
        assert {name: row[:2] for name, row in outbox.rows().items()} == {
            name: ("sent", 1) for name in ("archive", "group", "portal")}

        content = outbox.database.value("select content from post.message")
        (request,) = wecom.requests
        assert request.path == f"/cgi-bin/webhook/send?key={KEY}"
        assert request.headers["Content-Type"] == "application/json"
        assert request.json["msgtype"] == "markdown"
        said = request.json["markdown"]["content"]
        assert len(said.encode()) <= 4096 and said.startswith(f"**{MONTH} ")
        assert "向组长提出，写明指标和理由。" in said and content["appeal"]["how"] not in said
        for entry in content["ranking"]:
            assert f"{entry['rank']}. {entry['name'] or entry['agent']} " in said

        (request,) = portal.requests
        assert request.json == {"month": MONTH, "ranking": content["ranking"], "title": f"of {MONTH}"}
        assert request.headers["Idempotency-Key"] == outbox.database.value(
            "select key from post.outbox where receiver = 'portal'")
        assert request.headers["X-Meritd-Signature"] == "sha256=" + hmac.new(
            SECRET.encode(), request.body, hashlib.sha256).hexdigest()

        (path,) = (tmp_path / "archive").iterdir()
        event = json.loads(path.read_text())
        assert path.name == event["id"].replace("/", "_") + ".json"
        assert (event["specversion"], event["data"]) == ("1.0", content)

        outbox.send(at=100)  # nothing is due any more
        assert len(wecom.requests) == len(portal.requests) == 1
        outbox.send("--month", MONTH, at=200)  # everybody has it
        assert len(portal.requests) == 1
        outbox.send("--month", MONTH, "--again", "--to", "portal", at=300)
        outbox.send("--month", MONTH, "--again", "--to", "archive", at=300)
        assert len(wecom.requests) == 1 and portal.requests[1] == portal.requests[0]
        assert [path] == list((tmp_path / "archive").iterdir())
    assert KEY not in outbox.everything() and SECRET not in outbox.everything()
    table = outbox.meritd.run("post", "list").stdout
    assert all(name in table for name in ("group", "portal", "archive", "sent"))
    listed = json.loads(outbox.meritd.run("post", "list", "--format", "json").stdout)
    assert [(row["receiver"], row["state"]) for row in listed] == [(name, "sent") for name in ("archive", "group", "portal")]


def test_kafka(outbox, kafka):
    topic = kafka.create_topic(partitions=3)
    outbox.meritd.environment["MERITD_KAFKA_BOOTSTRAP_SERVERS"] = kafka.bootstrap
    outbox.receivers({"receiver": "rankings", "kind": "kafka", "topic": topic})
    outbox.send()
    outbox.send("--month", MONTH, "--again", at=60)
    records = kafka.read(topic)
    assert len(records) == 2 and records[0].partition() == records[1].partition()
    for record in records:  # the same again, so that readers can drop it by its id
        event = json.loads(record.value())
        assert event["id"] == record.key().decode() == outbox.database.value("select key from post.outbox")
        assert event["data"] == outbox.database.value("select content from post.message")
        assert dict(record.headers())["content-type"] == b"application/cloudevents+json"


def test_kafka_with_servers_of_its_own(outbox, kafka):
    topic = kafka.create_topic()
    receiver = {"receiver": "rankings", "kind": "kafka", "topic": topic, "bootstrap_servers": kafka.login_bootstrap}
    login = "security.protocol=sasl_plaintext\nsasl.mechanism=PLAIN\nsasl.username=shop\n"
    outbox.credential("post_rankings.options", f"{login}sasl.password={kafka.password}")
    outbox.receivers({**receiver, "options_file": "post_rankings.options"})
    outbox.send()
    assert len(kafka.read(topic)) == 1 and outbox.row()[:2] == ("sent", 1)
    outbox.credential("post_rankings.options", f"{login}sasl.password")
    answer = outbox.send("--month", MONTH, "--again", at=60, status=1).stderr
    assert "post_rankings.options: line 4: what stands there (not shown)" in answer
    assert kafka.password not in outbox.everything()


def test_kafka_out_of_reach(outbox):
    port = Port()
    outbox.receivers({"receiver": "rankings", "kind": "kafka", "bootstrap_servers": f"127.0.0.1:{port.number}"})
    outbox.send(status=1)
    state, attempts, _, answer = outbox.row()
    assert (state, attempts) == ("pending", 1) and "acknowledged" in answer
    port.release()


# ---- answers ---------------------------------------------------------------------------------------


@pytest.mark.quick
def test_a_failure_is_tried_again(hooked):
    with Hook([500, (503, b"down"), 200]) as hook:
        outbox = hooked(hook)
        outbox.send(status=1)
        assert outbox.row() == ("pending", 1, 10, "500 ")
        outbox.send(at=9, status=1)  # not due yet
        assert len(hook.requests) == 1
        outbox.send(at=10, status=1)
        assert outbox.row() == ("pending", 2, 30, "503 down")
        outbox.send(at=30)
        assert outbox.row()[:2] == ("sent", 3)
        assert len({request.headers["Idempotency-Key"] for request in hook.requests}) == 1


@pytest.mark.quick
@pytest.mark.parametrize("answer, options, state, due, kept", [
    (400, {}, "refused", 0, "400 "),
    ((404, f"no /cgi-bin/send?key={KEY} here\n\x00\xff".encode("latin-1")), {}, "refused", 0, "404 no /cgi-bin/send?key=*** here "),
    ((429, b"slow down", {"Retry-After": "120"}), {}, "pending", 120, "429 slow down"),
    ((200, b'{"errcode":0}'), {"format": "wecom"}, "sent", 0, '200 {"errcode":0}'),
    ((200, b'{"errcode": 93000, "errmsg": "invalid webhook url"}'), {"format": "wecom"}, "refused", 0,
     '200 {"errcode": 93000, "errmsg": "invalid webhook url"}'),
    ((200, b'{"errcode" : 45009}'), {"format": "wecom_text"}, "pending", 10, '200 {"errcode" : 45009}'),
    ((200, b"<html>"), {"format": "wecom"}, "refused", 0, "200 <html>"),
    ((200, "收到".encode()), {}, "sent", 0, "200 收到"),
], ids=str)
def test_answers(hooked, answer, options, state, due, kept):
    with Hook([answer]) as hook:
        outbox = hooked(hook, **options)
        outbox.send(status=0 if state == "sent" else 1)
        assert outbox.row() == (state, 1, due, kept)
        assert KEY not in outbox.everything()


@pytest.mark.quick
def test_redirects_are_not_followed(hooked):
    with Hook() as elsewhere, Hook([(307, b"", {"Location": elsewhere.url("/stolen")})]) as hook:
        outbox = hooked(hook)
        outbox.send(status=1)
        assert outbox.row()[0] == "refused" and not elsewhere.requests


@pytest.mark.quick
def test_a_long_answer_is_cut(hooked):
    with Hook([(200, b"x" * 10_000_000)]) as hook:
        outbox = hooked(hook)
        outbox.send()
        state, _, _, answer = outbox.row()
        assert state == "sent" and answer.startswith("200 xxx") and len(answer) < 1000


@pytest.mark.quick
def test_a_refused_posting_is_sent_after_mending(hooked):
    with Hook([400, 200]) as hook:
        outbox = hooked(hook)
        outbox.send(status=1)
        outbox.send(at=7200, status=1)  # said again, not sent again
        assert len(hook.requests) == 1
        outbox.send("--month", MONTH, at=7300)
        assert outbox.row()[:2] == ("sent", 2)


@pytest.mark.quick
@pytest.mark.parametrize("url, told", [
    (None, "post_hook.url: No such file"), ("", "is empty"), ("no url", "holds no URL"),
    (f"http://shop.example/send?key={KEY}", "must begin with https://"),
    (f"ftp://127.0.0.1/{KEY}", "must begin with https://"), (f"file:///etc/passwd?{KEY}", "holds no URL"),
    (f"http://127.0.0.1:PORT/send?key={KEY}", "Connection refused"), ("x" * 5000, "more than 4096 bytes"),
    (f"https://{KEY}.invalid/", "resolve"),
], ids=str)
def test_where_nothing_can_be_sent(outbox, url, told):
    port = Port()
    if url is not None:
        outbox.credential("post_hook.url", url.replace("PORT", str(port.number)))
    outbox.receivers({"receiver": "hook", "kind": "webhook"})
    outbox.send(status=1)
    state, _, due, answer = outbox.row()
    assert (state, due) == ("pending", 10) and told in answer
    assert KEY not in outbox.everything()
    port.release()


@pytest.mark.quick
def test_a_certificate_that_nobody_vouches_for(hooked, tmp_path):
    with Hook(certificate=self_signed(tmp_path)) as hook:
        outbox = hooked(hook)
        outbox.send(status=1)
        assert outbox.row()[0] == "pending" and "certificate" in outbox.row()[3] and not hook.requests


@pytest.mark.limit(90)
def test_a_server_that_does_not_answer(hooked):
    silent = threading.Event()
    with Hook([lambda _: silent.wait(60) and 200 or 200]) as hook:
        outbox = hooked(hook)
        outbox.send(status=1)
        silent.set()
        assert outbox.row()[:2] == ("pending", 1) and "Timeout" in outbox.row()[3]


# ---- at least once ---------------------------------------------------------------------------------


@pytest.mark.quick
def test_killed_between_sending_and_saying_so(hooked):
    """Sent again when the lease is over, the same under the same key."""
    asked, go = threading.Event(), threading.Event()

    def hold(_):
        asked.set()
        go.wait(30)
        return 200

    with Hook([hold, 200]) as hook:
        outbox = hooked(hook)
        daemon = outbox.meritd.start("post", "--now", CLOSED.isoformat())
        assert asked.wait(30)
        daemon.send(signal.SIGKILL)
        assert daemon.wait() == -signal.SIGKILL
        go.set()
        assert outbox.row() == ("pending", 1, 120, None)
        outbox.send(at=119, status=1)
        assert len(hook.requests) == 1
        outbox.send(at=120)
        assert outbox.row()[:2] == ("sent", 2)
        first, second = hook.requests
        assert first == second and first.headers["Idempotency-Key"].endswith("/hook")


@pytest.mark.quick
def test_two_senders_at_once(outbox):
    """Both are at work at the same time, and nothing is sent twice."""
    both = threading.Barrier(2)

    def meet(_):
        both.wait(30)
        return 200

    names = [f"hook{number}" for number in range(6)]
    with Hook([meet]) as hook:
        outbox.credential("url", hook.url())
        outbox.receivers(*({"receiver": name, "kind": "webhook", "url": "url"} for name in names))
        senders = [outbox.meritd.start("post", "--wait", "60s") for _ in range(2)]
        assert [sender.wait(60) for sender in senders] == [0, 0]
        keys = sorted(request.headers["Idempotency-Key"].rsplit("/", 1)[1] for request in hook.requests)
        assert keys == names
    assert outbox.database.value("select count(distinct sender) from post.attempt") == 2


@pytest.mark.quick
def test_waiting_until_all_is_sent(hooked):
    with Hook([500, 200]) as hook:
        outbox = hooked(hook)
        sender = outbox.meritd.start("post", "--wait", "60s")
        wait_until(lambda: outbox.row()[3] == "500 ", what="the first attempt has failed")
        outbox.database.execute("update post.outbox set next_at = clock_timestamp()")
        assert sender.wait(60) == 0
        assert outbox.row()[:2] == ("sent", 2)
        hook.answers = [500]
        outbox.database.execute("reset merit.now")
        outbox.meritd.run("post", "--month", MONTH, "--again", "--wait", "1s", status=1)


@pytest.mark.quick
@pytest.mark.parametrize("comes_back", [True, False])
def test_the_database_is_lost_between_sending_and_saying_so(hooked, postgres, comes_back):
    """With --wait it is sought until then; back in time, what the receiver answered is kept, and nothing goes out twice."""
    asked, go = threading.Event(), threading.Event()

    def hold(_):
        asked.set()
        go.wait(30)
        return 200

    with Hook([hold]) as hook:
        outbox = hooked(hook)
        sender = outbox.meritd.start("post", "--wait", "60s" if comes_back else "2s")
        assert asked.wait(30)
        server = postgres.connect("postgres")
        server.autocommit = True
        name = outbox.database.name
        server.cursor().execute(f"alter database {name} allow_connections false")
        server.cursor().execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s "
                                "and application_name = 'meritd'", (name,))
        go.set()
        sender.wait_until(lambda: "not currently accepting connections" in sender.text() or not comes_back, what="it tries")
        if not comes_back:
            assert sender.wait(60) == 3
        server.cursor().execute(f"alter database {name} allow_connections true")
        server.close()
        if comes_back:
            assert sender.wait(60) == 0
            assert outbox.row()[:2] == ("sent", 1) and outbox.row()[3] == "200 "
        else:
            assert outbox.row()[:2] == ("pending", 1)
        assert len(hook.requests) == 1


@pytest.mark.quick
def test_status_tells_of_postings(hooked):
    """One line while any is unsent or refused, none otherwise; numbers for scripts."""
    def postings():
        text = [line for line in outbox.meritd.run("status").stdout.splitlines() if line.startswith("postings")]
        return text, json.loads(outbox.meritd.run("status", "--format", "json").stdout)["postings"]

    with Hook([500, 400, 200]) as hook:
        outbox = hooked(hook)
        told = "postings          {} not sent yet, {} refused: see meritd post list"
        outbox.send(status=1)
        assert postings() == ([told.format(1, 0)], {"unsent": 1, "refused": 0})
        outbox.send(at=10, status=1)
        assert postings() == ([told.format(0, 1)], {"unsent": 0, "refused": 1})
        outbox.send("--month", MONTH, at=20)
        assert postings() == ([], {"unsent": 0, "refused": 0})


@pytest.mark.quick
def test_a_folder_that_cannot_be_written(outbox, tmp_path):
    folder = tmp_path / "taken"
    folder.write_text("a file")
    outbox.receivers({"receiver": "archive", "kind": "file", "folder": str(folder)})
    outbox.send(status=1)
    assert "Not a directory" in outbox.row()[3]
    outbox.meritd.environment["STATE_DIRECTORY"] = str(tmp_path)
    outbox.receivers({"receiver": "archive", "kind": "file"})
    outbox.send(at=60)
    (path,) = (tmp_path / "postings").iterdir()
    assert json.loads(path.read_text())["subject"] == MONTH


# ---- the command -----------------------------------------------------------------------------------


@pytest.mark.quick
def test_receivers_are_set_and_shown(outbox, tmp_path):
    path = tmp_path / "receivers.json"
    path.write_text('[ // who gets the ranking\n {"receiver": "group", "kind": "webhook", "format": "wecom"}]\n')
    assert "group" in outbox.meritd.run("post", "receivers", path).stdout
    path.write_text('[{"receiver": "group", "kind": "pigeon"}, {"receiver": "x", "kind": "kafka", "url": "y"}]')
    told = outbox.meritd.run("post", "receivers", path, status=1).stderr
    assert "kafka, webhook or file" in told and '"url" is nothing' in told
    assert "wecom" in outbox.meritd.run("post", "receivers").stdout
    path.write_text("[")
    outbox.meritd.run("post", "receivers", path, status=1)
    outbox.meritd.run("post", "receivers", tmp_path / "missing", status=1)
    path.write_text('[\n  {"receiver": "a",}\n]')
    assert f"{path}: line 2, column 20: " in outbox.meritd.run("post", "receivers", path, status=1).stderr
    assert json.loads(outbox.meritd.run("post", "receivers", "--format", "json").stdout) == [
        {"receiver": "group", "kind": "webhook", "enabled": True, "options": {"format": "wecom"}}]


@pytest.mark.parametrize("words", [["--wait", "soon"], ["--wait", "5"], ["--wait", "0s"], ["--wait", "200h"], ["--again"], ["--to", "nobody"],
                                   ["--month", "2026-13"], ["nonsense"], ["alarm"], ["list", "--wait", "1s"]], ids=" ".join)
def test_wrong_usage(outbox, words):
    assert outbox.meritd.run("post", *words, status=2).stderr


@pytest.mark.quick
def test_a_month_that_was_never_closed(outbox):
    assert "meritd close" in outbox.send("--month", "2026-08", status=1).stderr


@pytest.mark.quick
@pytest.mark.parametrize("role", ["meritd_close", "merit_operator"])
def test_who_may_post(outbox, tmp_path, role):
    """The closing job's role, and operators, with nothing but what the role has."""
    outbox.meritd.environment["PGOPTIONS"] = f"-c role={role}"
    outbox.receivers({"receiver": "archive", "kind": "file", "folder": str(tmp_path / "archive")})
    outbox.meritd.run("post", "--month", MONTH)
    assert outbox.row()[:2] == ("sent", 1)
    assert "sent" in outbox.meritd.run("post", "list").stdout
    assert outbox.database.value("select sender from post.attempt")


@pytest.mark.quick
@pytest.mark.parametrize("role", ["meritd_ingest", "merit_lead", "merit_agent", "merit_payroll", "merit_reader"])
def test_who_may_not_post(outbox, role):
    outbox.meritd.environment["PGOPTIONS"] = f"-c role={role}"
    for words in ([], ["list"], ["receivers"], ["--month", MONTH]):
        assert "denied" in outbox.meritd.run("post", *words, status=1).stderr


@pytest.mark.quick
def test_alarm_needs_no_database_and_no_configuration(outbox, tmp_path):
    outbox.meritd.environment["PGHOST"] = "/nowhere"
    outbox.meritd.environment["MERITD_LOG_LEVEL"] = "loud"
    broken = tmp_path / "meritd.json"
    broken.write_text('{"kafka": {"topics": 7}}')
    with Hook([(200, b'{"errcode":0}'), (200, b'{"errcode":93000}')]) as hook:
        outbox.credential("post_alarm.url", hook.url(f"/send?key={KEY}"))
        outbox.meritd.run("--config", broken, "post", "alarm", 'meritd-close.service failed on "shop"\n')
        assert hook.requests[0].json == {"msgtype": "text", "text": {
            "content": 'meritd-close.service failed on "shop"\n'}}
        assert "93000" in outbox.meritd.run("post", "alarm", "again", status=1).stderr
    os.unlink(outbox.credentials / "post_alarm.url")
    assert "post_alarm.url" in outbox.meritd.run("post", "alarm", "again", status=1).stderr
