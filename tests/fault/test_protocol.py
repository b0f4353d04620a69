"""Harm at every step of every statement. Invariants 1, 2, 3 (writes) and 4, 5, 6 (settling).

The proxy knows where in the protocol a statement is; each test goes through all steps of all statements,
and at the end every relation is that of a quiet run.
"""

import time

import pytest
from processes import wait_until
from proxy import STEPS, Proxy
from stage import SESSION_MS

# Positions are read on every new connection, and conversations when others wrote them.
STATEMENTS = ("write", "differing", "settle", "positions")


def provoke(stage, kind):
    """Makes a daemon ask what is to be harmed."""
    if kind == "positions":
        for member in stage.members:
            member.proxy.cut()
    else:
        stage.send(0.012)


def each_step(stage, action_of):
    """action_of(member): what to do at the step. Nothing is left out: every trap must spring."""
    for kind in STATEMENTS:
        for step in STEPS:
            member = stage.members[0]
            trap = member.proxy.trap(kind, step, action_of(member))
            provoke(stage, kind)
            wait_until(trap.fired.is_set, 30, f"{kind} is {step}")
            yield kind, step, member


@pytest.mark.limit(150)
def test_connection_cut(new_stage):
    stage = new_stage(ingest_batch_events=60, ingest_cache_entries=10)
    stage.join()
    stage.send(0.3)
    stage.wait_written(100)
    for _ in each_step(stage, lambda member: member.proxy.cut):
        pass
    stage.send_all()
    stage.judge()


@pytest.mark.parametrize("step", STEPS)
def test_a_replay_is_cut(new_stage, step):
    """A file cannot be taken back: what is under way is sent again; it says what to think of."""
    stage = new_stage(ingest_batch_events=300)
    with Proxy(stage.scratch, stage.postgres) as proxy:
        trap = proxy.trap("write", step, proxy.cut, skip=3)
        replay = stage.beside("replay", stage.stream.path, log=f"replay-{step}", PGHOST=proxy.folder)
        assert replay.process.wait(60) == 0, replay.tail()
    assert trap.fired.is_set()
    assert "the connection was lost in the midst of a replay" in replay.text()
    stage.assert_right(stage.stream, buried=False)


@pytest.mark.parametrize("skip", [0, 3, "last"])
def test_until_end_is_cut(new_stage, skip):
    """Its partitions are taken back and come to the same end again, also when they had been there."""
    stage = new_stage(ingest_batch_events=300)
    stage.send_all()
    if skip == "last":
        skip = stage.total // 300
    with Proxy(stage.scratch, stage.postgres) as proxy:
        trap = proxy.trap("write", "answered", proxy.cut, skip)
        reader = stage.beside("ingest", "--until-end", log="until-end", PGHOST=proxy.folder)
        assert reader.process.wait(60) == 0, reader.tail()
    assert trap.fired.is_set()
    assert "connection lost" in reader.text()
    stage.assert_right(stage.stream)


QUESTIONS = 12  # of the writer's and the settler's new connections together


def test_connection_cut_before_it_is_one(new_stage):
    """At the questions of a new connection: of a daemon that never had one, and of one that had."""
    stage = new_stage()
    for skip in range(0, QUESTIONS, 3):
        cut_at_question(stage.join(), skip)
        stage.part(stage.members[0])
    member = stage.join()
    stage.send(0.3)
    for skip in range(QUESTIONS):
        cut_at_question(member, skip)
        stage.send(0.01)
    stage.send_all()
    stage.judge()


def cut_at_question(member, skip):
    trap = member.proxy.trap("other", "sent", member.proxy.cut, skip)
    member.proxy.cut()
    wait_until(trap.fired.is_set, 30, f"question {skip} is asked")
    connected = member.daemon.text().count("connected to the database")
    wait_until(lambda: member.daemon.text().count("connected to the database") > connected, 30, "it goes on")


@pytest.mark.limit(180)
def test_killed(new_stage):
    """SIGKILL, also between COMMIT being sent and its answer. A static member is followed at once."""
    stage = new_stage(ingest_batch_events=60, ingest_cache_entries=10, kafka_group_instance_id="one")
    stage.join()
    stage.send(0.3)
    for _, _, member in each_step(stage, lambda member: member.kill):
        stage.bury(member)
        stage.join()
    stage.send_all()
    stage.judge()


@pytest.mark.limit(180)
def test_stopped_while_another_takes_over(new_stage):
    """SIGSTOP for longer than its session: the other goes on within seconds, and both write at the end."""
    stage = new_stage()
    stage.join()
    stage.send(0.1)
    for step in STEPS:
        slow = stage.members[0]
        trap = slow.proxy.trap("write", step, slow.daemon.pause)
        stage.send(0.05)
        wait_until(trap.fired.is_set, 30, f"a write is {step}")
        other = stage.join()
        stage.send(0.05)
        ends, began = stage.ends(), time.monotonic()
        wait_until(lambda: positions(stage) == ends, 30, f"{other.name} has read everything")
        assert time.monotonic() - began < SESSION_MS / 1000 + 30, step
        slow.daemon.resume()
        stage.send(0.05)
        stage.wait_settled()
        stage.part(slow)
    stage.send_all()
    stage.judge()


def positions(stage):
    found = stage.rows("select topic, partition, next_offset from ingest.position")
    return {(topic, partition): offset for topic, partition, offset in found or []}


@pytest.mark.parametrize("step", [pytest.param("half", marks=pytest.mark.long), "answered"])
def test_connection_stalls(new_stage, step):
    """Nothing moves and nobody is told: after statement_timeout and a margin it connects again."""
    stage = new_stage(postgres_statement_timeout_ms=3000)
    member = stage.join()
    stage.send(0.2)
    stage.wait_written(100)
    trap = member.proxy.trap("write", step, member.proxy.stall)
    stage.send(0.05)
    wait_until(trap.fired.is_set, 30, f"a write is {step}")
    wait_until(lambda: "store: connection lost: the server does not answer" in member.daemon.text(), 20,
               "it gives the connection up")
    member.proxy.resume()
    stage.send_all()
    stage.judge()
