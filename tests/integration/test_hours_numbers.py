"""Every number under service hours, over streams dense in edge cases, value by value; whenever hours, staff and events come."""

import json
import random

import pytest
from checks import (
    AS_OF, PRESENT, SHOP, assert_same_content, assert_shows, content, expect, set_rules, stream_lines, write_lines,
)  # fmt: skip
from oracle.edges import edge_hours

SHOPS = [("Asia/Shanghai", "05:00"), ("America/New_York", "04:30"), ("UTC", "00:00")]
RULES = [
    {},
    {"response.from": "assignment", "response.within": "5,40", "round.trailing": "ignore", "response.unanswered": "cap",
     "response.slow_seconds": 0, "ticket.clock": "hours"},
    {"response.within": "0,20,600,31536000", "response.cap_seconds": 30, "session.idle_hours": 26},
]


def load(meritd, tmp_path, document):
    path = tmp_path / "hours.json"
    path.write_text(json.dumps(document["hours"]))
    meritd.run("hours", "load", path, "--from", document["from"])


@pytest.mark.parametrize("zone,cutover,rules", [(*shop, rules) for shop, rules in zip(SHOPS, RULES)], ids=["default", "assignment", "within"])
def test_hours_before_the_events(new_meritd, tmp_path, zone, cutover, rules):
    seed = f"hours {zone} {len(rules)}"
    lines, hours = stream_lines(seed, 20, zone), edge_hours(seed, zone)
    meritd = new_meritd(shop_zone=zone, shop_cutover=cutover, shop_id=SHOP)
    set_rules(meritd, rules)
    for document in hours:
        load(meritd, tmp_path, document)
    meritd.run("replay", write_lines(tmp_path / "edges.ndjson", lines), "--now", AS_OF.isoformat())
    assert_shows(meritd.database, expect(lines, AS_OF, zone, cutover, rules=rules, received_at=AS_OF, hours=hours), AS_OF)


@pytest.mark.parametrize("zone,cutover", SHOPS)
def test_hours_and_staff_in_any_order(new_meritd, tmp_path, zone, cutover):
    """Documents come before, between and after pieces of a stream, settled or not: the numbers are those of all together, and
    nothing tells what came when."""
    chooser, rules = random.Random(f"order {zone}"), {"ticket.clock": "hours"}
    hours = [document for seed in "ab" for document in edge_hours(f"{seed} {zone}", zone)]
    hours = list({document["from"]: document for document in hours}.values())
    lines = stream_lines(f"order {zone}", 20, zone)
    steps = [("load", document) for document in hours]
    steps += [("replay", lines[n::4]) for n in range(4)] + [("settle", None)] * 2
    seen = []
    for _ in range(2):
        chooser.shuffle(steps)
        meritd = new_meritd(shop_zone=zone, shop_cutover=cutover, shop_id=SHOP)
        set_rules(meritd, rules)
        for kind, given in steps:
            if kind == "load":
                load(meritd, tmp_path, given)
            elif kind == "replay":
                meritd.run("replay", write_lines(tmp_path / "piece.ndjson", given), "--now", PRESENT.isoformat())
            else:
                meritd.run("settle", "--now", PRESENT.isoformat())
        meritd.run("settle", "--now", PRESENT.isoformat())
        assert_shows(meritd.database, expect(lines, zone=zone, cutover=cutover, rules=rules, hours=hours))
        seen.append(content(meritd.database))
    assert_same_content(*seen)
