"""Events with times on limits and every harmless oddity the contract allows: the pen of edge streams.

What is written with it is the business of `tests/integration/streams.py`.
"""

import random
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from .malformed import OTHER_SHOP, SHOP

SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
AS_OF = datetime(2025, 1, 6, tzinfo=timezone.utc)
AS_OF_MS = (AS_OF - EPOCH) // timedelta(milliseconds=1)

# A leap day, both changes of the clock in New York, ends of month and year.
CLUSTERS = [
    date(2024, 2, 27),
    date(2024, 3, 8),
    date(2024, 10, 30),
    date(2024, 11, 1),
    date(2024, 12, 29),
]
CUTOVERS = [time(0, 0), time(4, 30)]
CLOCKS = {  # other zones: cut-overs in the hour that comes twice, or never
    "Europe/Berlin": time(2, 30), "Australia/Lord_Howe": time(1, 45), "Asia/Kathmandu": time(2, 15),
}  # fmt: skip
AGENTS = [
    "ann",
    "bob",
    "cyd",
    "dee",
    "Ann",
    "客服小李",
    "e\u0301ve",
    'a"b\\c',
    "x" * 128,
    "1",
    "ann ",
]
SOURCES = ["/chat", "/shop", "/pay", "urn:sürvey:1", "https://example.org/a?b=c#d", "s" * 256]
ODD_IDS = [
    "\u2603{}",
    "tab\t{}",
    'quote"{}',
    "back\\{}",
    "/{}",
    "😀{}",
    " {} ",
    "é{}",
    "\u200b{}",
    "\x7f{}",
]
NEAR = [0, 0, 0, 1, -1, SECOND, -SECOND]  # what is added to a limit
STEPS = [0, 0, 1, 5 * SECOND, 20 * SECOND, 40 * SECOND, 40 * SECOND, 600 * SECOND, HOUR]
LONG_STEPS = [3 * HOUR, 24 * HOUR, 24 * HOUR, 26 * HOUR, 3 * DAY]


