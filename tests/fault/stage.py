"""The stage of a fault test: a stream in Kafka, daemons behind proxies, and the judgement at the end.

    stage = Stage(scratch, postgres, kafka, fault_stream(scratch, seed, events=40000))
    stage.join(), stage.join()
    while stage.unsent:
        stage.send(0.1)
        …harm…
    stage.judge()

judge() waits until everything is read and settled, stops the daemons (each must exit 0), settles once
more under one --now, and compares every relation with a database that read the same lines in order from a
file, and with the oracle.
"""

import contextlib
import itertools
import json
import os
import random
import signal
import subprocess
import time
from functools import cached_property

import psycopg2
from checks import AS_OF, SHOP, expect
from oracle.contract import read_events
from oracle.clock import milliseconds
from processes import ROOT, Child, wait_until
from program import Daemon, Meritd
from proxy import Proxy
from servers import Database, Record
from streams import edge_stream, encode, malformed
from truth import assert_buried, assert_calculated, assert_equal

NOW = ("--now", AS_OF.isoformat())
PATIENCE = 120  # seconds until everything must be well again
SESSION_MS = 2000  # the broker lets go of a silent member after that
SWIFT = {"ingest_flush_interval_ms": 50, "settle_interval_ms": 100, "ingest_batch_events": 1500,
         "ingest_cache_entries": 2000, "postgres_lock_timeout_ms": 1000, "log_level": "info",
         "kafka_options": f"session.timeout.ms={SESSION_MS},heartbeat.interval.ms=300,"
                          "reconnect.backoff.max.ms=500,topic.metadata.refresh.interval.ms=1000"}

# How much larger than on a push the large tests are: `soak --large` sets it.
SCALE = int(os.environ.get("MERITD_FAULT_SCALE", "1"))

_names = itertools.count(1)


# ---- streams -------------------------------------------------------------------------------------


class Stream:
    """Lines in the order of a quiet day, and what is known of them. Made from a seed."""

    def __init__(self, scratch, seed, lines):
        self.scratch, self.seed = scratch, seed
        self.lines = lines
        self.path = scratch / f"stream{next(_names)}.ndjson"
        self.path.write_bytes(b"".join(line + b"\n" for line in lines))
        self._quiet = None

    @cached_property
    def expected(self):
        return expect(self.lines, AS_OF, received_at=None)

    @cached_property
    def reasons(self):
        """{line: why it is rejected}."""
        return {self.lines[number - 1]: reason for number, reason in self.expected.rejected}

    def quiet(self, postgres):
        """A database that read the lines from a file, once, in order, undisturbed."""
        if not self._quiet:
            self._quiet = postgres.createdb(f"quiet{next(_names)}")
            meritd = Meritd(self._quiet, self.scratch, shop_id=SHOP)
            meritd.run("migrate")
            meritd.run("replay", self.path, *NOW, timeout=600)
        return self._quiet

    def permuted(self, seed):
        """Without bound; of half the customers' orders even before any chat."""
        chooser = random.Random(f"permuted {self.seed} {seed}")
        lines = self.lines[:]
        chooser.shuffle(lines)
        return sorted(lines, key=lambda line: b'"order.' not in line or chooser.random() < 0.5)

    def portion(self, share):
        """The stream of every n-th line: smaller, and of its own."""
        return Stream(self.scratch, self.seed, self.lines[::round(1 / share)])


def fault_stream(scratch, seed, events, edges=40):
    """A generated shop and an edge stream: 3 % duplicates, 1 % malformed, nothing later than AS_OF."""
    path = scratch / f"generated{next(_names)}.ndjson"
    number = random.Random(f"stream {seed}").randrange(2**31)
    subprocess.run([binary(), "generate", "--quiet", "--seed", str(number), "--events", str(events),
                    "--days", "40", "--end", AS_OF.isoformat(), "--source", "urn:test",
                    "--duplicates", "0.03", "--bad", "0.01", "--output", path], check=True)
    lines = path.read_bytes().split(b"\n")[:-1]
    path.unlink()
    edgy = [encode(event, number) for event in edge_stream(number, edges)]
    edgy += [line for line, _ in malformed(number, edges) if b"\n" not in line]
    return Stream(scratch, seed, lines + timely(edgy))


