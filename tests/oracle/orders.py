"""Orders: what they state, payments, refunds, credit, inquiries and who assisted."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from .chat import UNASSIGNED
from .contract import DAY_MS

SILENT = "(silent)"
STATED = ("amount", "agent", "pay_due", "flagged")


@dataclass(slots=True)
class Payment:
    time: int
    amount: int  # hundredths
    left: int  # not yet consumed by a refund
    refunded: int = 0  # consumed by refunds that came in time
    net: int = 0  # what sales take of it


@dataclass(slots=True)
class Order:
    id: str
    customer: str | None = None
    created_at: int | None = None
    day: date | None = None  # of creation
    amount: int | None = None  # this and the next three: the last stated
    agent: str | None = None  # the explicit one
    pay_due: int | None = None
    flagged: bool = False
    payments: list[Payment] = field(default_factory=list)
    refunds: list = field(default_factory=list)  # events
    excess: int = 0  # refunded beyond what was paid
    credit: str = SILENT
    in_time_paid: bool = False
    repeat: bool = False  # its customer had paid for an earlier one

    @property
    def counts(self) -> bool:
        return self.created_at is not None and not self.flagged

    @property
    def paid_at(self) -> int | None:
        return self.payments[0].time if self.payments else None


def order_of(order_id, events, shop) -> Order:
    """One order of its events in event order, without its credit."""
    order = Order(order_id)
    for event in events:
        if event.type in ("order.created", "order.updated"):
            _state(order, event)
        elif event.type == "order.paid":
            amount = event.data["amount"]
            order.payments.append(Payment(event.time, amount, amount))
        elif event.type == "order.refunded":
            order.refunds.append(event)
    for refund in order.refunds:
        _consume(order, refund, shop)
    for payment in order.payments:
        net = shop.rules_at(payment.time)["sales.net"]
        payment.net = payment.amount - (payment.refunded if net else 0)
    if order.created_at is not None:
        order.day = shop.clock.day(order.created_at)
        order.in_time_paid = _paid_in_time(order, shop)
    return order


def _state(order, event):
    if event.type == "order.created" and order.created_at is None:
        order.created_at, order.customer = event.time, event.data["customer"]
    for member in STATED:
        if member in event.data:
            setattr(order, member, event.data[member])


def _consume(order, refund, shop):
    wanted = refund.data["amount"]
    for payment in reversed(order.payments):
        taken = min(wanted, payment.left)
        payment.left -= taken
        wanted -= taken
        if refund.time <= payment.time + shop.rules_at(payment.time)["refund.days"] * DAY_MS:
            payment.refunded += taken
    order.excess += wanted


def _paid_in_time(order, shop) -> bool:
    limit = order.pay_due
    if limit is None:
        limit = order.created_at + shop.rules.of(order.day)["order.pay_days"] * DAY_MS
    early = [payment.amount for payment in order.payments if payment.time <= limit]
    return bool(early) and sum(early) >= order.amount


class Credit:
    """Which agent an order counts for."""

    def __init__(self, shop, answered):
        self.shop = shop
        self.answered = answered

    def of(self, order) -> str:
        if order.agent:
            return self.shop.people.on(order.agent, order.day)
        judge = self.shop.rules.of(order.day)["order.judge"]
        agent = None
        if judge in ("order", "order_first"):
            agent = self._by_rounds_before(order, order.created_at)
        if judge == "pay" or (judge == "order_first" and agent is None):
            if order.paid_at is not None:
                agent = self._by_rounds_before(order, order.paid_at)
        return agent or SILENT

    def _by_rounds_before(self, order, moment):
        day = self.shop.clock.day(moment)
        rules = self.shop.rules.of(day)
        first_day = day - timedelta(days=rules["order.window_days"] - 1)
        candidates = [
            round
            for round in self.answered[order.customer]
            if round.agent != UNASSIGNED
            and round.answer <= moment
            and self.shop.clock.day(round.answer) >= first_day
        ]
        if rules["order.by"] == "rounds" and candidates:
            counts = Counter(round.agent for round in candidates)
            most = max(counts.values())
            candidates = [round for round in candidates if counts[round.agent] == most]
        # Latest answer, then latest question, then the smallest name: the minimum of what is below.
        candidates.sort(key=lambda round: (-round.answer, -round.question, round.agent.encode()))
        return candidates[0].agent if candidates else None


class Orders:
    """All orders, and what contacts and orders say about each other."""

    def __init__(self, sets, shop, chats):
        self.shop = shop
        credit = Credit(shop, chats.answered)
        self.all = {name: order_of(name, events, shop) for name, events in sets.orders.items()}
        self.created = [order for order in self.all.values() if order.created_at is not None]
        self.counting = [order for order in self.created if order.counts]
        self.by_customer = defaultdict(list)  # those that count
        for order in self.created:
            order.credit = credit.of(order)
        for order in self.counting:
            self.by_customer[order.customer].append(order)
        for order in self.counting:
            order.repeat = any(
                other.in_time_paid and other.created_at < order.created_at
                for other in self.by_customer[order.customer]
            )

    def _window(self, contact):
        return timedelta(days=self.shop.rules.of(contact.day)["order.window_days"] - 1)

    def is_inquiry(self, contact) -> bool:
        if not contact.received or not contact.questions:
            return False
        if contact.intent:
            return contact.intent == "presale"
        return not any(
            order.created_at < contact.first_customer_at
            and order.day >= contact.day - self._window(contact)
            for order in self.by_customer[contact.customer]
        )

    def won_by(self, contact) -> list:
        """The orders that make an inquiry an ordered one."""
        return [
            order
            for order in self.by_customer[contact.customer]
            if order.credit == contact.agent
            and order.created_at >= contact.first_customer_at
            and contact.day <= order.day <= contact.day + self._window(contact)
        ]

    def assistants(self, order, contacts_of_customer) -> set:
        """Agents who spoke with the customer between creation and payment of another's order."""
        if order.credit == SILENT or order.paid_at is None or order.paid_at <= order.created_at:
            return set()
        return {
            contact.agent
            for contact in contacts_of_customer
            if contact.agent not in (order.credit, UNASSIGNED)
            and contact.said
            and contact.agent_first_at <= order.paid_at
            and contact.agent_last_at > order.created_at
        }
