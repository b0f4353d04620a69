"""What a daemon tells at /metrics: every number against one that is found in another way, both formats, and real Prometheus."""

import contextlib
import http.client
import json
import os
import re
import signal
import subprocess
import time
import urllib.parse
from collections import Counter

import pytest
from checks import stream_lines
from daemons import SWIFT, plain_records, wait_settled
from processes import ROOT, Child, Port, wait_until
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from servers import Record
from streams import AS_OF, OTHER_SHOP, SHOP, malformed

NOW = ("--now", AS_OF.isoformat())
OPENMETRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8"
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"
RULES = ROOT / "config/prometheus/meritd.rules.yml"
LONGEST = 65537  # of a longer record no more is read
PAGE = ROOT / "docs/monitoring.md"


class Watched:
    """A program whose daemon answers on a port of its own."""

    def __init__(self, new_meritd, kafka, port, partitions=2):
        self.kafka, self.port = kafka, port.number
        self.topic = kafka.create_topic(partitions=partitions)
        self.meritd = new_meritd(kafka, shop_id=SHOP, kafka_topics=self.topic, kafka_group_id=self.topic,
                                 metrics_listen=f"127.0.0.1:{port.number}", **SWIFT)
        self.database = self.meritd.database

    def start(self):
        """A daemon that answers."""
        daemon = self.meritd.start("ingest", *NOW)
        daemon.wait_until(self.answers, what="it listens")
        return daemon

    def answers(self):
        with contextlib.suppress(ConnectionRefusedError):
            return self.fetch()[0] == 200

    def send(self, lines):
        self.kafka.produce(self.topic, plain_records(lines, 2))

    def fetch(self, path="/metrics", method="GET", accept=OPENMETRICS):
        """Status, content type and text of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with contextlib.closing(connection):
            connection.request(method, path, headers={"Accept": accept} if accept else {})
            answer = connection.getresponse()
            return answer.status, answer.getheader("Content-Type"), answer.read().decode()

    def families(self):
        """As the reference parser of OpenMetrics reads them, which is strict."""
        status, kind, text = self.fetch()
        assert (status, kind) == (200, OPENMETRICS)
        return list(text_string_to_metric_families(text))

    def samples(self, name):
        """{values of its labels, in order: number} of the samples of this name."""
        return {tuple(sample.labels.values()): sample.value for family in self.families()
                for sample in family.samples if sample.name == name}

    def number(self, name, *labels):
        return self.samples(name)[labels]

    def wait_settled(self, daemon):
        wait_settled(daemon, self.meritd, self.kafka, self.topic)
        daemon.wait_until(lambda: self.number("meritd_oldest_unsettled_write_seconds") == 0
                          and set(self.samples("meritd_consumer_lag_records").values()) == {0}, what="it says so")


@pytest.fixture
def port():
    taken = Port()
    yield taken
    taken.release()


@pytest.fixture
def watched(new_meritd, kafka, port):
    return Watched(new_meritd, kafka, port)


def counted(lines):
    """Events of this shop by type, and how many lines are another shop's."""
    events = [json.loads(line) for line in lines]
    return (Counter((event["type"],) for event in events if event.get("shop") != OTHER_SHOP),
            sum(event.get("shop") == OTHER_SHOP for event in events))


@pytest.mark.quick
@pytest.mark.asan
def test_counts_what_came(watched):
    first, bad = stream_lines("metrics", 40), malformed(3, 200)
    lines = first + first[:100]
    types, others = counted(lines)
    began = time.time()
    with watched.start() as daemon:
        watched.send(first)
        watched.wait_settled(daemon)
        again = [*first[:100], *(line for line, _ in bad)]
        watched.kafka.produce(watched.topic, [Record(None, line, partition=1) for line in again])
        watched.wait_settled(daemon)
        assert others > 0 and len(types) > 15
        assert {labels: number for labels, number in watched.samples("meritd_events_total").items() if number} == types
        reasons = Counter((reason,) for _, reason in bad)
        letters = watched.samples("meritd_dead_letters_total")
        assert {labels: number for labels, number in letters.items() if number} == reasons
        assert watched.samples("meritd_skipped_records_total") == {
            ("other_shop",): others, ("too_old",): 0, ("empty",): 0}
        assert watched.number("meritd_records_total") == len(lines) + len(bad)
        assert watched.number("meritd_record_bytes_total") == sum(
            min(len(line), LONGEST) for line in [*lines, *(line for line, _ in bad)])
        assert watched.number("meritd_batch_events_sum") == sum(types.values()) + len(bad)
        assert (watched.number("meritd_batch_events_count") == watched.number("meritd_batch_duration_seconds_count")
                <= watched.number("meritd_writes_total"))
        written = watched.database.value("select last_value from ingest.dirty_id_seq")
        assert 0 < watched.number("meritd_settled_writes_total") <= written
        assert watched.number("meritd_settlement_duration_seconds_count") > 0
        check_cache(watched)
        check_process(watched, daemon, began)
        assert watched.samples("meritd_database_connected") == {("writer",): 1, ("settler",): 1}
        assert set(watched.samples("meritd_consumer_lag_records")) == {(watched.topic, "0"), (watched.topic, "1")}
        for name in ("meritd_waiting_events", "meritd_writes_refused_total", "meritd_database_lost_commits_total"):
            assert watched.number(name) == 0


