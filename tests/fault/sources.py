"""The source fails while the store is away: each of SOURCES with each of AWAYS, at a request of the daemon.

    chooser = random.Random(seed)
    fail(stage, chooser)             # the next pair, in an order of its own; stage: a Supervised
    fail.pairs                       # how many there are

A source or a way to be away is a context: it is broken inside, and mended at its end. What can be told only when
both are mended is appended to `after`. A request of some daemon is stopped at some step meanwhile, so that its
outcome is decided under both; which of the two breaks first, and which is mended first, is chance.
"""

import contextlib
import itertools
import random
import signal
import time

import psycopg2
from processes import wait_until
from proxy import STEPS
from supervised import ROLE

STATEMENTS = ("write", "write", "write", "differing", "positions", "settle")


# ---- the store is away -----------------------------------------------------------------------------


@contextlib.contextmanager
def killed(stage, chooser, member):
    stage.postgres.kill()
    yield
    stage.postgres.start()


def frozen(stage, chooser, member):
    """Some requests reach it before it stands still, some answers do not come."""
    return stage.postgres.frozen()


@contextlib.contextmanager
def locked(stage, chooser, member):
    """Every write waits, until its lock_timeout or until the end."""
    with lock(stage, member):
        yield


@contextlib.contextmanager
def terminated(stage, chooser, member):
    """Writes wait for a lock, and their sessions end."""
    with lock(stage, member):
        yield
        stage.rows("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() "
                   f"and usename = '{ROLE}'")


@contextlib.contextmanager
def lock(stage, member):
    with contextlib.closing(stage.database.connect()) as session:
        session.autocommit = False
        insist(session, member, "lock table fact.conversation")
        yield
        with contextlib.suppress(psycopg2.Error):
            session.rollback()


def insist(session, member, statement):
    """What is not granted soon waits for the request that was stopped: that one goes on first."""
    session.cursor().execute("set lock_timeout = '500ms'")
    session.commit()
    try:
        session.cursor().execute(statement)
    except psycopg2.errors.LockNotAvailable:
        session.rollback()
        member.proxy.resume()
        session.cursor().execute("set lock_timeout = '30s'")
        session.cursor().execute(statement)


@contextlib.contextmanager
def revoked(stage, chooser, member):
    function, role = chooser.choice([("ingest.write", "meritd_ingest"), ("ingest.write", "meritd_ingest"),
                                     ("ingest.differing", "meritd_ingest"), ("settle.run", "meritd_settle")])
    name = stage.database.value(f"select '{function}'::regproc::oid::regprocedure::text")
    stage.database.execute(f"revoke execute on function {name} from {role}")
    yield
    stage.database.execute(f"grant execute on function {name} to {role}")


@contextlib.contextmanager
def full(stage, chooser, member):
    """As on a full disk: when the facts are written, or only when their positions are."""
    table = chooser.choice(["fact.conversation", "ingest.position"])
    with contextlib.closing(stage.database.connect()) as session:
        session.cursor().execute(
            "create or replace function public.refuse() returns trigger language plpgsql as $$ begin "
            "raise 'could not extend file: No space left on device' using errcode = '53100'; end $$")
        insist(session, member, f"create trigger refuse before insert or update on {table} execute function public.refuse()")
    yield
    stage.database.execute(f"drop trigger refuse on {table}")


@contextlib.contextmanager
def silent(stage, chooser, member):
    """Nothing comes through, for ever; then the connection ends."""
    member.proxy.stall()
    yield
    member.proxy.cut()
    member.proxy.resume()


AWAYS = (killed, frozen, locked, terminated, revoked, full, silent)


# ---- the source fails ------------------------------------------------------------------------------


@contextlib.contextmanager
def gap(stage, chooser, member, after):
    """Records of a partition or two are deleted before anybody read them."""
    known = [(topic, number) for topic, numbers in stage.known().items() for number in numbers]
    with paused(stage):
        time.sleep(0.4)  # what was being fetched is answered, with nothing
        for topic, partition in chooser.sample(known, chooser.choice([1, 1, 2])):
            stage.send(0.001, where=lambda line, to=topic: to, partition=partition)
            end = stage.kafka.ends(topic)[partition]
            stage.kafka.delete_records(topic, partition, end)
            stage.ledger.deleted(topic, partition, end)
    stage.send(0.001)
    yield


@contextlib.contextmanager
def paused(stage):
    running = [one for one in stage.members if one.alive()]
    for one in running:
        one.daemon.pause()
    yield
    for one in running:
        one.daemon.resume()


@contextlib.contextmanager
def fenced(stage, chooser, member, after):
    """Another daemon with its name: a fatal error. Somebody stops the unit that was first."""
    static = [one for one in stage.members if one.instance and one.alive()]
    first = chooser.choice(static) if static else stage.join(kafka_group_instance_id="static0")
    second = stage.join(**first.settings)
    yield
    after.append(lambda: wait_until(lambda: not first.alive() or not second.alive(), 60, f"{first.name} is fenced"))