def timely(lines):
    """Without those that are taken only while their time is not the future."""
    def rejected(received_at):
        _, found = read_events(lines, "CNY", milliseconds(received_at), SHOP)
        return {number for number, *_ in found}

    premature = rejected(AS_OF) ^ rejected(AS_OF.replace(year=2026))
    return [line for number, line in enumerate(lines, 1) if number not in premature]


def binary():
    return os.environ.get("MERITD_BINARY") or str(ROOT / "build/release/meritd")


# ---- the stage -----------------------------------------------------------------------------------


class Member:
    """A daemon and the proxy through which it sees PostgreSQL."""

    def __init__(self, stage, number, now=NOW, **settings):
        self.proxy = Proxy(stage.scratch, stage.postgres).__enter__()
        self.name = f"m{number}"
        self.instance = settings.get("kafka_group_instance_id")
        log = stage.scratch / f"{stage.database.name}-{self.name}.log"
        environment = {**stage.meritd.environment, "PGHOST": str(self.proxy.folder), "PGAPPNAME": self.name,
                       **{f"MERITD_{name.upper()}": str(value) for name, value in settings.items()}}
        self.daemon = Daemon([stage.meritd.binary, "ingest", *now], log, env=environment)

    def alive(self):
        return self.daemon.running()

    def kill(self):
        """Dead at any instruction; what it had sent is already the server's."""
        self.daemon.kill()
        self.proxy.cut()

    def close(self):
        self.daemon.kill()
        self.proxy.__exit__()