def check_cache(watched):
    """One writer, and room for all: each conversation was new once, and found when its events came again."""
    conversations = watched.database.value("select count(*) from fact.conversation")
    assert watched.number("meritd_cache_entries") == watched.number("meritd_cache_misses_total") == conversations
    assert watched.number("meritd_cache_hits_total") > 0
    assert watched.number("meritd_cache_evictions_total") == watched.number("meritd_conversations_came_back_total") == 0
    assert watched.number("meritd_cache_bytes") > conversations


def check_process(watched, daemon, began):
    version = watched.meritd.run("--version").stdout.split()[1]
    assert watched.samples("meritd_build_info") == {(version,): 1}
    assert began - 1 <= watched.number("process_start_time_seconds") <= time.time()
    shown = watched.number("process_resident_memory_bytes")
    with open(f"/proc/{daemon.process.pid}/statm") as statm:
        resident = int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    assert resident / 2 < shown < 2 * resident
    assert 0 < watched.number("process_cpu_seconds_total") < 60 * (time.time() - began)


@pytest.mark.quick
def test_both_formats(watched):
    """promtool has nothing to say about the one, the strict parser nothing about the other; they hold the same."""
    with watched.start() as daemon:
        daemon.wait_until(lambda: len(watched.samples("meritd_consumer_caught_up_timestamp_seconds")) == 2, what="it reads")
        for accept in (None, "*/*", "text/plain;version=0.0.4;q=1,*/*;q=0.1"):
            status, kind, text = watched.fetch(accept=accept)
            assert (status, kind) == (200, PROMETHEUS)
        done = subprocess.run(["promtool", "check", "metrics"], input=text, text=True, capture_output=True)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        daemon.wait_until(lambda: series(watched.fetch(accept=None)) == series(watched.fetch()), what="both have the same")
        assert len(series(watched.fetch())) > 100
        assert documented() == told(watched)
        check_page(watched)
        watched.meritd.run("ingest", "--until-end", *NOW)  # beside it, from the same configuration
        second = watched.meritd.start("ingest", *NOW)  # as a daemon it wants the same address
        assert second.wait() == 1 and f"127.0.0.1:{watched.port}" in second.text()


def series(answer):
    return {line.rpartition(" ")[0] for line in answer[2].splitlines() if line[0] != "#"}


def told(watched):
    """name of its samples: type, unit, labels of every family."""
    ends = {"counter": "_total", "info": "_info"}
    return {family.name + ends.get(family.type, ""):
            (family.type, family.unit, ", ".join(label for label in family.samples[0].labels if label != "le")
             if family.samples else None)
            for family in watched.families() if family.name != "meritd_last_commit_timestamp_seconds"}


def documented():
    """The same, of the tables of docs/monitoring.md."""
    rows = re.findall(r"^\| `(\w+)(?:\{([\w, ]+)\})?` \| (counter|gauge|histogram|info) \| *(\w*) *\|", PAGE.read_text(),
                      re.MULTILINE)
    return {name: (kind, unit, labels) for name, labels, kind, unit in rows
            if name != "meritd_last_commit_timestamp_seconds" and not name.startswith("meritd_web_")}  # test_web.py has those


def check_page(watched):
    assert watched.fetch("/")[0] == watched.fetch("/metrics/")[0] == 404
    assert watched.fetch(method="POST") == (405, None, "")
    status, kind, text = watched.fetch(method="HEAD")
    assert (status, kind, text) == (200, OPENMETRICS, "")


def test_the_database_goes_away(watched):
    """What is sent meanwhile is its lag; each connection is lost once."""
    lines = stream_lines("away", 20)
    with watched.start() as daemon:
        watched.send(lines)
        watched.wait_settled(daemon)
        assert set(watched.samples("meritd_database_connections_lost_total").values()) == {0}
        name = watched.database.name
        administer(watched, f"alter database {name} allow_connections false",
                   f"select pg_terminate_backend(pid) from pg_stat_activity "
                   f"where datname = '{name}' and application_name like 'meritd %'")
        daemon.wait_until(lambda: set(watched.samples("meritd_database_connected").values()) == {0}, what="it knows")
        watched.kafka.produce(watched.topic, [Record(None, line, partition=1) for line in lines[:70]])
        daemon.wait_until(lambda: watched.number("meritd_consumer_lag_records", watched.topic, "1") == 70, what="lag")
        assert watched.number("meritd_consumer_lag_records", watched.topic, "0") == 0
        administer(watched, f"alter database {name} allow_connections true")
        watched.wait_settled(daemon)
        assert set(watched.samples("meritd_database_connected").values()) == {1}
        assert set(watched.samples("meritd_database_connections_lost_total").values()) == {1}
        assert watched.number("meritd_events_total", "chat.message") == (
            counted(lines)[0]["chat.message",] + counted(lines[:70])[0]["chat.message",])


