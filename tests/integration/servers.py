"""Throwaway servers for the tests: a PostgreSQL and an Apache Kafka.

Each lives in a scratch folder, listens on loopback and unix sockets only, and dies with the process
that started it, however that ends.

    with scratch_folder() as scratch, Postgres(scratch) as postgres, Kafka(scratch) as kafka:
        database = postgres.createdb("shop")
        topic = kafka.create_topic(partitions=8)
"""

import base64
import contextlib
import fcntl
import logging
import os
import pathlib
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import uuid
import xml.etree.ElementTree
from typing import NamedTuple, Optional

import psycopg2
from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewPartitions, NewTopic
from kafka_requests import Requests
from processes import PATIENCE, ROOT, Child, Port, wait_until

NO_LEADER_YET = {KafkaError.NOT_LEADER_FOR_PARTITION, KafkaError.UNKNOWN_TOPIC_OR_PART, KafkaError.LEADER_NOT_AVAILABLE,
                 KafkaError._UNKNOWN_PARTITION}

# ---- PostgreSQL ----------------------------------------------------------------------------------


class Postgres:
    """A private cluster: UTF-8, locale C, no fsync; no JIT, as `migrate` has it for the logins of its database (a copy of a
    template is without what belongs to the database). It starts when entered as a context.

    settings: further lines of postgresql.conf, for example max_connections=20.
    """

    USER = "postgres"
    SETTINGS = {"fsync": "off", "jit": "off", "shared_buffers": "512MB", "max_wal_size": "4GB",
                "listen_addresses": "127.0.0.1", "log_line_prefix": "%m [%p] %d "}

    def __init__(self, scratch, **settings):
        # PostgreSQL refuses to run as root.
        self.system_user = "postgres" if os.getuid() == 0 else None
        self.folder = pathlib.Path(scratch) / f"pg{secrets.token_hex(3)}"
        self.data = self.folder / "data"
        self.log = self.folder / "log"
        self.password = secrets.token_hex(16)
        self.port = Port()
        self.settings = {**self.SETTINGS, **settings}
        self.starts = 0  # how often it was started: older connections are dead
        self._child = None

    def __enter__(self):
        self._initdb()
        self.start()
        return self

    def __exit__(self, *_):
        if self._child:
            self._child.stop(signal.SIGQUIT)
        self.port.release()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _initdb(self):
        self.folder.mkdir(mode=0o700)
        secret = self.folder / "password"
        secret.write_text(self.password)
        if self.system_user:
            for path in (self.folder, secret):
                shutil.chown(path, self.system_user, pwd.getpwnam(self.system_user).pw_gid)
        command = ["initdb", "--no-sync", "--encoding=UTF8", "--locale=C", "-D", self.data,
                   f"--username={self.USER}", f"--pwfile={secret}",
                   "--auth-local=trust", "--auth-host=scram-sha-256"]
        assert self._program(command).process.wait(120) == 0, self.log.read_text(errors="replace")

    def _program(self, command):
        return Child([postgres_bin() / command[0], *command[1:]], self.log, self.system_user,
                     cwd=self.folder, env=self.environment_of_server())

    def environment_of_server(self):
        return os.environ

    @property
    def process_id(self):
        return self._child.process.pid

    def start(self):
        options = {**self.settings, "port": self.port.number,
                   "unix_socket_directories": self.folder}
        command = ["postgres", "-D", self.data]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        self._child = self._program(command)
        self.starts += 1
        wait_until(self._ready, 60, "PostgreSQL accepts connections")

    def _ready(self):
        assert self._child.running(), f"PostgreSQL did not start:\n{self._child.tail()}"
        try:
            self.connect("postgres").close()
            return True
        except psycopg2.OperationalError:
            return False

    def stop(self):
        """Fast shutdown: open transactions are rolled back, sessions end, a checkpoint is made."""
        assert self._child.stop(signal.SIGINT) == 0, self._child.tail()

    def kill(self):
        """Immediate shutdown, as after a crash: the next start recovers from the log."""
        self._child.stop(signal.SIGQUIT)

    def restart(self, kill=False):
        if kill:
            self.kill()
        else:
            self.stop()
        self.start()

    @contextlib.contextmanager
    def frozen(self):
        """The server and all its sessions stand still: what is sent to them arrives, and nothing comes back."""
        still = []
        for pid in family(self.process_id):
            with contextlib.suppress(ProcessLookupError):  # it has ended since
                os.kill(pid, signal.SIGSTOP)
                still.append(pid)
        try:
            yield
        finally:
            for pid in reversed(still):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGCONT)

    def environment(self, database, tcp=False):
        """libpq's variables; by the unix socket without a password, or by loopback with one."""
        where = {"PGHOST": str(self.folder), "PGPORT": str(self.port.number),
                 "PGUSER": self.USER, "PGDATABASE": database}
        return {**where, "PGHOST": "127.0.0.1", "PGPASSWORD": self.password} if tcp else where

    def connect(self, database):
        """A new autocommit session in UTC; a statement that hangs is cancelled after two minutes."""
        connection = psycopg2.connect(
            host=str(self.folder), port=self.port.number, user=self.USER, dbname=database,
            connect_timeout=10, options="-c statement_timeout=120s -c timezone=UTC -c merit.told_clock=on")
        connection.autocommit = True
        return connection

    def createdb(self, name, template=None):
        """A new database, empty or a copy of another one that nobody is connected to."""
        self._administer(f'create database "{name}" template "{template or "template0"}"')
        return Database(self, name)

    def dropdb(self, name):
        self._administer(f'drop database if exists "{name}" with (force)')

    def _administer(self, statement):
        connection = self.connect("postgres")
        try:
            connection.cursor().execute(statement)
        finally:
            connection.close()


