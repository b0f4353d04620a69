"""Harm, at random but seeded moments. Each function takes a Stage, does one harm to its end and makes
good what a person would make good (a dead daemon started again, a server brought back); the daemons must
do the rest by themselves.

    chooser = random.Random(seed)
    harm(stage, chooser)             # one of HARMS by weight

Where a harm waits for a step of the protocol that does not come, because there is nothing to write, it
does its harm then.
"""

import contextlib
import signal
import time

import psycopg2
from processes import wait_until
from proxy import STEPS
from stage import AS_OF, SESSION_MS

PAUSE = SESSION_MS / 1000 + 1  # longer than the session
STATEMENTS = ("write", "write", "write", "differing", "positions", "settle")


def at_some_step(stage, chooser, member, action, patience=1.5):
    """Does the action at a random step of a random statement of the member."""
    trap = member.proxy.trap(chooser.choice(STATEMENTS), chooser.choice(STEPS), action, chooser.randrange(3))
    if not trap.fired.wait(patience):
        member.proxy.forget_traps()
        if not trap.fired.is_set():
            action()


def newcomer(stage, chooser):
    """One more daemon, with a small or a large memory; one of three is a static member, by a name that is free."""
    settings = {"ingest_cache_entries": chooser.choice([20, 2000, 2000, 200000]),
                "ingest_batch_events": chooser.choice([100, 1500, 1500, 20000])}
    if chooser.random() < 1 / 3:
        taken = {member.instance for member in stage.members}
        names = [name for name in ("static1", "static2", "static3", "static4") if name not in taken]
        settings["kafka_group_instance_id"] = chooser.choice(names)
    return stage.join(**settings)


def someone(stage, chooser):
    while not stage.members:
        newcomer(stage, chooser)
    return chooser.choice(stage.members)


# ---- daemons -------------------------------------------------------------------------------------


def kill(stage, chooser):
    """SIGKILL, at a step of the protocol or anywhere; another one is started."""
    member = someone(stage, chooser)
    if chooser.random() < 0.7:
        at_some_step(stage, chooser, member, member.kill)
    wait_until(lambda: stage.written() is not None, 30, "the database answers")
    member.kill()
    stage.bury(member)
    newcomer(stage, chooser)


def pause(stage, chooser):
    """SIGSTOP for longer than the session, at a step of the protocol, then SIGCONT; another took over."""
    member = someone(stage, chooser)
    if len(stage.members) < 2:
        newcomer(stage, chooser)
    at_some_step(stage, chooser, member, member.daemon.pause)
    time.sleep(PAUSE)  # the harm itself
    member.daemon.resume()


def come(stage, chooser):
    """One more joins, or, when there are three, one leaves on SIGTERM, at a step of the protocol or anywhere."""
    if len(stage.members) < 3:
        newcomer(stage, chooser)
        return
    member = chooser.choice(stage.members)
    wait_until(lambda: "connected to the database" in member.daemon.text(), 30, f"{member.name} is connected")
    at_some_step(stage, chooser, member, lambda: member.daemon.send(signal.SIGTERM), chooser.random())
    stage.part(member, told=True)


def until_end(stage, chooser):
    """Everything is read once more, outside the group; half the time it is told to stop at some moment."""
    child = stage.beside("ingest", "--until-end", log="until-end")
    allowed = [0]
    if chooser.random() < 0.5:
        time.sleep(chooser.random() ** 2)
        child.send(signal.SIGTERM)
        allowed += [1, -signal.SIGTERM]  # read in part; not even begun
    wait_until(lambda: not child.running(), 60, "it has ended")
    assert child.process.returncode in allowed, child.tail()


def replay(stage, chooser):
    """The same events from the file, beside the daemons; again when something befell it, too."""
    def done():
        return stage.beside("replay", stage.stream.path, log="replay").process.wait(120) == 0

    wait_until(done, 120, "a replay came to its end")
    forget_file_letters(stage)


