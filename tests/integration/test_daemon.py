"""The daemon while everything goes well: it reads, settles, shares the work, leaves, and is followed."""

import pathlib
import re
import signal
import time

import pytest
from checks import AS_OF, SHOP, assert_shows, expect
from daemons import SWIFT, Portions, plain_records, status, wait_settled
from processes import wait_until

NOW = ("--now", AS_OF.isoformat())


def shown(portions):
    return expect(portions.sent, AS_OF, received_at=None)


@pytest.fixture
def live(new_meritd, kafka):
    """live(partitions, seed, **settings): the program, its topic filled by Portions."""
    def make(partitions=4, seed=1, customers=40, **settings):
        topic = kafka.create_topic(partitions=partitions)
        given = {"shop_id": SHOP, "kafka_topics": topic, "kafka_group_id": topic, **SWIFT, **settings}
        return new_meritd(kafka, **given), Portions(kafka, topic, partitions, seed, customers)
    return make


@pytest.mark.quick
@pytest.mark.asan
@pytest.mark.tsan
def test_settles_while_running_and_drains_on_sigterm(live, kafka):
    meritd, portions = live(seed="drain")
    portions.send(0.5)
    with meritd.start("ingest", *NOW) as daemon:
        wait_settled(daemon, meritd, kafka, portions.topic)
        assert_shows(meritd.database, shown(portions), AS_OF)
        portions.send(0.2)
        wait_settled(daemon, meritd, kafka, portions.topic)
        assert_shows(meritd.database, shown(portions), AS_OF)
        daemon.wait_until(lambda: all(row["lag"] == 0 for row in status(meritd)["positions"]), what="lag 0")
        found = status(meritd)
        assert found["dirty"] == 0 and len(found["positions"]) == 4
        assert {row["partition"]: row["next_offset"] for row in found["positions"]} == kafka.ends(portions.topic)
        assert found["dead_letters"]["total"] == 0
    assert daemon.process.returncode == 0


def test_what_was_read_is_written_on_sigterm(live, kafka):
    """Flushing is set so late that only full batches, and draining, can have written."""
    meritd, portions = live(seed="flush", ingest_flush_interval_ms=600000, ingest_batch_events=300)
    kafka.produce(portions.topic, plain_records(portions.take(0.5), 4))
    with meritd.start("ingest", *NOW, "--print-config") as printing:
        assert printing.wait() == 0 and "600000" in printing.text()
    daemon = meritd.start("ingest", *NOW)
    daemon.wait_until(lambda: meritd.database.value("select count(*) from ingest.position") > 0, what="a batch")
    assert daemon.stop() == 0
    # How much it had read is for chance to say, but positions and facts agree on it.
    places = dict(meritd.database.rows("select partition, next_offset from ingest.position"))
    written = [message.value() for message in kafka.read(portions.topic)
               if message.offset() < places.get(message.partition(), 0)]
    assert written
    meritd.run("settle", *NOW)
    assert_shows(meritd.database, expect(written, AS_OF, received_at=None), AS_OF)
    portions.send(0.2)
    with meritd.start("ingest", *NOW, ingest_flush_interval_ms=50) as daemon:
        wait_settled(daemon, meritd, kafka, portions.topic)
    assert_shows(meritd.database, shown(portions), AS_OF)


def test_a_thin_stream_is_fetched_a_few_times_a_second(live, kafka):
    """A fetch costs as much as many records: it waits for them, though not for long."""
    meritd, portions = live(partitions=1, seed="thin")
    with meritd.start("ingest", *NOW) as daemon:
        portions.send(0.1)
        wait_settled(daemon, meritd, kafka, portions.topic)
        began, before = time.monotonic(), fetchers_rests(daemon)
        portions.send(0.8, linger_ms=0, batch_num_messages=1, max_in_flight=1)
        wait_settled(daemon, meritd, kafka, portions.topic)
        assert fetchers_rests(daemon) - before < 150 * (time.monotonic() - began)
    assert_shows(meritd.database, shown(portions), AS_OF)


