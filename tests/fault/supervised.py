"""A stage whose sources fail: each daemon is started again as systemd does, and what was lost is accounted for.

A daemon that ends is looked at (why? with the status that systemd starts again?), the ledger is asked whether any
position is past the facts, and one like it is started; after a gap with the setting that the message names, as its
operator would. At the end the lines that the daemons said were lost are replayed from a copy, as they ask for, and
everything must be as if nothing had happened: so nothing else was lost.
"""

import signal
import time

import psycopg2
from checks import AS_OF
from ledger import SHARE, Ledger, witnesses
from processes import wait_until
from stage import SWIFT, Stage, Stream, fault_stream

RESTART = 0.2  # seconds; RestartSec is 5
LOGIN = "security.protocol=sasl_plaintext\nsasl.mechanism=PLAIN\nsasl.username=shop\n"
ROLE = "meritd_soak"  # no superuser: privileges can be taken from it
WHY = {"gap": "were deleted by Kafka's retention before they were read",
       "fenced": "Kafka refuses this member for good",
       # librdkafka 2.0.2 reads on at a wrong place after a record with a wrong CRC, and may end the process there.
       "damaged": "rd_slice_narrow_copy"}


class Supervised(Stage):
    def __init__(self, scratch, postgres, kafka, wire, seed, events, quiet_postgres, partitions=(5, 2)):
        stream = fault_stream(scratch, seed, events, edges=50)
        self.witnesses = witnesses(len(stream.lines) // SHARE)
        stream = Stream(scratch, seed, [*stream.lines, *self.witnesses])
        super().__init__(scratch, postgres, kafka, stream, quiet_postgres, partitions)
        self.wire = wire
        self.ledger = Ledger(self)
        self._known = []
        self.restarts = dict.fromkeys([*WHY, "told"], 0)
        self.settings = {"postgres_conninfo": f"user={ROLE}", "kafka_bootstrap_servers": wire.address,
                         "kafka_options_file": self._login(), "postgres_statement_timeout_ms": 5000,
                         "kafka_options": SWIFT["kafka_options"] + ",socket.timeout.ms=3000",
                         "ingest_shutdown_timeout_seconds": 4}
        self._make_role()

    def _login(self):
        path = self.scratch / "kafka.options"
        path.write_text(f"{LOGIN}sasl.password={self.kafka.password}\n")
        return path

    def _make_role(self):
        self.database.execute(f"do $$ begin create role {ROLE} login in role meritd_ingest, meritd_settle; "
                              "exception when duplicate_object then null; end $$")

    # Daemons

    def join(self, lenient=False, **settings):
        """lenient: it goes on after a gap, whatever its settings are."""
        on_gap = {"kafka_on_gap": "continue"} if lenient else {}
        member = super().join(**{**self.settings, **settings, **on_gap})
        member.settings, member.lenient, member.told = settings, lenient, False
        return member

    def assert_alive(self):
        """Who ended is started again, as systemd would; the reason must be a failed source."""
        for member in self.members[:]:
            if not member.alive():
                self.start_again(member)

    def bury(self, member):
        """It was killed, unless it had just ended by itself."""
        if member.daemon.wait(10) == -signal.SIGKILL and not member.told:
            self.members.remove(member)
            self.former.append(member)
        else:
            self.start_again(member)

    def tell(self, member, number):
        """It is to be started again when it has ended, as it was told."""
        member.told = True
        member.daemon.send(number)

    def start_again(self, member):
        status, said = member.daemon.process.returncode, member.daemon.tail(4)
        why = next((name for name, words in WHY.items() if words in said), "told" if member.told else None)
        expected = (0, 1, -signal.SIGKILL) if member.told else (1,)
        assert (status in expected or (status, why) == (-signal.SIGABRT, "damaged")) and why, f"{member.name} ended with {status}\n{member.daemon.tail()}"
        self.members.remove(member)
        self.former.append(member)
        self.restarts[why] += 1
        self.look()
        time.sleep(RESTART)
        if why != "fenced":
            self.join(**member.settings, lenient=why == "gap" or member.lenient)

    def strict_again(self, chooser):
        """Half of those that go on after a gap are started with their own setting again."""
        for member in self.members[:]:
            if member.lenient and chooser.random() < 0.5:
                member.kill()
                self.bury(member)
                self.join(**member.settings)

    def look(self):
        """Where the database answers: is any position past the facts?"""
        try:
            self.ledger.assert_covered()
        except psycopg2.Error:
            self.database.close()

    # The stream

    def known(self):
        """{topic: its partitions that were read}, as the database said when it was asked last."""
        found = self.rows("select topic, partition from ingest.position where next_offset > 0")
        self._known = self._known if found is None else found
        return {topic: [number for of, number in self._known if of == topic] for topic in self.topics}

    def send_lines(self, lines, where=None, **producer):
        super().send_lines(lines, where, enable_idempotence="true", **producer)

    def wrote(self, topic, written):
        self.ledger.wrote(topic, written)

    # The end

    def judge(self):
        began = time.monotonic()
        self.wait_settled()
        recovery = time.monotonic() - began
        for member in self.members[:]:
            self.part(member)
        self.ledger.assert_covered()
        self.ledger.assert_letters()
        self.replay_lost()
        self.assert_right(self.stream, buried=False)
        return recovery

    def account(self):
        return (f"  looked {self.ledger.checks} times; started again: "
                + ", ".join(f"{why} {count}" for why, count in self.restarts.items())
                + f"; {self.lost} records lost and counted, of their witnesses {self.held} were there all the same; "
                + f"{self.twice} counted that another daemon had read")

    def replay_lost(self):
        """From a copy, as the daemons asked for."""
        lost = self.ledger.lost_lines()
        counted = self.database.value("select coalesce(sum(gap_records), 0) from ingest.position")
        self.twice = counted - sum(map(len, self.ledger.lost().values()))
        assert self.twice >= 0
        self.lost, self.held = len(lost), self.ledger.held_all_the_same()
        if not lost:
            return
        path = self.scratch / f"{self.database.name}-lost.ndjson"
        path.write_bytes(b"".join(line + b"\n" for line in lost))
        wait_until(lambda: self.beside("replay", path, log="lost").process.wait(120) == 0, 120, "the lost are replayed")
        self.database.execute("delete from ingest.dead_letter where partition < 0")
        self.meritd.run("settle", "--now", AS_OF.isoformat())


__all__ = ["ROLE", "WHY", "Supervised"]
