"""Tickets: resolutions, the reply, complaints, disputes and what is overdue."""

from dataclasses import dataclass, field

from .chat import UNASSIGNED
from .contract import DAY_MS


@dataclass(slots=True)
class Resolution:
    agent: str
    time: int
    opened: int | None
    pauses: tuple  # (from, to) of each, since opened or before
    sla_met: bool | None
    reopened_at: int | None = None
    reopened: bool = False  # soon enough
    after: int | None = None  # milliseconds it took; None when that is not known


@dataclass(slots=True)
class Reply:
    agent: str
    time: int
    after: int | None = None


@dataclass(slots=True)
class Ticket:
    created_at: int | None = None
    category: str | None = None
    due: int | None = None  # as given, or by the rule for complaints
    owners: list = field(default_factory=list)  # (time, account)
    resolutions: list = field(default_factory=list)
    reply: Reply | None = None
    merged: bool = False

    def is_overdue(self, as_of) -> bool:
        end = self.resolutions[0].time if self.resolutions else as_of
        return self.due is not None and self.due < end

    def agent(self, people, day, until=None) -> str:
        """Whom a number of that day goes to: the last resolution's agent, else the owner; as known at `until`."""
        known = [one for one in self.resolutions if until is None or one.time <= until]
        if known:
            return known[-1].agent
        owners = [owner for time, owner in self.owners if until is None or time <= until]
        return people.on(owners[-1], day) if owners else UNASSIGNED


class Walker:
    """The walk of metrics.md, its variables under its names."""

    def __init__(self):
        self.ticket = Ticket()
        self.owner = self.opened = self.pending = None
        self.pauses = []
        self.resolved = False

    def over(self, events) -> Ticket:
        for event in events:
            getattr(self, "_" + event.type.removeprefix("ticket."))(event, event.time)
        return self.ticket

    def _own(self, agent, t):
        if agent:
            self.owner = agent
            self.ticket.owners.append((t, agent))

    def _created(self, event, t):
        if self.opened is None:
            self.opened = t
        if self.ticket.created_at is None:
            self.ticket.created_at = t
            self.ticket.category, self.ticket.due = event.get("category"), event.get("due")
        self._own(event.get("agent"), t)

    def _assigned(self, event, t):
        self._own(event.data["agent"], t)

    def _replied(self, event, t):
        self.ticket.reply = self.ticket.reply or Reply(event.data["agent"], t)

    def _pended(self, event, t):
        if not self.resolved and self.pending is None:
            self.pending = t

    def _resumed(self, event, t):
        if self.pending is not None:
            self.pauses.append((self.pending, t))
            self.pending = None

    def _resolved(self, event, t):
        if self.resolved:
            last = self.ticket.resolutions[-1]
            last.sla_met = event.get("sla_met") if last.sla_met is None else last.sla_met
            return
        self._resumed(event, t)
        agent = event.get("agent") or self.owner or UNASSIGNED
        pauses = tuple(self.pauses)
        self.ticket.resolutions.append(
            Resolution(agent, t, self.opened, pauses, event.get("sla_met"))
        )
        self.resolved = True

    _closed = _resolved

    def _reopened(self, event, t):
        if self.resolved:
            self.ticket.resolutions[-1].reopened_at = t
            self.resolved, self.opened, self.pauses = False, t, []

    def _merged(self, event, t):
        self.ticket.merged = True


class Tickets:
    """Tickets by id: all of them for surveys, `counting` without those that were merged."""

    def __init__(self, sets, shop):
        self.shop = shop
        self.all = {name: Walker().over(events) for name, events in sets.tickets.items()}
        for ticket in self.all.values():
            self._judge(ticket)
        self.counting = [ticket for ticket in self.all.values() if not ticket.merged]

    def _judge(self, ticket):
        """Persons for accounts, and what the rules of each number's day say."""
        created_at = ticket.created_at
        for one in ticket.resolutions:
            one.agent = self.shop.people.at(one.agent, one.time)
            limit = self.shop.rules_at(one.time)["ticket.reopen_days"] * DAY_MS
            one.reopened = one.reopened_at is not None and one.reopened_at - one.time <= limit
            if created_at is not None and one.time >= created_at:
                one.after = self._between(one, one.opened, one.time) - sum(
                    self._between(one, max(start, one.opened), end) for start, end in one.pauses
                )
        if ticket.reply:
            ticket.reply.agent = self.shop.people.at(ticket.reply.agent, ticket.reply.time)
            if created_at is not None and ticket.reply.time >= created_at:
                ticket.reply.after = self._between(ticket.reply, created_at, ticket.reply.time)
        if ticket.category == "complaint" and ticket.due is None:
            ticket.due = created_at + self.shop.rules_at(created_at)["ticket.complaint_days"] * DAY_MS

    def _between(self, number, start, end):
        """Elapsed, or inside the hours of the agent to whom the number goes, by his team on its day."""
        if self.shop.rules_at(number.time)["ticket.clock"] == "elapsed" or end <= start:
            return max(0, end - start)
        team = self.shop.people.team_at(number.agent, number.time)
        return self.shop.hours.between(start, end, team)
