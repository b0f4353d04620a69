"""Kept scores, two sessions at a time: whoever sees a change sees its mark, whatever was kept meanwhile."""

import contextlib

import pytest
from checks import AS_OF, SHOP
from daemons import SWIFT, Portions, wait_settled

MONTHS = [("2026-09-01",), ("2026-10-01",)]
MARK = ("insert into fact.mark (hash, at, agent, indicator, period, rater, role, score, scale) "
        "values (%s, '2026-10-20Z', 'mei', 'execution', '2026-10', 'zhao', 'lead', %s, 100)")
SHOWN = "select agent, month::text, total, rank from merit.score order by 1, 2"
USED = "select m::text from period.used_months() m order by 1"
LIVE = ("select r.agent, m.month::text, r.total, r.rank from period.used_months() m(month) "
        "cross join lateral score.results(m.month) r order by 1, 2")


@pytest.fixture
def shop(database):
    """Two agents with something in two months."""
    database.execute("insert into rollup.agent_period (grain, start, agent, received) "
                     "select 'month', m::date, a, 20 from unnest(array['mei', 'wei']) a "
                     "cross join unnest(array[date '2026-09-01', '2026-10-01']) m")
    return database


def keep(database):
    while database.value("select (period.keep('0')).month"):
        pass


def kept(database):
    return database.rows("select m::text from unnest(score.kept_months()) m order by 1")


@contextlib.contextmanager
def transaction(database):
    """A session with an open transaction, committed at the end."""
    with contextlib.closing(database.connect()) as session:
        with session.cursor() as cursor:
            cursor.execute("begin")
            yield cursor
            cursor.execute("commit")


def test_a_change_that_commits_after_its_month_was_kept(shop):
    with transaction(shop) as writer:
        writer.execute(MARK, (1, 60))
        keep(shop)
        assert kept(shop) == MONTHS  # nobody else sees the change yet, nor its mark
        before = shop.rows(SHOWN)
    assert kept(shop) == MONTHS[:1]
    assert shop.rows(SHOWN) == shop.rows(LIVE) != before
    keep(shop)
    assert kept(shop) == MONTHS and shop.rows(SHOWN) == shop.rows(LIVE)


def test_a_change_that_commits_while_its_month_is_kept(shop):
    keep(shop)
    shop.execute(MARK, 1, 60)
    with transaction(shop) as keeper:
        keeper.execute("select (period.keep('0')).month")
        assert str(keeper.fetchone()[0]) == "2026-10-01"
        shop.execute(MARK.replace("2026-10-20Z", "2026-10-21Z"), 2, 40)  # the last one counts
        assert kept(shop) == MONTHS[:1]
    assert kept(shop) == MONTHS[:1]
    assert shop.rows(SHOWN) == shop.rows(LIVE)


def test_a_reader_in_an_old_snapshot(shop):
    """What is kept anew is not shown to who does not see why."""
    keep(shop)
    with transaction(shop) as reader:
        reader.execute("set transaction isolation level repeatable read")
        reader.execute(SHOWN)
        before = reader.fetchall()
        shop.execute(MARK, 1, 60)
        keep(shop)
        reader.execute(SHOWN)
        assert reader.fetchall() == before
        reader.execute(LIVE)
        assert reader.fetchall() == before
    assert shop.rows(SHOWN) == shop.rows(LIVE) != before


def test_two_keepers_take_turns(shop):
    with transaction(shop) as keeper:
        keeper.execute("select (period.keep('0')).month")
        assert shop.value("select (period.keep('0')).month") is None
    keep(shop)
    assert kept(shop) == MONTHS


@pytest.fixture
def live(new_meritd, kafka):
    """The program, and a stream for its topic."""
    topic = kafka.create_topic(partitions=2)
    meritd = new_meritd(kafka, shop_id=SHOP, kafka_topics=topic, kafka_group_id=topic, **SWIFT)
    return meritd, Portions(kafka, topic, 2, "kept", 40)


def leave_alone(database):
    database.execute("insert into score.stale (since, until) values ('-infinity', 'infinity')")
    database.execute("update score.stale set marked_at = marked_at - interval '1 minute'")


def test_the_daemon_keeps_what_was_left_alone(live, kafka):
    meritd, portions = live
    portions.send(0.5)
    with meritd.start("ingest", "--now", AS_OF.isoformat()) as daemon:
        wait_settled(daemon, meritd, kafka, portions.topic)
        leave_alone(meritd.database)
        used = meritd.database.rows(USED)
        daemon.wait_until(lambda: kept(meritd.database) == used, what="all months are kept")
        assert used and meritd.database.rows(SHOWN) == meritd.database.rows(LIVE)


def test_a_month_that_the_daemon_cannot_keep(live, kafka):
    """The others are kept, what comes is settled, and the log says once why."""
    meritd, portions = live
    database = meritd.database
    database.execute("create function public.refuse() returns trigger language plpgsql as $$ begin raise 'no scores'; end $$")
    portions.send(0.5)
    with meritd.start("ingest", "--now", AS_OF.isoformat()) as daemon:
        wait_settled(daemon, meritd, kafka, portions.topic)
        *others, (last,) = database.rows(USED)
        database.execute("create trigger refuse before insert on score.kept for each row "
                         f"when (new.month = '{last}') execute function public.refuse()")
        leave_alone(database)
        daemon.wait_until(lambda: kept(database) == others, what="the other months are kept")
        daemon.wait_until(lambda: f"scores of {last[:7]} cannot be kept" in daemon.text(), what="it says why")
        assert others and database.rows(SHOWN) == database.rows(LIVE)
        portions.send(0.3)
        wait_settled(daemon, meritd, kafka, portions.topic)
        assert daemon.text().count("no scores") == 1
