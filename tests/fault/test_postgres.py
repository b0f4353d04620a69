"""PostgreSQL in trouble: full, locked, read-only, forgetful, somebody else's. Invariants 1 and 3."""

import contextlib
import subprocess

import harms
import pytest
from processes import wait_until
from servers import Postgres, postgres_bin


@contextlib.contextmanager
def small_disk(stage, mebibytes):
    """A file system of its own as the database's default tablespace; needs root."""
    folder = stage.postgres.folder / f"disk{stage.database.name}"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={mebibytes}m", "none", folder],
                             capture_output=True, text=True)
    if mounted.returncode != 0:
        pytest.skip(f"no file system of a limited size: {mounted.stderr}")
    name = f"small_{stage.database.name}"
    try:
        subprocess.run(["chown", "postgres", folder], check=True)
        harms.administer(stage, f"create tablespace {name} location '{folder}'")
        yield name, folder
    finally:
        stage.database.close()
        harms.administer(stage, f"drop database if exists \"{stage.database.name}\" with (force)",
                         f"drop tablespace if exists {name}")
        subprocess.run(["umount", "-l", folder], check=True)


@pytest.mark.limit(180)
def test_disk_full(stage):
    """It says so, tries again and again, and goes on when there is room."""
    with small_disk(stage, 64) as (tablespace, folder):
        with harms.shut(stage):
            harms.administer(stage, f'alter database "{stage.database.name}" set tablespace {tablespace}')
        stage.join()
        stage.send(0.3)
        stage.wait_written(100)
        ballast = folder / "ballast"
        with contextlib.suppress(OSError), open(ballast, "wb") as file:
            while True:
                file.write(bytes(1 << 16))
        stage.send(0.5)
        member = stage.members[0]
        wait_until(lambda: "No space left" in member.daemon.text(), 30, "it names the reason")
        ballast.unlink()
        stage.send_all()
        stage.judge()


def test_lock_waits(new_stage):
    """A session holds every conversation for longer than lock_timeout; meanwhile the daemon stays alive."""
    stage = new_stage(postgres_lock_timeout_ms=300)
    member = stage.join()
    stage.send(0.3)
    stage.wait_settled()
    with contextlib.closing(stage.database.connect()) as session:
        session.autocommit = False
        session.cursor().execute("select from fact.conversation for update")
        stage.send(0.3)
        wait_until(lambda: member.daemon.text().count("lock timeout") >= 2, 30, "it tries more than once")
        session.rollback()
    stage.send_all()
    stage.judge()


def test_deadlock(stage):
    """A session takes rows in the other order until the server has found a deadlock or two."""
    stage.join()
    stage.send(0.3)
    stage.wait_settled()
    before = stage.deadlocks()
    while stage.unsent or stage.deadlocks() == before:
        assert stage.unsent, "no deadlock came about"
        stage.send(0.05)
        names = [name for (name,) in stage.rows("select conversation from fact.conversation "
                                                "order by conversation collate \"C\" desc")]
        with contextlib.suppress(harms.psycopg2.Error), \
                contextlib.closing(stage.database.connect()) as session:
            session.autocommit = False
            for name in names[::3]:
                session.cursor().execute("select from fact.conversation where conversation = %s for update",
                                         (name,))
            session.rollback()
        if stage.deadlocks() > before:
            break
    stage.send_all()
    stage.judge()


@pytest.mark.parametrize("level", [pytest.param("repeatable read", marks=pytest.mark.long), "serializable"])
def test_serialization_failures(stage, level):
    """Whatever isolation the database has for its default: two daemons and their settlers come through."""
    stage.database.execute(f'alter database "{stage.database.name}" '
                           f"set default_transaction_isolation = '{level}'")
    stage.join(), stage.join()
    stage.send_all()
    stage.judge()


@pytest.mark.parametrize("harm", [
    pytest.param(harms.readonly, marks=pytest.mark.long), pytest.param(harms.password, marks=pytest.mark.long),
    harms.schema, harms.lose], ids=lambda harm: harm.__name__)