def administer(watched, *statements):
    server = watched.database.server.connect("postgres")
    with contextlib.closing(server):
        server.autocommit = True
        for statement in statements:
            server.cursor().execute(statement)


def test_nothing_is_settled(watched):
    """While somebody holds the settler's lock, the oldest write grows older; and a process that stood still says so."""
    holder = watched.database.connect()
    with watched.start() as daemon, contextlib.closing(holder):
        watched.send(stream_lines("held", 20))
        watched.wait_settled(daemon)
        stalls = watched.number("meritd_loop_stalls_total")
        holder.cursor().execute("begin; lock table settle.state in share update exclusive mode")
        watched.send(stream_lines("held too", 5))
        daemon.wait_until(lambda: watched.number("meritd_oldest_unsettled_write_seconds") > 0, what="it is written")
        began = time.monotonic()
        daemon.pause()
        wait_until(lambda: time.monotonic() > began + 2.5)
        daemon.resume()
        assert watched.number("meritd_oldest_unsettled_write_seconds") > 2.5
        daemon.wait_until(lambda: watched.number("meritd_loop_stalls_total") > stalls, what="the stall is counted")
        holder.cursor().execute("rollback")
        watched.wait_settled(daemon)


# ---- Prometheus itself -----------------------------------------------------------------------------


class Prometheus(Child):
    """The real one, with the configuration that we ship, but for its target and its pace."""

    def __init__(self, folder, port, target):
        self.port = port.number
        text = (ROOT / "config/prometheus/prometheus.yml").read_text()
        assert "127.0.0.1:9464" in text and " 15s" in text
        text = text.replace("127.0.0.1:9464", f"127.0.0.1:{target}").replace(" 15s", " 1s")
        (folder / "prometheus.yml").write_text(text)
        (folder / RULES.name).write_text(RULES.read_text())
        super().__init__(["prometheus", f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/data",
                          f"--web.listen-address=127.0.0.1:{self.port}"], folder / "prometheus.log", cwd=folder)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop(signal.SIGTERM)

    def ask(self, path, **parameters):
        """The data of an answer; None while it is not ready."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with contextlib.closing(connection):
            try:
                connection.request("GET", f"/api/v1/{path}?{urllib.parse.urlencode(parameters)}")
            except ConnectionRefusedError:
                assert self.running(), self.tail()
                return None
            answer = connection.getresponse()
            return json.loads(answer.read())["data"] if answer.status == 200 else None

    def value(self, query):
        """The number that the query gives now; None: none."""
        data = self.ask("query", query=query)
        return float(data["result"][0]["value"][1]) if data and data["result"] else None


def test_prometheus_scrapes_a_daemon(watched, tmp_path):
    lines = stream_lines("scraped", 20)
    own = Port()
    with contextlib.ExitStack() as stack:
        stack.callback(own.release)
        prometheus = stack.enter_context(Prometheus(tmp_path, own, watched.port))
        with watched.meritd.start("ingest") as daemon:
            watched.send(lines)
            wanted = sum(counted(lines)[0].values())
            daemon.wait_until(lambda: prometheus.value("sum(meritd_events_total)") == wanted, what="they are scraped")
            (target,) = (one for one in prometheus.ask("targets")["activeTargets"] if one["labels"]["job"] == "meritd")
            assert (target["health"], target["lastError"]) == ("up", "")
            daemon.wait_until(lambda: prometheus.value("sum(meritd_consumer_lag_records)") == 0, what="lag 0")
            assert prometheus.value("histogram_quantile(0.5, meritd_batch_duration_seconds_bucket)") > 0
            units = {name: found[0]["unit"] for name, found in prometheus.ask("metadata").items()}
            assert units["meritd_consumer_lag_records"] == "records" and units["meritd_cache_bytes"] == "bytes"
            (group,) = prometheus.ask("rules")["groups"]
            assert {rule["health"] for rule in group["rules"]} <= {"ok", "unknown"}
            assert [rule["name"] for rule in group["rules"]] == alerts()
            # a slow machine stands still
            assert prometheus.value('count(ALERTS{alertstate="firing",alertname!="MeritdLoopStalls"})') is None
        wait_until(lambda: prometheus.value('up{job="meritd"}') == 0, what="it is seen to be down")


# ---- alerts ----------------------------------------------------------------------------------------


def alerts():
    return re.findall(r"^ +- alert: (\w+)$", RULES.read_text(), re.MULTILINE)


@pytest.mark.quick
def test_alerts_fire_when_they_should():
    tests = ROOT / "tests/integration/meritd.rules.test.yml"
    for command in (["check", "rules", RULES], ["test", "rules", tests]):
        done = subprocess.run(["promtool", *command], text=True, capture_output=True)
        assert done.returncode == 0, done.stdout + done.stderr
    text = tests.read_text()
    assert all(re.search(rf"alertname: {name}\n +exp_alerts:", text) for name in alerts())


def test_each_alert_is_documented():
    described = re.findall(r"^\| `(Meritd\w+)` \|", PAGE.read_text(), re.MULTILINE)
    assert sorted(described) == sorted(alerts())