def fetchers_rests(daemon):
    """How often a thread of librdkafka's that talks to a broker has waited: some times for each fetch."""
    tasks = pathlib.Path(f"/proc/{daemon.process.pid}/task").iterdir()
    texts = [(task / "status").read_text() for task in tasks]
    return sum(int(re.search(r"\nvoluntary_ctxt_switches:\s*(\d+)", text)[1])
               for text in texts if text.startswith("Name:\trdk:broker"))


def test_the_next_daemon_takes_over_at_once(live, kafka):
    """It left the group: the next one need not wait for the session's end (a minute)."""
    meritd, portions = live(seed="follow", kafka_options="session.timeout.ms=60000")
    for share in (0.3, 0.3, 0.3):
        portions.send(share)
        started = time.monotonic()
        with meritd.start("ingest", *NOW) as daemon:
            wait_settled(daemon, meritd, kafka, portions.topic)
            assert time.monotonic() - started < 45
        assert kafka.members(portions.topic) == 0
    assert_shows(meritd.database, shown(portions), AS_OF)


@pytest.mark.tsan
def test_two_daemons_share_the_partitions(live, kafka):
    meritd, portions = live(partitions=8, seed="share", ingest_cache_entries=20, ingest_batch_events=100)
    with meritd.start("ingest", *NOW) as first:
        portions.send()
        wait_settled(first, meritd, kafka, portions.topic)
        with meritd.start("ingest", *NOW) as second:
            first.wait_until(lambda: kafka.members(portions.topic) == 2, what="two members")
            for _ in range(2):
                portions.send()
                wait_settled(second, meritd, kafka, portions.topic)
            assert_shows(meritd.database, shown(portions), AS_OF)
        portions.send(0.2)
        wait_settled(first, meritd, kafka, portions.topic)
    assert_shows(meritd.database, shown(portions), AS_OF)


def test_a_killed_daemon_is_followed(live, kafka):
    """What it had not committed is read again by another, once its session has ended."""
    meritd, portions = live(seed="kill", kafka_options="session.timeout.ms=6000,heartbeat.interval.ms=500")
    portions.send(0.5)
    killed = meritd.start("ingest", *NOW)
    killed.wait_until(lambda: meritd.database.value("select count(*) from fact.conversation"), what="a write")
    killed.kill()
    portions.send(0.4)
    with meritd.start("ingest", *NOW) as daemon:
        wait_settled(daemon, meritd, kafka, portions.topic)
    assert_shows(meritd.database, shown(portions), AS_OF)


def test_static_membership(live, kafka):
    """A static member comes back as the same member; its partitions wait for it."""
    meritd, portions = live(seed="static", kafka_group_instance_id="only")
    for share in (0.4, 0.4):
        portions.send(share)
        with meritd.start("ingest", *NOW) as daemon:
            wait_settled(daemon, meritd, kafka, portions.topic)
    assert_shows(meritd.database, shown(portions), AS_OF)


def test_paused_daemon(live, kafka):
    """Stopped in its tracks for longer than its session, it returns and does no harm to who took over."""
    meritd, portions = live(seed="pause", kafka_options="session.timeout.ms=6000,heartbeat.interval.ms=500")
    portions.send()
    with meritd.start("ingest", *NOW) as slow:
        wait_settled(slow, meritd, kafka, portions.topic)
        slow.pause()
        portions.send()
        with meritd.start("ingest", *NOW) as fast:
            wait_settled(fast, meritd, kafka, portions.topic)
            slow.resume()
            portions.send()
            wait_settled(fast, meritd, kafka, portions.topic)
            wait_until(lambda: kafka.members(portions.topic) == 2, 30, "both are members")
            portions.send(0.2)
            wait_settled(fast, meritd, kafka, portions.topic)
    assert_shows(meritd.database, shown(portions), AS_OF)


