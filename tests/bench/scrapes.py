"""What a look at /metrics costs a daemon that is at rest."""

import contextlib
import http.client
import time

from figures import print_figure
from meter import Meter
from processes import Port
from stage import PARTITIONS

COUNT = 5000  # a run: CPU is counted in hundredths of a second


def measure(stage, options):
    port = Port()
    topic = stage.kafka.create_topic(partitions=PARTITIONS)
    meritd = stage.meritd(topic)
    daemon = meritd.start("ingest", metrics_listen=f"127.0.0.1:{port.number}")
    daemon.wait_until(lambda: partitions(port) == PARTITIONS, what="it tells of its partitions")
    runs = [scrape(stage, daemon, port) for _ in range(options.runs)]
    assert daemon.stop() == 0, daemon.tail()
    for name, unit in (("time", "ms"), ("cpu", "ms"), ("size", "bytes")):
        print_figure(f"metrics.{name}", [run[name] for run in runs], unit, scrapes=COUNT, partitions=PARTITIONS)
    meritd.database.drop()
    stage.kafka.delete_topic(topic)
    port.release()


def scrape(stage, daemon, port):
    """Of one scrape, by COUNT of them on one connection."""
    with contextlib.closing(connect(port)) as connection, Meter(stage.postgres, daemon=daemon.process.pid) as meter:
        begin = time.monotonic()
        sizes = [len(ask(connection)) for _ in range(COUNT)]
        took = time.monotonic() - begin
    return {"time": took * 1000 / COUNT, "cpu": meter.cpu["daemon"] * 1000 / COUNT, "size": sum(sizes) / COUNT}


def partitions(port):
    with contextlib.suppress(ConnectionError), contextlib.closing(connect(port)) as connection:
        return ask(connection).count(b"\nmeritd_consumer_lag_records{")


def connect(port):
    return http.client.HTTPConnection("127.0.0.1", port.number, timeout=60)


def ask(connection):
    connection.request("GET", "/metrics")
    return connection.getresponse().read()
