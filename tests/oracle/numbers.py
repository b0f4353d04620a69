"""The table "Metrics per agent and period": from what each domain found to named numbers.

Everything is first laid out as lines of an agent and a day; a month has the lines of its days, so that
both periods are calculated by the same functions and no average of averages can arise.
"""

import math
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction

from . import clock as calendar
from .chat import UNASSIGNED, Chats
from .contract import DAY_MS, read_events
from .orders import SILENT, Orders
from .sets import Sets
from .tickets import tickets_of

DEFAULT_RULES = {
    "session.idle_hours": 24,
    "order.judge": "order",  # order, pay, order_first
    "order.by": "latest",  # latest, rounds
    "order.window_days": 2,
    "order.pay_days": 7,
    "sales.net": False,
    "refund.days": 15,
    "response.cap_seconds": 600,
    "response.slow_seconds": 40,
    "response.unanswered": "omit",  # omit, cap
    "ticket.reopen_days": 15,
    "ticket.complaint_days": 6,
}
BY_MONTH_ONLY = "target_completion"  # and every mark:<indicator>


@dataclass
class Result:
    """Everything the stream comes to. Values are exact; None is NULL."""

    month: dict = field(default_factory=dict)  # (agent, "2026-10-01", metric) -> Fraction | None
    day: dict = field(default_factory=dict)  # (agent, "2026-10-05", metric) -> Fraction | None
    waiting: list = field(default_factory=list)  # (agent, conversation, asked at ms, waiting ms)
    rejected: list = field(default_factory=list)  # (line number, reason)
    messages: list = field(default_factory=list)  # what is wrong with each of `rejected`
    orphans: list = field(default_factory=list)  # orders without `created`
    excess: dict = field(default_factory=dict)  # order -> hundredths refunded beyond its payments
    events: int = 0  # valid ones of this shop, duplicates included


@dataclass(slots=True)
class Lines:
    """What one agent has in one period."""

    contacts: list = field(default_factory=list)
    inquiries: list = field(default_factory=list)  # (contact, orders it won)
    created: list = field(default_factory=list)  # orders
    payments: list = field(default_factory=list)  # (order, payment)
    refund_delays: list = field(default_factory=list)  # milliseconds
    assisted: list = field(default_factory=list)  # hundredths
    surveys: list = field(default_factory=list)  # scores of 0 to 100
    resolutions: list = field(default_factory=list)  # (resolution, milliseconds or None)
    replies: list = field(default_factory=list)  # milliseconds or None
    complaints: list = field(default_factory=list)
    disputes: list = field(default_factory=list)
    overdue: list = field(default_factory=list)
    tallies: list = field(default_factory=list)  # (kind, count)
    marks: list = field(default_factory=list)  # events, the last per rater and indicator
    target: Fraction | None = None


def rules_with_defaults(rules) -> dict:
    """The rule set with `rules` in it; numbers may come as text, yes and no as words."""
    result = dict(DEFAULT_RULES)
    for key, value in (rules or {}).items():
        default = DEFAULT_RULES[key]
        if isinstance(default, bool):
            value = value in (True, "yes", "true", "on")
        elif isinstance(default, int):
            value = Fraction(value)
            value = int(value) if value.denominator == 1 else value
        result[key] = value
    return result


