"""meritd beside what a user would run instead, on the same topic and PostgreSQL, in turns.

The peers are no part of the tree: a folder has them, with python_peer.py (a consumer by confluent-kafka, orjson and psycopg)
and flink/ (a job of Apache Flink's SQL). What they need is fetched once into ~/.cache/meritd/peers.

Flink's JSON knows times in UTC only, so that all three read a topic that says the same instants so.
"""

import contextlib
import functools
import json
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import datetime, timedelta

from confluent_kafka import Consumer, Producer, TopicPartition
from figures import print_figure, print_figures
from meter import Meter
from processes import Child, Port, wait_until
from stage import PARTITIONS, PATIENCE

PYTHON_PACKAGES = ["confluent-kafka", "orjson", "psycopg[binary]"]
FLINK_PACKAGES = ["apache-flink==2.2.1", "apache-flink-libraries==2.2.1"]  # --no-deps: the servers alone
VERSIONS = {"python": platform.python_version(), "flink": FLINK_PACKAGES[0].split("==")[1]}
PYTHON_BATCH = 30000  # records that the consumer writes in one transaction: its CPU is least so
COLD = 2  # runs of Flink before those that count
TABLES = """
    create schema if not exists pf;
    drop table if exists pf.b_wait, pf.b_cust;
    create table pf.b_wait (agent text, dy date, rounds bigint, wait_ms bigint, primary key (agent, dy));
    create table pf.b_cust (agent text, dy date, customer text, n bigint, n_agent bigint, t_min timestamp(3),
                            t_max timestamp(3), primary key (agent, dy, customer));
"""


def measure(stream):
    """A scenario: the three in turns; Flink is warm before the first."""
    def measured(stage, options):
        topic = topic_in_utc(stage, stream)
        database = stage.postgres.createdb("peers")
        python = PythonPeer(options.peers, stage, database, topic)

        def turn(run):
            """On a server at rest: nobody pays for the rows and pages that another left behind."""
            database.drop()
            stage.postgres.createdb(database.name)
            database.execute("checkpoint")
            return run()

        with Flink(options.peers, stage, database, topic) as flink:
            flink.truth = turn(python.run)[1]
            for _ in range(COLD):
                turn(flink.run)
            rounds = [(turn(lambda: run_meritd(stage, topic)), turn(python.run)[0], turn(flink.run))
                      for _ in range(options.runs)]
        tell(f"peers-{stream.agents}", rounds, events=stage.events, agents=stream.agents, months=stream.months)
        database.drop()
        stage.kafka.delete_topic(topic)
        stage.forget(stream)

    return measured


def tell(scenario, rounds, **measured_with):
    ours, *others = zip(*rounds)
    print_figures(f"{scenario}.meritd", ours, **measured_with)
    for (name, version), theirs in zip(VERSIONS.items(), others):
        print_figures(f"{scenario}.{name}", theirs, version=version, **measured_with)
        print_figure(f"{scenario}.meritd/{name}", [our["rate"] / their["rate"] for our, their in zip(ours, theirs)],
                     "times", **measured_with)


def run_meritd(stage, topic):
    meritd, figures = stage.ingest(topic)
    meritd.database.drop()
    return {"rate": figures["rate"], "cpu.program": figures["cpu.daemon"], "cpu.postgres": figures["cpu.postgres"],
            "memory": figures["memory"], "steal": figures["steal"]}


def figures_of(events, seconds, meter, *programs):
    return {"rate": events / seconds, "cpu.program": sum(meter.cpu[name] for name in programs) / events * 1e6,
            "cpu.postgres": meter.cpu["postgres"] / events * 1e6,
            "memory": sum(meter.memory[name] for name in programs), "steal": meter.steal}


# ---- the topic -----------------------------------------------------------------------------------


