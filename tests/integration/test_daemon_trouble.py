"""The daemon when something happens to its database, its broker or its topics: the numbers come right."""

import contextlib
import subprocess
import time
import uuid

import pytest
from checks import AS_OF, SHOP, assert_shows, expect, shows
from daemons import SWIFT, Portions, plain_records, status, wait_settled
from processes import wait_until
from servers import Kafka, Postgres, Record, postgres_bin

NOW = ("--now", AS_OF.isoformat())


def shown(lines):
    return expect(lines, AS_OF, received_at=None)


def settings_for(topics, **settings):
    return {"shop_id": SHOP, "kafka_topics": topics, "kafka_group_id": topics[:40], **SWIFT, **settings}


@pytest.fixture
def live(new_meritd, kafka):
    """live(partitions, seed, **settings): the program, and Portions for its topic."""
    def make(partitions=2, seed=1, topic_settings=None, **settings):
        topic = kafka.create_topic(partitions=partitions, **(topic_settings or {}))
        return new_meritd(kafka, **settings_for(topic, **settings)), Portions(kafka, topic, partitions, seed)
    return make


# ---- the database ----------------------------------------------------------------------------------


@pytest.mark.asan
def test_database_restored_from_an_older_backup(live, kafka, postgres, tmp_path):
    """Under a warm cache: the daemon believes in versions and positions that the database does not have."""
    meritd, portions = live(seed="restore")
    database, backup = meritd.database, tmp_path / "backup"
    with meritd.start("ingest", *NOW) as daemon:
        portions.send(0.4)
        wait_settled(daemon, meritd, kafka, portions.topic)
        subprocess.run([postgres_bin() / "pg_dump", "--format=custom", f"--file={backup}"], check=True,
                       env=database.environment())
        portions.send(0.3)
        wait_settled(daemon, meritd, kafka, portions.topic)
        restored = postgres.createdb(f"{database.name}_restored")
        subprocess.run([postgres_bin() / "pg_restore", f"--dbname={restored.name}", backup], check=True,
                       env=restored.environment())
        swap(postgres, database, restored)
        portions.send(0.2)
        wait_settled(daemon, meritd, kafka, portions.topic)
        daemon.wait_until(lambda: shows(database, shown(portions.sent), AS_OF), what="the numbers are right")
        wait_settled(daemon, meritd, kafka, portions.topic)
    assert_shows(database, shown(portions.sent), AS_OF)


def swap(postgres, database, restored):
    """Puts the restored database in the place of the other, whose sessions end."""
    old = f"{database.name}_old"
    database.close()
    restored.close()
    admin = postgres.connect("postgres")
    cursor = admin.cursor()
    cursor.execute(f'alter database "{database.name}" allow_connections false')
    cursor.execute("select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = %s",
                   (database.name,))
    cursor.execute(f'alter database "{database.name}" rename to "{old}"')
    cursor.execute(f'alter database "{restored.name}" rename to "{database.name}"')
    cursor.execute(f'drop database "{old}" with (force)')
    admin.close()


@pytest.fixture
def own_postgres(scratch):
    with Postgres(scratch, shared_buffers="64MB") as server:
        yield server


@pytest.mark.limit(180)
def test_postgres_restarts(own_postgres, kafka, scratch):
    """Once in peace, once killed while it is written to; the daemon waits and goes on."""
    from program import Meritd

    topic = kafka.create_topic(partitions=2)
    portions = Portions(kafka, topic, 2, "postgres")
    meritd = Meritd(own_postgres.createdb("shop"), scratch, kafka, **settings_for(topic, ingest_batch_events=50))
    meritd.run("migrate")
    with meritd.start("ingest", *NOW) as daemon:
        for kill in (False, True):
            portions.send(0.2)
            daemon.wait_until(lambda: meritd.database.value("select count(*) from fact.conversation"),
                              what="a write")
            own_postgres.restart(kill)
            portions.send(0.2)
            wait_settled(daemon, meritd, kafka, topic)
            assert_shows(meritd.database, shown(portions.sent), AS_OF)
        own_postgres.stop()
        portions.send(0.1)
        own_postgres.start()
        wait_settled(daemon, meritd, kafka, topic)
    assert_shows(meritd.database, shown(portions.sent), AS_OF)
    meritd.close()


def test_daemon_waits_for_a_database_that_is_not_there_yet(own_postgres, kafka, scratch):
    from program import Meritd

    topic = kafka.create_topic()
    portions = Portions(kafka, topic, 1, "late", 20)
    meritd = Meritd(own_postgres.createdb("shop"), scratch, kafka, **settings_for(topic))
    meritd.run("migrate")
    portions.send(0.5)
    own_postgres.stop()
    with meritd.start("ingest", *NOW) as daemon:
        daemon.wait_until(lambda: "cannot connect" in daemon.text(), what="it says what it waits for")
        own_postgres.start()
        wait_settled(daemon, meritd, kafka, topic)
    assert_shows(meritd.database, shown(portions.sent), AS_OF)
    meritd.close()


