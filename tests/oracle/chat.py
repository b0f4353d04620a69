"""Conversation -> sessions -> rounds, and the contacts they add up to."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from .contract import Event

UNASSIGNED = "(unassigned)"
BOT = "(bot)"


@dataclass(slots=True)
class Round:
    kind: str  # answered, unanswered, handed_over, bot_answered
    agent: str
    question: int
    answer: int | None = None
    since: int | None = None  # when its holder got it
    trailing: bool = False
    # what the rules, the hours and the shop's clock make of it
    hour: int | None = None  # of the wall clock
    suspended: bool = False
    ignored: bool = False  # trailing, and the rules leave it out
    wait: int | None = None  # milliseconds
    queued: int | None = None

    @property
    def counts(self) -> bool:
        """Whether it is a round to metrics."""
        return not self.suspended and not self.ignored and self.kind != "bot_answered"


@dataclass(slots=True)
class FirstResponse:
    agent: str
    question: int
    answer: int | None  # None: the session ended without one
    wait: int | None = None


@dataclass(slots=True)
class Walk:
    """What one conversation comes to. Messages that no round ever took are in none of it."""

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
        self._start()

    def _start(self):
        self.holder = self.open = self.since = self.first = self.last_human = None
        self.asked = self.answered = self.bot = self.responded = False
        self.pending = []
        self.since_open = []  # (holder, message): those that came while this round was open

    def over(self, events, as_of) -> Walk:
        for event in events:
            if self._silent_for(event.time) > self.idle:
                self._end()
            getattr(self, "_" + event.type.removeprefix("chat."))(event, event.time)
        if self.open is not None and self._silent_for(as_of) > self.idle:
            self._end()
        self.walk.asked += self.since_open
        if self.open is not None:
            self.walk.waiting = (self.holder or UNASSIGNED, self.open)
        return self.walk

    def _silent_for(self, t):
        marks = [mark for mark in (self.last_human, self.open) if mark is not None]
        return t - max(marks) if marks else 0

    def _end(self):
        agent = self.holder or UNASSIGNED
        if self.open is not None:
            self._close_round("unanswered", agent, trailing=self.answered)
        if self.first is not None and not self.responded:
            self.walk.first_responses.append(FirstResponse(agent, self.first, None))
        self._start()

    def _close_round(self, kind, agent, answer=None, trailing=False):
        """Whoever the round goes to gets the pending messages; those with a holder stay his."""
        self.walk.rounds.append(Round(kind, agent, self.open, answer, self.since, trailing))
        self.walk.asked += self.since_open + [(agent, message) for message in self.pending]
        self.pending, self.since_open = [], []
        self.open = None

    def _hand_off(self, t):
        """A bot spoke last, and now a person is called."""
        self.open, self.since = t, None
        if self.first is None:
            self.first = t

    def _assigned(self, event, t):
        agent = event.data["agent"]
        if self.bot and self.asked and self.open is None:
            self._hand_off(t)
        elif self.open is not None and agent != self.holder:
            self.since = t
        self.holder, self.bot = agent, False

    def _message(self, event, t):
        author = event.data["from"]
        if event.get("agent") and author in ("customer", "agent"):
            self.holder = event.data["agent"]
        if author == "customer":
            self._from_customer(event, t)
        elif author == "agent" and not event.get("auto"):
            self._from_agent(event, t)
        elif author == "bot" and not event.get("auto"):
            self._from_bot(t)

    def _from_customer(self, event, t):
        if not event.get("closing"):
            self._asks(t)
        if not self.holder:
            self.pending.append(event)
        elif self.open is not None:
            self.since_open.append((self.holder, event))
        else:
            self.walk.asked.append((self.holder, event))
        self.last_human = t

    def _asks(self, t):
        self.asked = True
        if self.open is None:
            self.open, self.since = t, None
        if self.first is None:
            self.first = t

    def _from_bot(self, t):
        if self.open is not None:
            self.since_open = [(BOT, message) for _, message in self.since_open]
            self._close_round("bot_answered", BOT, t)
        self.since = None
        if not self.responded:
            self.first = None
        self.bot = True

    def _from_agent(self, event, t):
        sender = self.holder or UNASSIGNED
        self.walk.said.append((sender, event))
        if self.open is not None:
            self._close_round("answered", sender, t)
            self.answered = True
        if self.first is not None and not self.responded:
            self.walk.first_responses.append(FirstResponse(sender, self.first, t))
            self.responded = True
        self.bot, self.last_human = False, t

    def _transferred(self, event, t):
        if self.open is not None:
            self._close_round("handed_over", event.data["from_agent"])
            self.open, self.since, self.answered = t, None, False
        elif self.bot and self.asked:
            self._hand_off(t)
        self.holder, self.bot = event.data["to_agent"], False

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


@dataclass(slots=True)
class Contact:
    """One agent, customer and day, over all conversations of that customer. Of "(bot)" it is none, and
    only carries what the bot has."""

    agent: str
    customer: str
    day: date
    asked: list[Event] = field(default_factory=list)  # the customer's messages
    said: list[Event] = field(default_factory=list)  # the agent's
    rounds: list[Round] = field(default_factory=list)  # with their question on the day
    first_responses: list[FirstResponse] = field(default_factory=list)

    def counted(self, *kinds):
        return [round for round in self.rounds if round.counts and round.kind in kinds]

    @property
    def questions(self):
        return [message for message in self.asked if not message.get("closing")]

    @property
    def received(self) -> bool:
        """A contact whose rounds are all left out is not."""
        left_out = self.rounds and not any(round.counts for round in self.rounds)
        has_any = self.questions or self.counted("answered", "unanswered")
        return self.agent != BOT and bool(has_any) and not left_out

    @property
    def replied(self) -> bool:
        return bool(self.counted("answered"))

    @property
    def first_customer_at(self) -> int:
        return min(message.time for message in self.questions or self.asked)

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


class Voices:
    """Who spoke in a conversation, and which accounts its events name: what a survey is credited by."""

    def __init__(self, events, walk):
        self.speakers = [(message.time, sender) for sender, message in walk.said]
        self.speakers = [voice for voice in self.speakers if voice[1] != UNASSIGNED]
        self.named = [
            (event.time, event.get("to_agent") or event.get("agent"))
            for event in events
            if event.get("to_agent") or event.get("agent")
        ]

    def last(self, moment):
        """(time, account) of the last speaker at or before the moment, else of the last one named; or None."""
        for voices in (self.speakers, self.named):
            heard = [voice for voice in voices if voice[0] <= moment]
            if heard:
                return heard[-1]
        return None


class Chats:
    """All conversations: contacts, who waits, and the voices of each."""

    def __init__(self, sets, shop):
        self.shop = shop
        self.voices = {}
        self.waiting = []  # (agent, conversation, asked at, waiting milliseconds)
        self.answered = defaultdict(list)  # customer -> answered rounds
        self.walks = {}
        self._contacts = {}
        for conversation, events in sets.conversations.items():
            walk = Walker(shop.rules.idle_hours * 3600 * 1000).over(events, shop.as_of)
            self.walks[conversation] = walk
            self.voices[conversation] = Voices(events, walk)
            self._enter(conversation, customer_of(sets.conversation_records[conversation]), walk)
        self.contacts = list(self._contacts.values())
        self.waiting.sort()

    def _contact(self, account, customer, moment):
        agent = self.shop.people.at(account, moment)
        key = (agent, customer, self.shop.clock.day(moment))
        return self._contacts.setdefault(key, Contact(*key))

    def _enter(self, conversation, customer, walk):
        if walk.waiting:
            account, question = walk.waiting
            agent = self.shop.people.at(account, question)
            self.waiting.append((agent, conversation, question, self.shop.as_of - question))
        for account, message in walk.asked:
            self._contact(account, customer, message.time).asked.append(message)
        for account, message in walk.said:
            self._contact(account, customer, message.time).said.append(message)
        for round in walk.rounds:
            contact = self._contact(round.agent, customer, round.question)
            self._judge_round(round, contact)
            contact.rounds.append(round)
            if round.kind == "answered":
                self.answered[customer].append(round)
        for first in walk.first_responses:
            if not self.shop.hours.suspended(first.question):
                contact = self._contact(first.agent, customer, first.question)
                self._judge_first(first, contact)
                contact.first_responses.append(first)

    def _inside(self, contact, start, end):
        """Milliseconds inside the service hours of the credited agent's team."""
        return self.shop.hours.between(start, end, self.shop.people.team(contact.agent, contact.day))

    def _judge_round(self, round, contact):
        rules = self.shop.rules.of(contact.day)
        round.agent = contact.agent
        round.hour = self.shop.clock.wall(round.question).hour
        round.suspended = self.shop.hours.suspended(round.question)
        round.ignored = round.trailing and rules["round.trailing"] == "ignore"
        if round.since is not None:
            round.queued = self._inside(contact, round.question, round.since)
        if round.answer is not None:
            by_holder = rules["response.from"] == "assignment" and round.since is not None
            start = round.since if by_holder else round.question
            round.wait = self._inside(contact, start, round.answer)

    def _judge_first(self, first, contact):
        first.agent = contact.agent
        if first.answer is not None:
            first.wait = self._inside(contact, first.question, first.answer)
