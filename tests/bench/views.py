"""How long views take on the full shop: each with every condition that people give it."""

import contextlib
import time

from figures import print_figure
from readings import months_of, read, readings_of, rows
from stage import SHOP, month_before

CHANGING = ("score", "indicator", "explain", "period")  # what is read of a month that changes is made for the reader


def measure(stage, options):
    """A figure per view and condition: warm, what the server and the client of one statement take together."""
    meritd, times = ready(stage)
    print_figure("views.keep", times[:-1] or times, "ms", events=stage.events, agents=SHOP.agents, months=SHOP.months)
    with contextlib.closing(meritd.database.connect()) as session:
        for reading in readings_of(session):
            print_reading(stage, options, session, "views", reading)
        rows(session, "insert into score.stale (since, until) values (%s, %s)", *[months_of(session)[0]] * 2)
        for reading in readings_of(session):
            if any(view in reading.name for view in CHANGING) and "month" in reading.name.split("/")[-1]:
                print_reading(stage, options, session, "views.changing", reading)


def print_reading(stage, options, session, name, reading):
    found = len(read(session, reading))  # warm
    print_figure(f"{name}.{reading.name}", [timed(session, reading) for _ in range(options.runs)], "ms", rows=found,
                 events=stage.events, agents=SHOP.agents, months=SHOP.months)


def ready(stage):
    """meritd on the shop as people read it: a month closed, scores kept, statistics gathered; and how long keeping took, ms."""
    meritd = stage.shop()
    if not meritd.database.value("select count(*) from period.closing"):  # nobody closed a month before
        meritd.run("close", "--month", f"{month_before(stage.end, SHOP.months):%Y-%m}", "--accept-warnings", timeout=600)
    times = keep(meritd.database)
    meritd.database.execute("vacuum analyze")
    return meritd, times


def keep(database):
    """What the daemon does with months that are left alone: how long each took; the last time there was none."""
    times, kept = [], True
    while kept:
        start = time.monotonic()
        kept = database.value("select (period.keep('0')).month")
        times.append((time.monotonic() - start) * 1000)
    return times


def timed(session, reading):
    start = time.monotonic()
    read(session, reading)
    return (time.monotonic() - start) * 1000