def test_until_end_beside_a_daemon(live, kafka):
    meritd, portions = live(seed="beside")
    portions.send(0.6)
    with meritd.start("ingest", *NOW) as daemon:
        meritd.run("ingest", "--until-end", *NOW)
        assert_shows(meritd.database, shown(portions), AS_OF)
        portions.send(0.3)
        wait_settled(daemon, meritd, kafka, portions.topic)
    assert_shows(meritd.database, shown(portions), AS_OF)


def test_hangup_reads_the_configuration_again(live, kafka, tmp_path):
    """A wrong one is refused as a whole; a right one takes effect where it can."""
    meritd, portions = live(seed="hangup")
    config = tmp_path / "meritd.json"
    config.write_text('{"log": {"level": "info"}}')
    with meritd.start("ingest", *NOW, "--config", config) as daemon:
        daemon.wait_until(lambda: kafka.members(portions.topic) == 1, what="it is in the group")
        config.write_text('{"log": {"level": "loud"}, "settle": {"interval": 3}}')
        daemon.send(signal.SIGHUP)
        daemon.wait_until(lambda: "log.level" in daemon.text() and "settle.interval" in daemon.text(),
                          what="both faults are named")
        config.write_text('{"log": {"level": "debug"}, "ingest": {"cache_mib": 32}}')
        daemon.send(signal.SIGHUP)
        daemon.wait_until(lambda: "ingest.cache_mib" in daemon.text(), what="a restart is asked for")
        portions.send(0.5)
        wait_settled(daemon, meritd, kafka, portions.topic)
    assert_shows(meritd.database, shown(portions), AS_OF)


@pytest.mark.quick
def test_old_dead_letters_are_deleted(live, kafka, tmp_path):
    """After 30 days, as long as the configuration says, or never; what there is in retention.dead_letter_days holds at once."""
    meritd, portions = live(seed="retention")
    database = meritd.database

    def ages():
        return [row[0] for row in database.rows("select (now()::date - rejected_at::date) from ingest.dead_letter order by 1")]

    database.execute("insert into ingest.dead_letter (topic, partition, \"offset\", rejected_at, reason, message, cut,"
                     " payload_hash) select 'old', 0, age, now() - age * interval '1 day', 'not_json', '-', false, 0"
                     " from unnest(array[0, 5, 29, 31, 400]) age")
    config = tmp_path / "meritd.json"
    config.write_text('{"retention": {"dead_letter_days": 0}}')
    with meritd.start("ingest", *NOW, "--config", config) as daemon:
        portions.send(0.3)
        wait_settled(daemon, meritd, kafka, portions.topic)
        assert ages() == [0, 5, 29, 31, 400]
        config.write_text("{}")
        daemon.send(signal.SIGHUP)
        daemon.wait_until(lambda: ages() == [0, 5, 29], what="those of more than 30 days are gone")
        config.write_text('{"retention": {"dead_letter_days": 1}}')
        daemon.send(signal.SIGHUP)
        daemon.wait_until(lambda: ages() == [0], what="those of more than a day are gone")
        assert "deleted 2 dead letters, older than 30 days" in daemon.text()
    assert database.rows("select letters from ingest.dead_letter_clearing order by id") == [(2,), (2,)]


def test_live_traffic_in_small_records(live, kafka):
    """Two topics with different partition counts, records one by one while it runs."""
    other = kafka.create_topic(partitions=3)
    topic = kafka.create_topic(partitions=1)
    meritd, portions = live(seed="two", kafka_topics=f"{topic},{other}")
    with meritd.start("ingest", *NOW) as daemon:
        for number in range(10):
            lines = portions.take(0.05)
            kafka.produce(other if number % 2 else topic, plain_records(lines, 3 if number % 2 else 1))
        wait_settled(daemon, meritd, kafka, topic, other)
        assert_shows(meritd.database, shown(portions), AS_OF)
