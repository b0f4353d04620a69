"""meritd rebuild, killed anywhere, beside another one, beside ingestion and a settler: afterwards all of it is right."""

import contextlib
import threading
from datetime import datetime, timezone

import pytest
from processes import wait_until

MONTH_END = "2026-10-01T00:00:00+08:00"
NOW = ("--now", datetime(2026, 10, 5, tzinfo=timezone.utc).isoformat())
DAY, NEXT = "2026-09-15", "2026-09-16"
SUMS = "update rollup.agent_period set agent_messages = agent_messages + 1 where grain = 'day'"
# Of one day, and so of sums of days around it, where orders are paid.
ROWS = f"""
    update settled.contact set agent_messages = agent_messages + 1 where day = '{DAY}';
    update settled.orders set credit = 'nobody', payment_amounts[1] = payment_amounts[1] + 1
     where payment_days is not null and order_id = any (rollup.orders_of_days('{DAY}', '{NEXT}'));
    update settled.buyer set orders = orders + 1 where start = '{DAY}'"""


@pytest.fixture
def shop(new_meritd, tmp_path):
    meritd = new_meritd()
    meritd.run("replay", stream(meritd, tmp_path, seed=2, events=3000), *NOW)
    return meritd


def stream(meritd, folder, seed, events):
    path = folder / f"{seed}.ndjson"
    meritd.run("generate", "--seed", seed, "--events", events, "--days", 20, "--end", MONTH_END, "-o", path)
    return str(path)


def numbers(meritd):
    return meritd.database.rows("select 'day', * from merit.agent_day_metric union all"
                                " select 'month', * from merit.agent_month_metric order by 1, 2, 3, 4")


def others(meritd):
    """How many sessions others have: that of a killed program goes on until its statement ends."""
    return meritd.database.value("select count(*) from pg_stat_activity where datname = current_database() "
                                 "and backend_type = 'client backend' and pid <> pg_backend_pid()")


def test_killed_anywhere_it_goes_on_where_it_was(shop):
    """After so many lines of progress; whatever was settled meanwhile, the same days once more are enough."""
    right, lines, ended = numbers(shop), 0, False
    while not ended:
        lines += 1 + lines // 2
        shop.database.execute(f"{ROWS}; {SUMS} and start = '{DAY}'")
        rebuild = shop.start("rebuild", "--from", DAY, "--to", NEXT)
        wait_until(lambda: not rebuild.running() or rebuild.text().count("\n") >= lines, 120, f"{lines} lines")
        ended = rebuild.kill() == 0
        wait_until(lambda: others(shop) == 0, 60, "its session has ended")
        shop.run("settle", *NOW)
        shop.run("rebuild", "--from", DAY, "--to", NEXT)
        shop.run("verify")
        assert numbers(shop) == right, f"killed after {lines} lines"


def test_two_at_once_add_what_lacks_once(shop):
    right = numbers(shop)
    shop.database.execute(SUMS)
    mend = f"select rollup.mend('day', '{DAY}')"
    mended = []
    with contextlib.closing(shop.database.connect()) as first, contextlib.closing(shop.database.connect()) as second:
        one, other = first.cursor(), second.cursor()

        def mend_too():
            other.execute(mend)
            mended.append(other.fetchone()[0])

        one.execute(f"begin; {mend}")
        assert one.fetchone()[0] > 0
        waiting = threading.Thread(target=mend_too)
        waiting.start()
        wait_until(lambda: shop.database.value("select count(*) from pg_locks where not granted and pid = %s",
                                               second.info.backend_pid), 60, "the other one waits")
        one.execute("commit")
        waiting.join(60)
    assert mended == [0]
    shop.run("rebuild")
    shop.run("verify")
    assert numbers(shop) == right


def test_beside_ingestion_and_a_settler(shop, tmp_path):
    """Sums lack the same, whatever is added to them meanwhile."""
    path = stream(shop, tmp_path, seed=3, events=20000)
    shop.database.execute(f"{SUMS}; update settled.contact set agent_messages = agent_messages + 1 where agent_messages > 0")
    replay = shop.start("replay", path, *NOW)
    replay.wait_until(lambda: shop.database.value("select count(*) from ingest.dirty") > 0, what="work is left")
    shop.run("rebuild", timeout=600)
    assert replay.wait(600) == 0, replay.tail()
    shop.run("settle", *NOW)
    shop.run("verify")
