"""A proxy between one daemon and PostgreSQL that reads the protocol and does harm at a chosen step.

    with Proxy(scratch, server) as proxy:
        daemon = meritd.start("ingest", **proxy.environment)
        trap = proxy.trap("write", "answered", proxy.cut)     # the next one, once
        wait_until(trap.fired.is_set)

A statement is known by what it asks for: "write", "differing", "positions", "settle", "keep", "retain" and
"forget" (the commands'), or "other" (the session's questions). The steps of one statement, in order:

    begun     nothing of it has reached the server
    half      half of its first message has
    asked     all but its Sync: it ran, but is not committed
    sent      all of it: the server commits, or will
    answered  the server said CommandComplete and ReadyForQuery; the daemon has heard nothing
    told      the daemon has heard half of the answer

The action of a trap runs in the thread that moves the bytes, which waits for it.
"""

import contextlib
import pathlib
import secrets
import shutil
import socket
import struct
import threading
import time

KINDS = ("write", "differing", "positions", "settle", "keep", "retain", "forget", "other")
CALLS = {b"settle.run": "settle", b"period.keep": "keep", b"fact.forget": "forget", b"fact.keep_from": "retain",
         b"fact.drop_": "retain"}
STEPS = ("begun", "half", "asked", "sent", "answered", "told")
UNTYPED = {80877102, 80877103, 80877104}  # cancel, SSL, GSS


class Trap:
    def __init__(self, kind, step, action, skip):
        self.kind, self.step, self.action, self.skip = kind, step, action, skip
        self.fired = threading.Event()


class Proxy:
    """Listens in a folder of its own; `environment` points libpq at it. server: a Postgres."""

    def __init__(self, scratch, server):
        self.server = server
        self.folder = pathlib.Path(scratch) / f"px{secrets.token_hex(3)}"
        self.environment = {}
        self.delay = 0.0  # seconds before each answer of a write, to be slow
        self._traps, self._links = [], set()
        self._lock = threading.Lock()
        self._open = threading.Event()
        self._open.set()

    def __enter__(self):
        self.folder.mkdir()
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self.folder / f".s.PGSQL.{self.server.port.number}"))
        self._listener.listen(16)
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._open.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()
        shutil.rmtree(self.folder, ignore_errors=True)

    # What a test does

    def trap(self, kind, step, action, skip=0):
        """The action, with no arguments, at that step of the next such statement (after `skip` of them)."""
        assert kind in KINDS and step in STEPS
        trap = Trap(kind, step, action, skip)
        with self._lock:
            self._traps.append(trap)
        return trap

    def forget_traps(self):
        with self._lock:
            self._traps.clear()

    def cut(self):
        """Every connection ends at once, on both sides."""
        with self._lock:
            links = list(self._links)
        for link in links:
            link.close()

    def stall(self):
        """Nothing moves any more, and nobody is told."""
        self._open.clear()

    def resume(self):
        self._open.set()

    # Inside

    def reached(self, kind, step):
        self._open.wait()
        with self._lock:
            for trap in self._traps:
                if trap.kind == kind and trap.step == step:
                    trap.skip -= 1
                    if trap.skip < 0:
                        self._traps.remove(trap)
                        break
            else:
                return
        trap.action()
        trap.fired.set()
        self._open.wait()

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            try:
                server.connect(str(self.server.folder / f".s.PGSQL.{self.server.port.number}"))
            except OSError:
                client.close()
                server.close()
                continue
            link = Link(self, client, server)
            with self._lock:
                self._links.add(link)
            link.start()

    def dropped(self, link):
        with self._lock:
            self._links.discard(link)


class Link:
    """One connection: a thread for each direction."""

    def __init__(self, proxy, client, server):
        self.proxy, self.client, self.server = proxy, client, server
        self.kind = "other"  # of the statement under way

    def start(self):
        for move in (self._forward, self._back):
            threading.Thread(target=self._run, args=(move,), daemon=True).start()

    def close(self):
        for end in (self.client, self.server):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _run(self, move):
        try:
            move()
        except (OSError, EOFError, struct.error):
            pass
        finally:
            self.close()
            self.proxy.dropped(self)

    # From the daemon to the server

    def _forward(self):
        self._startup()
        reader = self.client.makefile("rb")
        fresh = True  # the next message begins a statement
        while True:
            tag, message = read_message(reader)
            if fresh and tag in b"PB":
                self.kind = kind_of(tag, message)
                self.proxy.reached(self.kind, "begun")
                half = len(message) // 2
                self.server.sendall(message[:half])
                self.proxy.reached(self.kind, "half")
                message, fresh = message[half:], False
            if tag == b"S":
                self.proxy.reached(self.kind, "asked")
            self.server.sendall(message)
            if tag == b"S":
                fresh = True
                self.proxy.reached(self.kind, "sent")

    def _startup(self):
        while True:
            head = read_exactly(self.client, 4)
            body = read_exactly(self.client, struct.unpack(">i", head)[0] - 4)
            self.server.sendall(head + body)
            if struct.unpack(">i", body[:4])[0] not in UNTYPED:
                return

    # From the server to the daemon. An answer is passed on when it is whole.

    def _back(self):
        reader = self.server.makefile("rb")
        answer = b""
        while True:
            try:
                tag, message = read_message(reader)
            except EOFError:
                self.client.sendall(answer)  # a last word, without ReadyForQuery
                raise
            answer += message
            if tag == b"Z" and self.kind != "other":
                self._give(answer)
                answer = b""
            elif self.kind == "other":
                self.proxy._open.wait()
                self.client.sendall(answer)
                answer = b""

    def _give(self, answer):
        if self.proxy.delay and self.kind == "write":
            time.sleep(self.proxy.delay)
        self.proxy.reached(self.kind, "answered")
        half = len(answer) // 2
        self.client.sendall(answer[:half])
        self.proxy.reached(self.kind, "told")
        self.client.sendall(answer[half:])


def kind_of(tag, message):
    """Of the first message of a statement: Parse has its text, Bind the name of a prepared one."""
    text = message[5:400]
    if tag == b"B":
        _, name, _ = text.split(b"\0", 2)
        return name.decode() if name.decode() in KINDS else "other"
    return next((kind for call, kind in CALLS.items() if call in text), "other")


def read_message(reader):
    head = reader.read(5)
    if len(head) < 5:
        raise EOFError
    size = struct.unpack(">i", head[1:])[0] - 4
    body = reader.read(size)
    if len(body) < size:
        raise EOFError
    return head[:1], head + body


def read_exactly(sock, size):
    data = b""
    while len(data) < size:
        part = sock.recv(size - len(data))
        if not part:
            raise EOFError
        data += part
    return data


__all__ = ["KINDS", "STEPS", "Proxy"]
