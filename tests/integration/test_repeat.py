"""The same events again, in whatever dress: no number and no row changes.

Everything is compared row by row with a database that read the plain file once.
"""

import random

import pytest
from checks import (
    PRESENT, SHOP, assert_same_content, assert_shows, content, expect, kafka_records, stream_lines,
    write_lines,
)  # fmt: skip
from servers import Record

LINES = stream_lines("repeat", 90)
NOW = ("--now", PRESENT.isoformat())


@pytest.fixture(scope="module")
def expected():
    return expect(LINES)


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return write_lines(tmp_path_factory.mktemp("repeat") / "plain.ndjson", LINES)


@pytest.fixture
def once(new_meritd, plain):
    """What a database holds that read the file once."""
    meritd = new_meritd(shop_id=SHOP)
    meritd.run("replay", plain, *NOW)
    return content(meritd.database)


def assert_all(meritd, expected, once):
    assert_shows(meritd.database, expected)
    assert_same_content(content(meritd.database), once)


def test_again_renamed_packed_and_cut(new_meritd, plain, expected, once, tmp_path):
    meritd = new_meritd(shop_id=SHOP)
    third = len(LINES) // 3
    pieces = [write_lines(tmp_path / f"piece{n}.ndjson", LINES[max(0, n * third - 500):(n + 2) * third])
              for n in range(3)]
    packed = write_lines(tmp_path / "packed.ndjson.gz", LINES)
    packed_without_a_name = packed.rename(tmp_path / "packed")
    for files in ([plain], [plain], [write_lines(tmp_path / "renamed.txt", LINES)],
                  [packed_without_a_name], pieces[::-1]):
        meritd.run("replay", *files, *NOW)
        assert meritd.database.value("select count(*) from ingest.dirty") == 0
    meritd.run("replay", "-", *NOW, input=plain.read_text())
    assert_all(meritd, expected, once)


def test_a_repeated_replay_writes_nothing(new_meritd, plain):
    """Not even a new version of a row: the second time every set is equal to what is there."""
    meritd = new_meritd(shop_id=SHOP)
    meritd.run("replay", plain, *NOW)
    tables = ("fact.conversation", "fact.contact_part", "fact.order_event", "settled.contact",
              "rollup.agent_period")
    places = [meritd.database.rows(f"select ctid::text, xmin::text from {table} order by ctid")
              for table in tables]
    meritd.run("replay", plain, *NOW)
    assert places == [meritd.database.rows(f"select ctid::text, xmin::text from {table} order by ctid")
                      for table in tables]


@pytest.mark.asan
def test_pieces_at_once(new_meritd, expected, once, tmp_path):
    """Three processes, each with a random half of the lines that overlaps the others', tiny caches."""
    meritd = new_meritd(shop_id=SHOP, ingest_cache_entries=10, ingest_batch_events=40)
    chooser = random.Random(1)
    shares = [chooser.sample(LINES, len(LINES) // 2) for _ in range(3)]
    shares[0] += LINES[len(LINES) // 2:]
    shares[1] += LINES[:len(LINES) // 2]
    files = [write_lines(tmp_path / f"{n}.ndjson", share) for n, share in enumerate(shares)]
    daemons = [meritd.start("replay", file, *NOW) for file in files]
    assert [daemon.wait() for daemon in daemons] == [0, 0, 0]
    assert_all(meritd, expected, once)


def test_the_same_file_at_once(new_meritd, plain, expected, once):
    meritd = new_meritd(shop_id=SHOP, ingest_batch_events=300)
    daemons = [meritd.start("replay", plain, *NOW) for _ in range(3)]
    assert [daemon.wait() for daemon in daemons] == [0, 0, 0]
    assert_all(meritd, expected, once)


def test_file_and_topics_at_once(new_meritd, kafka, plain, expected, once):
    """As file and as two topics with different orders, with two readers of the topics."""
    topics = [kafka.create_topic(partitions=count) for count in (3, 1)]
    for number, topic in enumerate(topics):
        kafka.produce(topic, kafka_records(random.Random(number).sample(LINES, len(LINES)), number, 1))
    meritd = new_meritd(kafka, shop_id=SHOP, kafka_topics=",".join(topics), ingest_batch_events=500)
    daemons = [meritd.start(*command, *NOW) for command in
               (("replay", plain), ("ingest", "--until-end"), ("ingest", "--until-end"))]
    assert [daemon.wait() for daemon in daemons] == [0, 0, 0]
    assert_all(meritd, expected, once)


def test_positions_lost_or_moved_back(new_meritd, kafka, expected, once):
    """A position is an optimisation: starting anywhere earlier gives the same tables."""
    topic = kafka.create_topic(partitions=4)
    kafka.produce(topic, [Record(b"%d" % n, line) for n, line in enumerate(LINES)])
    meritd = new_meritd(kafka, shop_id=SHOP, kafka_topics=topic)
    meritd.run("ingest", "--until-end", *NOW)
    positions = dict(meritd.database.rows("select partition, next_offset from ingest.position"))
    assert positions == kafka.ends(topic)
    for back in ("delete from ingest.position where partition < 2",
                 "update ingest.position set next_offset = next_offset / 2, last_offset = -1",
                 "truncate ingest.position"):
        meritd.database.execute(back)
        meritd.run("ingest", "--until-end", *NOW)
        assert dict(meritd.database.rows("select partition, next_offset from ingest.position")) == positions
    assert_all(meritd, expected, once)
