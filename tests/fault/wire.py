"""The network between daemons and Kafka, which can be slow, be cut in the midst of an answer, or spoil bytes.

    with Wire() as wire, Kafka(scratch, advertised=wire.address) as kafka:
        wire.lead_to(kafka)         # to its address for who logs in
        wire.delay = 0.3            # seconds before each piece of an answer
        wire.cut_after(5000)        # every connection ends after this many more bytes of answers
        wire.spoil(b"…", times=2)   # this often these bytes are changed, as on a bad disk or line

It knows nothing of the protocol: a piece is what one recv returns.
"""

import contextlib
import socket
import threading
import time

from processes import Port

PIECE = 65536


class Wire:
    def __init__(self):
        self._own = Port()
        self.address = f"127.0.0.1:{self._own.number}"
        self._port = None
        self.delay = 0.0
        self.spoiled = 0  # how often it was done
        self._left = None  # bytes of answers until all is cut
        self._bytes, self._times = b"", 0
        self._links = set()
        self._lock = threading.Lock()

    def __enter__(self):
        self._listener = socket.create_server(("127.0.0.1", self._own.number))
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()
        self._own.release()

    # What a test does

    def lead_to(self, kafka):
        self._port = int(kafka.login_bootstrap.split(":")[1])

    def cut(self):
        with self._lock:
            links, self._links, self._left = self._links, set(), None
        for link in links:
            for end in link:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def cut_after(self, count):
        with self._lock:
            self._left = count

    def spoil(self, found, times):
        with self._lock:
            self._bytes, self._times = found, times

    # Inside

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self._port))
            except OSError:
                client.close()
                continue
            with self._lock:
                self._links.add((client, server))
            for source, target, change in ((client, server, None), (server, client, self._answer)):
                threading.Thread(target=self._move, args=(source, target, change), daemon=True).start()

    def _move(self, source, target, change):
        with contextlib.suppress(OSError):
            while data := source.recv(PIECE):
                target.sendall(change(data) if change else data)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _answer(self, data):
        time.sleep(self.delay)
        with self._lock:
            if self._times > 0 and self._bytes in data:
                data = data.replace(self._bytes, bytes(byte ^ 1 for byte in self._bytes))
                self._times -= 1
                self.spoiled += 1
            if self._left is None:
                return data
            data, self._left = data[:self._left], max(0, self._left - len(data))
            if self._left > 0:
                return data
        self.cut()
        return data


__all__ = ["Wire"]
