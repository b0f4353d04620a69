"""Daemons that come, go, die, and leave; and what a person can tell them. Invariant 1."""

import signal
import time
from pathlib import Path

import harms
import pytest
from processes import wait_until
from stage import SCALE, SESSION_MS


@pytest.mark.long
@pytest.mark.limit(180)
def test_three_come_and_go_under_load(stage):
    """Joining, leaving and dying while records flow, with a replay of the same events beside them."""
    chooser = stage.random
    stage.join()
    replay = stage.beside("replay", stage.stream.path, log="replay")
    while stage.unsent:
        stage.send(0.07)
        if len(stage.members) < 3:
            stage.join()
        elif chooser.random() < 0.5:
            stage.part(chooser.choice(stage.members))
        else:
            killed = chooser.choice(stage.members)
            killed.kill()
            stage.bury(killed)
    assert replay.process.wait(60) == 0, replay.tail()
    stage.database.execute("delete from ingest.dead_letter where partition < 0")  # of the file
    stage.judge()


@pytest.mark.limit(180)
def test_a_rolling_restart_costs_seconds_of_freshness(new_stage):
    """Each of two static members is restarted; a record is never older than a few seconds when settled."""
    stage = new_stage(kafka_options="session.timeout.ms=60000,heartbeat.interval.ms=300")
    for number in (1, 2):
        stage.join(kafka_group_instance_id=f"static{number}")
    stage.send(0.2)
    stage.wait_settled()
    worst = 0.0
    for number in (1, 2):
        stage.part(stage.members[0])
        stage.send(0.05)
        began = time.monotonic()
        stage.join(kafka_group_instance_id=f"static{number}")
        stage.wait_settled()
        worst = max(worst, time.monotonic() - began)
    assert worst < 45, f"{worst:.1f} s"
    stage.send_all()
    stage.judge()


def test_sigterm_while_postgres_does_not_answer(new_stage):
    """Within shutdown_timeout it leaves, and what it had not written is read again."""
    stage = new_stage(ingest_shutdown_timeout_seconds=3)
    member = stage.join()
    stage.send(0.3)
    stage.wait_written(100)
    trap = member.proxy.trap("write", "sent", member.proxy.stall)
    stage.send(0.3)
    wait_until(trap.fired.is_set, 30, "a write is under way")
    began = time.monotonic()
    assert member.daemon.stop(timeout=30) == 1
    assert time.monotonic() - began < 3 + 30
    assert "before all could be written" in member.daemon.text()
    member.proxy.resume()
    stage.members.remove(member)
    stage.former.append(member)
    stage.join()
    stage.send_all()
    stage.judge()


@pytest.mark.parametrize("unwritten", [True, False], ids=["unwritten", "nothing"])
def test_sigterm_while_postgres_is_gone(new_stage, unwritten):
    """Whether it could write all that it read or not, it leaves the group: the next one need not wait for it."""
    stage = new_stage(ingest_shutdown_timeout_seconds=4, kafka_options="session.timeout.ms=300000")
    member = stage.join()
    stage.send(0.3)
    stage.wait_settled()
    if unwritten:
        trap = member.proxy.trap("write", "sent", member.proxy.stall)
        stage.send(0.2)
        wait_until(trap.fired.is_set, 30, "a write is under way")
    with harms.nobody(stage):
        wait_until(lambda: "store: connection lost" in member.daemon.text()
                   or "store: cannot connect" in member.daemon.text(), 20, "it has noticed")
        stage.send(0.1)
        began = time.monotonic()
        assert member.daemon.stop(timeout=30) == int(unwritten)
        assert time.monotonic() - began < 4 + 30
    assert ("stopping with unwritten records" in member.daemon.text()) == unwritten
    stage.members.remove(member)
    stage.former.append(member)
    stage.join()
    stage.wait_settled(timeout=30)  # less than the session of the one that left
    stage.send_all()
    stage.judge()


