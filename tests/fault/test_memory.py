"""Memory stays within what is configured, whatever PostgreSQL does and whatever comes. Invariant 3.

The sizes are those of a push; `tests/fault/soak --large` has larger ones.
"""

import random
import re
from datetime import datetime, timedelta

import pytest
from events import Story
from stage import SCALE, Stream

CACHE_MIB, QUEUE_KIB = 32, 8192
# Beside the cache there are a batch being made into requests and the request itself, libraries, and
# librdkafka's queue with what it allocates around it.
BESIDE_MIB = 96
MODEST = {"ingest_cache_mib": CACHE_MIB,
          "kafka_options": f"session.timeout.ms=6000,queued.max.messages.kbytes={QUEUE_KIB}"}


def peak_mib(member):
    """The most memory that was resident so far."""
    status = open(f"/proc/{member.daemon.process.pid}/status").read()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status).group(1)) / 1024


def assert_modest(member):
    assert peak_mib(member) < CACHE_MIB + QUEUE_KIB / 1024 + BESIDE_MIB


@pytest.mark.limit(240 if SCALE == 1 else 3600)
def test_slow_postgres(new_stage, scratch):
    """Every write takes a second (`--large`: for minutes) while far more comes than memory may hold; then all of
    it is consumed."""
    slow = 1 if SCALE == 1 else 25  # times as long
    story = chatter(1500 * slow, messages=20)
    stage = new_stage(Stream(scratch, "slow", story.lines), ingest_batch_events=5000, **MODEST)
    member = stage.join()
    member.proxy.delay = 1.0
    stage.send_all()
    stage.wait_written(10000)
    before = peak_mib(member)
    for _ in range(slow):
        stage.wait_written(10000)
    assert peak_mib(member) < before + 16  # it does not grow with what waits
    member.proxy.delay = 0.0
    stage.wait_settled(timeout=180 * slow)
    assert_modest(member)
    stage.judge()


def chatter(conversations, messages):
    """Conversations of this many messages, with long identifiers."""
    story, chooser = Story(), random.Random(conversations)
    for number in range(conversations):
        minute = chooser.randrange(1440)
        for message in range(messages):
            time = f"2024-11-{1 + number % 28:02}T{minute // 60:02}:{minute % 60:02}:{2 * message:02}Z"
            name = f"conversation-with-a-long-name-{number:09}"
            if message % 2 == 0:
                story.ask(name, f"customer-{number % 5000}", time)
            else:
                story.answer(name, f"customer-{number % 5000}", time, f"agent{number % 30}")
    return story


@pytest.mark.limit(240)
def test_a_conversation_of_fifty_thousand_messages(new_stage, scratch):
    """Permuted, in batches of a fraction of it, by two daemons at once."""
    story, chooser = Story(), random.Random(4)
    for number in range(50000):
        second = chooser.randrange(20 * 86400)
        time = (datetime(2024, 11, 1) + timedelta(seconds=second)).isoformat() + "Z"
        if number % 3:
            story.ask("endless", "cus", time)
        else:
            story.answer("endless", "cus", time, f"a{number % 5}")
    stage = new_stage(Stream(scratch, "endless", story.lines), ingest_batch_events=10000, **MODEST)
    members = [stage.join(), stage.join()]
    stage.send_all()
    stage.wait_settled(timeout=200)
    for member in members:
        assert_modest(member)
    stage.judge()


@pytest.mark.limit(240 if SCALE == 1 else 3600)
def test_far_more_conversations_than_the_cache_holds(new_stage, scratch):
    """Each comes back all the time: a million with a cache for ten thousand (fewer on a push)."""
    count = 8000 if SCALE == 1 else 20000 * SCALE
    stage = new_stage(Stream(scratch, "many", chatter(count, messages=2).lines), ingest_batch_events=5000,
                      ingest_cache_entries=count // 100, **MODEST)
    member = stage.join()
    stage.send_all()
    stage.wait_settled(timeout=200 if SCALE == 1 else 1800)
    assert_modest(member)
    stage.judge()


def test_empty_and_oversized_records(stage, kafka):
    """Tombstones are skipped, empty and too large records are dead letters, good ones beside them count."""
    stage.join()
    topic = next(iter(stage.topics))
    stage.send(0.5)
    kafka.produce(topic, [(None, None), (b"k", None), (None, b""), (None, b"{" + b" " * 900000 + b"}")] * 5)
    stage.send_all()
    stage.wait_settled()
    letters = stage.database.rows("select length(payload), cut from ingest.dead_letter where payload_hash in "
                                  "(select payload_hash from ingest.dead_letter group by 1 having count(*) = 5) ")
    assert sorted(letters) == sorted([(0, False)] * 5 + [(1 << 16, True)] * 5)
    stage.judge(buried=False)
