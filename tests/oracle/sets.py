"""From records to sets of events: duplicates out, one list in event order per entity."""

import json
from collections import defaultdict

ENTITY_MEMBER = {"chat": "conversation", "order": "order", "ticket": "ticket"}


def _entity(event):
    """The conversation, order or ticket the event is about, else its type."""
    member = ENTITY_MEMBER.get(event.type.split(".")[0])
    return (member, event.data[member]) if member else (event.type, "")


def _strength(event):
    """Of two records with one identity the smaller wins. The last part stands for the "bytes of what
    is stored", which the contract leaves to the store: streams must not make the result rest on it.
    """
    return (event.time, event.rank, json.dumps(event.data, sort_keys=True, default=str))


class Sets:
    """The events of a stream by entity, in event order, each identity once.

    conversations, orders, tickets: id -> [Event]; `others`: type -> [Event];
    conversation_records: as conversations, with the records that lost as duplicates.
    """

    def __init__(self, events):
        winner = {}
        self.conversation_records = defaultdict(list)
        for event in events:
            entity = _entity(event)
            if entity[0] == "conversation":
                self.conversation_records[entity[1]].append(event)
            key = (entity, event.source, event.id)
            if key not in winner or _strength(event) < _strength(winner[key]):
                winner[key] = event
        groups = defaultdict(lambda: defaultdict(list))
        for (entity, _, _), event in winner.items():
            groups[entity[0]][entity[1]].append(event)
        for group in (*groups.values(), self.conversation_records):
            for members in group.values():
                members.sort(key=lambda event: event.order)
        self.conversations = groups["conversation"]
        self.orders = groups["order"]
        self.tickets = groups["ticket"]
        self.others = {kind: group[""] for kind, group in groups.items() if "." in kind}