def metrics(events, zone="Asia/Shanghai", cutover="00:00", currency="CNY", as_of=None, rules=None,
            shop=None, received_at=None) -> Result:  # fmt: skip
    """Every number of a stream.

    events: lines (bytes or str) or decoded objects; as_of, received_at: aware datetime or milliseconds,
    the real now if not given; shop: events of another one are skipped, all taken if not given.
    """
    now = datetime.now(timezone.utc)
    as_of = calendar.milliseconds(now if as_of is None else as_of)
    received_at = calendar.milliseconds(now if received_at is None else received_at)
    valid, rejected = read_events(events, currency, received_at, shop)
    book = Book(valid, calendar.Clock(zone, cutover), as_of, rules_with_defaults(rules))
    result = Result(
        waiting=book.chats.waiting,
        rejected=[(number, reason) for number, reason, _ in rejected],
        messages=[message for _, _, message in rejected],
        orphans=sorted(name for name, o in book.orders.all.items() if o.created_at is None),
        excess={name: o.excess for name, o in book.orders.all.items() if o.excess},
        events=len(valid),
    )
    for (agent, month), lines in book.month.items():
        for metric, value in numbers(lines, book.rules, with_month_only=True).items():
            result.month[(agent, month.isoformat(), metric)] = value
    for (agent, day), lines in book.day.items():
        for metric, value in numbers(lines, book.rules, with_month_only=False).items():
            result.day[(agent, day.isoformat(), metric)] = value
    return result


class Book:
    """The lines of every agent, by day and by month."""

    def __init__(self, events, clock, as_of, rules):
        self.clock, self.as_of, self.rules = clock, as_of, rules
        self.day = defaultdict(Lines)
        self.month = defaultdict(Lines)
        sets = Sets(events)
        self.others = sets.others
        self.chats = Chats(sets, clock, rules["session.idle_hours"] * 3600 * 1000, as_of)
        self.orders = Orders(sets, clock, self.chats, rules)
        self.tickets = tickets_of(sets, rules)
        self._enter_contacts()
        self._enter_orders()
        self._enter_assisted()
        for ticket in self.tickets.values():
            self._enter_ticket(ticket)
        self._enter_surveys()
        self._enter_tallies()
        self._enter_marks()
        self._enter_targets()

    def _enter(self, agent, day, kind, item):
        getattr(self.day[(agent, day)], kind).append(item)
        getattr(self.month[(agent, calendar.month(day))], kind).append(item)

    def _enter_at(self, agent, moment, kind, item):
        self._enter(agent, self.clock.day(moment), kind, item)

    def _enter_contacts(self):
        for contact in self.chats.contacts:
            self._enter(contact.agent, contact.day, "contacts", contact)
            if self.orders.is_inquiry(contact):
                won = self.orders.won_by(contact)
                self._enter(contact.agent, contact.day, "inquiries", (contact, won))

    def _enter_orders(self):
        longest = self.rules["refund.days"] * DAY_MS
        for order in self.orders.counting:
            self._enter_at(order.credit, order.created_at, "created", order)
            for payment in order.payments:
                self._enter_at(order.credit, payment.time, "payments", (order, payment))
            if order.payments and order.refunds:
                delay = order.refunds[0].time - order.paid_at
                if 0 <= delay <= longest:
                    self._enter_at(order.credit, order.paid_at, "refund_delays", delay)

    def _enter_assisted(self):
        contacts = defaultdict(list)
        for contact in self.chats.contacts:
            contacts[contact.customer].append(contact)
        for order in self.orders.counting:
            for agent in self.orders.assistants(order, contacts[order.customer]):
                for payment in order.payments:
                    self._enter_at(agent, payment.time, "assisted", payment.amount)

    def _enter_ticket(self, ticket):
        created_at = ticket.created_at
        for resolution in ticket.resolutions:
            after = resolution.after if created_at is not None else None
            self._enter_at(resolution.agent, resolution.time, "resolutions", (resolution, after))
        if ticket.reply:
            agent, at = ticket.reply
            self._enter_at(agent, at, "replies", None if created_at is None else at - created_at)
        if ticket.category == "complaint":
            self._enter_at(ticket.agent, created_at, "complaints", ticket)
        if ticket.category == "dispute":
            self._enter_at(ticket.agent, created_at, "disputes", ticket)
        if ticket.is_overdue(self.as_of):
            self._enter_at(ticket.agent, ticket.due, "overdue", ticket)

    def _enter_surveys(self):
        for event in self.others.get("survey.answered", []):
            score = Fraction(event.data["rating"] - 1, event.data["scale"] - 1) * 100
            self._enter_at(self._surveyed(event), event.time, "surveys", score)

    def _surveyed(self, event) -> str:
        """Whom an opinion is about."""
        if event.get("agent"):
            return event.data["agent"]
        if event.get("conversation"):
            return self.chats.last_agent.get(event.data["conversation"]) or UNASSIGNED
        if event.get("ticket"):
            ticket = self.tickets.get(event.data["ticket"])
            return ticket.agent if ticket else UNASSIGNED
        if event.get("order"):
            return self.orders.credit_of(event.data["order"])
        return UNASSIGNED

    def _enter_tallies(self):
        for event in self.others.get("tally.recorded", []):
            day = event.get("day") or self.clock.day(event.time)
            self._enter(
                event.data["agent"], day, "tallies", (event.data["kind"], event.data["count"])
            )

    def _enter_marks(self):
        last = {}
        for event in self.others.get("mark.recorded", []):  # in event order
            data = event.data
            last[(data["agent"], data["period"], data["indicator"], data["rater"])] = event
        for (agent, period, _, _), event in last.items():
            if month := _month_of(period):
                self.month[(agent, month)].marks.append(event)

    def _enter_targets(self):
        for event in self.others.get("target.set", []):  # in event order: the last one stays
            month = _month_of(event.data["period"])
            if month and event.data["metric"] == "sales":
                self.month[(event.data["agent"], month)].target = event.data["value"]


