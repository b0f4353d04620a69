"""A shop's year for month-end tests: a generated shop, a cast whose months are planned, and what happened when.

    year = generated_year(meritd, folder, seed=7, plan=plan_of(7))
    facts = Facts(year)
    lines = facts.deliver(until=closing_instant("2025-03"))   # what arrives by then, shuffled, some of it twice
    facts.exclude("order", "ace-2025-03-4")                   # what the oracle must leave out from now on
    facts.lines("2025-03")                                    # all that counts for it, for the oracle

The generated shop opens two months after the cast's, so that there are months with one agent, and with agents who all
share one rank. Who has the same level in a month has the same numbers, in every indicator: they share a rank. Some of
the generated events arrive weeks after they happened.
"""

import json
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from processes import ROOT

ZONE = "Asia/Shanghai"
TWO_YEARS = [f"{year}-{number:02}" for year in (2025, 2026) for number in range(1, 13)]
MONTHS = TWO_YEARS[:14]  # of the story
OPENED = "2025-03"  # the generated shop
CLOSED_AFTER = timedelta(days=9)  # a window of 2 days and 7 days to pay are over by then
DAYS_AT_WORK = 12  # of a month, from the 3rd on
LATE_SHARE, TWICE_SHARE = 0.02, 0.03
LATE_DAYS = (10, 70)
PRICE = 300
NEAR = timedelta(days=25)  # nothing of the generated shop takes longer
RECORDS = ("agent.updated", "target.set", "mark.recorded")
SUBJECTS = ("conversation", "order", "ticket")


@dataclass(frozen=True)
class Level:
    """How somebody of the cast does in a month."""

    bought: int  # customers who order and pay, of one on each day at work
    completion: float  # of the sales target
    wait: int  # seconds to an answer
    mark: int  # the agent's own
    lead: int = None  # the same, unless given
    manager: int = None


LEVELS = {
    "best": Level(12, 1.0, 9, 100),
    "good": Level(12, 0.8, 9, 80),
    "fair": Level(5, 0.8, 9, 60, manager=100),
    "poor": Level(5, 0.7, 45, 60),
    "worst": Level(0, 0.0, 120, 0),
    "vain": Level(5, 0.5, 120, 100, lead=60),
    "away": None,
}
STAFF = {  # agent: (team, employee); bob and bob2 are accounts of one person
    "ace": ("north", "E1"), "bea": ("north", "E2"), "cid": ("north", "E3"), "bob": ("south", "E4"),
    "bob2": ("south", "E4"), "dan": ("south", "E5"), "solo": ("island", "E6"), "eve": (None, None),
    "new": ("south", "E7"),
}  # fmt: skip
STAFF_CHANGES = [  # (day, agent, members)
    ("2025-08-14", "dan", {"team": "north"}), ("2025-07-10", "new", {"joined": "2025-07-10"}),
    ("2025-11-20", "cid", {"left": "2025-11-20", "status": "left"}),
    ("2025-12-28", "cid", {"left": "2099-12-31", "status": "regular"}),
]  # fmt: skip

# Each month one word an agent, in the order of STAFF. What must come of it: test_year.test_everything_occurred.
STORY = """
    best  away  away  away  away  away  away  away  away
    best  best  best  away  away  away  away  away  away
    best  best  best  worst worst good  good  fair  away
    best  best  poor  worst worst good  good  poor  away
    best  best  vain  worst worst poor  good  poor  away
    best  good  good  worst worst fair  fair  fair  away
    best  good  away  worst away  fair  good  best  good
    best  poor  poor  poor  worst worst fair  good  good
    best  good  good  good  good  worst fair  good  good
    best  good  away  good  worst worst worst best  good
    best  good  poor  good  fair  worst best  best  good
    best  good  away  good  vain  worst best  best  best
    good  best  best  good  worst worst best  best  worst
    good  best  best  poor  worst fair  worst best  poor
"""


def story():
    """{month: {agent: level}}: the year in which everything occurs."""
    words = [line.split() for line in STORY.split("\n") if line.strip()]
    return {month: dict(zip(STAFF, row, strict=True)) for month, row in zip(MONTHS, words, strict=True)}


