"""PostgreSQL's clock steps while it works: the present of settling, and of everything that is written. Invariant 4.

By Debian's faketime: a library that is loaded before libc's and reads from a file how far the clock is off.
The monotonic clock goes on, as it does when somebody sets a machine's. The daemon's own clock is given to its
modules by their callers, and steps in their unit tests: librdkafka does not start under faketime, which changes
the clock that it reads but not the one that it waits by.
"""

import decimal
import pathlib
import time

import pytest
from servers import Postgres

HOUR, DAY = 3600, 86400


class Clock:
    """The clock of a process that was started with its environment; step() sets it while it runs."""

    LIBRARY = next(pathlib.Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)

    def __init__(self, folder):
        self.path = folder / "clock"
        self.environment = {"LD_PRELOAD": str(self.LIBRARY), "FAKETIME_TIMESTAMP_FILE": str(self.path),
                            "FAKETIME_NO_CACHE": "1", "DONT_FAKE_MONOTONIC": "1"}
        self.step(0)

    def step(self, seconds):
        """Off by so much from now on; replaced whole, so that nobody reads half of it."""
        new = self.path.with_suffix(".new")
        new.write_text(f"{seconds:+d}s\n")
        new.chmod(0o644)
        new.rename(self.path)


class SteppingPostgres(Postgres):
    def __init__(self, scratch, clock):
        super().__init__(scratch, shared_buffers="128MB", max_connections=60)
        self.clock = clock

    def environment_of_server(self):
        return {**super().environment_of_server(), **self.clock.environment}


@pytest.fixture
def clock(scratch):
    if not Clock.LIBRARY:
        pytest.skip("faketime is not installed")
    folder = scratch / "clock"
    folder.mkdir()
    folder.chmod(0o755)
    return Clock(folder)


@pytest.fixture
def stepping_postgres(scratch, clock):
    with SteppingPostgres(scratch, clock) as server:
        yield server


def test_the_servers_clock_steps(clock, stepping_postgres, new_stage, small_stream):
    """Back by an hour, a day ahead, and back: what is written is right, and work goes on."""
    stage = new_stage(small_stream, server=stepping_postgres)
    stage.join(now=()), stage.join(now=())
    for seconds in (-HOUR, DAY, -2 * HOUR, -DAY, HOUR):
        clock.step(seconds)
        stage.send(0.18)
        stage.wait_written(100, timeout=30)
    ahead = stage.database.value("select extract(epoch from now())") - decimal.Decimal(time.time())
    assert abs(ahead - HOUR) < 60  # it really is another clock
    stage.send_all()
    stage.judge()