class Stage:
    def __init__(self, scratch, postgres, kafka, stream, quiet_postgres, partitions=(5, 2), **settings):
        self.scratch, self.postgres, self.kafka, self.stream = scratch, postgres, kafka, stream
        self.quiet_postgres = quiet_postgres
        self.random = random.Random(f"stage {stream.seed}")
        self.topics = {kafka.create_topic(partitions=count): count for count in partitions}
        self.unsent = stream.permuted(stream.seed)
        self.total = len(self.unsent)
        self.database = postgres.createdb(f"fault{next(_names)}")
        topics = ",".join(self.topics)
        self.meritd = Meritd(self.database, scratch, kafka, shop_id=SHOP, kafka_topics=topics,
                             kafka_group_id=self.database.name, **{**SWIFT, **settings})
        self.meritd.run("migrate")
        self.before = 0  # records before the positions, when last asked
        self.members, self.former = [], []
        self.backed_up = False  # there is a copy of the database
        self._numbers = itertools.count(1)

    # Daemons

    def join(self, **settings):
        """now=(): the daemon goes by the machine's clock."""
        member = Member(self, next(self._numbers), **settings)
        self.members.append(member)
        return member

    def part(self, member, status=0, told=False):
        """By SIGTERM, unless it was told so already; it must exit 0, within its time."""
        self.members.remove(member)
        self.former.append(member)
        found = member.daemon.stop(0 if told else signal.SIGTERM, timeout=45)
        assert found == status, f"exit {found} on SIGTERM\n{member.daemon.tail()}"

    def bury(self, member):
        """It was killed."""
        self.members.remove(member)
        self.former.append(member)
        assert member.daemon.wait(10) < 0, f"it ended by itself\n{member.daemon.tail()}"

    def assert_alive(self):
        for member in self.members:
            assert member.alive(), f"{member.name} ended\n{member.daemon.tail()}"

    def beside(self, *arguments, log="beside", **variables):
        """Another process on the same database, straight: `replay`, `settle`. Wait for it and its 0."""
        path = self.scratch / f"{self.database.name}-{log}.log"
        environment = {**self.meritd.environment, **{name: str(value) for name, value in variables.items()}}
        return Child([self.meritd.binary, *map(str, arguments), *NOW], path, env=environment)

    # The stream

    def send(self, share=0.1, where=None, **producer):
        """The next share of all lines, in any partition of any topic, or of the one that where(line) names."""
        count = min(len(self.unsent), round(self.total * share) + 1)
        portion, self.unsent = self.unsent[:count], self.unsent[count:]
        self.before = self.written() or 0
        self.send_lines(portion, where, **producer)

    def send_lines(self, lines, where=None, partition=None, **producer):
        records = {topic: [] for topic in self.topics}
        for line in lines:
            topic = where(line) if where else self.random.choice(list(self.topics))
            key = self.random.choice([None, b"k", b"%d" % self.random.randrange(1000)])
            chosen = self.random.randrange(self.topics[topic])
            records[topic].append(Record(key, line, partition=chosen if partition is None else partition))
        for topic, of_topic in records.items():
            self.wrote(topic, self.kafka.produce(topic, of_topic, message_timeout_ms=60000, **producer))

    def wrote(self, topic, written):
        """Of a stage that keeps account: (partition, offset, line) of each."""

    def send_all(self):
        while self.unsent:
            self.send(0.25)

    # The database, whatever its state

    def move_to(self, server):
        """From now on it is in another server, as after a fail-over. The proxies are the test's to point."""
        self.database.close()
        self.postgres, self.database = server, Database(server, self.database.name)
        self.meritd.environment.update(self.database.environment())

    def rows(self, statement, *values):
        """By a session of its own; None when the database cannot be asked now."""
        try:
            with contextlib.closing(self.database.connect()) as session, session.cursor() as cursor:
                cursor.execute(statement, values or None)
                return cursor.fetchall() if cursor.description else []
        except psycopg2.Error:
            return None

    def written(self):
        """A measure of progress: the sum of all positions, or None."""
        found = self.rows("select coalesce(sum(next_offset), 0) from ingest.position")
        return int(found[0][0]) if found else None

    def wait_written(self, more=1, timeout=60):
        """Until this many more records are before the positions, which may go back meanwhile, than were before the last
        `send` or the last wait: asked only now, all of them may be written already."""
        least = self.before + more
        wait_until(lambda: (self.written() or 0) >= least, timeout, "something is written")
        self.before = self.written() or 0

    def deadlocks(self):
        """How many the server has found in its life: ours never meet in one, as every write locks in one order."""
        return self.postgres.log.read_text(errors="replace").count("deadlock detected")

    def ends(self):
        return {(topic, partition): end for topic in self.topics
                for partition, end in self.kafka.ends(topic).items()}

    def wait_settled(self, timeout=PATIENCE):
        ends = self.ends()

        def settled():
            self.assert_alive()
            found = self.rows("select topic, partition, next_offset from ingest.position")
            here = {(topic, partition): offset for topic, partition, offset in found or []}
            return (found is not None and all(here.get(key, 0) >= end for key, end in ends.items())
                    and self.rows("select count(*) from ingest.dirty") == [(0,)])

        wait_until(settled, timeout, "everything is read and settled")

    # The end

    def judge(self, stream=None, as_of=AS_OF, buried=True):
        stream = stream or self.stream
        began = time.monotonic()
        self.wait_settled()
        recovery = time.monotonic() - began
        for member in self.members[:]:
            self.part(member)
        self.meritd.run("settle", "--now", as_of.isoformat())
        self.assert_right(stream, as_of, buried)
        return recovery

    def assert_right(self, stream, as_of=AS_OF, buried=True):
        self.database.close()
        assert_calculated(self.database, stream.expected, as_of)
        assert_equal(self.database, stream.quiet(self.quiet_postgres), as_of)
        if buried:
            assert_buried(self.database, self.kafka, self.topics, stream.reasons)

    def status(self):
        return json.loads(self.meritd.run("status", "--format", "json").stdout)

    def close(self, show=True):
        """show: the ends of the daemons' logs (pytest keeps them for a test that failed)."""
        for member in [*self.members, *self.former]:
            member.close()
            if show:
                print(f"--- {member.name} ---\n{member.daemon.tail(40)}")
        self.members, self.former = [], []
        self.database.drop()
        self.postgres.dropdb(f"{self.database.name}_copy")