def topic_in_utc(stage, stream):
    """A copy of the stream's topic whose times end in Z, record by record with its key and partition."""
    source, target = stage.topic(stream), stage.kafka.create_topic(partitions=PARTITIONS, retention_ms=-1)
    left = sum(stage.kafka.ends(source).values())
    producer = Producer({"bootstrap.servers": stage.kafka.bootstrap, "linger.ms": 20,
                         "queue.buffering.max.messages": 1000000})
    settings = {"bootstrap.servers": stage.kafka.bootstrap, "group.id": "copy", "enable.auto.commit": False}
    with contextlib.closing(Consumer(settings)) as consumer:
        consumer.assign([TopicPartition(source, partition, 0) for partition in range(PARTITIONS)])
        while left:
            messages = consumer.consume(min(left, 10000), 1)
            for message in messages:
                assert not message.error(), message.error()
                producer.produce(target, in_utc(message.value()), message.key(), message.partition())
            producer.flush()
            left -= len(messages)
    return target


def in_utc(value):
    return re.sub(rb'"time":"(.{13})(.{10})\+08:00"',
                  lambda found: b'"time":"%s%sZ"' % (hour_in_utc(found[1]), found[2]), value)


@functools.cache
def hour_in_utc(hour):
    there = datetime.strptime(hour.decode(), "%Y-%m-%dT%H") - timedelta(hours=8)
    return there.strftime("%Y-%m-%dT%H").encode()


# ---- the consumer in Python ----------------------------------------------------------------------


class PythonPeer:
    def __init__(self, folder, stage, database, topic):
        self.stage = stage
        self.environment = {**os.environ, **database.environment(), "KAFKA": stage.kafka.bootstrap, "TOPIC": topic,
                            "PYTHONPATH": str(installed(folder) / "python")}
        self.command = [sys.executable, folder / "python_peer.py", str(stage.events), str(PYTHON_BATCH)]

    def run(self):
        """Its figures, and what it found: (events with a customer, rounds)."""
        with Meter(self.stage.postgres) as meter, subprocess.Popen(
                self.command, env=self.environment, stdout=subprocess.PIPE, text=True) as peer:
            meter.watch(python=peer.pid)
            said = peer.stdout.read()
        assert peer.returncode == 0, said
        wall = float(re.search(r" wall ([\d.]+) ", said)[1])  # from its first record on
        events, rounds, _ = map(int, re.findall(r"\d+", said[said.index("("):]))
        return figures_of(self.stage.events, wall, meter, "python"), (events, rounds)


# ---- Flink ---------------------------------------------------------------------------------------