class Database:
    """One database of a Postgres, with a session of its own that survives restarts of the server."""

    def __init__(self, server, name):
        self.server = server
        self.name = name
        self._session = None
        self._start = 0  # of the server, that the session belongs to

    def environment(self, tcp=False):
        return self.server.environment(self.name, tcp)

    def connect(self):
        """A further session; the caller closes it."""
        return self.server.connect(self.name)

    def rows(self, statement, *values):
        """All rows as a list of tuples; none for a statement that returns nothing."""
        if self._start != self.server.starts:
            self._session, self._start = self.connect(), self.server.starts
        with self._session.cursor() as cursor:
            cursor.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

    execute = rows

    def value(self, statement, *values):
        """The first column of the only row."""
        (row,) = self.rows(statement, *values)
        return row[0]

    def close(self):
        if self._session:
            self._session.close()
        self._session, self._start = None, 0

    def drop(self):
        self.close()
        self.server.dropdb(self.name)


def family(pid):
    """The process and its children."""
    children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, children)]


def postgres_bin():
    """The server's programs: of version 15, else of the newest that is there."""
    installed = pathlib.Path("/usr/lib/postgresql").glob("[0-9]*/bin/initdb")
    found = {int(path.parts[-3]): path.parent for path in installed}
    if found:
        return found.get(15) or found[max(found)]
    program = shutil.which("initdb")
    assert program, "no PostgreSQL server is installed"
    return pathlib.Path(program).resolve().parent


# ---- Kafka ---------------------------------------------------------------------------------------


class Record(NamedTuple):
    key: Optional[bytes]
    value: Optional[bytes]
    headers: Optional[list] = None  # of (name, bytes)
    partition: Optional[int] = None  # None: by key
    timestamp: Optional[int] = None  # milliseconds since 1970; None: now