def plan_of(seed, months=MONTHS):
    """The same by chance, the ends more often than the middle, so that they are shared."""
    chooser = random.Random(f"plan {seed}")
    levels, weights = ["best", "good", "fair", "poor", "worst", "vain", "away"], [7, 3, 2, 3, 6, 1, 2]
    return {month: dict(zip(STAFF, chooser.choices(levels, weights, k=len(STAFF)))) for month in months}


def prepare(database, scope, min_days=None):
    """The scheme's scope and days; the shop's topic was read to its end, long after."""
    document = json.loads((ROOT / "config/schemes/shop-service.json").read_text())
    document["ranking"]["scope"] = scope
    document["eligibility"]["min_days"] = min_days or document["eligibility"]["min_days"]
    database.execute("select score.load(%s::jsonb)", json.dumps(document))
    database.execute(
        "insert into ingest.position (topic, partition, epoch, next_offset, last_offset, last_key_hash, "
        "caught_up_at, end_offset, gap_records) select t, 0, 0, 0, -1, 0, '2099-01-01Z', 0, 0 "
        "from ref.shop s cross join unnest(s.topics) t")


# ---- time ------------------------------------------------------------------------------------------


def local(day, **more):
    """Midnight of a day in the shop's zone, and so much later."""
    return datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(ZONE)) + timedelta(**more)


def month_end(month, **more):
    return local((local(f"{month}-28") + timedelta(days=4)).strftime("%Y-%m-01"), **more)


def closing_instant(month):
    return month_end(month) + CLOSED_AFTER


# ---- events ----------------------------------------------------------------------------------------


class Cast:
    """Events of the planned agents: staff is {agent: (team, employee)}, days how many of a month they work."""

    def __init__(self, staff=STAFF, days=DAYS_AT_WORK):
        self.events, self._staff, self._days = [], staff, days

    def emit(self, kind, at, **data):
        self.events.append({"specversion": "1.0", "id": f"cast-{len(self.events)}", "source": "cast", "type": kind,
                            "time": at.isoformat(timespec="milliseconds"), "data": data})

    def staff(self, changes=STAFF_CHANGES):
        for agent, (team, employee) in self._staff.items():
            known = {name: value for name, value in (("team", team), ("employee", employee)) if value}
            self.emit("agent.updated", local("2024-12-01"), agent=agent, name=f"The {agent}", role="agent",
                      status="regular", **known)
        for day, agent, members in changes:
            self.emit("agent.updated", local(day), agent=agent, **members)

    def month(self, month, agent, level):
        for day in range(self._days):
            self.customer(f"{agent}-{month}-{day}", agent, local(f"{month}-{day + 3:02}", hours=10), level,
                          buys=day < level.bought)
        target = PRICE * level.bought / level.completion if level.bought else 1000
        self.emit("target.set", local(f"{month}-01"), agent=agent, period=month, metric="sales", value=target)
        for role, mark in (("self", level.mark), ("lead", level.mark if level.lead is None else level.lead),
                           ("manager", level.manager)):
            if mark is not None:
                self.emit("mark.recorded", local(f"{month}-25"), agent=agent, indicator="execution", period=month,
                          rater=agent if role == "self" else role, role=role, score=mark)

    def customer(self, name, agent, at, level, buys):
        chat = {"conversation": name, "customer": f"u-{name}", "agent": agent}
        self.emit("chat.message", at, **chat, **{"from": "customer"})
        self.emit("chat.message", at + timedelta(seconds=level.wait), **chat, **{"from": "agent"})
        if buys:
            order = {"order": name, "customer": f"u-{name}", "amount": f"{PRICE}.00"}
            self.emit("order.created", at + timedelta(hours=1), agent=agent, **order)
            self.emit("order.paid", at + timedelta(hours=2), **order)


@dataclass(frozen=True)
class Arrival:
    at: datetime
    event: dict


