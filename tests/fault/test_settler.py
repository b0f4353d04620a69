"""Settling: killed, twice at once, and events that come late. Invariants 4, 5 and 6.

Stories are told event by event, each in every order that matters; after each event the numbers are those
of the oracle for what came so far.
"""

import random
import time

import pytest
from checks import AS_OF, assert_shows, assert_verified, expect
from events import Story
from processes import wait_until
from stage import SCALE, Stream


def tell(stage, lines):
    """One event after the other, settled and checked after each."""
    for number, line in enumerate(lines, 1):
        stage.send_lines([line])
        stage.wait_settled()
        assert_shows(stage.database, expect(lines[:number], AS_OF, received_at=None), AS_OF)


def test_killed_inside(new_stage):
    """The server's process that settles is terminated, or the daemon is killed, again and again."""
    stage = new_stage()
    chooser = random.Random(1)
    stage.join()
    while stage.unsent:
        stage.send(0.1)
        member = stage.members[0]
        trap = member.proxy.trap("settle", "sent", lambda: None, chooser.randrange(2))
        wait_until(trap.fired.is_set, 30, "it settles")
        if chooser.random() < 0.5:
            member.kill()
            stage.bury(member)
            stage.join()
        else:
            stage.rows("select pg_terminate_backend(pid) from pg_stat_activity "
                       "where query like '%settle.run%' and pid <> pg_backend_pid()")
    stage.judge()


def test_rests_between_settlements(new_stage):
    """What comes piece by piece, without a break, is settled some pieces at a time, half a second apart."""
    stage = new_stage(settle_interval_ms=60000)
    stage.database.execute(f"alter database {stage.database.name} set track_functions = 'all'")
    stage.join()
    began = time.monotonic()
    while time.monotonic() - began < 5:
        stage.send(0.001)
    stage.wait_settled()
    stage.part(stage.members[0])
    calls = stage.rows("select calls from pg_stat_user_functions where schemaname = 'settle' and funcname = 'run'")
    assert 1 < calls[0][0] <= (time.monotonic() - began) / 0.5 + 3


@pytest.mark.long
def test_several_at_once(new_stage):
    """Three daemons, each with a settler, and `settle` as a command beside them, killed at times."""
    stage = new_stage()
    for _ in range(3):
        stage.join()
    commands = []
    while stage.unsent:
        stage.send(0.1)
        commands.append(stage.beside("settle", log=f"settle{len(commands)}"))
        if len(commands) % 3 == 0:
            commands[-1].kill()
    for number, command in enumerate(commands, 1):
        assert command.process.wait(60) == 0 or number % 3 == 0, command.tail()
    stage.judge()


def test_write_skew(new_stage):
    """Chats and orders of the same customers are written by two processes at the same time."""
    stage = new_stage(partitions=(1, 1), ingest_batch_events=40, ingest_flush_interval_ms=10)
    stage.join(), stage.join()
    chats, others = stage.topics
    before = stage.deadlocks()
    while stage.unsent:
        stage.send(0.05, where=lambda line: chats if b"chat." in line else others)
    stage.judge()
    assert stage.deadlocks() == before


def late_story():
    """A sale, then what moves it: an earlier answer of another agent, an earlier first message, a payment
    a hundred days later with a chat of a third in between, a refund, surveys, and other customers."""
    story = Story()
    story.ask("c1", "cus", "2024-09-01T10:00:00Z", intent="presale")
    story.answer("c1", "cus", "2024-09-01T10:05:00Z", "ann")
    story.order("o1", "cus", "2024-09-01T10:30:00Z", "100.00")
    story.event("survey.answered", "2024-09-01T11:00:00Z", conversation="c1", rating=4, scale=5)
    story.event("survey.answered", "2024-09-01T11:00:00Z", order="o1", rating=2, scale=5)
    yield story.lines[:]
    story.answer("c1", "cus", "2024-09-01T10:02:00Z", "bob")
    story.ask("c1", "cus", "2024-08-31T15:50:00Z")
    story.answer("c2", "cus", "2024-11-01T10:00:00Z", "cyd")
    story.pay("o1", "2024-12-10T10:30:00Z", "100.00")
    story.event("order.refunded", "2024-12-11T10:30:00Z", order="o1", amount="30.00")
    yield story.lines[:]
    story.ask("c1", "other", "2024-08-31T15:00:00Z")  # the earliest names the customer
    story.order("o1", "another", "2024-09-01T10:20:00Z", "90.00")  # likewise
    story.ask("c3", "another", "2024-09-01T10:00:00Z")
    story.answer("c3", "another", "2024-09-01T10:10:00Z", "dee")
    yield story.lines[:]


