"""A shop of a few agents whose totals a test states: the only indicator is target completion.

    shop = MonthShop(meritd, tmp_path)
    shop.staff("mei", employee="E1")
    shop.month("2025-01", {"mei": 1000, "tao": 700})     # sold, of a target of 1000 each
    shop.close("2025-01")                                # as of a week after the month's end

The shop is in UTC. Its topic was read to its end long after, so that the clock alone makes a month final: the idle
limit of chat, a day after its end. 1000 of 1000 are 100 points, 900 are 85, 800 are 70, 700 are 55 (the scheme's bands).
"""

import itertools
import json
from datetime import datetime, timedelta, timezone

from checks import write_lines
from processes import ROOT

TARGET = 1000
JANUARY = {"mei": 1000, "lan": 900, "tao": 700, "tao2": 700}
JANUARY_LINES = ["mei first reward 100.00", "tao last penalty -50.00", "tao2 last penalty -50.00"]
ODD_NAME = 'Mei "M", first'
FORMULA = "=1+1"
HEADING = "month,agent,input,amount\n"
# 70.00 of commission bear the 50.00 of tao and 20.00 of tao2: 30.00 are waived.
COMMISSION = (HEADING + "2025-01,tao,own_commission,60.00\r\n2025-01,tao2,shared_commission,10\n"
              "2025-01,tao,shared_commission,0\n2025-01,tao2,own_commission,0\n")
SCHEMAS = "ref ingest fact settle settled rollup score period pay post".split()


def scheme():
    document = json.loads((ROOT / "config/schemes/shop-service.json").read_text())
    (completion,) = (i for i in document["indicators"] if i["indicator"] == "target_completion")
    document["indicators"] = [{**completion, "weight": 100}]
    document["eligibility"]["min_days"] = 0
    return document


def first_day(month):
    return datetime.strptime(month, "%Y-%m").replace(tzinfo=timezone.utc)


def behind(month, **more):
    """An instant after a month: behind("2025-01", days=7) is 2025-02-08T00:00Z."""
    end = (first_day(month) + timedelta(days=32)).replace(day=1)
    return (end + timedelta(**more)).isoformat()


def january(meritd, folder):
    """January's events are written: mei is first; tao and tao2, accounts of one person, share the last rank."""
    shop = MonthShop(meritd, folder)
    shop.staff("mei", employee="E1", name=ODD_NAME)
    shop.staff("lan", employee="E2", name="Lan")
    shop.staff("tao", employee="E3", name=FORMULA)
    shop.staff("tao2", employee="E3", name=FORMULA)
    shop.month("2025-01", JANUARY)
    return shop


class MonthShop:
    def __init__(self, meritd, folder, read=True):
        self.meritd, self.database, self.folder = meritd, meritd.database, folder
        self._ids = itertools.count(1)
        for table in ("indicator", "grade", "scheme"):
            self.database.execute(f"delete from score.{table}")
        self.database.execute("select score.load(%s::jsonb)", json.dumps(scheme()))
        if read:
            self.database.execute(
                "insert into ingest.position (topic, partition, epoch, next_offset, last_offset, last_key_hash, "
                "caught_up_at, end_offset, gap_records) select t, 0, 0, 0, -1, 0, '2027-01-01Z', 0, 0 "
                "from ref.shop s cross join unnest(s.topics) t")

    def run(self, *words, month="2025-01", status=0, now=None, **more):
        """A command, at a week after the month or at `now`."""
        return self.meritd.run(*words, "--now", now or behind(month, days=7), status=status, **more)

    def file(self, *words, now=None, status=0):
        """An appeal, by another login than decides it."""
        return self.meritd.run_as_clerk("appeal", "file", *words, "--now", now or behind("2025-01", days=7), status=status)

    def event(self, kind, at, **data):
        return json.dumps({"specversion": "1.0", "id": f"e{next(self._ids)}", "source": "test", "type": kind,
                           "time": at.isoformat(), "data": data}, ensure_ascii=False).encode()

    def write(self, events):
        path = write_lines(self.folder / f"{next(self._ids)}.ndjson", events)
        self.meritd.run("replay", path, "--now", "2026-01-01T00:00:00Z")

    def staff(self, agent, **record):
        self.write([self.event("agent.updated", first_day("2024-12"), agent=agent, status="regular",
                               role="agent", **record)])

    def record(self, day, agent, **record):
        """A record of the staff that is effective from a day on."""
        self.write([self.event("agent.updated", datetime.fromisoformat(f"{day}T08:00Z"), agent=agent, **record)])

    def month(self, month, sold, target=TARGET):
        """Each agent answers a customer, who buys for what the agent sold, in order {agent}-{month}."""
        at, events = first_day(month) + timedelta(days=2), []
        for agent, amount in sold.items():
            customer = f"buyer-{agent}-{month}"
            chat = {"conversation": f"c-{agent}-{month}", "customer": customer, "agent": agent}
            order = {"order": f"{agent}-{month}", "customer": customer, "amount": f"{amount}.00"}
            events += [self.event("chat.message", at, **{**chat, "from": "customer"}),
                       self.event("chat.message", at + timedelta(seconds=9), **{**chat, "from": "agent"}),
                       self.event("order.created", at + timedelta(hours=1), agent=agent, **order),
                       self.event("order.paid", at + timedelta(hours=2), **order)]
            if target:
                events.append(self.event("target.set", at, agent=agent, period=month, metric="sales", value=target))
        self.write(events)

    def close(self, month, *flags, status=0):
        return self.run("close", "--month", month, *flags, month=month, status=status)

    def lines(self, month):
        """The ledger of a month as "agent reason kind amount"."""
        return [" ".join(map(str, row)) for row in self.database.rows(
            "select agent, reason, kind, amount from pay.ledger where period = %s order by line", month)]

    def content(self):
        """Every row of every table."""
        tables = self.database.rows("select schemaname || '.' || tablename from pg_tables "
                                    "where schemaname = any (%s) order by 1", SCHEMAS)
        return {table: sorted(row for (row,) in self.database.rows(f"select t::text from {table} t"))
                for (table,) in tables}
