"""What the tests of the running daemon share: a stream in portions, and how to tell that it is caught up."""

import json
import random

from checks import kafka_records, stream_lines
from processes import wait_until
from servers import Record

# Short waits; a batch every 50 ms, so that a few thousand events are many writes.
SWIFT = {"ingest_flush_interval_ms": 50, "settle_interval_ms": 100}


class Portions:
    """Lines that are produced portion by portion. `sent` holds those that were."""

    def __init__(self, kafka, topic, partitions, seed, customers=40):
        self.kafka, self.topic, self.partitions = kafka, topic, partitions
        self.lines = stream_lines(f"daemon {seed}", customers)
        self.sent = []

    def send(self, share=0.25, partitions=None, **settings):
        """Produces the next share of all lines; settings: of the producer."""
        portion = self.take(share)
        self.kafka.produce(self.topic, kafka_records(portion, len(self.sent), partitions or self.partitions),
                           **settings)
        return portion

    def take(self, share=0.25):
        portion = self.lines[len(self.sent):len(self.sent) + round(share * len(self.lines)) + 1]
        assert portion, "the stream is used up"
        self.sent += portion
        return portion


def plain_records(lines, partitions=1):
    chooser = random.Random(len(lines))
    return [Record(None, line, partition=chooser.randrange(partitions)) for line in lines]


def status(meritd):
    return json.loads(meritd.run("status", "--format", "json").stdout)


def wait_settled(daemon, meritd, kafka, *topics, timeout=60):
    """Until every position is at the end its partition has now, and nothing is left to settle.

    The daemon may be None, when several are running.
    """
    ends = {(topic, partition): end for topic in topics for partition, end in kafka.ends(topic).items()}
    wait = daemon.wait_until if daemon else wait_until

    def settled():
        rows = meritd.database.rows("select topic, partition, next_offset from ingest.position")
        here = {(topic, partition): offset for topic, partition, offset in rows}
        return (all(here.get(key, 0) >= end for key, end in ends.items())
                and meritd.database.value("select count(*) from ingest.dirty") == 0)

    wait(settled, timeout, "everything is read and settled")
