"""Customers' opinions: corrections by id, and whom each is credited to."""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from .chat import UNASSIGNED
from .orders import SILENT

ABOUT = ("conversation", "order", "ticket")


@dataclass(slots=True)
class Opinion:
    agent: str
    time: int
    score: Fraction  # 0 to 100
    dimension: str | None


def answers_of(events) -> list:
    """(moment, content) of each answer, of events in event order. Those that name the same survey and dimension
    are one: the last content, at the moment of the first."""
    answers = defaultdict(list)
    for number, event in enumerate(events):
        survey = event.get("survey")
        key = (survey, event.get("dimension")) if survey else number
        answers[key].append(event)
    return [(same[0].time, _content(same)) for same in answers.values()]


def _content(same) -> dict:
    """The last one's; what it does not state is taken from the one before it. What it is about is one statement."""
    content = {}
    for event in same:
        if any(name in event.data for name in ABOUT):
            content = {name: value for name, value in content.items() if name not in ABOUT}
        content |= event.data
    return content


class Surveys:
    def __init__(self, events, shop, chats, orders, tickets):
        self.shop, self.chats, self.orders, self.tickets = shop, chats, orders, tickets
        self.opinions = []
        for moment, content in answers_of(events):
            score = Fraction(content["rating"] - 1, content["scale"] - 1) * 100
            agent = self._credit(moment, content)
            self.opinions.append(Opinion(agent, moment, score, content.get("dimension")))

    def _credit(self, moment, content) -> str:
        if content.get("agent"):
            return self.shop.people.at(content["agent"], moment)
        if content.get("conversation"):
            return self._of_conversation(content["conversation"], moment)
        if content.get("ticket"):
            return self._of_ticket(content["ticket"], moment)
        order = self.orders.all.get(content.get("order"))
        if order and order.created_at is not None:
            return SILENT if order.flagged else order.credit
        return UNASSIGNED

    def _of_conversation(self, conversation, moment):
        voices = self.chats.voices.get(conversation)
        last = voices.last(moment) if voices else None
        return self.shop.people.at(last[1], last[0]) if last else UNASSIGNED

    def _of_ticket(self, name, moment):
        ticket = self.tickets.all.get(name)
        if not ticket:
            return UNASSIGNED
        return ticket.agent(self.shop.people, self.shop.clock.day(moment), moment)
