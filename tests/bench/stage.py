"""Where a benchmark happens: a PostgreSQL that syncs, a Kafka, and what was made there once for several figures.

    with stage_of(events=5000000) as stage:
        figures = stage.backfill(CHAT_1000)  # into a new database: {"rate": …, "cpu.daemon": …, …}
        meritd = stage.shop()                # on a database with the full shop, filled once for all who ask
"""

import contextlib
import itertools
import subprocess
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from meter import Meter
from processes import scratch_folder
from program import Meritd, binary
from servers import Kafka, Postgres

PARTITIONS = 8
SETTINGS = {"fsync": "on", "shared_buffers": "1GB", "max_wal_size": "4GB",
            "min_wal_size": "4GB"}  # segments are kept for the next run, not made anew
SHANGHAI = timezone(timedelta(hours=8))
PATIENCE = 3600  # seconds


class Stream(NamedTuple):
    name: str
    agents: int
    months: int  # the last one of them is the last whole one by the clock
    only: str  # families of events

    def days(self, end):
        return (end - month_before(end, self.months)).days


CHAT_20 = Stream("chat-20", 20, 1, "chat")
CHAT_1000 = Stream("chat-1000", 1000, 1, "chat")
# Without bots and changes: figures stay comparable with those from before there were any.
SHOP = Stream("shop", 1000, 13, "chat,orders,tickets,surveys,staff,plans")


@contextlib.contextmanager
def stage_of(events):
    with scratch_folder() as scratch, Postgres(scratch, **SETTINGS) as postgres, Kafka(scratch) as kafka:
        yield Stage(scratch, postgres, kafka, events)


class Stage:
    def __init__(self, scratch, postgres, kafka, events):
        self.scratch, self.postgres, self.kafka, self.events = scratch, postgres, kafka, events
        self.end = datetime.now(SHANGHAI).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        self._topics, self._filled, self._numbers = {}, {}, itertools.count(1)

    def topic(self, stream):
        """The stream's topic, written at its first use."""
        if stream not in self._topics:
            self._topics[stream] = topic = self.kafka.create_topic(partitions=PARTITIONS, retention_ms=-1)
            words = ["generate", "--quiet", "--seed", 3, "--messages", 10, "--events", self.events,
                     "--agents", stream.agents, "--days", stream.days(self.end), "--end", self.end.isoformat(),
                     "--only", stream.only, "--kafka", self.kafka.bootstrap, "--topic", topic]
            subprocess.run([binary(), *map(str, words)], check=True)
        return self._topics[stream]

    def shop(self):
        """meritd on a database with the full shop."""
        if SHOP not in self._filled:
            self.backfill(SHOP)
        return self._filled[SHOP]

    def backfill(self, stream):
        """Reads the stream into a new database, in place of the one before, until everything is settled."""
        self._drop(stream)
        self._filled[stream], figures = self.ingest(self.topic(stream))
        return figures

    def forget(self, stream):
        """Makes room, and an end of what the servers still do with it."""
        self._drop(stream)
        self.kafka.delete_topic(self._topics.pop(stream))

    def _drop(self, stream):
        if stream in self._filled:
            self._filled.pop(stream).database.drop()

    def ingest(self, topic):
        """Reads a topic to its end into a new database: (meritd, figures)."""
        meritd = self.meritd(topic)
        with Meter(self.postgres, kafka=self.kafka.process_id) as meter:
            daemon = meritd.start("ingest", "--until-end")
            meter.watch(daemon=daemon.process.pid)
            assert daemon.wait(PATIENCE) == 0, daemon.tail()
        events = self._settled(meritd, topic)
        return meritd, {
            "rate": events / meter.time,
            **{f"cpu.{name}": meter.cpu[name] / events * 1e6
               for name in ("daemon", "writer", "settler", "postgres", "kafka")},
            "memory": meter.memory["daemon"], "wal": float(meter.wal) / events,
            "size": meritd.database.value("select pg_database_size(current_database())") / events,
            "steal": meter.steal}

    def meritd(self, topic):
        """The program on a new database of its own."""
        name = f"bench_{next(self._numbers)}"
        meritd = Meritd(self.postgres.createdb(name), self.scratch, self.kafka, kafka_topics=topic,
                        kafka_group_id=name, shop_zone="Asia/Shanghai", shop_currency="CNY")
        meritd.run("migrate")
        return meritd

    def _settled(self, meritd, topic):
        """How many records the topic has, once they are all read and settled."""
        written = sum(self.kafka.ends(topic).values())
        read, left = meritd.database.rows("select (select sum(next_offset)::bigint from ingest.position), "
                                          "(select count(*) from ingest.dirty)")[0]
        assert read == written and left == 0, f"{read} of {written} records are read, {left} rows are left to settle"
        return written


def month_before(month, count):
    months = month.year * 12 + month.month - 1 - count
    return month.replace(year=months // 12, month=months % 12 + 1)
