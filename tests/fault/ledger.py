"""What was produced, offset by offset, and whether the database holds all that its positions say.

    ledger = Ledger(stage)          # watches the positions from now on
    ledger.wrote(topic, written)    # what Kafka.produce returns
    ledger.deleted(topic, partition, before)
    ledger.assert_covered()         # at any moment: no position is past the facts
    ledger.lost()                   # {(topic, partition): offsets that were counted as gaps}

Of every ten records one is a *witness*: a tally or a message, which can be told from a row of facts. A batch is
one transaction; where a position passes records that were thrown away, it passes witnesses.

A topic that was made anew is another log. How many logs there were before is the epoch of its positions.
"""

import json
import re
from collections import Counter, defaultdict
from itertools import combinations

SHARE = 10  # one line of this many is a witness
TOGETHER = 8  # messages of one conversation
SAID = re.compile(r'topic "([^"]+)" partition (\d+): gap: the records at offsets (\d+) to (\d+) were deleted')

# Every committed change of a position is a row here. It goes with the database when that is restored.
WATCH = """
    create table public.step (id bigint generated always as identity, topic text, partition integer, was_epoch integer,
                              was_next bigint, epoch integer, next_offset bigint, gap bigint);
    create function public.note() returns trigger language plpgsql security definer as $$ begin
        insert into public.step (topic, partition, was_epoch, was_next, epoch, next_offset, gap)
        values (new.topic, new.partition, old.epoch, old.next_offset, new.epoch, new.next_offset,
                new.gap_records - coalesce(old.gap_records, 0));
        return null; end $$;
    create trigger note after insert or update on ingest.position for each row execute function public.note();
"""
HELD = """
    select (select jsonb_agg(jsonb_build_array(topic, partition, epoch, next_offset)) from ingest.position),
           (select jsonb_agg(kind) from fact.tally where agent = 'witness'),
           (select jsonb_object_agg(conversation, n) from
             (select conversation, sum(customer_messages) n from fact.contact_part
               where conversation like 'witness%' group by 1) c),
           (select jsonb_agg(jsonb_build_array(topic, partition, "offset", reason)) from ingest.dead_letter
             where partition >= 0)
"""


def witnesses(count):
    """{line: its name}: half of them tallies, half messages of conversations of TOGETHER."""
    found = {}
    for number in range(count):
        time = f"2024-11-{1 + number % 20:02}T{number // 3600 % 9 + 1:02}:{number // 60 % 60:02}:{number % 60:02}Z"
        name = f"witness{number}" if number % 2 else f"witness-of-{number // 2 // TOGETHER}"
        data = ({"agent": "witness", "kind": name, "count": 1} if number % 2 else
                {"conversation": name, "customer": name, "from": "customer"})
        kind = "tally.recorded" if number % 2 else "chat.message"
        found[json.dumps({"specversion": "1.0", "id": f"w{number}", "source": "witness", "type": kind, "time": time,
                          "data": data}).encode()] = name
    return found


