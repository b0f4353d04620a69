"""Conversation -> sessions -> rounds, and the contacts they add up to."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from .contract import Event

UNASSIGNED = "(unassigned)"


@dataclass(slots=True)
class Round:
    kind: str  # answered, unanswered, handed_over
    agent: str
    question: int
    answer: int | None = None

    @property
    def wait(self) -> int:
        return self.answer - self.question


@dataclass(slots=True)
class FirstResponse:
    agent: str
    question: int
    answer: int


@dataclass(slots=True)
class Walk:
    """What one conversation comes to. Messages that no agent was ever given are in none of it."""

    rounds: list = field(default_factory=list)
    first_responses: list = field(default_factory=list)
    asked: list = field(default_factory=list)  # (agent, customer's message)
    said: list = field(default_factory=list)  # (agent, agent's message)
    waiting: tuple | None = None  # (agent, question)


class Walker:
    """The walk of metrics.md, one method a kind of event, its variables under its names."""

    def __init__(self, idle: int):
        self.idle = idle
        self.walk = Walk()
        self.pending = []
        self._start()

    def _start(self):
        self.holder = self.open = self.first = self.last_human = None
        self.responded = False

    def over(self, events, as_of) -> Walk:
        for event in events:
            if self.last_human is not None and event.time - self.last_human > self.idle:
                self._end()
            getattr(self, "_" + event.type.removeprefix("chat."))(event, event.time)
        if self.open is not None:
            if as_of > self.last_human + self.idle:
                self._end()
            else:
                self.walk.waiting = (self.holder or UNASSIGNED, self.open)
        return self.walk

    def _end(self):
        if self.open is not None:
            agent = self.holder or UNASSIGNED
            self.walk.rounds.append(Round("unanswered", agent, self.open))
            self._give_pending(agent)
        self._start()

    def _give_pending(self, agent):
        self.walk.asked += [(agent, message) for message in self.pending]
        self.pending = []

    def _assigned(self, event, t):
        self.holder = event.data["agent"]

    def _message(self, event, t):
        author = event.data["from"]
        if event.get("agent") and author in ("customer", "agent"):
            self.holder = event.data["agent"]
        if author == "customer":
            self._from_customer(event, t)
        elif author == "agent" and not event.get("auto"):
            self._from_agent(event, t)

    def _from_customer(self, event, t):
        if self.open is None:
            self.open = t
        if self.first is None:
            self.first = t
        if self.holder:
            self.walk.asked.append((self.holder, event))
        else:
            self.pending.append(event)
        self.last_human = t

    def _from_agent(self, event, t):
        sender = self.holder or UNASSIGNED
        self.walk.said.append((sender, event))
        if self.open is not None:
            self.walk.rounds.append(Round("answered", sender, self.open, t))
            self._give_pending(sender)
            self.open = None
        if self.first is not None and not self.responded:
            self.walk.first_responses.append(FirstResponse(sender, self.first, t))
            self.responded = True
        self.last_human = t

    def _transferred(self, event, t):
        if self.open is not None:
            self.walk.rounds.append(Round("handed_over", event.data["from_agent"], self.open))
            self._give_pending(event.data["from_agent"])
            self.open = t
        self.holder = event.data["to_agent"]

    def _closed(self, event, t):
        self._end()


def customer_of(records) -> str | None:
    """The customer of a conversation, of all its records in event order."""
    for record in records:
        if record.type == "chat.message" and record.data["from"] == "customer":
            return record.data["customer"]
    for record in records:
        if record.get("customer"):
            return record.data["customer"]
    return None


def last_agent_of(events) -> str | None:
    """The last agent that any event of the conversation names; of a transfer, who it went to."""
    named = [event.get("to_agent") or event.get("agent") for event in events]
    return next((agent for agent in reversed(named) if agent), None)


@dataclass(slots=True)
class Contact:
    """One agent, customer and day, over all conversations of that customer."""

    agent: str
    customer: str
    day: date
    asked: list[Event] = field(default_factory=list)  # the customer's messages
    said: list[Event] = field(default_factory=list)  # the agent's
    rounds: list[Round] = field(default_factory=list)  # with their question on the day
    first_responses: list[FirstResponse] = field(default_factory=list)

    def answered(self):
        return [round for round in self.rounds if round.kind == "answered"]

    @property
    def received(self) -> bool:
        return bool(self.asked or self.answered())

    @property
    def replied(self) -> bool:
        return bool(self.answered())

    @property
    def first_customer_at(self) -> int:
        return min(message.time for message in self.asked)

    @property
    def agent_first_at(self) -> int:
        return min(message.time for message in self.said)

    @property
    def agent_last_at(self) -> int:
        return max(message.time for message in self.said)

    @property
    def intent(self) -> str | None:
        """That of the earliest customer message that carries one."""
        carrying = [message for message in self.asked if message.get("intent")]
        return min(carrying, key=lambda message: message.order).data["intent"] if carrying else None


class Chats:
    """All conversations: contacts, who waits, and the last agent of each."""

    def __init__(self, sets, clock, idle, as_of):
        self.last_agent = {}
        self.waiting = []  # (agent, conversation, asked at, waiting milliseconds)
        self.answered = defaultdict(list)  # customer -> answered rounds
        self.contacts = []
        contacts = {}

        def contact(agent, customer, moment):
            key = (agent, customer, clock.day(moment))
            return contacts.setdefault(key, Contact(*key))

        for conversation, events in sets.conversations.items():
            customer = customer_of(sets.conversation_records[conversation])
            self.last_agent[conversation] = last_agent_of(events)
            walk = Walker(idle).over(events, as_of)
            if walk.waiting:
                agent, question = walk.waiting
                self.waiting.append((agent, conversation, question, as_of - question))
            for agent, message in walk.asked:
                contact(agent, customer, message.time).asked.append(message)
            for agent, message in walk.said:
                contact(agent, customer, message.time).said.append(message)
            for round in walk.rounds:
                contact(round.agent, customer, round.question).rounds.append(round)
                if round.kind == "answered":
                    self.answered[customer].append(round)
            for first in walk.first_responses:
                contact(first.agent, customer, first.question).first_responses.append(first)
        self.contacts = list(contacts.values())
        self.waiting.sort()
