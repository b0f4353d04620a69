"""How long the commands of month end and of repair take on the full shop, and how long they keep the settler out."""

import threading
import time
from datetime import timedelta

from figures import print_figures
from meter import Meter
from stage import SHOP

WATCH = 0.005  # seconds between two looks at the lock
HOLDER = """
    select l.virtualtransaction
      from pg_locks l
      join pg_stat_activity a on a.pid = l.pid and a.backend_type = 'client backend'
     where l.relation = 'settle.state'::regclass and l.mode = 'ShareUpdateExclusiveLock' and l.granted
"""


def verify(stage, options):
    measure(stage, "verify", [["verify", *day] for day in days(stage, options.runs)])


def rebuild(stage, options):
    measure(stage, "rebuild", [["rebuild", *day] for day in days(stage, options.runs)])


def close(stage, options):
    """Months one after the other, from the first open one."""
    months = stage.shop().database.rows("select to_char(m, 'YYYY-MM') from period.months() m "
                                        "where period.latest(m) is null order by m limit %s", options.runs)
    measure(stage, "close", [["close", "--month", month, "--accept-warnings"] for month, in months])


def days(stage, count):
    """Days all over the shop's months: their options."""
    step = SHOP.days(stage.end) // (count + 1)
    firsts = [stage.end - timedelta(days=step * number) for number in range(1, count + 1)]
    return [["--from", f"{first:%Y-%m-%d}", "--to", f"{first + timedelta(days=1):%Y-%m-%d}"] for first in firsts]


def measure(stage, name, commands):
    """One run per command."""
    runs = []
    for words in commands:
        meritd = stage.shop()
        with Lock(meritd.database) as lock, Meter(stage.postgres) as meter:
            meritd.run(*words, timeout=1800)
        runs.append({"time": meter.time, "cpu": meter.cpu["postgres"], "lock": lock.longest * 1000,
                     "steal": meter.steal})
    print_figures(name, runs, events=stage.events, agents=SHOP.agents, months=SHOP.months)


class Lock:
    """The longest that one transaction held the settler's lock meanwhile, in seconds."""

    def __init__(self, database):
        self.longest = 0
        self._session = database.connect()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._ended.set()
        self._thread.join()
        self._session.close()

    def _watch(self):
        holder, since = None, 0
        with self._session.cursor() as cursor:
            while not self._ended.wait(WATCH):
                cursor.execute(HOLDER)
                found, now = cursor.fetchone(), time.monotonic()
                if found != holder:
                    holder, since = found, now
                if holder:
                    self.longest = max(self.longest, now - since)