@pytest.mark.limit(180)
def test_late_events(new_stage, scratch):
    """In the order told, backwards, and in another order (`--large`: three): always the same at the end."""
    *_, lines = late_story()
    chooser = random.Random(2)
    orders = [lines, lines[::-1], *(chooser.sample(lines, len(lines)) for _ in range(1 if SCALE == 1 else 3))]
    for told in orders:
        stage = new_stage(Stream(scratch, "late", lines), ingest_flush_interval_ms=10)
        stage.join()
        tell(stage, told)
        stage.judge()


def test_a_payment_after_a_hundred_days_is_assisted(new_stage, scratch):
    """The story does what it says: without the chat in between nobody assists."""
    lines = list(late_story())[1]
    stage = new_stage(Stream(scratch, "assisted", lines))
    stage.join()
    stage.send_lines(lines)
    stage.judge()
    assert stage.database.rows("select agent, value from merit.agent_month_metric "
                               "where metric = 'assisted' and value > 0") == [("cyd", 100)]


def test_dirty_rows_out_of_order(stage):
    """A write with an earlier number commits after a later one was settled."""
    write = """select ingest.write(null, null, null, null, array[row({order}, 1, 'created',
        '2024-11-01 10:00Z', '2024-11-01', '00000000-0000-0000-0000-00000000000{n}', {amount}, 'ann', null,
        false, null)::ingest.order_event_row], null, null, null, null, null, null, null, null)"""
    early = stage.database.connect()
    early.autocommit = False
    early.cursor().execute(write.format(order="'early'", n=1, amount=10000))
    stage.database.execute(write.format(order="'late'", n=2, amount=20000))
    assert stage.database.value("select count(*) from ingest.dirty") == 1
    settle = "select settled, dirty_left from settle.run('2025-01-01Z')"
    assert stage.database.rows(settle) == [(1, False)]
    early.commit()
    early.close()
    assert stage.database.rows("select order_id from settled.orders") == [("late",)]
    assert stage.database.rows(settle) == [(1, False)]
    assert sorted(stage.database.rows("select order_id from settled.orders")) == [("early",), ("late",)]
    assert stage.database.value("select sum(orderers) from rollup.agent_period where grain = 'day'") == 2
    assert_verified(stage.database)


@pytest.mark.limit(300 if SCALE == 1 else 3600)
def test_a_guest_account(new_stage, scratch):
    """One customer with a hundred thousand conversations (fewer on a push) and orders among them."""
    story, chooser = Story(), random.Random(3)
    for number in range(2000 * SCALE):
        time = f"2024-11-{1 + number % 5:02}T{chooser.randrange(24):02}:{chooser.randrange(60):02}"
        story.ask(f"c{number}", "guest", f"{time}:01Z")
        story.answer(f"c{number}", "guest", f"{time}:{chooser.randrange(2, 60):02}Z", f"a{number % 7}")
        if number % 50 == 0:
            story.order(f"o{number}", "guest", f"{time}:59Z", "5.00")
            story.pay(f"o{number}", f"{time}:59Z", "5.00")
    stage = new_stage(Stream(scratch, "guest", story.lines), ingest_batch_events=20000)
    stage.join(), stage.join()
    stage.send_all()
    stage.wait_settled(timeout=120 * SCALE)
    stage.judge()


@pytest.mark.parametrize("moved", ["2025-01-05T00:00:00.001Z", "2025-03-01T00:00:00Z"])
@pytest.mark.long
def test_the_present_moves_and_comes_back(new_stage, small_stream, moved):
    """The clock steps backwards and forwards, while it runs and when nothing runs."""
    stage = new_stage(small_stream.portion(0.3))
    stage.join()
    for _ in range(4):
        stage.send(0.2)
        assert stage.beside("settle", "--now", moved).process.wait(60) == 0
    stage.send_all()
    stage.judge()
    stage.meritd.run("settle", "--now", moved)
    stage.meritd.run("settle", "--now", AS_OF.isoformat())
    stage.assert_right(stage.stream)


def test_events_of_the_future(new_stage, scratch):
    """A day ahead of its record is the limit; as_of does not reach them, and then it does."""
    story = Story()
    story.ask("c1", "cus", "2025-01-06T12:00:00Z")  # later than AS_OF
    story.ask("c2", "cus", "2025-01-05T12:00:00Z")
    far = story.ask("c3", "cus", "2099-01-01T00:00:00Z")
    stage = new_stage(Stream(scratch, "future", story.lines))
    stage.join()
    stage.send_lines(story.lines)
    stage.judge(buried=False)
    (letter,) = stage.database.rows("select reason, payload from ingest.dead_letter")
    assert (letter[0], bytes(letter[1])) == ("time_out_of_range", far)
    for present in ("2025-01-08T00:00:00Z", AS_OF.isoformat()):
        stage.meritd.run("settle", "--now", present)
        assert_verified(stage.database)
    stage.assert_right(stage.stream, buried=False)

