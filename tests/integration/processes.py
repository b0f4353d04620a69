"""What every throwaway process of the tests needs: a folder, a port, a log, an end, and patience.

Nothing here sleeps for a fixed time: wait_until polls a condition. Whoever imports this has left the
caller's environment behind: see KEPT.
"""

import contextlib
import ctypes
import fcntl
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]  # of the tree
LIBC = ctypes.CDLL(None, use_errno=True)
PR_SET_PDEATHSIG = 1

# Of the caller's environment only these names reach the tests and what they start: no PGHOSTADDR, PGSERVICE
# or MERITD_POSTGRES_CONNINFO leads them to a database that they did not make.
KEPT = [name for name in (ROOT / "tests/run/environment").read_text().splitlines() if name[0] != "#"]


def leave_environment():
    for name in set(os.environ).difference(KEPT):
        del os.environ[name]
    os.environ.update(LC_ALL="C.UTF-8", TZ="UTC")
    os.umask(0o022)
    time.tzset()


leave_environment()

PATIENCE = 4  # times as long as a machine of ours needs that does nothing else: every limit below


def wait_until(condition, timeout=30.0, what="condition"):
    """Polls until condition() is true and returns its value; fails after PATIENCE times timeout seconds."""
    deadline = time.monotonic() + PATIENCE * timeout
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < deadline, f"{what}: not so after {PATIENCE * timeout} s"
        time.sleep(0.02)


@contextlib.contextmanager
def scratch_folder():
    """A new folder, removed with everything in it at the end. Others may pass, but not look."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="meritd-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Port:
    """A free loopback port, kept from other test runs on this machine by a lock file."""

    def __init__(self):
        while True:
            # Below the range from which the kernel takes the ports of outgoing connections.
            self.number = random.randrange(15000, 32000)
            name = f"meritd-port-{os.getuid()}-{self.number}"
            self._lock = open(pathlib.Path("/tmp", name), "w")  # whatever TMPDIR is
            if self._locked() and self._free():
                return
            self.release()

    def _locked(self):
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except OSError:
            return False

    def _free(self):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", self.number))
                return True
            except OSError:
                return False

    def release(self):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self._lock.name)
        self._lock.close()


class Child:
    """A process whose output goes to a log file, and which dies with the thread that started it."""

    def __init__(self, command, log, user=None, **options):
        self.log = pathlib.Path(log)
        identity = {"user": user, "group": user, "extra_groups": []} if user else {}
        with open(self.log, "ab") as output:
            self.process = subprocess.Popen(
                [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.STDOUT, preexec_fn=_die_with_parent, **identity, **options)

    def running(self):
        return self.process.poll() is None

    def send(self, number):
        self.process.send_signal(number)

    def stop(self, number=signal.SIGTERM, timeout=60):
        """Signals, waits and returns the exit status; kills what does not obey, and fails then."""
        if self.running():
            self.send(number)
        try:
            return self.process.wait(PATIENCE * timeout)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"no exit within {PATIENCE * timeout} s:\n{self.tail()}") from None

    def kill(self):
        if self.running():
            self.send(signal.SIGKILL)
        return self.process.wait()

    def text(self):
        return self.log.read_text(errors="replace")

    def tail(self, lines=60):
        return "\n".join(self.text().splitlines()[-lines:])


def _die_with_parent():
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