def test_away_for_a_while(stage, harm):
    """Read-only, no entry, no schema, or commits lost: it waits, and nothing is missing at the end."""
    chooser = stage.random
    stage.join(), stage.join()
    stage.send(0.3)
    stage.wait_written(100)
    for _ in range(3):
        stage.send(0.1)
        harm(stage, chooser)
    stage.send_all()
    stage.judge()


@pytest.mark.parametrize("table,said", [
    ("ref.day", "holds no calendar"), pytest.param("ref.shop", "differ", marks=pytest.mark.long)])
def test_half_restored(stage, table, said):
    """The tables come back one after the other: who was connected before waits for all of them."""
    member = stage.join()
    stage.send(0.3)
    stage.wait_settled()
    stage.database.execute(f"create table public.aside as table {table}")
    stage.database.execute(f"delete from {table}")
    member.proxy.cut()
    stage.send(0.1)
    wait_until(lambda: said in member.daemon.text(), 30, "it says what is missing")
    stage.database.execute(f"insert into {table} table public.aside")
    stage.database.execute("drop table public.aside")
    stage.send_all()
    stage.judge()


@pytest.mark.long
def test_restored_again_and_again(stage):
    """Older backups under daemons with a warm cache: versions and positions in memory are of a future."""
    stage.join(), stage.join()
    stage.send(0.2)
    stage.wait_settled()
    for share in (0.05, 0.2):
        harms.back_up(stage, stage.random)
        stage.send(share)
        stage.wait_settled()
        harms.restore(stage, stage.random)
        stage.send(0.05)
    stage.send_all()
    stage.judge()


@pytest.fixture
def pair(scratch):
    """A primary, and a standby that lags behind it."""
    with Postgres(scratch, shared_buffers="64MB") as primary:
        standby = Postgres(scratch, shared_buffers="64MB")
        standby.folder.mkdir(mode=0o700)
        with open(primary.data / "pg_hba.conf", "a") as hba:
            hba.write("\nlocal replication all trust\n")
        primary.connect("postgres").cursor().execute("select pg_reload_conf()")
        if primary.system_user:
            subprocess.run(["chown", primary.system_user, standby.folder], check=True)
        copy = standby._program(["pg_basebackup", "--checkpoint=fast", "--no-sync", "--write-recovery-conf",
                                 "--pgdata", standby.data, "--host", primary.folder, "--username=postgres",
                                 "--port", str(primary.port.number)])
        assert copy.process.wait(60) == 0, copy.tail()
        try:
            yield primary, standby
        finally:
            standby.__exit__()


@pytest.mark.limit(180)
def test_asynchronous_fail_over(pair, new_stage, small_stream):
    """The standby is promoted without the primary's last commits: what they held is read again."""
    primary, standby = pair
    standby.start()
    stage = new_stage(small_stream, server=primary)
    stage.join(), stage.join()
    stage.send(0.3)
    stage.wait_settled()
    wait_until(lambda: has_followed(primary, standby), 30, "the standby has followed")
    administer(standby, "alter system set primary_conninfo = ''", "select pg_reload_conf()")
    wait_until(lambda: not query(standby, "postgres", "select from pg_stat_wal_receiver"), 30, "it lags")
    before = query(standby, stage.database.name, "select sum(next_offset) from ingest.position")
    stage.send(0.3)
    stage.wait_settled()
    primary.kill()
    for member in stage.members:
        member.proxy.server = standby
    said = stage.members[0].daemon
    wait_until(lambda: "standby" in said.text(), 30, "it does not write to a standby")
    assert query(standby, stage.database.name, "select sum(next_offset) from ingest.position") == before
    administer(standby, "select pg_promote()")
    stage.move_to(standby)
    wait_until(lambda: any("lost commits" in member.daemon.text() for member in stage.members), 30,
               "it notices")
    stage.send_all()
    stage.judge()


def has_followed(primary, standby):
    return (query(primary, "postgres", "select pg_current_wal_flush_lsn()")
            == query(standby, "postgres", "select pg_last_wal_replay_lsn()"))


def query(server, database, statement):
    with contextlib.closing(server.connect(database)) as session:
        cursor = session.cursor()
        cursor.execute(statement)
        return cursor.fetchall()


def administer(server, *statements):
    for statement in statements:
        with contextlib.closing(server.connect("postgres")) as session:
            session.cursor().execute(statement)