@pytest.mark.asan
def test_sessions_that_are_terminated(live, kafka):
    """Again and again, while it writes: requests whose outcome is unknown are sent again."""
    meritd, portions = live(seed="terminate", ingest_batch_events=40, ingest_cache_entries=10)
    with meritd.start("ingest", *NOW) as daemon:
        portions.send(0.9)
        for _ in range(6):
            daemon.wait_until(lambda: meritd.database.rows(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() "
                "and pid <> pg_backend_pid() and state = 'active'"), what="it is at work", timeout=30)
        wait_settled(daemon, meritd, kafka, portions.topic)
    assert_shows(meritd.database, shown(portions.sent), AS_OF)


# ---- the broker ------------------------------------------------------------------------------------


def test_a_privilege_is_taken_away(live, kafka):
    """Of the writer, then of the settler: each says what is missing, tries ever more seldom, and goes on."""
    meritd, portions = live(seed="privilege")
    database = meritd.database
    role = f"daemon_{database.name}"
    database.execute(f"create role {role} login in role meritd_ingest, meritd_settle")
    with meritd.start("ingest", *NOW, postgres_conninfo=f"user={role}") as daemon:
        portions.send(0.2)
        wait_settled(daemon, meritd, kafka, portions.topic)
        for component, granted, name in (("store", "meritd_ingest", "ingest.write"),
                                         ("settler", "meritd_settle", "settle.run")):
            function = database.value(f"select '{name}'::regproc::oid::regprocedure::text")
            sessions = "select sessions from pg_stat_database where datname = current_database()"
            database.execute(f"revoke execute on function {function} from {granted}")
            portions.send(0.2)
            daemon.wait_until(lambda: f"warn {component}: permission denied" in daemon.text(), what="it says so")
            before = database.value(sessions)
            time.sleep(6)
            assert database.value(sessions) - before <= 12, "it tries again and again"
            assert "docs/roles.md" in daemon.text()
            database.execute(f"grant execute on function {function} to {granted}")
            wait_settled(daemon, meritd, kafka, portions.topic)
    assert_shows(database, shown(portions.sent), AS_OF)
    database.execute(f"drop role {role}")


@pytest.fixture(scope="module")
def own_kafka(scratch):
    with Kafka(scratch) as server:
        yield server


@pytest.mark.limit(180)
@pytest.mark.parametrize("kill", [False, True], ids=["stopped", "killed"])
def test_kafka_restarts(new_meritd, own_kafka, kill):
    topic = own_kafka.create_topic(partitions=2)
    portions = Portions(own_kafka, topic, 2, f"broker {kill}")
    meritd = new_meritd(own_kafka, **settings_for(topic))
    with meritd.start("ingest", *NOW) as daemon:
        portions.send(0.4)
        wait_settled(daemon, meritd, own_kafka, topic)
        own_kafka.restart(kill)
        portions.send(0.4)
        wait_settled(daemon, meritd, own_kafka, topic)
    assert_shows(meritd.database, shown(portions.sent), AS_OF)


def test_daemon_waits_for_a_topic_that_is_not_there_yet(new_meritd, kafka):
    topic = f"later-{uuid.uuid4().hex[:12]}"
    meritd = new_meritd(kafka, **settings_for(topic, kafka_options="topic.metadata.refresh.interval.ms=500"))
    with meritd.start("ingest", *NOW) as daemon:
        daemon.wait_until(lambda: topic in daemon.text(), what="it names the topic")
        kafka.create_topic(topic, partitions=2)
        portions = Portions(kafka, topic, 2, "later", 20)
        portions.send(0.5)
        wait_settled(daemon, meritd, kafka, topic)
    assert_shows(meritd.database, shown(portions.sent), AS_OF)


# ---- topics ----------------------------------------------------------------------------------------

FRESH = "topic.metadata.refresh.interval.ms=500"  # partitions that appear are noticed at once


@pytest.mark.asan
def test_partitions_are_added(live, kafka):
    meritd, portions = live(partitions=1, seed="added", kafka_options=FRESH)
    with meritd.start("ingest", *NOW) as daemon:
        portions.send(0.3)
        wait_settled(daemon, meritd, kafka, portions.topic)
        kafka.add_partitions(portions.topic, 4)
        portions.send(0.5, partitions=4)
        wait_settled(daemon, meritd, kafka, portions.topic)
        assert len(status(meritd)["positions"]) == 4
    assert_shows(meritd.database, shown(portions.sent), AS_OF)


