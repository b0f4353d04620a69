"""Streams of real shops, brands and help desks, by file and by Kafka, compared with the oracle.

The files are no part of the tree: $MERITD_REAL_DATA, or ../shared/data/real beside it.
"""

import functools
import gzip
import os
import pathlib
import random
from datetime import datetime, timezone

import pytest
from checks import assert_shows, expect
from processes import ROOT
from servers import Record

FOLDER = pathlib.Path(os.environ.get("MERITD_REAL_DATA") or ROOT.parent / "shared/data/real")
NOW = datetime(2020, 1, 1, tzinfo=timezone.utc)  # later than all of them
STREAMS = {"twitter-support": "CNY", "servicenow-incidents": "CNY", "online-retail-orders": "GBP",
           "olist-orders": "BRL"}
EVENTS = {"twitter-support": 5000, "servicenow-incidents": 104548, "online-retail-orders": 41583,
          "olist-orders": 24974}  # as their README says

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no real streams in {FOLDER}")


@functools.cache
def lines_of(name):
    with gzip.open(FOLDER / f"{name}.ndjson.gz", "rb") as file:
        return file.read().splitlines()


@functools.cache
def expected_of(name):
    result = expect(lines_of(name), NOW, currency=STREAMS[name], shop=None, received_at=NOW)
    assert result.events == EVENTS[name] and not result.rejected
    return result


@pytest.mark.parametrize("name", STREAMS)
def test_replay(new_meritd, name):
    meritd = new_meritd(shop_currency=STREAMS[name])
    meritd.run("replay", FOLDER / f"{name}.ndjson.gz", "--now", NOW.isoformat())
    assert_shows(meritd.database, expected_of(name), NOW, days=name != "olist-orders")  # 700,000 rows


@pytest.mark.parametrize("name", STREAMS)
def test_kafka(new_meritd, kafka, name):
    """Any key, any partition, so that the order is lost."""
    chooser = random.Random(name)
    topic = kafka.create_topic(partitions=8)
    kafka.produce(topic, (Record(chooser.randbytes(3), line, partition=chooser.randrange(8))
                          for line in lines_of(name)))
    meritd = new_meritd(kafka, shop_currency=STREAMS[name], kafka_topics=topic)
    meritd.run("ingest", "--until-end", "--now", NOW.isoformat())
    assert_shows(meritd.database, expected_of(name), NOW, days=False)


def test_without_the_right_currency_orders_are_dead_letters(new_meritd):
    meritd = new_meritd()
    meritd.run("replay", FOLDER / "olist-orders.ndjson.gz", "--now", NOW.isoformat())
    expected = expect(lines_of("olist-orders"), NOW, shop=None, received_at=NOW)
    assert_shows(meritd.database, expected, NOW, days=False)
    reasons = meritd.database.rows("select reason, count(*) from ingest.dead_letter group by reason")
    assert reasons == [("currency_mismatch", len(expected.rejected))]