@pytest.mark.limit(180)
@pytest.mark.parametrize("asking", [False, True], ids=["idle", "asking"])
@pytest.mark.parametrize("away", ["frozen", "killed"])
def test_sigterm_while_kafka_is_away(new_stage, away, asking):
    """It writes what it read, and that is what its exit status tells, though the group cannot hear of it.

    asking: told so while its thread waits for Kafka to say where partitions end.
    """
    stage = new_stage(ingest_shutdown_timeout_seconds=4)
    member = stage.join()
    stage.send(0.5)
    stage.wait_settled()
    with getattr(stage.kafka, away)():
        if asking:
            wait_until(lambda: asks(member.daemon), 20, "it asks for watermarks")
        began = time.monotonic()
        stage.part(member)
        assert time.monotonic() - began < 4 + 30
    stage.join()
    stage.send_all()
    stage.judge()


def asks(daemon):
    """Its watching thread, the only other one of its own, is not waiting to be asked, and stays so."""
    return all(waits_for(daemon) not in ("eventfd_read", None) for _ in range(20) if not time.sleep(0.02))


def waits_for(daemon):
    """In which function of the kernel that thread waits; None: it does not wait, or this machine does not tell."""
    main = daemon.process.pid
    for task in Path(f"/proc/{main}/task").iterdir():
        if task.name != str(main) and not task.joinpath("comm").read_text().startswith("rdk:"):
            return task.joinpath("wchan").read_text().strip("0") or None
    return None


def test_a_second_sigterm_leaves_at_once(new_stage):
    """Not 0, nothing drained, and nothing lost."""
    stage = new_stage(ingest_shutdown_timeout_seconds=120)
    member = stage.join()
    stage.send(0.3)
    stage.wait_written(100)
    trap = member.proxy.trap("write", "sent", member.proxy.stall)
    stage.send(0.3)
    wait_until(trap.fired.is_set, 30, "a write is under way")
    member.daemon.send(signal.SIGTERM)
    wait_until(lambda: "told to stop" in member.daemon.text(), 10, "it drains")
    began = time.monotonic()
    member.daemon.send(signal.SIGTERM)
    assert member.daemon.wait(10) not in (0, -signal.SIGTERM)
    assert time.monotonic() - began < 60
    member.proxy.resume()
    member.proxy.cut()
    stage.members.remove(member)
    stage.former.append(member)
    stage.join()
    stage.send_all()
    stage.judge()


@pytest.mark.long
@pytest.mark.limit(300)
def test_broker_cut_off(stage):
    """It hears and says nothing for longer than the session (`--large`: a minute); then the members find each
    other again."""
    stage.join(), stage.join()
    stage.send(0.3)
    stage.wait_written(100)
    with stage.kafka.frozen():
        time.sleep(2 * SESSION_MS / 1000 if SCALE == 1 else 60)  # the harm itself
    stage.send_all()
    stage.judge()


@pytest.mark.long
def test_broker_killed_under_load(stage):
    stage.join(), stage.join()
    for _ in range(2):
        stage.send(0.3)
        stage.wait_written(50)
        stage.kafka.restart(kill=True)
    stage.send_all()
    stage.judge()


def test_until_end_beside_daemons_and_itself(stage):
    """Everything is read three times at once, changes nothing, and no two writes wait for each other."""
    before = stage.deadlocks()
    stage.join()
    stage.send_all()
    twice = [stage.beside("ingest", "--until-end", log=f"until{number}") for number in range(2)]
    for child in twice:
        assert child.process.wait(90) == 0, child.tail()
    stage.judge()
    assert stage.deadlocks() == before


def test_a_daemon_without_a_database_waits(new_stage):
    """Started before its database can be reached, and told to leave before it ever was."""
    stage = new_stage(ingest_shutdown_timeout_seconds=4)
    with harms.nobody(stage):
        first, second = stage.join(), stage.join()
        for member in (first, second):
            wait_until(lambda: "cannot connect" in member.daemon.text(), 20, "it says what it waits for")
        stage.part(second)
    stage.send_all()
    stage.judge()
