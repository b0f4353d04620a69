"""Waits inside service hours: SQL counts what the oracle counts, over invented documents, histories and zones.

Documents are dense in what is seldom right: spans that overlap, that touch, that end on the next day or when the clocks change,
extra days on holidays, suspended spans over the end of their document. They are loaded in any order.
"""

import json
import random
from datetime import date, datetime, time, timedelta, timezone

import pytest
from checks import session_at
from oracle.clock import Clock
from oracle.hours import Hours

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TEAMS = ("a", "b", "c", "d", "nobody's", None)
SHOPS = [  # zones, and a day near which their clocks change
    ("UTC", "00:00", date(2026, 2, 20)), ("Asia/Shanghai", "05:00", date(2026, 10, 1)), ("America/New_York", "05:00", date(2026, 3, 1)),
    ("America/New_York", "02:30", date(2026, 10, 20)), ("Europe/Berlin", "00:00", date(2026, 10, 15)), ("Pacific/Apia", "05:00", date(2011, 12, 20)),
    ("Australia/Lord_Howe", "00:00", date(2026, 3, 25)),
]
SECOND, DAY = 1000, 86400000


class Inventor(random.Random):
    def __init__(self, seed, base):
        super().__init__(seed)
        self.base = base

    def day(self):
        return (self.base + timedelta(self.randrange(-5, 40))).isoformat()

    def minute(self):
        return f"{self.randrange(24):02}:{self.choice((0, 0, 30, 59, self.randrange(60))):02}"

    def spans(self):
        return [f"{self.minute()}-{self.choice(('24:00', self.minute(), self.minute()))}" for _ in range(self.choice((0, 1, 1, 1, 2, 3)))]

    def weekly(self):
        return {"weekly": {day: self.spans() for day in WEEK if self.random() < 0.85}}

    def suspended(self):
        begun = datetime.combine(date.fromisoformat(self.day()), time(self.randrange(24), self.randrange(60)), timezone.utc)
        ended = begun + timedelta(milliseconds=self.choice((1, self.randrange(1, DAY), self.randrange(1, 20 * DAY))))
        return {"from": begun.isoformat(timespec="milliseconds"), "until": ended.isoformat(timespec="milliseconds")}

    def extra(self):
        team = {"team": self.choice("abcd")} if self.random() < 0.5 else {}
        return {"day": self.day(), "open": self.spans(), **team}

    def document(self):
        document = {"holidays": [self.day() for _ in range(self.randrange(4))],
                    "extra": [self.extra() for _ in range(self.randrange(5))],
                    "suspended": [self.suspended() for _ in range(self.randrange(3))]}
        if self.random() < 0.8:
            document["shop"] = self.weekly()
        if self.random() < 0.7:
            document["teams"] = {team: self.weekly() for team in self.sample("abc", self.randrange(3))}
        return document

    def history(self):
        return [{"from": (self.base + timedelta(first)).isoformat(), "hours": self.document()}
                for first in self.sample(range(40), self.randrange(1, 4))]

    def wait(self, start):
        """(team, begun, ended) in milliseconds; some end before they begin."""
        begun = start + self.randrange(55 * DAY)
        length = self.choice((self.randrange(60 * SECOND), self.randrange(DAY), self.randrange(20 * DAY), 0, -1))
        return self.choice(TEAMS), begun, begun + length


INSTANTS = "array(select to_timestamp(ms / 1000.0) from unnest(%s::bigint[]) with ordinality as u(ms, n) order by n)"


@pytest.mark.parametrize("zone,cutover,base", SHOPS)
def test_waits(new_meritd, zone, cutover, base):
    meritd = new_meritd(shop_zone=zone, shop_cutover=cutover)
    inventor = Inventor(f"{zone} {cutover}", base)
    clock = Clock(zone, cutover)
    with session_at(meritd.database, datetime.now(timezone.utc)) as session, session.cursor() as cursor:
        session.autocommit = False
        for _ in range(2):
            history = inventor.history()
            for one in inventor.sample(history, len(history)):
                cursor.execute("select ref.load_hours(%s, %s)", (json.dumps(one["hours"]), one["from"]))
            hours = Hours(history, clock)
            waits = [inventor.wait(clock.at(base, time()) - 5 * DAY) for _ in range(300)]
            teams, begun, ended = (list(column) for column in zip(*waits))
            cursor.execute(f"select ref.counted_waits(%s::text[], {INSTANTS}, {INSTANTS}),"
                           f" array(select i <@ ref.suspended() from unnest({INSTANTS}) with ordinality as u(i, n) order by n)",
                           (teams, begun, ended, begun))
            counted, suspended = cursor.fetchone()
            for wait, got in zip(waits, counted):
                team, first, last = wait
                assert got == (hours.between(first, last, team) if last > first else 0), (wait, json.dumps(history))
            assert suspended == [hours.suspended(instant) for instant in begun], json.dumps(history)
            session.rollback()