def forget_file_letters(stage):
    """Rejected lines of files are one row each a run, by contract; those of Kafka are what is counted."""
    wait_until(lambda: stage.rows("delete from ingest.dead_letter where partition < 0") is not None, 30,
               "the database answers")


def settle(stage, chooser):
    """A second settler, that waits for the lock; and another present, over the idle limit and back."""
    moved = ("2025-01-05T00:00:00Z", "2025-02-20T00:00:00Z", AS_OF.isoformat())
    child = stage.beside("settle", "--now", chooser.choice(moved), log="settle")
    if chooser.random() < 0.5:
        time.sleep(chooser.random() * 0.3)
        child.kill()
    child.process.wait(60)


# ---- PostgreSQL ----------------------------------------------------------------------------------


def cut(stage, chooser):
    """The connection ends at a step of the protocol: within a message, after COMMIT, before its answer."""
    member = someone(stage, chooser)
    at_some_step(stage, chooser, member, member.proxy.cut)


def stall(stage, chooser):
    """Nothing moves for a second or two, at a step of the protocol."""
    member = someone(stage, chooser)
    at_some_step(stage, chooser, member, member.proxy.stall)
    time.sleep(chooser.random() * 2)
    member.proxy.resume()


def terminate(stage, chooser):
    """pg_terminate_backend, or _cancel_, of what is at work: writers, settlers."""
    function = chooser.choice(["pg_terminate_backend", "pg_terminate_backend", "pg_cancel_backend"])
    with contextlib.suppress(AssertionError):
        wait_until(lambda: stage.rows(
            f"select {function}(pid) from pg_stat_activity where datname = current_database() "
            "and pid <> pg_backend_pid() and state = 'active'"), 0.25, "something is at work")


def restart(stage, chooser):
    """Immediate shutdown, as in a crash, at a step of the protocol; or a fast one."""
    at_some_step(stage, chooser, someone(stage, chooser), lambda: None)
    stage.postgres.restart(kill=chooser.random() < 0.8)


def lock(stage, chooser):
    """A session holds rows that writers want, longer than their lock_timeout; then wants one of theirs."""
    with contextlib.suppress(psycopg2.Error), contextlib.closing(stage.database.connect()) as session:
        session.autocommit = False
        cursor = session.cursor()
        for _ in range(3):
            cursor.execute("select from fact.conversation tablesample system (20) for update")
            time.sleep(chooser.random() * 0.6)
        session.rollback()


def readonly(stage, chooser):
    """As after a fail-over to a server that does not take writes yet."""
    administer(stage, "alter system set default_transaction_read_only = on", "select pg_reload_conf()")
    time.sleep(0.2 + chooser.random())
    administer(stage, "set default_transaction_read_only = off",
               "alter system reset default_transaction_read_only", "select pg_reload_conf()")


def password(stage, chooser):
    """No new connection is let in for a while, and the old ones end."""
    hba = stage.postgres.data / "pg_hba.conf"
    before = hba.read_text()
    hba.write_text(f"local {stage.database.name} postgres password\n{before}")
    administer(stage, "select pg_reload_conf()", "select pg_terminate_backend(pid) from pg_stat_activity "
               f"where datname = '{stage.database.name}'")
    time.sleep(0.2 + chooser.random())
    hba.write_text(before)
    administer(stage, "select pg_reload_conf()")


def back_up(stage, chooser):
    """A copy of the database as it is now, for a later restore."""
    copy = f"{stage.database.name}_copy"
    stage.database.close()
    administer(stage, f'drop database if exists "{copy}"')
    with shut(stage):
        administer(stage, f'create database "{copy}" template "{stage.database.name}"')
    stage.backed_up = True


def restore(stage, chooser):
    """The backup, however old, takes the database's place under running daemons with warm caches."""
    if not stage.backed_up:
        return back_up(stage, chooser)
    name = stage.database.name
    stage.database.close()
    with shut(stage):
        administer(stage, f'alter database "{name}" rename to "{name}_old"',
                   f'alter database "{name}_copy" rename to "{name}"', f'drop database "{name}_old"')
        stage.backed_up = False