@lru_cache(maxsize=None)
def changes_of(zone):
    """The instants of 2024 at which the clocks of one of CLOCKS change, in milliseconds."""
    halves = [datetime(2024, 1, 1, tzinfo=timezone.utc) + timedelta(minutes=30 * n) for n in range(366 * 48 * (zone in CLOCKS))]
    offsets = [at.astimezone(ZoneInfo(zone)).utcoffset() for at in halves]
    return [(at - EPOCH) // timedelta(milliseconds=1) for at, before, now in zip(halves[1:], offsets, offsets[1:]) if before != now]


def clusters(zone):
    """The days near which the customers of a stream are, those before the changes of its clocks among them."""
    return CLUSTERS + [(EPOCH + timedelta(milliseconds=at)).date() - timedelta(days=1) for at in changes_of(zone)]


class Stream:
    """Events being made, and the moments other events can be put next to."""

    def __init__(self, seed, zone):
        self.random = random.Random(f"{seed} {zone}")
        self.zone = ZoneInfo(zone)
        self.clusters, self.changes = clusters(zone), changes_of(zone)
        self.cutovers = CUTOVERS + [wall for of, wall in CLOCKS.items() if of == zone]
        self.events = []
        self.at = {}  # id -> milliseconds
        self.count = 0
        self.orders, self.conversations, self.tickets = [], [], []
        self.start_customer()

    def start_customer(self):
        self.moments = []
        self.team = self.random.sample(AGENTS, 2)

    # --- choices

    def chance(self, probability):
        return self.random.random() < probability

    def pick(self, *values):
        return self.random.choice(values)

    def agent(self):
        """Mostly one of the few this customer knows."""
        return self.random.choice(self.team if self.chance(0.8) else AGENTS)

    def maybe_agent(self, probability=0.6):
        """A member dictionary; sometimes null or empty, which is absent."""
        if self.chance(probability):
            return {"agent": self.agent()}
        return self.pick({}, {}, {"agent": None}, {"agent": ""})

    def cents(self):
        return self.pick(0, 1, 99, 100, 1000, 1999, 12990, self.random.randrange(1, 50000))

    def boundary(self, day):
        """A cut-over of the day, or of one near it, in the zone, either reading of the wall clock; or a change of it."""
        for change in self.changes:
            since = (datetime.combine(day, time(), timezone.utc) - EPOCH) // timedelta(milliseconds=1)
            if since <= change < since + 5 * DAY and self.chance(0.4):
                return change + self.pick(-HOUR, -HOUR // 2, 0, 0, HOUR // 2, HOUR)
        near = day + timedelta(days=self.random.randrange(0, 5))
        wall = datetime.combine(near, self.random.choice(self.cutovers), self.zone)
        wall = wall.replace(fold=self.pick(0, 1))
        return (wall - EPOCH) // timedelta(milliseconds=1)

    def moment(self, day, *limits):
        """At or around a cut-over, or an earlier moment of this customer plus one of the limits."""
        if not self.moments or self.chance(0.25):
            base = self.boundary(day) + self.pick(0, 0, 3 * HOUR, 9 * HOUR, 11 * HOUR)
        else:
            base = self.random.choice(self.moments) + self.random.choice(limits or (0,))
        return base + self.random.choice(NEAR)

    # --- events

    def emit(self, kind, moment, data, **envelope):
        self.count += 1
        event_id = f"e{self.count}"
        if self.chance(0.1):
            event_id = self.random.choice(ODD_IDS).format(self.count)
        if self.chance(0.02):
            event_id = event_id.ljust(256, "i")[: 256 - len(event_id.encode()) + len(event_id)]
        event = {
            "specversion": "1.0",
            "id": event_id,
            "source": self.random.choice(SOURCES),
            "type": kind,
            "time": self.written(moment),
            "data": self.dressed(data),
            **envelope,
        }
        if self.chance(0.1):
            event.update(self.random.choice(HARMLESS_ENVELOPE))
        self.events.append(event)
        self.at[event_id] = moment
        self.moments.append(moment)
        return event

    def dressed(self, data):
        """The members with some that change nothing."""
        data = dict(data)
        if self.chance(0.1):
            data[self.pick("note", "Conversation", "x", "data", "AGENT")] = self.pick(
                None, 1e300, -0.0, [], {}, {"a": [1, {"b": None}]}, "text", "", True, 2**60
            )
        members = list(data.items())
        self.random.shuffle(members)
        return dict(members)

    def written(self, moment):
        """RFC 3339 of milliseconds: any offset, any number of digits, sometimes second 60."""
        minutes = self.pick(0, 0, 0, 480, -300, 345, -570, 840, -1439, 1439)
        leap = self.chance(0.2) and moment % MINUTE < SECOND
        shown = EPOCH + timedelta(milliseconds=moment + minutes * MINUTE - (MINUTE if leap else 0))
        second = 60 if leap else shown.second
        thousandths = shown.microsecond // 1000
        fraction = f".{thousandths:03}"
        if self.chance(0.3):
            fraction += self.pick("0", "999", "999999999", "5")
        elif self.chance(0.3):
            fraction = fraction.rstrip("0").rstrip(".")
        sign = "-" if minutes < 0 or (minutes == 0 and self.chance(0.2)) else "+"
        offset = f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
        if minutes == 0 and self.chance(0.7):
            offset = "Z"
        return f"{shown:%Y-%m-%dT%H:%M}:{second:02}{fraction}{offset}"


HARMLESS_ENVELOPE = [
    {"shop": SHOP}, {"shop": None}, {"datacontenttype": "application/json"}, {"subject": None},
    {"Shop": OTHER_SHOP}, {"traceparent": "00-ab"}, {"dataschema": {"deep": [[[]]]}}, {"shop": ""},
]  # fmt: skip


# --- what a shop may set -------------------------------------------------------------------------------

OF_MONTHS = ["2024-02", "2024-03", "2024-11", "2025-01"]  # some begin within a cluster
RULE_VALUES = {
    "order.judge": ["order", "pay", "order_first"], "order.by": ["latest", "rounds"],
    "order.window_days": ["1", "2", "3"], "order.pay_days": ["0", "1", "7"], "sales.net": ["yes", "no"],
    "refund.days": ["0", "15", "16"], "response.from": ["question", "assignment"],
    "response.cap_seconds": ["30", "600"], "response.slow_seconds": ["0", "40"],
    "response.within": ["5,40", "20,40,600,3600", "30,60,180"], "response.unanswered": ["omit", "cap"],
    "round.trailing": ["count", "ignore"], "ticket.clock": ["elapsed", "hours"],
    "ticket.reopen_days": ["0", "15"], "ticket.complaint_days": ["0", "6"],
}  # fmt: skip
SPANS = ["09:00-11:00", "03:00-13:30", "04:30-15:30", "15:30-03:00", "20:00-24:00", "11:00-11:00", "01:30-02:30"]
WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def edge_rules(seed, sets=3):
    """Rule sets that begin at the ends of months that the streams are dense in."""
    chooser = random.Random(f"rules {seed}")
    months = sorted(chooser.sample(OF_MONTHS, sets))
    return [{"from": month, **_some_rules(chooser)} for month in months]


def _some_rules(chooser):
    named = chooser.sample(sorted(RULE_VALUES), chooser.randrange(1, len(RULE_VALUES)))
    return {key: chooser.choice(RULE_VALUES[key]) for key in named}


def edge_hours(seed, zone):
    """Documents whose spans begin and end where the streams' moments lie."""
    chooser = random.Random(f"hours {seed}")
    days = sorted({"2024-02-28", *(_near_day(chooser) for _ in range(chooser.randrange(3)))})
    return [{"from": day, "hours": _document(chooser, ZoneInfo(zone))} for day in days]


def _near_day(chooser):
    return str(chooser.choice(CLUSTERS) + timedelta(days=chooser.randrange(-1, 5)))


def _weekly(chooser):
    """Most days are open, in one span or two."""
    days = chooser.sample(WEEK, chooser.choice([5, 6, 7, 7]))
    return {"weekly": {day: chooser.sample(SPANS, chooser.choice([1, 1, 2])) for day in days}}


def _document(chooser, zone):
    document = {
        "shop": _weekly(chooser),
        "teams": {team: _weekly(chooser) for team in chooser.sample(["night", "day"], chooser.randrange(3))},
        "holidays": sorted({_near_day(chooser) for _ in range(chooser.randrange(3))}),
        "extra": [_extra(chooser) for _ in range(chooser.randrange(4))],
        "suspended": [_suspended(chooser, zone) for _ in range(chooser.randrange(3))],
    }
    return {name: value for name, value in document.items() if name != "shop" or chooser.random() < 0.85}


def _extra(chooser):
    team = chooser.choice([{}, {"team": "night"}, {"team": "day"}])
    return {"day": _near_day(chooser), "open": chooser.sample(SPANS, chooser.choice([1, 2])), **team}


def _suspended(chooser, zone):
    start = datetime.combine(date.fromisoformat(_near_day(chooser)), time(chooser.choice([0, 4, 9])), zone)
    end = start + timedelta(hours=chooser.choice([2, 5, 30]))
    return {"from": start.isoformat(), "until": end.isoformat()}


def edge_aliases(seed):
    """Accounts that are somebody else's for some days, or from a day on; some change hands. No chains."""
    chooser = random.Random(f"aliases {seed}")
    rows = []
    accounts = chooser.sample(AGENTS, 4)
    for account in accounts:
        days = sorted({_near_day(chooser) for _ in range(4)})
        for first, last in zip(days[::2], days[1::2]):
            agent = chooser.choice([name for name in AGENTS if name not in accounts])
            rows.append({"account": account, "agent": agent, "from": first, "until": last})
        if chooser.random() < 0.5:
            rows[-1].pop("until")
    return rows