def denied(kind):
    @contextlib.contextmanager
    def deny(stage, chooser, member, after):
        name = stage.database.name if kind == "group" else chooser.choice(list(stage.topics))
        stage.kafka.deny(kind, name, chooser.choice(["read", "describe"]))
        yield
        stage.kafka.allow(kind, name)

    deny.__name__ = f"denied_{kind}"
    return deny


@contextlib.contextmanager
def made_anew(stage, chooser, member, after):
    """A topic is deleted, and made again when it was missed; who made it sends what was unread once more."""
    topic = chooser.choice(list(stage.topics))
    assert len(stage.known()[topic]) == stage.topics[topic], "an epoch is of a partition that was read"
    before = {one: one.daemon.text().count("is not there") for one in stage.members}
    stage.kafka.delete_topic(topic)
    yield
    with contextlib.suppress(AssertionError):
        wait_until(lambda: all(one.daemon.text().count("is not there") > count or not one.alive()
                               for one, count in before.items()), 1, "all have missed it")
    stage.kafka.create_topic(topic, partitions=stage.topics[topic])
    stage.ledger.epochs[topic] += 1
    stage.send(0.01, where=lambda line: topic)
    after.append(lambda: resend(stage, topic))


def resend(stage, topic):
    """Once all have noticed, what the old log held after its last positions."""
    epoch = stage.ledger.epochs[topic]

    def noticed():
        stage.assert_alive()
        return stage.rows("select count(*) from ingest.position where topic = %s and epoch = %s", topic, epoch) == [
            (stage.topics[topic],)]

    wait_until(noticed, 90, f"{topic} was made anew, and it is noticed")
    unread = []
    for partition in range(stage.topics[topic]):
        end = stage.ledger.last(topic, partition, epoch - 1)
        unread += [line for offset, line in stage.ledger.logs[topic, partition][epoch - 1].items() if offset >= end]
    stage.send_lines(unread, where=lambda line: topic)


def broker_killed(stage, chooser, member, after):
    return stage.kafka.killed()


def broker_frozen(stage, chooser, member, after):
    return stage.kafka.frozen()


@contextlib.contextmanager
def slow(stage, chooser, member, after):
    """Every answer takes its time: sometimes more than librdkafka waits."""
    stage.wire.delay = chooser.choice([0.2, 1.0, 4.0])
    yield
    stage.wire.delay = 0.0


@contextlib.contextmanager
def cut_off(stage, chooser, member, after):
    """Answers end in their midst, again and again."""
    for _ in range(3):
        stage.wire.cut_after(chooser.choice([1, 100, 3000, 20000]))
        stage.send(0.001)
        time.sleep(chooser.random() * 0.3)
    yield
    stage.wire.cut()


@contextlib.contextmanager
def spoiled(stage, chooser, member, after):
    """Records come with another byte in them, and are right when they are fetched again."""
    stage.wire.spoil(b"tally.recorded", times=3)
    stage.send(0.005)
    yield
    stage.wire.spoil(b"", times=0)


SOURCES = (gap, gap, gap, fenced, denied("topic"), denied("group"), made_anew, broker_killed, broker_frozen, slow,
           cut_off, spoiled)


# ---- both ------------------------------------------------------------------------------------------


class Deck:
    """Every source with every way to be away, in an order of its own, again and again."""

    pairs = len(SOURCES) * len(AWAYS)

    def __init__(self, seed):
        self.chooser = random.Random(f"deck {seed}")
        self.cards = []

    def draw(self):
        if not self.cards:
            self.cards = list(itertools.product(SOURCES, AWAYS))
            self.chooser.shuffle(self.cards)
        return self.cards.pop()


def fail(stage, chooser, deck):
    """Returns the names of the source and of the way to be away."""
    source, away = deck.draw()
    stage.strict_again(chooser)
    stage.assert_alive()
    stage.known()
    member = chooser.choice(stage.members)
    after, broken = [], [contextlib.ExitStack(), contextlib.ExitStack()]
    ways = [lambda: broken[0].enter_context(source(stage, chooser, member, after)),
            lambda: broken[1].enter_context(away(stage, chooser, member))]
    stop_at_a_request(stage, chooser, member)
    try:
        for way in chooser.choice([ways, ways[::-1]]):
            way()
            time.sleep(chooser.random() * 0.3)
        member.proxy.resume()
        if chooser.random() < 0.25 and member.alive():
            stage.tell(member, chooser.choice([signal.SIGTERM, signal.SIGTERM, signal.SIGKILL]))
        time.sleep(chooser.random() * chooser.choice([0.5, 1.5, 1.5, 1.5, 9]))  # longer than any patience
    finally:
        member.proxy.resume()
        for one in chooser.choice([broken, broken[::-1]]):
            one.close()
            time.sleep(chooser.random() * 0.3)
    if member.told:
        member.daemon.wait(30)
    for one in after:
        one()
    stage.assert_alive()
    stage.look()
    return source.__name__, away.__name__


def stop_at_a_request(stage, chooser, member):
    """Its next write, or what else it asks, stops at some step of it."""
    trap = member.proxy.trap(chooser.choice(STATEMENTS), chooser.choice(STEPS), member.proxy.stall)
    stage.send(0.001)
    if not trap.fired.wait(1.0):
        member.proxy.forget_traps()


__all__ = ["Deck", "fail"]
