"""Tickets: resolutions, the reply, complaints, disputes and what is overdue."""

from dataclasses import dataclass

from .chat import UNASSIGNED
from .contract import DAY_MS


@dataclass(slots=True)
class Resolution:
    agent: str
    time: int
    after: int | None  # since opened, milliseconds; None when that is not known
    sla_met: bool | None
    reopened: bool = False


@dataclass(slots=True)
class Ticket:
    created_at: int | None = None
    category: str | None = None
    due: int | None = None  # as given, or by the rule for complaints
    owner: str | None = None
    resolutions: tuple = ()
    reply: tuple | None = None  # (agent, time)

    @property
    def agent(self) -> str:
        """Whom the ticket as a whole belongs to."""
        return self.resolutions[-1].agent if self.resolutions else self.owner or UNASSIGNED

    def is_overdue(self, as_of) -> bool:
        end = self.resolutions[0].time if self.resolutions else as_of
        return self.due is not None and self.due < end


def ticket_of(events, reopen_limit, complaint_limit) -> Ticket:
    """One ticket of its events in event order."""
    ticket = Ticket()
    _read_created(ticket, events, complaint_limit)
    owner = opened = None
    resolved = False
    resolutions = []
    for event in events:
        t = event.time
        match event.type.removeprefix("ticket."):
            case "created":
                opened = t if opened is None else opened
                owner = event.get("agent") or owner
            case "assigned":
                owner = event.data["agent"]
            case "replied":
                ticket.reply = ticket.reply or (event.data["agent"], t)
            case "resolved" | "closed" if not resolved:
                agent = event.get("agent") or owner or UNASSIGNED
                after = None if opened is None else t - opened
                resolutions.append(Resolution(agent, t, after, event.get("sla_met")))
                resolved = True
            case "resolved" | "closed":
                if resolutions[-1].sla_met is None:
                    resolutions[-1].sla_met = event.get("sla_met")
            case "reopened" if resolved:
                resolutions[-1].reopened = t - resolutions[-1].time <= reopen_limit
                resolved = False
                opened = t
    ticket.owner = owner
    ticket.resolutions = tuple(resolutions)
    return ticket


def _read_created(ticket, events, complaint_limit):
    """What the earliest `created` says of the ticket as a whole."""
    created = next((event for event in events if event.type == "ticket.created"), None)
    if created:
        ticket.created_at = created.time
        ticket.category = created.get("category")
        ticket.due = created.get("due")
        if ticket.due is None and ticket.category == "complaint":
            ticket.due = created.time + complaint_limit


def tickets_of(sets, rules) -> dict:
    """ticket id -> Ticket."""
    reopen_limit = rules["ticket.reopen_days"] * DAY_MS
    complaint_limit = rules["ticket.complaint_days"] * DAY_MS
    return {
        name: ticket_of(events, reopen_limit, complaint_limit)
        for name, events in sets.tickets.items()
    }
