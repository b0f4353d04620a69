"""Aliases, service hours and events in any order: the oracle's numbers, and nothing tells what came when.

The streams are dense in what has a day of its own: rounds over a cut-over, tickets that change hands, surveys of long ago, marks
of a period. Some aliases are said wrongly, and ended.
"""

import json
import random

import pytest
from checks import PRESENT, SHOP, assert_same_content, assert_shows, content, expect, stream_lines, write_lines
from oracle.edges import AGENTS, edge_aliases, edge_hours

SHOPS = [("UTC", "00:00"), ("Asia/Shanghai", "04:30"), ("America/New_York", "04:30")]
NOW = ("--now", PRESENT.isoformat())


class Steps:
    def __init__(self, meritd, folder):
        self.meritd, self.folder = meritd, folder

    def alias(self, row):
        until = ("--until", row["until"]) if row.get("until") else ()
        self.meritd.run("people", "alias", row["account"], row["agent"], "--from", row["from"], *until)

    def mistake(self, account):
        """Settled with a wrong alias, which is ended then."""
        self.meritd.run("people", "alias", account, "somebody else", "--from", "2024-02-28")
        self.settle()
        self.meritd.run("people", "end", account, "--from", "2024-02-28")

    def load(self, document):
        path = self.folder / "hours.json"
        path.write_text(json.dumps(document["hours"]))
        self.meritd.run("hours", "load", path, "--from", document["from"])

    def replay(self, lines):
        self.meritd.run("replay", write_lines(self.folder / "piece.ndjson", lines), *NOW)

    def settle(self, _=None):
        self.meritd.run("settle", *NOW)


@pytest.mark.limit(300)
@pytest.mark.parametrize("zone,cutover", SHOPS)
def test_any_order_gives_the_oracles_numbers(new_meritd, tmp_path, zone, cutover):
    seed = f"people {zone} {cutover}"
    lines, aliases, hours = stream_lines(seed, 25, zone), edge_aliases(seed), edge_hours(seed, zone)
    expected = expect(lines, zone=zone, cutover=cutover, aliases=aliases, hours=hours)
    mistaken = set(AGENTS) - {row[name] for row in aliases for name in ("account", "agent")}
    steps = [*(("alias", row) for row in aliases), *(("load", document) for document in hours), ("settle", None),
             *(("replay", lines[place::3]) for place in range(3)), ("mistake", min(mistaken))]
    chooser = random.Random(seed)
    seen = []
    for _ in range(2):
        chooser.shuffle(steps)
        meritd = new_meritd(shop_zone=zone, shop_cutover=cutover, shop_id=SHOP)
        for step, given in steps:
            getattr(Steps(meritd, tmp_path), step)(given)
        meritd.run("settle", *NOW)
        assert_shows(meritd.database, expected)
        seen.append(content(meritd.database))
    assert_same_content(*seen)
