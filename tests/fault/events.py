"""Lines of the contract for stories that a test tells itself: every event at a time it says.

    story = Story()
    story.ask("c1", "cus", "2024-11-01T10:00:00Z")
    story.answer("c1", "cus", "2024-11-01T10:05:00Z", "ann")
    story.lines
"""

import json


class Story:
    def __init__(self):
        self.lines = []

    def event(self, kind, time, **data):
        """Appends one; returns its line."""
        line = json.dumps({"specversion": "1.0", "id": f"e{len(self.lines)}", "source": "story", "type": kind,
                           "time": time, "data": data}).encode()
        self.lines.append(line)
        return line

    def ask(self, conversation, customer, time, **data):
        return self.event("chat.message", time, conversation=conversation, customer=customer,
                          **{"from": "customer", **data})

    def answer(self, conversation, customer, time, agent, **data):
        return self.event("chat.message", time, conversation=conversation, customer=customer, agent=agent,
                          **{"from": "agent", **data})

    def order(self, order, customer, time, amount, **data):
        return self.event("order.created", time, order=order, customer=customer, amount=amount, **data)

    def pay(self, order, time, amount):
        return self.event("order.paid", time, order=order, amount=amount)
