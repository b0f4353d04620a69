"""Orders: payments, refunds, credit, inquiries and who assisted."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from .chat import UNASSIGNED
from .contract import DAY_MS

SILENT = "(silent)"


@dataclass(slots=True)
class Payment:
    time: int
    amount: int  # hundredths
    left: int  # not yet consumed by a refund
    refunded: int = 0  # consumed by refunds that came in time


@dataclass(slots=True)
class Order:
    id: str
    customer: str | None = None
    amount: int | None = None
    agent: str | None = None  # the explicit one
    created_at: int | None = None
    flagged: bool = False
    payments: list[Payment] = field(default_factory=list)
    refunds: list = field(default_factory=list)  # events
    excess: int = 0  # refunded beyond what was paid
    credit: str = SILENT

    @property
    def counts(self) -> bool:
        return self.created_at is not None and not self.flagged

    @property
    def paid_at(self) -> int | None:
        return self.payments[0].time if self.payments else None

    def paid_in_time(self, limit: int) -> bool:
        early = [p.amount for p in self.payments if p.time <= self.created_at + limit]
        return bool(early) and sum(early) >= self.amount


def order_of(order_id, events, refund_limit) -> Order:
    """One order of its events in event order."""
    order = Order(order_id)
    for event in events:
        if event.type == "order.created":
            order.flagged = order.flagged or event.get("flagged") is True
            if order.created_at is None:
                order.created_at = event.time
                order.customer = event.data["customer"]
                order.amount = event.data["amount"]
                order.agent = event.get("agent")
        elif event.type == "order.paid":
            amount = event.data["amount"]
            order.payments.append(Payment(event.time, amount, amount))
        elif event.type == "order.refunded":
            order.refunds.append(event)
    for refund in order.refunds:
        _consume(order, refund, refund_limit)
    return order


def _consume(order, refund, limit):
    wanted = refund.data["amount"]
    for payment in reversed(order.payments):
        taken = min(wanted, payment.left)
        payment.left -= taken
        wanted -= taken
        if refund.time <= payment.time + limit:
            payment.refunded += taken
    order.excess += wanted


class Credit:
    """Which agent an order counts for."""

    def __init__(self, clock, answered, rules):
        self.clock = clock
        self.answered = answered
        self.rules = rules

    def of(self, order) -> str:
        if order.agent:
            return order.agent
        judge = self.rules["order.judge"]
        agent = None
        if judge in ("order", "order_first"):
            agent = self._by_rounds_before(order, order.created_at)
        if judge == "pay" or (judge == "order_first" and agent is None):
            if order.paid_at is not None:
                agent = self._by_rounds_before(order, order.paid_at)
        return agent or SILENT

    def _by_rounds_before(self, order, moment):
        window = self.rules["order.window_days"]
        first_day = self.clock.day(moment) - timedelta(days=window - 1)
        candidates = [
            round
            for round in self.answered[order.customer]
            if round.agent != UNASSIGNED
            and round.answer <= moment
            and self.clock.day(round.answer) >= first_day
        ]
        if self.rules["order.by"] == "rounds" and candidates:
            counts = Counter(round.agent for round in candidates)
            most = max(counts.values())
            candidates = [round for round in candidates if counts[round.agent] == most]
        # Latest answer, then latest question, then the smallest name: the minimum of what is below.
        candidates.sort(key=lambda round: (-round.answer, -round.question, round.agent.encode()))
        return candidates[0].agent if candidates else None


class Orders:
    """All orders, and what contacts and orders say about each other."""

    def __init__(self, sets, clock, chats, rules):
        self.clock = clock
        self.window = rules["order.window_days"]
        self.pay_limit = rules["order.pay_days"] * DAY_MS
        refund_limit = rules["refund.days"] * DAY_MS
        credit = Credit(clock, chats.answered, rules)
        self.all = {
            name: order_of(name, events, refund_limit) for name, events in sets.orders.items()
        }
        self.by_customer = defaultdict(list)  # those that count
        for order in self.all.values():
            if order.counts:
                order.credit = credit.of(order)
                self.by_customer[order.customer].append(order)
        self.counting = [order for order in self.all.values() if order.counts]

    def paid_in_time(self, order) -> bool:
        return order.paid_in_time(self.pay_limit)

    def credit_of(self, order_id) -> str:
        """Of any id: nobody for an order that does not count or was never heard of."""
        order = self.all.get(order_id)
        return order.credit if order else SILENT

    def is_inquiry(self, contact) -> bool:
        if not contact.asked:
            return False
        if contact.intent:
            return contact.intent == "presale"
        first_day = contact.day - timedelta(days=self.window - 1)
        return not any(
            order.created_at < contact.first_customer_at
            and self.clock.day(order.created_at) >= first_day
            for order in self.by_customer[contact.customer]
        )

    def won_by(self, contact) -> list:
        """The orders that make an inquiry an ordered one."""
        last_day = contact.day + timedelta(days=self.window - 1)
        return [
            order
            for order in self.by_customer[contact.customer]
            if order.credit == contact.agent
            and order.created_at >= contact.first_customer_at
            and contact.day <= self.clock.day(order.created_at) <= last_day
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
