"""Topics that change under several running daemons. Invariants 1 and 6.

Each harm to a topic alone, with one daemon, is in tests/integration/test_daemon_trouble.py; here another
topic flows beside it, two daemons share the partitions, and every relation is compared.
"""

import time

import pytest
from harms import foreign
from processes import wait_until
from stage import SESSION_MS
from supervised import WHY


@pytest.mark.parametrize("first,second", [pytest.param(0.3, 0.1, id="shorter", marks=pytest.mark.long),
                                          pytest.param(0.1, 0.4, id="longer")])
def test_topic_made_anew(stage, kafka, first, second):
    """Deleted and made again with other records, shorter than the position or already longer."""
    stage.join(), stage.join()
    doomed, other = stage.topics
    stage.send(first)
    stage.wait_settled()
    kafka.delete_topic(doomed)
    kafka.create_topic(doomed, partitions=stage.topics[doomed])
    stage.send(second, where=lambda line: doomed if hash(line) % 4 else other)
    wait_until(lambda: stage.rows("select count(*) from ingest.position where epoch = 1")
               == [(stage.topics[doomed],)], 180, "it is noticed")
    stage.send_all()
    stage.judge(buried=False)  # of the old records the offsets mean nothing any more


def test_partitions_added_under_load(stage, kafka):
    """Records go to the new partitions at once."""
    stage.join(), stage.join()
    for _ in range(4):
        stage.send(0.1)
        for topic in stage.topics:
            stage.topics[topic] += 1
            kafka.add_partitions(topic, stage.topics[topic])
    stage.send_all()
    stage.judge()


@pytest.mark.limit(240)
def test_partitions_that_librdkafka_misses(new_stage, kafka):
    """It misses what changes while the group rebalances; here it never looks. The daemons see that nobody reads them."""
    stage = new_stage(kafka_options=f"session.timeout.ms={SESSION_MS},topic.metadata.refresh.interval.ms=-1")
    stage.join(), stage.join(kafka_group_instance_id="static1")
    doomed, other = stage.topics
    stage.send(0.1)
    stage.wait_settled()
    stage.topics[other] += 2
    kafka.add_partitions(other, stage.topics[other])
    stage.send(0.1)
    wait_until(lambda: in_positions(stage, other) == stage.topics[other], 60, "the new partitions are read")
    stage.wait_settled()
    kafka.delete_topic(doomed)
    third = stage.join()
    wait_until(lambda: "assigned" in third.daemon.text(), 60, "the others are divided anew, without it")
    kafka.create_topic(doomed, partitions=stage.topics[doomed])
    stage.send(0.1, where=lambda line: doomed)
    wait_until(lambda: in_positions(stage, doomed, epoch=1) == stage.topics[doomed], 90, "it is read again")
    stage.send_all()
    assert any("assigned to no member" in member.daemon.text() for member in stage.members)
    stage.judge(buried=False)


def in_positions(stage, topic, epoch=0):
    """How many partitions of the topic have a position of this epoch."""
    found = stage.rows("select count(*) from ingest.position where topic = %s and epoch = %s", topic, epoch)
    return found[0][0] if found else None


def test_retention_ate_unread_records(new_stage, kafka):
    """on_gap: stop: every daemon that has the partition says so and ends; continue: they go on, and count."""
    stage = new_stage(partitions=(1,))
    first = stage.join()
    stage.send(0.2)
    stage.wait_settled()
    stage.part(first)
    (topic,) = stage.topics
    lost = stage.unsent[:200]
    stage.send_lines(lost)
    stage.unsent = stage.unsent[200:]
    kafka.delete_records(topic, 0, kafka.ends(topic)[0])
    stage.send(0.1)
    stopped = stage.join()
    assert stopped.daemon.wait(60) == 1 and "kafka.on_gap" in stopped.daemon.text()
    stage.members.remove(stopped)
    stage.former.append(stopped)
    stage.meritd.environment["MERITD_KAFKA_ON_GAP"] = "continue"
    stage.join(), stage.join()
    stage.wait_settled()
    assert stage.database.value("select gap_records from ingest.position") == 200
    stage.send_lines(lost)  # from a copy, as the message says
    stage.send_all()
    stage.judge(buried=False)  # records that are gone cannot be compared with their letters


@pytest.mark.long
def test_transactions_and_codecs(stage, kafka):
    """Aborted transactions between records of every codec, in every partition."""
    stage.join(), stage.join()
    for codec in ("none", "gzip", "snappy", "lz4", "zstd"):
        stage.send(0.15, compression_type=codec)
        for topic, partitions in stage.topics.items():
            kafka.produce_transaction(topic, [(None, foreign(n), None, n % partitions) for n in range(20)],
                                      commit=False)
    stage.send_all()
    stage.judge()


@pytest.mark.limit(240)
def test_bytes_are_spoiled_on_the_way(supervised):
    """A record is fetched again and again until it comes as it was written; meanwhile no position passes it."""
    stage = supervised
    stage.join()
    stage.send(0.2)
    stage.wait_settled()
    line = next(line for line, name in stage.witnesses.items() if line in stage.unsent and b'"tally' in line)
    stage.wire.spoil(line[-40:], times=10**9)
    stage.send_lines([line], where=lambda _: list(stage.topics)[0], partition=0)
    wait_until(lambda: stage.assert_alive() or stage.wire.spoiled >= 3, 60, "it is fetched again, and again")
    said = "".join(member.daemon.text() for member in [*stage.members, *stage.former])
    assert "records cannot be read, fetching them again" in said or WHY["damaged"] in said
    stage.send(0.2)
    time.sleep(1)  # whatever else comes, does not lead past it
    stage.ledger.assert_covered()
    name = stage.witnesses[line]
    assert stage.rows("select count(*) from fact.tally where kind = %s", name) == [(0,)]
    stage.wire.spoil(b"", times=0)
    stage.send_all()
    stage.judge()