def _month_of(period: str) -> date | None:
    """First day of a period that is a month."""
    return date.fromisoformat(period + "-01") if len(period) == 7 and period[5] in "01" else None


# --- the table -----------------------------------------------------------------------------------


def numbers(lines: Lines, rules, with_month_only) -> dict:
    """metric -> value, of one agent and period."""
    result = {
        **_contact_numbers(lines),
        **_round_numbers(lines, rules),
        **_inquiry_numbers(lines, rules),
        **_order_numbers(lines, rules),
        **_ticket_numbers(lines),
        "surveys": len(lines.surveys),
        "csat": _mean(lines.surveys),
    }
    for kind, count in lines.tallies:
        name = f"tally:{kind}"
        result[name] = result.get(name, 0) + count
    if with_month_only:
        result[BY_MONTH_ONLY] = _ratio(result["sales"], lines.target)
        for indicator in {event.data["indicator"] for event in lines.marks}:
            result[f"mark:{indicator}"] = _mark(lines.marks, indicator)
    return {name: None if value is None else Fraction(value) for name, value in result.items()}


def _ratio(numerator, denominator):
    return Fraction(numerator) / Fraction(denominator) if denominator else None


def _mean(values):
    return _ratio(sum(values), len(values))


def _seconds(milliseconds):
    return Fraction(milliseconds, 1000)


def _contact_numbers(lines):
    received = sum(contact.received for contact in lines.contacts)
    replied = sum(contact.replied for contact in lines.contacts)
    asked = sum(len(contact.asked) for contact in lines.contacts)
    said = sum(len(contact.said) for contact in lines.contacts)
    return {
        "received": received,
        "replied": replied,
        "reply_rate": _ratio(replied, received),
        "customer_messages": asked,
        "agent_messages": said,
        "answer_ratio": _ratio(said, asked),
    }


def _round_numbers(lines, rules):
    kinds = defaultdict(list)
    for contact in lines.contacts:
        for round in contact.rounds:
            kinds[round.kind].append(round)
    waits = sorted(_seconds(round.wait) for round in kinds["answered"])
    cap = Fraction(rules["response.cap_seconds"])
    counted = [min(wait, cap) for wait in waits]
    if rules["response.unanswered"] == "cap":
        counted += [cap] * len(kinds["unanswered"])
    firsts = [
        min(_seconds(first.answer - first.question), cap)
        for contact in lines.contacts
        for first in contact.first_responses
    ]
    return {
        "rounds": sum(len(rounds) for rounds in kinds.values()),
        "answered_rounds": len(waits),
        "unanswered_rounds": len(kinds["unanswered"]),
        "handed_over_rounds": len(kinds["handed_over"]),
        "slow_rounds": sum(wait > Fraction(rules["response.slow_seconds"]) for wait in waits),
        "response_seconds": _mean(counted),
        "first_responses": len(firsts),
        "first_response_seconds": _mean(firsts),
        "response_p50": _percentile(waits, 50),
        "response_p90": _percentile(waits, 90),
        "response_p99": _percentile(waits, 99),
    }


