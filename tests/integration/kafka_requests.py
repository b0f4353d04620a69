"""Requests to a Kafka broker that the client library has no call for, byte by byte.

Each is of a version whose header has no tags. Who makes them did not log in, and may do everything.
"""

import socket
import struct

KINDS = {"topic": 2, "group": 3}
OPERATIONS = {"all": 2, "read": 3, "describe": 8}
ANY, DENIED, ALLOWED, LITERAL = 1, 2, 3, 3


class Requests:
    """Of a class that has ports[0], the broker's."""

    def delete_records(self, topic, partition, before):
        """Moves the beginning of a partition up to an offset, as retention does."""
        answer = self._ask(21, 0, struct.pack(">i", 1) + text(topic) + struct.pack(">iiqi", 1, partition, before, 30000))
        (error,) = struct.unpack(">h", answer[-2:])
        assert error == 0, f"DeleteRecords: error {error}"

    def deny(self, kind, name, operation):
        """User shop may not do this to the topic or group, but may do all else (a broker that is GUARDED)."""
        for permission, what in ((ALLOWED, "all"), (DENIED, operation)):
            answer = self._ask(30, 1, struct.pack(">ib", 1, KINDS[kind]) + text(name) + struct.pack(">b", LITERAL)
                               + text("User:shop") + text("*") + struct.pack(">bb", OPERATIONS[what], permission))
            (error,) = struct.unpack(">h", answer[8:10])
            assert error == 0, f"CreateAcls: error {error}"

    def allow(self, kind, name):
        """No ACL of it is left."""
        answer = self._ask(31, 1, struct.pack(">ib", 1, KINDS[kind]) + text(name) + struct.pack(">b", LITERAL)
                           + text(None) * 2 + struct.pack(">bb", ANY, ANY))
        (error,) = struct.unpack(">h", answer[8:10])
        assert error == 0, f"DeleteAcls: error {error}"

    def _ask(self, key, version, body):
        message = struct.pack(">hhi", key, version, 1) + text("test") + body
        with socket.create_connection(("127.0.0.1", self.ports[0].number), timeout=30) as connection:
            connection.sendall(struct.pack(">i", len(message)) + message)
            answer = connection.makefile("rb")
            (size,) = struct.unpack(">i", answer.read(4))
            return answer.read(size)[4:]


def text(value):
    return struct.pack(">h", -1) if value is None else struct.pack(">h", len(value.encode())) + value.encode()
