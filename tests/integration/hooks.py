"""A web server that receives webhooks, answers as a test says, and keeps what it got.

    with Hook(answers=[500, (200, b'{"errcode":0}')]) as hook:
        path.write_text(hook.url("/send?key=secret"))
        ...
        assert hook.requests[0].headers["Idempotency-Key"] == ...
"""

import http.server
import json
import ssl
import subprocess
import threading
from typing import NamedTuple


class Request(NamedTuple):
    path: str
    headers: dict
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


class Hook:
    """answers: one per request, the last again and again: a status, (status, body), (status, body, headers), or
    a function of the request that returns one of these. certificate: of self_signed, for https."""

    def __init__(self, answers=(200,), certificate=None):
        self.requests, self.answers, self.lock = [], list(answers), threading.Lock()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, certificate.with_suffix(".key"))
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
            self.scheme = "https"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def url(self, path="/"):
        return f"{self.scheme}://127.0.0.1:{self.server.server_address[1]}{path}"

    def _take(self, request):
        with self.lock:
            self.requests.append(request)
            return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def _handler(self):
        hook = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers["Content-Length"])
                request = Request(self.path, dict(self.headers), self.rfile.read(length))
                answer = hook._take(request)
                answer = answer(request) if callable(answer) else answer
                answer = answer if isinstance(answer, tuple) else (answer,)
                status, body, headers = answer + (b"", {})[len(answer) - 1:]
                try:
                    self.send_response(status)
                    for name, value in {"Content-Length": len(body), **headers}.items():
                        self.send_header(name, str(value))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    pass  # the sender was killed, or had heard enough

            def log_message(self, *_):
                pass

        return Handler


def self_signed(folder):
    """A certificate of 127.0.0.1 that nobody but itself vouches for; its key stands beside it."""
    path = folder / "hook.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-days", "2", "-subj", "/CN=hook", "-addext", "subjectAltName=IP:127.0.0.1",
                    "-keyout", path.with_suffix(".key"), "-out", path], check=True, capture_output=True)
    return path