def _percentile(ordered, percent):
    """Nearest rank: the smallest value that at least this many percent do not exceed."""
    if not ordered:
        return None
    return ordered[math.ceil(Fraction(percent * len(ordered), 100)) - 1]


def _inquiry_numbers(lines, rules):
    pay_limit = rules["order.pay_days"] * DAY_MS
    inquirers = len(lines.inquiries)
    ordered = sum(bool(won) for _, won in lines.inquiries)
    paid = sum(any(order.paid_in_time(pay_limit) for order in won) for _, won in lines.inquiries)
    return {
        "inquirers": inquirers,
        "ordered": ordered,
        "paid": paid,
        "inquiry_conversion": _ratio(ordered, inquirers),
        "payment_conversion": _ratio(paid, inquirers),
        "lost_inquirers": inquirers - ordered,
    }


def _order_numbers(lines, rules):
    pay_limit = rules["order.pay_days"] * DAY_MS
    orderers = {order.customer for order in lines.created}
    payers = {order.customer for order in lines.created if order.paid_in_time(pay_limit)}
    gross = sum(payment.amount for _, payment in lines.payments)
    refunded = sum(payment.refunded for _, payment in lines.payments)
    sales, buyers = gross, {order.customer for order, _ in lines.payments}
    if rules["sales.net"]:
        sales = gross - refunded
        spent = defaultdict(int)
        for order, payment in lines.payments:
            spent[order.customer] += payment.amount - payment.refunded
        buyers = {customer for customer, amount in spent.items() if amount > 0}
    return {
        "orderers": len(orderers),
        "payers": len(payers),
        "order_success": _ratio(len(payers), len(orderers)),
        "sales": Fraction(sales, 100),
        "buyers": len(buyers),
        "unit_price": _ratio(Fraction(sales, 100), len(buyers)),
        "assisted": Fraction(sum(lines.assisted), 100),
        "refunded": Fraction(refunded, 100),
        "refund_rate": _ratio(refunded, gross),
        "refund_hours": _mean([Fraction(delay, 3600 * 1000) for delay in lines.refund_delays]),
    }


def _ticket_numbers(lines):
    reopened = sum(resolution.reopened for resolution, _ in lines.resolutions)
    hours = [Fraction(after, 3600 * 1000) for _, after in lines.resolutions if after is not None]
    promises = [r.sla_met for r, _ in lines.resolutions if r.sla_met is not None]
    return {
        "tickets": len(lines.resolutions),
        "reopens": reopened,
        "ticket_reopen_rate": _ratio(reopened, len(lines.resolutions)),
        "ticket_resolve_hours": _mean(hours),
        "sla_rate": _mean([int(met) for met in promises]),
        "ticket_replies": len(lines.replies),
        "ticket_reply_seconds": _mean(
            [_seconds(after) for after in lines.replies if after is not None]
        ),
        "complaints": len(lines.complaints),
        "disputes": len(lines.disputes),
        "overdue": len(lines.overdue),
    }


def _mark(marks, indicator):
    """Each mark scaled to 100, averaged per role, then over the roles."""
    roles = defaultdict(list)
    for event in marks:
        if event.data["indicator"] == indicator:
            roles[event.data["role"]].append(event.data["score"] / event.data["scale"] * 100)
    return _mean([_mean(scores) for scores in roles.values()])
