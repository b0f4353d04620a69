"""What processes take of the machine while something is measured.

    with Meter(postgres, kafka=kafka.process_id) as meter:
        daemon = meritd.start("ingest", "--until-end")
        meter.watch(daemon=daemon.process.pid)
        daemon.wait()
    meter.time, meter.steal     # seconds: by the clock, and what the host took of all cores
    meter.cpu                   # seconds by name: daemon, kafka; writer, settler: backends; postgres: all of it
    meter.memory                # the most that each had resident, MB
    meter.wal                   # bytes
"""

import os
import pathlib
import re
import threading
import time
from collections import defaultdict
from contextlib import suppress

from servers import family

TICK = os.sysconf("SC_CLK_TCK")
PERIOD = 0.1  # seconds between two looks. What a process takes after the last one is lost, but not for postgres.
ROLES = r"""
    select pid, case when query ~ 'ingest\.write' then 'writer' else 'settler' end
      from pg_stat_activity
     where backend_type = 'client backend' and query ~ 'ingest\.write|settle\.' and pid <> pg_backend_pid()
"""


class Meter:
    def __init__(self, postgres, **watched):
        self._session = postgres.connect("postgres")
        self._postmaster = postgres.process_id
        self._names = {pid: name for name, pid in watched.items()}
        self._first, self._last = {}, {}  # CPU by process
        self.memory = defaultdict(int)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look_often, daemon=True)

    def watch(self, **watched):
        """Further processes, new ones: what they took before counts as well."""
        self._names.update({pid: name for name, pid in watched.items()})

    def __enter__(self):
        self._look()
        self._first = dict(self._last)
        self._before = self._totals()
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.time, self.steal, everything, self.wal = (
            now - then for now, then in zip(self._totals(), self._before))
        self._ended.set()
        self._thread.join()
        self._look()
        self.cpu = defaultdict(float, postgres=everything - self._taken(self._session.info.backend_pid))
        for pid, name in self._names.items():
            self.cpu[name] += self._taken(pid)
        self._session.close()

    def _totals(self):
        """By the clock; stolen; by the postmaster with its children, dead or alive; the log's position."""
        return (time.monotonic(), stolen(),
                sum(times(self._postmaster)) + sum(used(pid) or 0 for pid in family(self._postmaster)[1:]),
                self._ask("select pg_current_wal_lsn() - '0/0'")[0][0])

    def _look_often(self):
        while not self._ended.wait(PERIOD):
            self._look()

    def _look(self):
        self._names.update(self._ask(ROLES))
        for pid in [*self._names, *family(self._postmaster)[1:]]:
            seconds = used(pid)
            if seconds is not None:
                name = self._names.get(pid)
                self._last[pid], self.memory[name] = seconds, max(self.memory[name], resident(pid))

    def _taken(self, pid):
        return self._last.get(pid, 0) - self._first.get(pid, 0)

    def _ask(self, statement):
        with self._session.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()


def times(pid):
    """Seconds of CPU of a process: user, system, and the same of its children that have ended."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return [int(field) / TICK for field in fields[11:15]]


def used(pid):
    """Seconds of CPU of a process itself; None once it has ended."""
    with suppress(OSError):
        return sum(times(pid)[:2])


def resident(pid):
    """The most that a process ever had in memory, in MB; 0 once it has ended."""
    with suppress(OSError):
        found = re.search(r"VmHWM:\s*(\d+) kB", pathlib.Path(f"/proc/{pid}/status").read_text())
        return int(found[1]) / 1024 if found else 0
    return 0


def stolen():
    """Seconds that the host took from all cores since the machine started."""
    return int(pathlib.Path("/proc/stat").read_text().split(maxsplit=9)[8]) / TICK