class Flink:
    """A cluster of one job manager and one task manager, for as long as the context lasts."""

    def __init__(self, folder, stage, database, topic):
        self.stage, self.database = stage, database
        self.sources, self.home, self.programs = folder / "flink", stage.scratch / f"flink-{topic}", flink_home(folder)
        self.ports = [Port(), Port()]
        self.rest = f"http://127.0.0.1:{self.ports[1].number}"
        self.environment = {**os.environ, "FLINK_HOME": str(self.programs), "FLINK_CONF_DIR": str(self.home / "conf"),
                            "FLINK_LOG_DIR": str(self.home)}
        self.truth = None  # (events with a customer, rounds) that it must come to
        self._prepare(topic)

    def _prepare(self, topic):
        """Its configuration, the job, and the query, with the places of this run."""
        shutil.copytree(self.programs / "conf", self.home / "conf")
        rpc, rest = (str(port.number) for port in self.ports)
        configuration = (self.sources / "config.yaml").read_text().replace("@PEER@", str(self.home))
        configuration = configuration.replace("port: 26123", f"port: {rpc}").replace("port: 28081", f"port: {rest}")
        (self.home / "conf/config.yaml").write_text(configuration)
        classes = self.home / "classes"
        called("javac", "-parameters", "-cp", f"{self.programs}/lib/*", "-d", classes, *self.sources.glob("*.java"))
        called("jar", "cf", self.home / "job.jar", "-C", classes, ".")
        postgres = self.stage.postgres
        names = {"@TOPIC@": topic, "@KAFKA@": self.stage.kafka.bootstrap, "@PGHOST@": "127.0.0.1",
                 "@PGPORT@/postgres": f"{postgres.port.number}/{self.database.name}",
                 "'password'='x'": f"'password'='{postgres.password}'"}
        query = (self.sources / "rounds.sql").read_text()
        for name, value in names.items():
            assert name in query, name
            query = query.replace(name, value)
        (self.home / "rounds.sql").write_text(query)

    def __enter__(self):
        self.job_manager = self._start("jobmanager")
        self.task_manager = self._start("taskmanager")
        wait_until(self._ready, 90, "Flink has a task manager")
        return self

    def __exit__(self, *_):
        for manager in (self.task_manager, self.job_manager):
            manager.kill()
        for port in self.ports:
            port.release()

    def _start(self, name):
        return Child([self.programs / f"bin/{name}.sh", "start-foreground"], self.home / f"{name}.log",
                     env=self.environment)

    def _ready(self):
        assert self.job_manager.running() and self.task_manager.running(), self.job_manager.tail() + self.task_manager.tail()
        try:
            return self._get("/overview")["slots-total"]
        except OSError:
            return 0

    def _get(self, path):
        with urllib.request.urlopen(self.rest + path, timeout=30) as answer:
            return json.load(answer)

    def run(self):
        """From the moment the job runs until its last row is in PostgreSQL."""
        self.database.execute(TABLES)
        with Meter(self.stage.postgres, job_manager=self.job_manager.process.pid,
                   task_manager=self.task_manager.process.pid) as meter:
            said = called(self.programs / "bin/flink", "run", "-d", "-c", "RunSql", self.home / "job.jar",
                          self.home / "rounds.sql", env=self.environment)
            job = re.search(r"JOB (\w+)", said)[1]
            wait_until(lambda: self._has(job, "b_wait", "rounds", self.truth[1]), PATIENCE, "all rounds are there")
            wait_until(lambda: self._has(job, "b_cust", "n", self.truth[0]), PATIENCE, "all customers are there")
            ended = time.time()
        began = self._get(f"/jobs/{job}")["timestamps"]["RUNNING"] / 1000
        wait_until(lambda: self._get(f"/jobs/{job}")["state"] == "FINISHED", 120, "the job has ended")
        return figures_of(self.stage.events, ended - began, meter, "job_manager", "task_manager")

    def _has(self, job, table, column, wanted):
        """Looked at twice a second."""
        time.sleep(0.5)
        state = self._get(f"/jobs/{job}")["state"]
        found = self.database.value(f"select coalesce(sum({column}), 0)::bigint from pf.{table}")
        assert found <= wanted and (state != "FINISHED" or found == wanted), f"{state}: {found} of {wanted} in {table}"
        return found == wanted


# ---- what the peers need -------------------------------------------------------------------------


def flink_home(folder):
    return installed(folder) / "flink/pyflink"


@functools.cache
def installed(folder):
    """Where the peers' packages are, fetched once for all runs of this user."""
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "meritd"
    home = cache / "peers"
    if not home.exists():
        # Fetched beside it and renamed, so that a folder of that name is always a whole one.
        fetched = pathlib.Path(tempfile.mkdtemp(prefix="fetching-", dir=cache))
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target"]
        called(*pip, fetched / "python", *PYTHON_PACKAGES)
        called(*pip, fetched / "flink", "--no-deps", *FLINK_PACKAGES)
        called("mvn", "--batch-mode", "--quiet", "--file", folder / "flink/pom.xml", "dependency:copy-dependencies",
               f"-DoutputDirectory={fetched}/flink/pyflink/lib")
        fetched.rename(home)
    return home


def called(*command, **options):
    """What a program said, once it has ended well."""
    done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          timeout=PATIENCE, check=False, **options)
    assert done.returncode == 0, f"{command[0]}: {done.stdout[-4000:]}"
    return done.stdout