class Ledger:
    def __init__(self, stage):
        self.stage = stage
        self.logs = defaultdict(lambda: defaultdict(dict))  # (topic, partition): {epoch: {offset: line}}
        self.epochs = Counter()  # of topics
        self.deletions = {}  # (topic, partition, epoch): the offset that all deleted ones are before
        self._said = {}  # by those that have ended
        self.checks = self.passed = 0  # how often it was looked, and how many records were before positions last
        stage.database.execute(WATCH)

    def wrote(self, topic, written):
        for partition, offset, line in written:
            self.logs[topic, partition][self.epochs[topic]][offset] = line

    def deleted(self, topic, partition, before):
        self.deletions[topic, partition, self.epochs[topic]] = before

    # What the daemons said, and the database counted

    def said(self):
        """{(topic, partition): ranges of offsets that some daemon called a gap and passed}."""
        found = defaultdict(set)
        for member in [*self.stage.members, *self.stage.former]:
            for topic, partition, first, last in self._said_by(member):
                found[topic, int(partition)].add((int(first), int(last) + 1))
        return found

    def _said_by(self, member):
        if member in self._said:
            return self._said[member]
        ended = not member.alive()
        said = SAID.findall(member.daemon.text())
        if ended:
            self._said[member] = said
        return said

    def lost(self):
        """{(topic, partition, epoch): offsets} that a position passed as a gap. Each step counted what was said, and
        all of that had truly been deleted.

        A daemon that took over before the other's last write was there counts from further back: what that write
        brought is then counted and held.
        """
        steps = self.stage.database.rows("select topic, partition, was_epoch, was_next, epoch, next_offset, gap "
                                         "from public.step where gap <> 0 order by id")
        said, found = self.said(), defaultdict(set)  # a daemon says it before it counts it
        for topic, partition, was_epoch, was_next, epoch, following, gap in steps:
            start = was_next if was_epoch == epoch else 0
            until = [range(*one) for one in said[topic, partition] if one[1] <= following]
            chosen = (pieces_of([one for one in until if one.start >= start], gap)
                      or pieces_of([one for one in until if one.stop > start], gap) or pieces_of(until, gap))
            assert chosen, f"{topic}/{partition}: {gap} counted from {start} to {following}, said: {until}"
            for piece in chosen:
                assert piece.stop <= self.deletions[topic, partition, epoch], f"{piece} was not deleted"
                found[topic, partition, epoch].update(range(max(piece.start, start), piece.stop))
        return found

    def lost_lines(self):
        return [self.logs[topic, partition][epoch][offset] for (topic, partition, epoch), offsets in self.lost().items()
                for offset in sorted(offsets) if offset in self.logs[topic, partition][epoch]]

    def last(self, topic, partition, epoch):
        """How far the positions of this epoch went."""
        return self.stage.database.value("select coalesce(max(next_offset), 0) from public.step where topic = %s "
                                         "and partition = %s and epoch = %s", topic, partition, epoch)

    # What the facts hold

    def covered(self, positions):
        """Every (topic, partition, epoch, offset, line) before a position, without counted gaps."""
        lost = self.lost()
        for topic, partition, epoch, following in positions:
            for of, log in self.logs[topic, partition].items():
                end = following if of == epoch else self.last(topic, partition, of)
                gone = lost.get((topic, partition, of), ())
                for offset, line in log.items():
                    if of <= epoch and offset < end and offset not in gone:
                        yield topic, partition, of, offset, line

    def assert_covered(self):
        """For each partition: the position is not past what the facts, the dead letters and the gaps hold."""
        ((positions, tallies, conversations, letters),) = self.stage.database.rows(HELD)
        names, reasons = self.stage.witnesses, self.stage.stream.reasons
        tallies, letters = set(tallies or ()), {tuple(letter) for letter in letters or ()}
        covered = list(self.covered(positions or ()))
        messages, missing = defaultdict(set), []
        for topic, partition, epoch, offset, line in covered:
            name = names.get(line)
            if line in reasons and (topic, partition, offset, reasons[line]) not in letters:
                missing.append((topic, partition, epoch, offset, reasons[line]))
            elif name and name.startswith("witness-of-"):
                messages[name].add(line)
            elif name and name not in tallies:
                missing.append((topic, partition, epoch, offset, name))
        missing += [(name, len(lines), (conversations or {}).get(name, 0)) for name, lines in messages.items()
                    if len(lines) > (conversations or {}).get(name, 0)]
        assert not missing, f"{len(missing)} records are before a position and in no fact: {missing[:5]}\n{positions}"
        self.checks += 1
        self.passed = len(covered)

    def assert_letters(self):
        """A rejected record is one dead letter when it is before the positions, and nothing else is one."""
        reasons = self.stage.stream.reasons
        ((positions, _, _, letters),) = self.stage.database.rows(HELD)
        found = Counter(map(tuple, letters or ()))
        must = Counter((topic, partition, offset, reasons[line])
                       for topic, partition, _, offset, line in self.covered(positions) if line in reasons)
        may = Counter((topic, partition, offset, reasons[line]) for (topic, partition), logs in self.logs.items()
                      for log in logs.values() for offset, line in log.items() if line in reasons)
        assert must <= found <= may, (list((must - found).items())[:5], list((found - may).items())[:5])

    def held_all_the_same(self):
        """Of the lost witnesses, those whose rows are there: read once more elsewhere, or written before a position."""
        held = {name for (name,) in self.stage.database.rows("select kind from fact.tally where agent = 'witness'")}
        return sum(self.stage.witnesses.get(line) in held for line in self.lost_lines())


def pieces_of(ranges, total):
    """Disjoint ones that are this long together, or None."""
    for count in range(1, 4):
        for chosen in combinations(sorted(ranges, key=lambda one: one.start), count):
            apart = all(first.stop <= second.start for first, second in zip(chosen, chosen[1:]))
            if apart and sum(map(len, chosen)) == total:
                return chosen
    return None


__all__ = ["SHARE", "Ledger", "witnesses"]