def lose(stage, chooser):
    """The last commits are gone, as after an asynchronous fail-over: a copy, some writes, the copy."""
    back_up(stage, chooser)
    stage.send(0.02)
    with contextlib.suppress(AssertionError):
        stage.wait_written(timeout=0.5)
    restore(stage, chooser)


def schema(stage, chooser):
    """For a while a server answers that has no schema of ours. (Who never had another one would stop.)"""
    for member in stage.members:
        wait_until(lambda: "connected to the database" in member.daemon.text(), 30, f"{member.name} is connected")
    name = stage.database.name
    stage.database.close()
    with shut(stage):
        administer(stage, f'alter database "{name}" rename to "{name}_away"', f'create database "{name}"')
    time.sleep(0.3 + chooser.random())
    with shut(stage):
        administer(stage, f'drop database "{name}"', f'alter database "{name}_away" rename to "{name}"')


@contextlib.contextmanager
def shut(stage):
    """The database with nobody in it."""
    administer(stage, f'alter database "{stage.database.name}" allow_connections false',
               "select pg_terminate_backend(pid, 10000) from pg_stat_activity "
               f"where datname = '{stage.database.name}'")
    yield
    administer(stage, f'alter database "{stage.database.name}" allow_connections true')


@contextlib.contextmanager
def nobody(stage):
    """The server does not let anybody in by its socket."""
    door = stage.postgres.folder / f".s.PGSQL.{stage.postgres.port.number}"
    aside = door.with_name("aside")
    door.rename(aside)
    for member in stage.members:
        member.proxy.cut()
    try:
        yield
    finally:
        aside.rename(door)


def administer(stage, *statements):
    with contextlib.closing(stage.postgres.connect("postgres")) as session:
        for statement in statements:
            session.cursor().execute(statement)


def slow(stage, chooser):
    """Every write takes a while."""
    member = someone(stage, chooser)
    member.proxy.delay = chooser.random()
    time.sleep(1)
    member.proxy.delay = 0.0


# ---- Kafka ---------------------------------------------------------------------------------------


def broker_killed(stage, chooser):
    stage.kafka.restart(kill=True)


def broker_silent(stage, chooser):
    """Cut off: it hears and says nothing, longer than a session."""
    with stage.kafka.frozen():
        time.sleep(PAUSE * (0.5 + chooser.random()))


def partitions(stage, chooser):
    """A topic gets one more; records go there at once."""
    topic = chooser.choice(list(stage.topics))
    if stage.topics[topic] < 12:
        stage.kafka.add_partitions(topic, stage.topics[topic] + 1)
        stage.topics[topic] += 1


def aborted(stage, chooser):
    """A transaction of valid events that nobody may see, as it is aborted."""
    topic = chooser.choice(list(stage.topics))
    records = [(None, foreign(number)) for number in range(50)]
    stage.kafka.produce_transaction(topic, records, commit=False)


def foreign(number):
    """A valid event that is no part of the stream."""
    return (b'{"specversion":"1.0","id":"foreign%d","source":"aborted","type":"tally.recorded",'
            b'"time":"2024-11-01T00:00:00Z","data":{"agent":"ann","kind":"foreign","count":1}}' % number)


# Harm by how often it comes. All but the last five take about a second.
HARMS = [(kill, 30), (cut, 20), (pause, 6), (terminate, 8), (come, 6), (stall, 5), (lock, 5), (settle, 5),
         (restore, 5), (lose, 3), (readonly, 3), (password, 3), (schema, 2), (slow, 3), (aborted, 3),
         (partitions, 2), (restart, 4), (replay, 2), (until_end, 3), (broker_killed, 1), (broker_silent, 2)]


def harm(stage, chooser):
    """Returns the name of what was done."""
    chosen = chooser.choices([one for one, _ in HARMS], [weight for _, weight in HARMS])[0]
    chosen(stage, chooser)
    return chosen.__name__


__all__ = ["HARMS", "harm", "newcomer"]