@pytest.mark.parametrize("second", [0.1, 0.6], ids=["shorter", "longer"])
@pytest.mark.parametrize("running", [False, True], ids=["away", "running"])
def test_topic_is_made_anew(live, kafka, second, running):
    """Its records are other ones now, at offsets that were read already: none of them is missed."""
    meritd, portions = live(partitions=1, seed=f"anew {second}", kafka_options=FRESH)
    with meritd.start("ingest", *NOW) as daemon:
        portions.send(0.3)
        wait_settled(daemon, meritd, kafka, portions.topic)
        if running:
            make_anew(kafka, portions, second,
                      lambda: daemon.wait_until(lambda: "is not there" in daemon.text(), what="it is missed"))
            daemon.wait_until(lambda: epochs(meritd) == [1], what="it is noticed")
            wait_settled(daemon, meritd, kafka, portions.topic)
    if not running:
        make_anew(kafka, portions, second)
        with meritd.start("ingest", *NOW) as daemon:
            daemon.wait_until(lambda: epochs(meritd) == [1], what="it is noticed")
            wait_settled(daemon, meritd, kafka, portions.topic)
    assert_shows(meritd.database, shown(portions.sent), AS_OF)


def make_anew(kafka, portions, share, meanwhile=lambda: None):
    kafka.delete_topic(portions.topic)
    meanwhile()
    kafka.create_topic(portions.topic, partitions=1)
    portions.send(share)


def epochs(meritd):
    return [epoch for (epoch,) in meritd.database.rows("select epoch from ingest.position")]


def test_gap_stops_or_is_counted(live, kafka):
    """Retention has deleted records nobody read: by default it stops and says so; or goes on and counts."""
    meritd, portions = live(partitions=1, seed="gap")
    seen = portions.send(0.2)
    meritd.run("ingest", "--until-end", *NOW)
    lost = portions.send(0.2)
    end = kafka.ends(portions.topic)[0]
    seen = seen + portions.send(0.2)
    kafka.delete_records(portions.topic, 0, end)
    for command in (["ingest"], ["ingest", "--until-end"]):
        daemon = meritd.start(*command, *NOW)
        assert daemon.wait(60) == 1
        assert portions.topic in daemon.text() and "on_gap" in daemon.text()
    assert meritd.database.value("select gap_records from ingest.position") == 0
    with meritd.start("ingest", *NOW, kafka_on_gap="continue") as daemon:
        wait_settled(daemon, meritd, kafka, portions.topic)
    assert_shows(meritd.database, shown(seen), AS_OF)
    (position,) = status(meritd)["positions"]
    assert position["gap_records"] == len(lost)


def test_the_source_fails_while_a_write_hangs(live, kafka):
    """A gap is found in one partition while the other's batch waits for a lock, and then its session ends.

    What that batch held is void, and the source can no longer be taken back: no position may pass it.
    """
    meritd, portions = live(partitions=2, seed="hang", postgres_lock_timeout_ms=0)
    database, topic = meritd.database, portions.topic
    daemon = meritd.start("ingest", *NOW)
    seen = portions.send(0.3)
    wait_settled(daemon, meritd, kafka, topic)
    before = positions(database)
    with contextlib.closing(database.connect()) as holder, holder.cursor() as cursor:
        cursor.execute("begin; lock table fact.conversation")
        hung = portions.take(0.3)
        kafka.produce(topic, [Record(None, line, partition=0) for line in hung])
        wait_until(lambda: hanging(database), 30, "the write hangs")
        daemon.pause()
        time.sleep(2)  # the fetch that was under way has its empty answer: it would bring what is sent now
        kafka.produce(topic, [Record(None, line, partition=1) for line in portions.take(0.1)])
        kafka.delete_records(topic, 1, kafka.ends(topic)[1])
        daemon.resume()
        daemon.wait_until(lambda: "the source failed" in daemon.text(), what="the gap is found")
        for (pid,) in hanging(database):
            database.value("select pg_terminate_backend(%s)", pid)
        holder.rollback()
    assert daemon.wait(60) == 1
    assert positions(database) == before
    assert "kafka.on_gap" in daemon.text() and "still in the source" in daemon.text()
    with meritd.start("ingest", *NOW, kafka_on_gap="continue") as daemon:
        wait_settled(daemon, meritd, kafka, topic)
    assert_shows(database, shown(seen + hung), AS_OF)


def positions(database):
    return dict(database.rows("select partition, next_offset from ingest.position"))


def hanging(database):
    """The sessions whose write waits for a lock."""
    return database.rows("select pid from pg_stat_activity where datname = current_database()"
                         " and query like '%ingest.write(%' and wait_event_type = 'Lock'")


