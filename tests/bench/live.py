"""Live arrival: what events cost that come a few at a time, and how soon they are in the numbers."""

import contextlib
import subprocess
import threading
import time

from figures import print_figure, unit_of
from meter import Meter
from program import binary
from stage import PARTITIONS

AGENTS = 1000
RATE = 2000  # events/s
SPEED = 600  # so many customers that they would soon write more: the rate is reached, and kept
WARM_UP = 180  # seconds before anything is measured: at the start no conversation is under way
SMALL = 1 << 20  # bytes
LOOK = 0.1  # seconds between two looks at what is settled

# Up to when records are written, by the broker's clock; the newest and the oldest dirty row.
PROGRESS = """
    select (select extract(epoch from min(p.last_timestamp))::float8 from ingest.position p),
           (select coalesce(max(d.id), 0) from ingest.dirty d),
           (select coalesce(min(d.id), 'infinity'::float8) from ingest.dirty d)
"""
UPDATES = """
    select schemaname || '.' || relname, n_tup_upd, n_tup_hot_upd
      from pg_stat_user_tables
     where schemaname in ('fact', 'settled', 'rollup')
"""


def measure(stage, options):
    """For options.minutes, in a new database."""
    topic = stage.kafka.create_topic(partitions=PARTITIONS, message_timestamp_type="LogAppendTime")
    meritd = stage.meritd(topic)
    daemon = meritd.start("ingest")
    with arriving(stage, topic):
        time.sleep(WARM_UP)
        figures = watch(stage, meritd.database, daemon, options.minutes * 60)
    assert daemon.stop() == 0, daemon.tail()
    figures.update(growths(meritd.database))
    for name, value in figures.items():
        print_figure(f"live.{name}", [value], unit(name), events_per_second=RATE, agents=AGENTS,
                     minutes=options.minutes)
    meritd.database.drop()
    stage.kafka.delete_topic(topic)


def unit(name):
    kind = name.split(".")[0]
    return {"fresh": "s", "hot": "%", "growth": "ratio"}.get(kind) or unit_of(name)


@contextlib.contextmanager
def arriving(stage, topic):
    words = ["generate", "--quiet", "--live", "--seed", 3, "--agents", AGENTS, "--only", "chat", "--messages", 10,
             "--speed", SPEED, "--rate", RATE, "--kafka", stage.kafka.bootstrap, "--topic", topic]
    with subprocess.Popen([binary(), *map(str, words)]) as generator:
        try:
            yield
        finally:
            generator.terminate()


def watch(stage, database, daemon, seconds):
    updates, size, events = counted(database), size_of(database), written(database)
    with Freshness(database) as freshness, \
            Meter(stage.postgres, daemon=daemon.process.pid, looks=freshness.backend) as meter:
        time.sleep(seconds)
    events = written(database) - events
    meter.cpu["postgres"] -= meter.cpu["looks"]
    return {"rate": events / meter.time, "fresh.p99": freshness.percentile(99),
            **{f"cpu.{name}": meter.cpu[name] / events * 1e6 for name in ("daemon", "writer", "settler", "postgres")},
            "memory": meter.memory["daemon"], "wal": float(meter.wal) / events,
            "size": (size_of(database) - size) / events,
            **{f"hot.{table}": share for table, share in in_place(updates, counted(database), seconds)}}


def written(database):
    return int(database.value("select sum(p.next_offset) from ingest.position p"))


def size_of(database):
    return database.value("select pg_database_size(current_database())")


def counted(database):
    """Per table how often a row was updated, and how often in its place."""
    return {table: counts for table, *counts in database.rows(UPDATES)}


def in_place(before, after, least):
    """The share of updates in their place, in percent, of each table with enough of them to tell."""
    for table, (updates, hot) in after.items():
        updates, hot = updates - before[table][0], hot - before[table][1]
        if updates > least:
            yield table, 100 * hot / updates


def growths(database):
    """How many times as large tables are as their rows: per table, but the small ones, and all together."""
    found, all_of_them = {}, [0, 0]
    for table in counted(database):
        database.execute(f"create table public.packed as select * from {table}")
        size, packed = (database.value("select pg_relation_size(%s)", name) for name in (table, "public.packed"))
        database.execute("drop table public.packed")
        all_of_them = [all_of_them[0] + size, all_of_them[1] + packed]
        if packed > SMALL:
            found[f"growth.{table}"] = size / packed
    return {"growth": all_of_them[0] / all_of_them[1], **found}


class Freshness:
    """How long after it came to Kafka an event is in the settled numbers."""

    def __init__(self, database):
        self._session = database.connect()
        self.backend = self._session.info.backend_pid
        self._delays = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look_often, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._ended.set()
        self._thread.join()
        self._session.close()

    def percentile(self, share):
        return sorted(self._delays)[len(self._delays) * share // 100]

    def _look_often(self):
        """What was written up to an instant is settled once the dirty rows that were there then are gone."""
        settled, written = None, []  # up to when; (up to when, newest dirty row) of what is not settled
        with self._session.cursor() as cursor:
            while not self._ended.wait(LOOK):
                cursor.execute(PROGRESS)
                until, newest, oldest = cursor.fetchone()
                written.append((until, newest))
                while written and written[0][1] < oldest:
                    settled = self._is_settled(settled, written.pop(0)[0])

    def _is_settled(self, begin, end):
        """Notes a delay for each millisecond in which events came."""
        now = time.time()
        if begin:
            self._delays += [now - begin - ms / 1000 for ms in range(round((end - begin) * 1000))]
        return end
