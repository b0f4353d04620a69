#!/usr/bin/python3
"""Runs a command where every variable leads to somebody's shop, and fails when the command goes there.

usage: tests/run/hostile.py COMMAND...

The shop is a decoy: a loopback port and a unix socket where nobody must call. The environment names them in
every way that libpq, meritd, Kafka, Java and proxies know, spoils locale, zone, compiler, PATH of `cd`, umask
and the names of scratch folders, and a home has a .psqlrc. As root, /etc/meritd/meritd.json names them as
well, in a mount namespace of the command's own. Exit status: the command's; 1 when the decoy was called.
"""

import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading

OVERLAY = 'mount -t overlay overlay -o "lowerdir=/etc,upperdir=$0/upper,workdir=$0/work" /etc && exec "$@"'


class Decoy:
    """calls: how often somebody connected."""

    def __init__(self, folder):
        self.calls = 0
        loopback, local = socket.socket(), socket.socket(socket.AF_UNIX)
        loopback.bind(("127.0.0.1", 0))
        self.port = loopback.getsockname()[1]
        local.bind(str(folder / f".s.PGSQL.{self.port}"))
        for listener in (loopback, local):
            listener.listen()
            threading.Thread(target=self._answer, args=[listener], daemon=True).start()

    def _answer(self, listener):
        while True:
            connection, _ = listener.accept()
            self.calls += 1
            connection.close()


def variables(folder, port):
    server = f"127.0.0.1:{port}"
    conninfo = f"host=127.0.0.1 port={port} user=shop dbname=shop"
    return {
        "PGHOST": str(folder), "PGHOSTADDR": "127.0.0.1", "PGPORT": str(port), "PGUSER": "shop",
        "PGDATABASE": "shop", "PGPASSWORD": "secret", "PGPASSFILE": f"{folder}/pgpass", "PGSERVICE": "shop",
        "PGSERVICEFILE": f"{folder}/service", "PGOPTIONS": "-c search_path=nowhere", "PGSSLMODE": "require",
        "PGCLIENTENCODING": "LATIN1", "PGTZ": "Pacific/Kiritimati", "PGDATA": "/nowhere",
        "MERITD_CONFIG": f"{folder}/upper/meritd/meritd.json", "MERITD_POSTGRES_CONNINFO": conninfo,
        "MERITD_KAFKA_BOOTSTRAP_SERVERS": server, "MERITD_KAFKA_TOPICS": "shop", "MERITD_SHOP_ID": "shop",
        "MERITD_SHOP_ZONE": "Europe/London", "MERITD_KAFKA_GROUP_ID": "shop", "MERITD_LOG_LEVEL": "debug",
        "KAFKA_OPTS": "-Xno", "CLASSPATH": "/nowhere", "JAVA_TOOL_OPTIONS": "-Xno", "JDK_JAVA_OPTIONS": "-Xno",
        "MAVEN_OPTS": "-Xno", "http_proxy": f"http://{server}", "https_proxy": f"http://{server}",
        "CREDENTIALS_DIRECTORY": "/nowhere", "STATE_DIRECTORY": "/nowhere", "NOTIFY_SOCKET": "/nowhere",
        "JOURNAL_STREAM": "1:1", "LD_LIBRARY_PATH": "/nowhere", "PYTEST_ADDOPTS": "--no-such-option",
        "TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "CDPATH": "/:/usr",
        "CC": "/bin/false", "CFLAGS": "-no-such", "LDFLAGS": "-no-such", "CMAKE_GENERATOR": "Unix Makefiles",
        "CTEST_OUTPUT_ON_FAILURE": "1", "IFS": "/", "GREP_OPTIONS": "-v",
        "HOME": str(folder), "TMPDIR": f"{folder}/a folder"}


def furnish(folder, port):
    """The files that the variables name, with a decoy in each."""
    for name in ("a folder", "upper/meritd", "work"):
        (folder / name).mkdir(parents=True)
    (folder / "a folder").chmod(0o777)
    (folder / "upper/meritd/meritd.json").write_text(
        f'{{"postgres": {{"conninfo": "host=127.0.0.1 port={port} user=shop dbname=shop"}},'
        f' "kafka": {{"bootstrap_servers": "127.0.0.1:{port}"}}}}\n')
    service = f"[shop]\nhost=127.0.0.1\nport={port}\nuser=shop\ndbname=shop\n"
    (folder / "service").write_text(service)
    (folder / ".pg_service.conf").write_text(service)
    (folder / ".psqlrc").write_text("\\echo this is a .psqlrc\n\\q\n")


def in_namespace(folder, command):
    """The command where /etc/meritd/meritd.json is the decoy's, if that can be had."""
    wrapped = ["unshare", "--mount", "sh", "-c", OVERLAY, str(folder)]
    if subprocess.run([*wrapped, "true"], stderr=subprocess.DEVNULL).returncode == 0:
        return [*wrapped, *command]
    print("hostile.py: no mount namespace: without /etc/meritd/meritd.json", file=sys.stderr)
    return command


def main(command):
    with tempfile.TemporaryDirectory(prefix="h", dir="/tmp") as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        decoy = Decoy(folder)
        furnish(folder, decoy.port)
        os.umask(0o077)
        status = subprocess.run(in_namespace(folder, command),
                                env={**os.environ, **variables(folder, decoy.port)}).returncode
        if decoy.calls:
            print(f"hostile.py: somebody's shop was called {decoy.calls} times", file=sys.stderr)
        return 1 if decoy.calls else status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) if sys.argv[1:] else __doc__)
