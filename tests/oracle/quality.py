"""What is strange about a set of events: the checks of data quality that follow from the set alone."""

from collections import Counter

from .chat import UNASSIGNED

RECORDS = ("mark.recorded", "tally.recorded", "target.set")
CLOCK_MS = 5000  # an answer so shortly before its question points to a clock that is behind


def quality_of(book) -> dict:
    """check -> sorted names, or name -> count or hundredths."""
    orders, tickets = book.orders.all.items(), book.tickets.all.items()
    return {
        "order_without_created": sorted(n for n, order in orders if order.created_at is None),
        "refund_excess": {name: order.excess for name, order in orders if order.excess},
        "ticket_without_created": sorted(n for n, t in tickets if t.created_at is None and not t.merged),
        "ticket_merged": sorted(name for name, ticket in tickets if ticket.merged),
        "negative_time": sorted(n for n, ticket in tickets if _negative(ticket)),
        "unknown_agent": sorted(_agents(book) - book.shop.people.staff.known),
        "message_without_agent": _without_agent(book.chats.walks),
        "suspicious_clock": dict(_clocks(book.sets.conversations)),
        "survey_of_unknown": _surveys_of_unknown(book),
    }


def _negative(ticket) -> bool:
    """Its reply or a resolution is dated before it was created."""
    numbers = [*ticket.resolutions, *([ticket.reply] if ticket.reply else [])]
    created_at = ticket.created_at
    return created_at is not None and any(one.time < created_at for one in numbers)


def _agents(book) -> set:
    """Agents with numbers, and accounts that are named in records alone, whatever these are of, and have no alias."""
    named = {entry[0] for entry in (*book.entries, *book.of_months)}
    recorded = {event.data["agent"] for kind in RECORDS for event in book.others.get(kind, [])}
    named |= recorded - set(book.shop.people.aliases.of)
    return {agent for agent in named if not agent.startswith("(")}


def _without_agent(walks) -> dict:
    """conversation -> messages of agents and customers that stand under "(unassigned)"."""
    found = Counter()
    for conversation, walk in walks.items():
        found[conversation] = sum(agent == UNASSIGNED for agent, _ in walk.said + walk.asked)
    return dict(+found)


def _clocks(conversations) -> Counter:
    """source of the answer -> answers that stand up to five seconds before a question."""
    found = Counter()
    for events in conversations.values():
        answer = None
        for event in events:
            author = event.get("from")
            if author == "customer" and not event.get("closing"):
                if answer and 0 < event.time - answer.time <= CLOCK_MS:
                    found[answer.source] += 1
                answer = None
            elif author == "agent" and not event.get("auto"):
                answer = event
    return found


def _surveys_of_unknown(book) -> int:
    known = {
        "conversation": book.sets.conversations,
        "order": book.orders.all,
        "ticket": book.tickets.all,
    }
    return sum(
        any(name in event.data and event.data[name] not in ids for name, ids in known.items())
        for event in book.others.get("survey.answered", [])
    )