class Kafka(Requests):
    """A broker of its own: KRaft, one node. It starts when entered as a context.

    At .bootstrap everybody is let in, at .login_bootstrap only user shop with .password.

    settings: further lines of server.properties, with dots: **{"log.segment.bytes": 1048576}; GUARDED is one.
    advertised: where who logs in is sent to, instead of the broker itself: a proxy's address.
    """

    SETTINGS = {
        "process.roles": "broker,controller", "node.id": 1,
        "controller.listener.names": "CONTROLLER",
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,LOGIN:SASL_PLAINTEXT",
        "sasl.enabled.mechanisms": "PLAIN",
        "auto.create.topics.enable": "false", "group.initial.rebalance.delay.ms": 0,
        "offsets.topic.num.partitions": 1, "offsets.topic.replication.factor": 1,
        "transaction.state.log.num.partitions": 1, "transaction.state.log.replication.factor": 1,
        "transaction.state.log.min.isr": 1, "share.coordinator.state.topic.replication.factor": 1,
        "share.coordinator.state.topic.min.isr": 1, "log.cleaner.backoff.ms": 200,
        # A killed broker may come back once its registration has run out.
        "broker.session.timeout.ms": 2000, "broker.heartbeat.interval.ms": 400}

    # With ACLs, by deny() and allow(), for user shop. Who did not log in may do everything.
    GUARDED = {"authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
               "super.users": "User:ANONYMOUS", "allow.everyone.if.no.acl.found": "true"}

    def __init__(self, scratch, advertised=None, **settings):
        self.folder = pathlib.Path(scratch) / f"kafka{secrets.token_hex(3)}"
        self.ports = []
        self.advertised = advertised
        self.password = f"{secrets.token_hex(8)},=# {secrets.token_hex(8)}"
        self.settings = {**self.SETTINGS, **settings}
        self._child = None
        self._admin = None

    def __enter__(self):
        self.folder.mkdir()
        for attempt in range(5):
            self._configure()
            try:
                self.start()
                return self
            except AssertionError:
                clash = "Address already in use" in self._child.text()
                if not clash or attempt == 4:
                    raise

    def __exit__(self, *_):
        if self._child:
            self._child.kill()
        for port in self.ports:
            port.release()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _configure(self):
        """Takes three ports and formats a new, empty storage folder that knows them."""
        self.ports = [Port(), Port(), Port()]
        broker, controller, self.login_bootstrap = (f"127.0.0.1:{port.number}" for port in self.ports)
        self.bootstrap = broker
        storage = self.folder / f"storage{self.ports[0].number}"
        lines = {**self.settings, "log.dirs": storage, "controller.quorum.voters": f"1@{controller}",
                 "listeners": f"PLAINTEXT://{broker},LOGIN://{self.login_bootstrap},CONTROLLER://{controller}",
                 "advertised.listeners":
                 f"PLAINTEXT://{broker},LOGIN://{self.advertised or self.login_bootstrap}",
                 "listener.name.login.plain.sasl.jaas.config":
                 f'org.apache.kafka.common.security.plain.PlainLoginModule required user_shop="{self.password}";'}
        self.properties = self.folder / "server.properties"
        self.properties.write_text("".join(f"{name}={value}\n" for name, value in lines.items()))
        cluster = base64.urlsafe_b64encode(b"meritd" + os.urandom(10)).decode().rstrip("=")
        child = self._java("kafka.tools.StorageTool", "format", "-t", cluster,
                           "-c", self.properties)
        assert child.process.wait(120) == 0, child.tail()

    def _java(self, *command):
        return Child(["java", "-Xmx512m", "-XX:+UseSerialGC", "-XX:-UsePerfData",
                      f"-Djava.io.tmpdir={self.folder}", "-cp", f"{kafka_jars()}/*",
                      f"-Dlog4j2.configurationFile={ROOT}/tests/kafka/log4j2.properties", *command],
                     self.folder / "log", cwd=self.folder)

    def start(self):
        self._child = self._java("kafka.Kafka", self.properties)
        self._admin = AdminClient({"bootstrap.servers": self.bootstrap, "logger": _silent()})
        wait_until(self._ready, 90, "Kafka answers")

    def _ready(self):
        assert self._child.running(), f"Kafka did not start:\n{self._child.tail()}"
        try:
            return self._admin.list_topics(timeout=1).brokers
        except KafkaException:
            return False

    @property
    def process_id(self):
        return self._child.process.pid

    def stop(self):
        self._child.stop(signal.SIGTERM)

    def kill(self):
        self._child.kill()

    @contextlib.contextmanager
    def killed(self):
        """Nobody listens."""
        self.kill()
        try:
            yield
        finally:
            self.start()

    @contextlib.contextmanager
    def frozen(self):
        """It hears and says nothing."""
        self._child.send(signal.SIGSTOP)
        try:
            yield
        finally:
            self._child.send(signal.SIGCONT)

    def restart(self, kill=False):
        if kill:
            self.kill()
        else:
            self.stop()
        self.start()

    # Topics

    def create_topic(self, name=None, partitions=1, **settings):
        """Creates a topic; returns its name, a new one unless given. settings: retention_ms=1, …"""
        name = name or f"events-{uuid.uuid4().hex[:12]}"
        topic = NewTopic(name, partitions, 1, config={
            key.replace("_", "."): str(value) for key, value in settings.items()})
        self._admin.create_topics([topic])[name].result(30)
        wait_until(lambda: self._leaders(name) == partitions, 30, f"topic {name} has leaders")
        return name

    def _leaders(self, topic):
        found = self._admin.list_topics(topic, timeout=10).topics[topic]
        return sum(1 for partition in found.partitions.values() if partition.leader >= 0)

    def add_partitions(self, topic, total):
        self._admin.create_partitions([NewPartitions(topic, total)])[topic].result(30)
        wait_until(lambda: self._leaders(topic) == total, 30, f"topic {topic} has {total} leaders")

    def delete_topic(self, topic):
        self._admin.delete_topics([topic])[topic].result(30)
        wait_until(lambda: topic not in self._admin.list_topics(timeout=10).topics, 30,
                   f"topic {topic} is gone")

    def members(self, group):
        """How many members a consumer group has."""
        return sum(len(found.members) for found in self._admin.list_groups(group, timeout=30))

    # Records

    def produce(self, topic, records, **settings):
        """Writes records (Record, or tuples in its order) and waits for every acknowledgement.

        settings: of the producer, for example compression_type="zstd". Returns what was written where: (partition,
        offset, value) of each.
        """
        producer, errors, written = self._producer(settings), [], []
        self._send(producer, topic, records, errors, written)
        assert producer.flush(120) == 0 and not errors, errors[:3]
        return written

    def produce_transaction(self, topic, records, commit=True):
        """As produce, but in one transaction that is committed or aborted after all is written."""
        producer, errors = self._producer({"transactional_id": uuid.uuid4().hex}), []
        producer.init_transactions(60)
        producer.begin_transaction()
        self._send(producer, topic, records, errors, [])
        assert producer.flush(120) == 0 and not errors, errors[:3]
        if commit:
            producer.commit_transaction(60)
        else:
            producer.abort_transaction(60)

    def _producer(self, settings):
        return Producer({"bootstrap.servers": self.bootstrap, "linger.ms": 5, "logger": _silent(),
                         "queue.buffering.max.messages": 1000000,
                         **{key.replace("_", "."): value for key, value in settings.items()}})

    @staticmethod
    def _send(producer, topic, records, errors, written):
        def delivered(error, message):
            if error:
                errors.append(error)
            else:
                written.append((message.partition(), message.offset(), message.value()))

        for record in map(Record._make, (_padded(record) for record in records)):
            given = {name: value for name, value in record._asdict().items() if value is not None}
            while True:
                try:
                    producer.produce(topic, on_delivery=delivered, **given)
                    break
                except BufferError:
                    producer.poll(0.1)
            producer.poll(0)

    def ends(self, topic):
        """{partition: offset after the last record}."""
        return {partition: high for partition, (_, high) in self.watermarks(topic).items()}

    def watermarks(self, topic):
        """{partition: (first offset, offset after the last record)}."""
        return wait_until(lambda: self._watermarks(topic), 30, f"the leaders of topic {topic} answer")

    def _watermarks(self, topic):
        """None while a leader that was just named does not know yet that it is one."""
        with contextlib.closing(self._consumer()) as consumer:
            partitions = self._admin.list_topics(topic, timeout=10).topics[topic].partitions
            try:
                return {number: consumer.get_watermark_offsets(TopicPartition(topic, number), timeout=30)
                        for number in sorted(partitions)}
            except KafkaException as failure:
                if failure.args[0].code() not in NO_LEADER_YET:
                    raise
                return None

    def read(self, topic, isolation="read_committed"):
        """Every record up to the present ends, as confluent_kafka messages."""
        messages, ends = [], self.ends(topic)
        with contextlib.closing(self._consumer(isolation)) as consumer:
            consumer.assign([TopicPartition(topic, number, OFFSET_BEGINNING) for number in ends])

            def drained():
                messages.extend(consumer.consume(10000, 0.05))
                here = consumer.position([TopicPartition(topic, number) for number in ends])
                return all(at.offset >= ends[at.partition] for at in here if ends[at.partition])

            wait_until(drained, 60, f"topic {topic} is read to its ends")
        for message in messages:
            assert message.error() is None, message.error()
        return messages

    def _consumer(self, isolation="read_committed"):
        return Consumer({"bootstrap.servers": self.bootstrap, "group.id": "test", "logger": _silent(),
                         "enable.auto.commit": False, "isolation.level": isolation})


