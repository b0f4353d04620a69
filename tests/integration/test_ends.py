"""Every setting at both ends: what the configuration takes, works."""

import pytest
from checks import AS_OF, SHOP, assert_shows, expect, kafka_records, stream_lines

NOW = ("--now", AS_OF.isoformat())
LEAST = {"ingest_cache_mib": 16, "ingest_cache_entries": 1, "ingest_batch_events": 1, "ingest_flush_interval_ms": 10,
         "ingest_shutdown_timeout_seconds": 1, "settle_interval_ms": 100, "retention_dead_letter_days": 0,
         "postgres_statement_timeout_ms": 0, "postgres_lock_timeout_ms": 0}
MOST = {"ingest_cache_mib": 1048576, "ingest_cache_entries": 1000000000, "ingest_batch_events": 10000000,
        "ingest_flush_interval_ms": 3600000, "ingest_shutdown_timeout_seconds": 3600, "settle_interval_ms": 3600000,
        "retention_dead_letter_days": 36500, "postgres_statement_timeout_ms": 86400000, "postgres_lock_timeout_ms": 86400000}


@pytest.mark.parametrize("settings", [LEAST, MOST], ids=["least", "most"])
def test_options_at_both_ends(new_meritd, kafka, settings):
    """A stream is read to its end; then a daemon takes some more, is told to stop, and has written them."""
    lines = stream_lines("ends", 6)
    half = len(lines) // 2
    topic = kafka.create_topic(partitions=2)
    kafka.produce(topic, kafka_records(lines[:half], 1, 2))
    meritd = new_meritd(kafka, shop_id=SHOP, kafka_topics=topic, **settings)
    meritd.run("ingest", "--until-end", *NOW)
    assert_shows(meritd.database, expect(lines[:half], AS_OF, received_at=None), AS_OF)
    kafka.produce(topic, kafka_records(lines[half:], 2, 2))
    with meritd.start("ingest", *NOW, log_level="info") as daemon:
        daemon.wait_until(lambda: "assigned 2 partitions" in daemon.text(), what="it reads")
        if settings is LEAST:
            daemon.wait_until(lambda: unread(meritd, kafka, topic) == 0, what="all is written")
    meritd.run("ingest", "--until-end", *NOW)
    assert_shows(meritd.database, expect(lines, AS_OF, received_at=None), AS_OF)


def unread(meritd, kafka, topic):
    ends = kafka.ends(topic)
    read = dict(meritd.database.rows("select partition, next_offset from ingest.position"))
    return sum(end - read.get(partition, 0) for partition, end in ends.items())
