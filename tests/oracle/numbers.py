"""From events to the tables: what each domain found, laid out as lines of an agent and a day."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timezone

from . import clock as calendar
from .chat import BOT, Chats
from .contract import DAY_MS, read_events
from .hours import Hours
from .months import month_state
from .orders import Orders
from .people import People
from .quality import quality_of
from .rules import Rules
from .sets import Sets
from .surveys import Surveys
from .table import Lines, numbers
from .tickets import Tickets


@dataclass
class Result:
    """Everything the stream comes to. Values are exact; None is NULL. Periods are "2026-10-01", "2026-10-05"."""

    month: dict = field(default_factory=dict)  # (agent, month, metric) -> Fraction | None
    day: dict = field(default_factory=dict)  # (agent, day, metric) -> Fraction | None
    team_month: dict = field(default_factory=dict)  # (team, month, metric), and so on
    team_day: dict = field(default_factory=dict)
    shop_month: dict = field(default_factory=dict)  # (month, metric), and so on
    shop_day: dict = field(default_factory=dict)
    waiting: list = field(default_factory=list)  # (agent, conversation, asked at ms, waiting ms)
    rejected: list = field(default_factory=list)  # (line number, reason)
    messages: list = field(default_factory=list)  # what is wrong with each of `rejected`
    quality: dict = field(default_factory=dict)  # check -> what it lists, see `quality`
    orphans: list = field(default_factory=list)  # orders without `created`
    excess: dict = field(default_factory=dict)  # order -> hundredths refunded beyond its payments
    states: dict = field(default_factory=dict)  # month -> open, provisional or final, by the clock alone
    events: int = 0  # valid ones of this shop, duplicates included


@dataclass
class Shop:
    """What every calculation needs to know of the shop."""

    clock: calendar.Clock
    rules: Rules
    hours: Hours
    people: People
    as_of: int

    def rules_at(self, moment: int) -> dict:
        return self.rules.of(self.clock.day(moment))


def metrics(events, zone="Asia/Shanghai", cutover="00:00", currency="CNY", as_of=None, rules=None,
            shop=None, received_at=None, hours=None, aliases=None) -> Result:  # fmt: skip
    """Every number of a stream.

    events: lines (bytes or str) or decoded objects; as_of, received_at: aware datetime or milliseconds,
    the real now if not given; shop: events of another one are skipped, all taken if not given; rules,
    hours, aliases: see `Rules`, `Hours`, `Aliases`.
    """
    now = datetime.now(timezone.utc)
    as_of = calendar.milliseconds(now if as_of is None else as_of)
    received_at = calendar.milliseconds(now if received_at is None else received_at)
    valid, rejected = read_events(events, currency, received_at, shop)
    book = Book(valid, calendar.Clock(zone, cutover), Rules(rules), hours, aliases, as_of)
    orders = book.orders.all.items()
    result = Result(
        waiting=book.chats.waiting,
        rejected=[(number, reason) for number, reason, _ in rejected],
        messages=[message for _, _, message in rejected],
        quality=quality_of(book),
        orphans=sorted(name for name, order in orders if order.created_at is None),
        excess={name: order.excess for name, order in orders if order.excess},
        events=len(valid),
    )
    book.write_tables(result)
    months = {date.fromisoformat(month) for _, month, _ in result.month}
    result.states = {str(month): month_state(month, book) for month in sorted(months)}
    return result


class Book:
    """The lines of every agent, team and of the shop, by day and by month."""

    def __init__(self, events, clock, rules, hours, aliases, as_of):
        self.sets = Sets(events)
        self.others = self.sets.others
        people = People(aliases, self.others.get("agent.updated", []), clock)
        self.shop = Shop(clock, rules, Hours(hours, clock), people, as_of)
        self.chats = Chats(self.sets, self.shop)
        self.orders = Orders(self.sets, self.shop, self.chats)
        self.tickets = Tickets(self.sets, self.shop)
        surveys = self.others.get("survey.answered", [])
        self.surveys = Surveys(surveys, self.shop, self.chats, self.orders, self.tickets)
        self.entries = []  # (agent, day, kind, item)
        self.of_months = []  # likewise, of what belongs to a month and to no day of it
        self._enter_contacts()
        self._enter_orders()
        self._enter_assisted()
        self._enter_tickets()
        self._enter_people()

    # --- entries

    def _enter(self, agent, day, kind, item):
        self.entries.append((agent, day, kind, item))

    def _enter_at(self, agent, moment, kind, item):
        self._enter(agent, self.shop.clock.day(moment), kind, item)

    def _enter_contacts(self):
        for contact in self.chats.contacts:
            self._enter(contact.agent, contact.day, "contacts", contact)
            if self.orders.is_inquiry(contact):
                won = self.orders.won_by(contact)
                self._enter(contact.agent, contact.day, "inquiries", (contact, won))

    def _enter_orders(self):
        for order in self.orders.created:
            self._enter(order.credit, order.day, "created", order)
        for order in self.orders.counting:
            for payment in order.payments:
                self._enter_at(order.credit, payment.time, "payments", (order, payment))
            if order.payments and order.refunds:
                delay = order.refunds[0].time - order.paid_at
                if 0 <= delay <= self.shop.rules_at(order.paid_at)["refund.days"] * DAY_MS:
                    self._enter_at(order.credit, order.paid_at, "refund_delays", delay)

    def _enter_assisted(self):
        contacts = defaultdict(list)
        for contact in self.chats.contacts:
            contacts[contact.customer].append(contact)
        for order in self.orders.counting:
            for agent in self.orders.assistants(order, contacts[order.customer]):
                for payment in order.payments:
                    self._enter_at(agent, payment.time, "assisted", payment.amount)

    def _enter_tickets(self):
        for ticket in self.tickets.counting:
            for resolution in ticket.resolutions:
                self._enter_at(resolution.agent, resolution.time, "resolutions", resolution)
            if ticket.reply:
                self._enter_at(ticket.reply.agent, ticket.reply.time, "replies", ticket.reply)
            if ticket.category in ("complaint", "dispute"):
                self._enter_ticket(ticket, ticket.created_at, ticket.category + "s")
            if ticket.is_overdue(self.shop.as_of):
                self._enter_ticket(ticket, ticket.due, "overdue")

    def _enter_ticket(self, ticket, moment, kind):
        day = self.shop.clock.day(moment)
        self._enter(ticket.agent(self.shop.people, day), day, kind, ticket)

    def _enter_people(self):
        for opinion in self.surveys.opinions:
            self._enter_at(opinion.agent, opinion.time, "opinions", opinion)
        for event in self.others.get("tally.recorded", []):
            day = event.get("day") or self.shop.clock.day(event.time)
            agent = self.shop.people.on(event.data["agent"], day)
            self._enter(agent, day, "tallies", (event.data["kind"], event.data["count"]))
        for agent, month, event in self._last("mark.recorded", "indicator", "rater"):
            self.of_months.append((agent, month, "marks", event))
        for agent, month, event in self._last("target.set", "metric"):
            if event.data["metric"] == "sales":
                self.of_months.append((agent, month, "targets", event.data["value"]))

    def _last(self, kind, *members):
        """(agent, month, event) of the last event of each month, agent and these members."""
        last = {}
        for event in self.others.get(kind, []):  # in event order
            if month := _month_of(event.data["period"]):
                agent = self.shop.people.on(event.data["agent"], calendar.last_day(month))
                last[(agent, month, *(event.data[member] for member in members))] = event
        return [(key[0], key[1], event) for key, event in last.items()]

    # --- tables

    def write_tables(self, result):
        team = self.shop.people.team
        self._write(result.day, result.month, lambda agent, day: (agent,), ("marks", "targets"))
        self._write(result.team_day, result.team_month, lambda agent, day: (team(agent, day),), ("targets",))
        self._write(result.shop_day, result.shop_month, lambda agent, day: (), ("targets",))

    def _write(self, day_table, month_table, group, of_months):
        """group: from an agent and a day to whom a line belongs; nobody's are left out."""
        days, months = defaultdict(Lines), defaultdict(Lines)
        for agent, day, kind, item in self.entries:
            key = group(agent, day)
            getattr(days[key, day], kind).append(item)
            getattr(months[key, calendar.month(day)], kind).append(item)
        for agent, month, kind, item in self.of_months:
            if kind in of_months:
                getattr(months[group(agent, calendar.last_day(month)), month], kind).append(item)
        for table, periods, monthly in ((day_table, days, False), (month_table, months, True)):
            for (key, period), lines in periods.items():
                if key != (None,):
                    self._write_row(table, key, period, lines, monthly)

    def _write_row(self, table, key, period, lines, monthly):
        values = numbers(lines, self.shop.rules.of(period), monthly)
        if key == (BOT,):
            values["answer_ratio"] = None  # its ratios are
        for metric, value in values.items():
            table[(*key, period.isoformat(), metric)] = value


def _month_of(period: str) -> date | None:
    """First day of a period that is a month."""
    return date.fromisoformat(period + "-01") if len(period) == 7 and period[5] in "01" else None
