"""Rules that change from a month on: whenever they are set, the numbers are those of a shop that had them from the beginning; until
they are whole, every reader sees those before; and nothing stands in the way of either."""

import contextlib
import json
import random
from datetime import datetime, timezone

import pytest
from checks import (
    PRESENT, SHOP, assert_same_content, assert_shows, content, expect, set_rules, stream_lines, write_lines,
)  # fmt: skip
from oracle.edges import edge_hours, edge_rules

SHOPS = [("Asia/Shanghai", "05:00"), ("America/New_York", "04:30")]
NOW = ("--now", PRESENT.isoformat())
OCTOBER = ("--now", datetime(2026, 10, 20, tzinfo=timezone.utc).isoformat())


@pytest.mark.parametrize("zone,cutover", SHOPS)
def test_rules_and_events_in_any_order(new_meritd, tmp_path, zone, cutover):
    """Three rule sets come before, between and after pieces of a stream, settled or not: nothing tells what came when."""
    seed = f"rules {zone}"
    chooser, rules, hours = random.Random(seed), edge_rules(seed, 3), edge_hours(seed, zone)[0]
    lines = stream_lines(seed, 20, zone)
    document = tmp_path / "hours.json"
    document.write_text(json.dumps(hours["hours"]))
    steps = [("replay", lines[n::3]) for n in range(3)] + [("rules", None)] * len(rules)
    seen = []
    for late in (False, True):
        chooser.shuffle(steps)
        meritd = new_meritd(shop_zone=zone, shop_cutover=cutover, shop_id=SHOP)
        meritd.run("hours", "load", document, "--from", hours["from"])
        coming = iter(rules)  # a set takes over what the one before says: they come in their order
        for kind, given in sorted(steps, key=lambda step: step[0]) if late else steps:
            if kind == "rules":
                set_rules(meritd, [next(coming)])
            else:
                meritd.run("replay", write_lines(tmp_path / "piece.ndjson", given), *NOW)
        meritd.run("settle", *NOW)
        assert meritd.database.value("select count(*) from settle.recalculation") == 0
        assert_shows(meritd.database, expect(lines, zone=zone, cutover=cutover, rules=rules, hours=[hours]))
        seen.append(content(meritd.database))
    assert_same_content(*seen)


def numbers(meritd):
    """What readers see of each month, as one picture; and whether it is held. Marks, tallies and targets follow from no rule."""
    return meritd.database.rows(
        "select exists (select from rollup.held),"
        "       string_agg(concat_ws(' ', m.start, m.agent, m.metric, m.value), ',' order by m.start, m.agent, m.metric)"
        "  from rollup.metric m"
        " where m.grain = 'month' and m.whose in ('agent', 'shop') and m.metric <> 'target_completion'"
        "   and exists (select from rollup.shown_period p"
        "                where (p.grain, p.start) = (m.grain, m.start) and (m.whose = 'shop' or p.agent = m.agent))")[0]


@contextlib.contextmanager
def killing(database):
    """The server's process that settles dies inside every fourth write of what it recalculates."""
    database.execute(
        "create sequence public.step; create function public.die() returns trigger language plpgsql as $$ begin"
        " if nextval('public.step') % 4 = 0 then perform pg_terminate_backend(pg_backend_pid()); end if; return null; end $$;"
        + "".join(f"create trigger die after update on {table} execute function public.die();"
                  for table in ("settle.recalculation", "rollup.agent_period")))
    yield
    database.execute("drop function public.die cascade; drop sequence public.step")


def test_killed_at_any_step_and_never_mixed(new_meritd, tmp_path):
    meritd, fresh = new_meritd(), new_meritd()
    first, second = tmp_path / "1.ndjson", tmp_path / "2.ndjson"
    for path, seed in ((first, 2), (second, 3)):
        meritd.run("generate", "--seed", seed, "--events", 1000, "--days", 4, "--end", "2026-09-03T00:00:00+08:00", "-o", path)
    changes = [{"from": "2026-08", "order.judge": "order_first", "response.slow_seconds": 5, "sales.net": "yes"},
               {"from": "2026-09", "order.window_days": 4, "response.within": "10,20", "response.cap_seconds": 20}]

    def settle_dies():
        dies = meritd.run("settle", *OCTOBER, status=None).returncode != 0
        held, seen = numbers(meritd)
        assert seen == before[1] if held else not dies or meritd.database.value("select count(*) from settle.recalculation")
        return dies

    meritd.run("replay", first, *OCTOBER)
    before = numbers(meritd)
    assert not before[0]
    set_rules(meritd, changes[:1])
    with killing(meritd.database):
        assert all([settle_dies() for _ in range(2)]) and numbers(meritd)[0]
    agent = meritd.database.value("select min(agent) from merit.own_score where month = '2026-08-01'")
    told = {month: [meritd.run(*command, "--month", month, *OCTOBER).stderr for command in (("score",), ("explain", "--agent", agent))]
            for month in ("2026-08", "2026-09")}
    assert all("from before the change" in each for each in sum(told.values(), []))
    meritd.run("replay", second, *OCTOBER)  # events come, and one more change, which begins anew
    set_rules(meritd, changes[1:])
    with killing(meritd.database):
        kills = 0
        while settle_dies():
            kills += 1
    assert kills > 2
    meritd.run("verify")
    set_rules(fresh, changes)
    for path in (first, second):
        fresh.run("replay", path, *OCTOBER)
    assert numbers(meritd) == numbers(fresh) != before
    assert_same_content(content(meritd.database), content(fresh.database))
    assert meritd.database.value("select count(*) from rollup.held_period") == 0
