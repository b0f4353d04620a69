"""The program under test, run to its end or as a daemon.

    meritd = Meritd(database, scratch, kafka, kafka_topics=topic)
    meritd.run("migrate")
    with meritd.start("ingest") as daemon:
        daemon.wait_until(lambda: database.value("select count(*) from fact.conversation") == 9)
"""

import os
import pathlib
import secrets
import signal
import subprocess

from processes import PATIENCE, ROOT, Child, wait_until


def binary():
    """$MERITD_BINARY, or else the release build."""
    return os.environ.get("MERITD_BINARY") or str(ROOT / "build/release/meritd")


class Meritd:
    """The program with an environment of its own.

    settings: options by their names in the environment: shop_zone="UTC" is MERITD_SHOP_ZONE=UTC.
    """

    def __init__(self, database, scratch, kafka=None, **settings):
        self.database = database
        self.binary = binary()
        self.scratch = pathlib.Path(scratch)
        self.daemons = []
        self.environment = {name: value for name, value in os.environ.items()
                            if not name.startswith(("PG", "MERITD_")) and "proxy" not in name.lower()}
        self.environment.update(database.environment())
        self.environment["MERITD_CONFIG"] = str(_empty_configuration(self.scratch))
        self.environment["MERITD_SHOP_LANGUAGE"] = "en"  # what the tests read
        self.environment["PGOPTIONS"] = "-c merit.told_clock=on"  # --now is the clock: a year passes in minutes
        if kafka:
            self.environment["MERITD_KAFKA_BOOTSTRAP_SERVERS"] = kafka.bootstrap
        self.environment.update(_variables(settings))

    def run(self, *arguments, status=0, input=None, timeout=120, **environment):
        """Runs a command to its end; its exit status must be the one given (None: any).

        Returns the CompletedProcess with stdout and stderr as text. environment: as settings.
        """
        done = subprocess.run([self.binary, *map(str, arguments)], input=input, text=True,
                              capture_output=True, timeout=PATIENCE * timeout,
                              env={**self.environment, **_variables(environment)})
        assert status is None or done.returncode == status, (
            f"meritd {' '.join(map(str, arguments))}: exit {done.returncode}, expected {status}\n"
            f"{done.stdout[-2000:]}{done.stderr[-4000:]}")
        return done

    def run_as_clerk(self, *arguments, **more):
        """As run, by another login: who files an appeal never decides it."""
        self.make_clerk()
        user, self.environment["PGUSER"] = self.environment.get("PGUSER"), "clerk"
        try:
            return self.run(*arguments, **more)
        finally:
            self.environment["PGUSER"] = user

    def make_clerk(self):
        """The login `clerk`: a superuser as well, for the told clock."""
        self.database.execute("do $$ begin create role clerk superuser login; "
                              "exception when duplicate_object or unique_violation then null; end $$")

    def start(self, *arguments, **environment):
        """Starts a command that goes on; returns its Daemon. environment: as settings."""
        log = self.scratch / f"meritd-{secrets.token_hex(4)}.log"
        daemon = Daemon([self.binary, *arguments], log, env={**self.environment, **_variables(environment)})
        self.daemons.append(daemon)
        return daemon

    def close(self):
        """Kills what still runs, and prints what each daemon logged (pytest shows it on failure)."""
        for daemon in self.daemons:
            daemon.kill()
            print(f"--- {' '.join(map(str, daemon.process.args[1:]))} ---\n{daemon.tail()}")
        self.daemons.clear()


class Daemon(Child):
    """A running meritd. As a context it is stopped at the end, and must then exit with 0."""

    def __enter__(self):
        return self

    def __exit__(self, failure, *_):
        if failure:
            self.kill()
        elif self.running():
            status = self.stop()
            assert status == 0, f"exit {status} on SIGTERM\n{self.tail()}"

    def wait_until(self, condition, timeout=60.0, what="condition"):
        """As wait_until, but fails at once when the daemon has ended."""
        def alive():
            value = condition()
            assert value or self.running(), (
                f"{what}: meritd ended, {self.process.returncode}\n{self.tail()}")
            return value
        return wait_until(alive, timeout, what)

    def wait(self, timeout=120):
        """Waits for its own end; returns the exit status."""
        return self.process.wait(PATIENCE * timeout)

    def pause(self):
        self.send(signal.SIGSTOP)

    def resume(self):
        self.send(signal.SIGCONT)


def _empty_configuration(scratch):
    """So that this machine's /etc/meritd/meritd.json is not read.

    Written once: a program that has just been started may be reading it.
    """
    path = scratch / "nothing.json"
    if not path.exists():
        path.write_text("{}\n")
    return path


def _variables(settings):
    return {f"MERITD_{name.upper()}": str(value) for name, value in settings.items()}
