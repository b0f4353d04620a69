"""Who an account is on a day, and to which team an agent belongs."""

from bisect import bisect_right
from collections import defaultdict
from datetime import date



class Aliases:
    """rows: [{"account", "agent", "from", "until"}], days, both included; without `until` for ever."""

    def __init__(self, rows):
        self.of = defaultdict(list)
        for row in rows or []:
            first = date.fromisoformat(row["from"])
            last = date.fromisoformat(row["until"]) if row.get("until") else date.max
            self.of[row["account"]].append((first, last, row["agent"]))

    def agent(self, account, day: date):
        """The agent that an account is on that day: one step, no chains."""
        for first, last, agent in self.of.get(account, ()):
            if first <= day <= last:
                return agent
        return account


class Staff:
    """Teams by agent, from `agent.updated`: effective from the business day of its time."""

    def __init__(self, events, clock):
        self.teams = defaultdict(list)  # agent -> [(day, team)], in event order
        self.known = set()
        for event in events:
            self.known.add(event.data["agent"])
            if event.get("team"):
                entry = (clock.day(event.time), event.data["team"])
                self.teams[event.data["agent"]].append(entry)

    def team(self, agent, day: date):
        """None: no team."""
        record = self.teams.get(agent, [])
        place = bisect_right(record, day, key=lambda entry: entry[0])
        return record[place - 1][1] if place else None


class People:
    """Everything above, with the business day of moments."""

    def __init__(self, aliases, staff_events, clock):
        self.aliases, self.staff, self.clock = Aliases(aliases), Staff(staff_events, clock), clock

    def at(self, account, moment: int):
        return self.aliases.agent(account, self.clock.day(moment))

    def on(self, account, day: date):
        return self.aliases.agent(account, day)

    def team(self, agent, day: date):
        return self.staff.team(agent, day)

    def team_at(self, agent, moment: int):
        return self.staff.team(agent, self.clock.day(moment))