def test_compacted_topic(live, kafka):
    """Offsets have holes, and the record before the position is gone; that is no topic made anew."""
    compaction = {"cleanup_policy": "compact", "min_cleanable_dirty_ratio": 0.01, "segment_ms": 100,
                  "min_compaction_lag_ms": 0}
    meritd, portions = live(partitions=1, seed="compact", topic_settings=compaction)
    first, second = portions.take(0.3), portions.take(0.1)
    kafka.produce(portions.topic, [Record(b"%d" % (n % 40), line) for n, line in enumerate(first)])
    meritd.run("ingest", "--until-end", *NOW)
    for n, line in enumerate(second):  # each key once: none of these is compacted away unread
        kafka.produce(portions.topic, [Record(b"%d" % n, line)])
    wait_until(lambda: len(kafka.read(portions.topic)) <= len(second), 60, "the first ones are compacted")
    with meritd.start("ingest", *NOW) as daemon:
        wait_settled(daemon, meritd, kafka, portions.topic)
    assert_shows(meritd.database, shown(portions.sent), AS_OF)
    assert epochs(meritd) == [0]


@pytest.mark.parametrize("command", [["ingest"], ["ingest", "--until-end"]], ids=["daemon", "until-end"])
def test_transactions(live, kafka, command):
    """Aborted ones are not read; control records at the end do not keep it from the end."""
    meritd, portions = live(partitions=1, seed="transactions")
    aborted = portions.take(0.2)
    portions.sent.clear()
    portions.lines = portions.lines[len(aborted):]
    kafka.produce_transaction(portions.topic, plain_records(aborted[:200]), commit=False)
    kafka.produce_transaction(portions.topic, plain_records(portions.take(0.3)))
    kafka.produce_transaction(portions.topic, plain_records(aborted[200:]), commit=False)
    if len(command) > 1:
        meritd.run(*command, *NOW)
    else:
        with meritd.start(*command, *NOW) as daemon:
            daemon.wait_until(lambda: shows(meritd.database, shown(portions.sent), AS_OF), what="numbers")
            daemon.wait_until(lambda: [row["lag"] for row in status(meritd)["positions"]] == [0], what="lag 0")
            daemon.wait_until(lambda: status(meritd)["dirty"] == 0, what="settled")
    assert_shows(meritd.database, shown(portions.sent), AS_OF)


@pytest.mark.parametrize("stamp", [2**63 - 1, 1_791_000_000_000_000_000, 1_791_000_000, 4_133_980_800_000],
                         ids=["largest", "nanoseconds", "seconds", "2101"])
def test_timestamps_of_another_unit(live, kafka, stamp):
    """A record's timestamp that is no time of ours is none: facts, dead letters and positions go on without."""
    meritd, portions = live(partitions=1, seed="stamps",
                            topic_settings={"message_timestamp_after_max_ms": 2**63 - 1})
    good = [Record(None, line, timestamp=stamp) for line in portions.take(0.3)]
    for records in (good[:-1] + [Record(None, b"no event", timestamp=stamp)],
                    good[-1:] + [Record(None, b"none either", timestamp=stamp)]):
        kafka.produce(portions.topic, records)
        meritd.run("ingest", "--until-end", *NOW)
    meritd.run("ingest", "--until-end", *NOW)  # finds the last record again
    assert epochs(meritd) == [0]
    dead = meritd.database.rows("select reason, count(*), count(record_at) from ingest.dead_letter group by 1 order by 1")
    # Without a timestamp the present is what an event may not lie behind, and a few of the stream do.
    assert [row[0] for row in dead] == ["not_json", "time_out_of_range"]
    assert dead[0][1:] == (2, 0) and dead[1][2] == 0
    assert meritd.database.value("select last_timestamp from ingest.position") is None
    assert [row["lag"] for row in status(meritd)["positions"]] == [0]


def test_every_codec(live, kafka):
    meritd, portions = live(seed="codecs")
    for codec in ("none", "gzip", "snappy", "lz4", "zstd"):
        portions.send(0.15, compression_type=codec)
    with meritd.start("ingest", *NOW) as daemon:
        wait_settled(daemon, meritd, kafka, portions.topic)
    assert_shows(meritd.database, shown(portions.sent), AS_OF)


def test_two_shops_topics_end_apart(new_meritd, kafka):
    """A topic without any record beside a full one: until-end ends all the same."""
    full, empty = kafka.create_topic(partitions=2), kafka.create_topic(partitions=3)
    portions = Portions(kafka, full, 2, "empty", 20)
    portions.send(0.5)
    meritd = new_meritd(kafka, **settings_for(f"{empty},{full}"))
    meritd.run("ingest", "--until-end", *NOW)
    assert_shows(meritd.database, shown(portions.sent), AS_OF)
    wait_until(lambda: status(meritd)["dirty"] == 0, 5, "settled")
