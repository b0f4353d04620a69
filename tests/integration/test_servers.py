"""The fixtures themselves: what the other tests take for granted of the servers they run on."""

import time

import psycopg2
import pytest
from confluent_kafka import TIMESTAMP_CREATE_TIME
from processes import wait_until
from servers import Kafka, Postgres, Record


def values(messages):
    return [message.value() for message in messages]


def test_records_keep_all_they_were_given(kafka):
    topic = kafka.create_topic(partitions=3)
    kafka.produce(topic, [
        Record(b"key", b"value", [("ce_id", b"1"), ("empty", b""), ("none", None)], 2, 1700000000123),
        Record(None, None, None, 0),
        (b"short tuple", b"works"),
    ])
    found = {message.value(): message for message in kafka.read(topic)}
    whole = found[b"value"]
    assert whole.key() == b"key" and whole.partition() == 2
    assert whole.headers() == [("ce_id", b"1"), ("empty", b""), ("none", None)]
    assert whole.timestamp() == (TIMESTAMP_CREATE_TIME, 1700000000123)
    assert found[None].partition() == 0 and found[None].key() is None
    assert found[b"works"].key() == b"short tuple"


@pytest.mark.parametrize("codec", ["none", "gzip", "snappy", "lz4", "zstd"])
def test_every_codec(kafka, codec):
    topic = kafka.create_topic()
    sent = [b"%d " % number * 50 for number in range(1000)]
    kafka.produce(topic, [Record(None, value) for value in sent], compression_type=codec)
    assert values(kafka.read(topic)) == sent


def test_transactions(kafka):
    topic = kafka.create_topic()
    kafka.produce_transaction(topic, [Record(b"k", b"aborted")], commit=False)
    kafka.produce_transaction(topic, [Record(b"k", b"one"), Record(b"k", b"two")])
    assert values(kafka.read(topic)) == [b"one", b"two"]
    assert values(kafka.read(topic, "read_uncommitted")) == [b"aborted", b"one", b"two"]
    # A control record after each transaction takes an offset of its own.
    assert kafka.ends(topic) == {0: 3 + 2}


def test_beginning_moves_and_topic_is_made_anew(kafka):
    topic = kafka.create_topic(partitions=2)
    kafka.produce(topic, [Record(None, b"%d" % number, partition=1) for number in range(10)])
    kafka.delete_records(topic, 1, 4)
    assert kafka.watermarks(topic) == {0: (0, 0), 1: (4, 10)}
    kafka.add_partitions(topic, 3)
    assert kafka.ends(topic) == {0: 0, 1: 10, 2: 0}
    kafka.delete_topic(topic)
    assert kafka.create_topic(topic, partitions=2) == topic
    assert kafka.ends(topic) == {0: 0, 1: 0}


def test_kafka_keeps_what_it_acknowledged_when_killed(scratch):
    with Kafka(scratch) as kafka:
        topic = kafka.create_topic()
        kafka.produce(topic, [Record(None, b"before")])
        kafka.restart(kill=True)
        kafka.produce(topic, [Record(None, b"after")])
        assert values(kafka.read(topic)) == [b"before", b"after"]


def test_postgres_survives_kill_and_restart(scratch):
    with Postgres(scratch, max_connections="20") as postgres:
        database = postgres.createdb("shop")
        database.execute("create table public.kept (n integer)")
        open_transaction = database.connect()
        open_transaction.autocommit = False
        for kill in (True, False):
            open_transaction.cursor().execute("insert into public.kept values (-1)")
            database.execute("insert into public.kept values (%s)", int(kill))
            postgres.restart(kill)
            with pytest.raises(psycopg2.Error):
                open_transaction.cursor().execute("select 1")
            open_transaction = database.connect()
            open_transaction.autocommit = False
        assert database.rows("select n from public.kept order by n") == [(0,), (1,)]
        assert database.value("select current_setting('max_connections')") == "20"
        assert database.value("select current_setting('full_page_writes')") == "on"


def test_databases_are_copies_of_their_template(postgres):
    first = postgres.createdb("original")
    first.execute("create table public.kept as select 1 as n")
    assert first.value("show server_encoding") == "UTF8"
    assert first.value("show lc_collate") == "C"
    first.close()
    copy = postgres.createdb("copied", first.name)
    assert copy.value("select n from public.kept") == 1
    copy.drop()
    first.drop()
    assert postgres.createdb("copied").rows("select to_regclass('public.kept')") == [(None,)]
    postgres.dropdb("copied")


def test_postgres_answers_on_loopback_with_a_password(postgres):
    where = postgres.environment("postgres", tcp=True)
    given = {"host": where["PGHOST"], "port": where["PGPORT"], "user": where["PGUSER"]}
    psycopg2.connect(**given, dbname="postgres", password=where["PGPASSWORD"]).close()
    with pytest.raises(psycopg2.OperationalError, match="password"):
        psycopg2.connect(**given, dbname="postgres", password="wrong")


def test_waiting_ends():
    start = time.monotonic()
    with pytest.raises(AssertionError, match="the impossible: not so after 0.4 s"):
        wait_until(lambda: False, 0.1, "the impossible")
    assert time.monotonic() - start < 5
    assert wait_until(lambda: "value") == "value"