def _padded(record):
    return tuple(record) + (None,) * (len(Record._fields) - len(record))


def _silent():
    """A logger that drops what librdkafka says while a broker is away on purpose."""
    logger = logging.getLogger("meritd-test-kafka")
    logger.disabled = True
    return logger


def kafka_jars():
    """The folder with Kafka's jars; fetched by Maven once for all runs of this user."""
    pom = ROOT / "tests/kafka/pom.xml"
    version = xml.etree.ElementTree.parse(pom).findtext(".//{*}kafka.version")
    home = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    cache = pathlib.Path(home) / "meritd"
    jars = cache / f"kafka-{version}"
    if jars.exists():
        return jars
    cache.mkdir(parents=True, exist_ok=True)
    with open(cache / "fetching.lock", "w") as lock:  # one Maven at a time: two in one repository harm each other
        fcntl.flock(lock, fcntl.LOCK_EX)
        return jars if jars.exists() else _fetch_kafka(pom, cache, jars)


def _fetch_kafka(pom, cache, jars):
    # Fetched beside it and renamed, so that a folder of that name is always a whole one.
    fetched = pathlib.Path(tempfile.mkdtemp(prefix="fetching-", dir=cache))
    try:
        command = ["mvn", "--batch-mode", "--quiet", "--file", pom,
                   "dependency:copy-dependencies", f"-DoutputDirectory={fetched}"]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              timeout=600 * PATIENCE)
        assert done.returncode == 0, f"Maven could not fetch Kafka:\n{done.stdout[-4000:]}"
        with contextlib.suppress(OSError):  # another run was faster
            fetched.rename(jars)
    finally:
        shutil.rmtree(fetched, ignore_errors=True)
    return jars