def generated_year(meritd, folder, seed, plan, agents=4, conversations=700):
    """Everything that happens, as [Arrival], in order. Nothing changes after the look-ahead: it would be drift of closed months."""
    path = folder / "generated.ndjson"
    end = month_end(max(plan))
    days = (end - local(f"{OPENED}-01")).days
    meritd.run("generate", "--seed", seed, "--agents", agents, "--teams", 2, "--days", days, "--messages", 5,
               "--only", "chat,bots,orders,tickets,surveys,staff,plans", "--conversations", conversations,
               "--end", end.isoformat(), "--output", path)
    cast = Cast()
    cast.staff()
    for month, levels in plan.items():
        for agent, word in levels.items():
            if LEVELS[word]:
                cast.month(month, agent, LEVELS[word])
    chooser = random.Random(f"late {seed}")
    arrivals = [Arrival(happened(event), event) for event in cast.events]
    for line in path.read_bytes().splitlines():
        event = json.loads(line)
        late = event["type"] not in ("agent.updated", "target.set") and chooser.random() < LATE_SHARE
        delay = timedelta(days=chooser.uniform(*LATE_DAYS)) if late else timedelta(0)
        arrivals.append(Arrival(happened(event) + delay, event))
    return sorted(arrivals, key=lambda arrival: arrival.at)


def happened(event):
    return datetime.fromisoformat(event["time"])


# ---- what is known ---------------------------------------------------------------------------------


class Facts:
    """What has arrived, and what people decided about it."""

    def __init__(self, arrivals, seed=0):
        self._waiting, self._arrived = list(arrivals), []
        self._chooser = random.Random(f"deliver {seed}")
        self._excluded, self._credit = set(), {}

    def deliver(self, until):
        """What arrives before an instant, in any order, some of it twice."""
        now = [arrival.event for arrival in self._waiting if arrival.at < until]
        self._waiting = [arrival for arrival in self._waiting if arrival.at >= until]
        self._arrived += now
        sent = now + [event for event in now if self._chooser.random() < TWICE_SHARE]
        self._chooser.shuffle(sent)
        return [encoded(event) for event in sent]

    def exclude(self, kind, reference, credit_to=None):
        """kind: conversation, order, ticket, customer (by the platform's id) or credit."""
        if kind == "credit":
            self._credit[reference] = credit_to
        else:
            self._excluded.add((kind, reference))

    def include(self, kind, reference):
        self._excluded.discard((kind, reference))
        if kind == "credit":
            del self._credit[reference]

    def arrive(self, *events):
        """They happened sometime, and are known from now on; returns their lines."""
        self._arrived += events
        return [encoded(event) for event in events]

    def decided(self):
        """What people decided so far, for as_decided."""
        return set(self._excluded), dict(self._credit)

    def as_decided(self, decided):
        """What has arrived, with those decisions alone."""
        other = Facts([])
        other._arrived, (other._excluded, other._credit) = self._arrived, decided
        return other

    def lines(self, month):
        """Everything that counts for a month, as lines for the oracle: what happened near it, all records, and the orders of
        before, which make later ones repeats."""
        customers = {reference for kind, reference in self._excluded if kind == "customer"}
        near = [instant.astimezone(ZoneInfo(ZONE)).isoformat() for instant in (local(f"{month}-01") - NEAR,
                                                                                month_end(month) + NEAR)]
        events = [event for event in self._arrived if event["type"] in RECORDS or near[0] < event["time"] < near[1]
                  or event["type"].startswith("order.") and event["time"] < near[1]]
        gone = self._excluded | {(kind, event["data"][kind]) for event in events for kind in SUBJECTS
                                 if event["data"].get("customer") in customers and event["data"].get(kind)}
        return [encoded(event) for event in (self._decided(event, gone) for event in events) if event]

    def _decided(self, event, gone):
        """The event as it counts, None if it does not. All of an excluded order is gone, also what names no customer."""
        about = {(kind, event["data"].get(kind)) for kind in SUBJECTS}
        if about & gone:
            return None
        order = event["data"].get("order")
        credited = event["type"] == "order.created" and order in self._credit
        return event | {"data": event["data"] | {"agent": self._credit[order]}} if credited else event

    def references(self, month):
        """What of a month could be excluded: [(kind, reference)]."""
        return sorted({(kind, event["data"][kind]) for event in self._arrived if event["time"][:7] == month
                       for kind in (*SUBJECTS, "customer") if event["data"].get(kind)} - self._excluded)


def encoded(event):
    return json.dumps(event, ensure_ascii=False).encode()
