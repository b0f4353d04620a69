"""A stand-in for `meritd web`: it serves dashboard/ and answers the doors from documents.py, and remembers what was asked.

It is as strict as the real one: the same security headers, a cookie for a session, 401 without one, no door and no parameter that
docs/web.md does not know. Its answers have the shapes of docs/doors.md. Tests can make a door fail (`refused`), cut the stream of
events off, settle, and change what a door answers.
"""

import hashlib
import http.server
import json
import mimetypes
import pathlib
import sys
import threading
import urllib.parse

import doors
from documents import LOGINS, Documents

DASHBOARD = pathlib.Path(__file__).resolve().parents[2] / "dashboard"
STRICT = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
                               "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
}
DOORS = {  # the roles that may knock, and the parameters that make a difference here
    "me": (None, ()), "waiting": ("agent lead close operator", ("team",)), "today": ("agent lead close", ("team",)),
    "ranking": ("agent lead close", ("period_kind", "start", "team", "by_metric")), "person": ("agent lead close", ("agent", "month")),
    "evidence": ("agent lead close", ("agent", "month", "indicator", "after", "term")), "team": ("lead close", ("team", "month")),
    "lists": ("agent lead close", ("list", "month", "team")), "entries": ("agent lead close", ("month",)), "month_end": ("agent lead close payroll operator", ("month",)),
    "due": ("lead close", ()), "quality": ("close operator", ()),
}


class StandIn(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}/"
        self.reset()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        if not isinstance(sys.exception(), ConnectionError):  # the browser has gone
            super().handle_error(request, client_address)

    def reset(self):
        self.asked = []  # (login, door, parameters)
        self.known = 0  # answers that the page had already
        self.written = []  # the same, of what was written
        self.write_refused = None  # why
        self.write_field = ""  # of what was sent, the wrong one
        self.refused = {}  # door → status
        self.busy = {}  # door → how many times more
        self.busy_code = "busy"
        self.changes = {}  # door → function of the document
        self.faults = []  # what the real one would not have been asked, or not have answered
        self.streaming = True
        self.password = True  # people sign in here
        self.settled = threading.Condition()
        self.settlements = 0
        self.streams = 0

    def settle(self):
        with self.settled:
            self.settlements += 1
            self.settled.notify_all()

    def doors_asked(self):
        return [door for _, door, _ in self.asked]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and body leave together

    def log_message(self, *_):
        pass

    def login(self):
        cookie = self.headers.get("Cookie", "")
        name = cookie.partition("session=")[2].partition(";")[0]
        return name if name in LOGINS else None

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        if url.path == "/api/events":
            self.stream()
        elif url.path == "/api/sign-in":
            self.answer(200, json.dumps({"password": self.server.password}).encode(), {"Content-Type": "application/json"})
        elif url.path.startswith("/api/"):
            self.door(url.path[len("/api/"):], dict(urllib.parse.parse_qsl(url.query)))
        else:
            self.file(url.path.lstrip("/") or "index.html")

    def do_POST(self):
        given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/api/sign-in":
            known = given["login"] in LOGINS and LOGINS[given["login"]][0] == given["password"]
            if known:
                self.answer(204, None, {"Set-Cookie": f"session={given['login']}; HttpOnly; SameSite=Strict; Path=/"})
            elif given["login"] == "slow":
                self.problem(429, "too many attempts", {"Retry-After": "7"})
            else:
                self.problem(401, "wrong")
        elif self.path == "/api/sign-out" and "sign-out" in self.server.refused:
            self.problem(self.server.refused["sign-out"], "on purpose")
        elif self.path == "/api/sign-out":
            self.answer(204, None, {"Set-Cookie": "session=; Max-Age=0; Path=/"})
        else:
            self.write(self.path.removeprefix("/api/"), given)

    def write(self, name, given):
        if wrong := doors.complaint("POST", name, given):
            self.fault(*wrong)
        elif self.login() is None:
            self.problem(401, "sign in")
        elif self.server.changes.get("write", lambda same: None)(given) or self.server.write_refused:
            self.problem(400, self.server.write_refused, code="refused", field=self.server.write_field)
        else:
            self.server.written.append((self.login(), name, given))
            self.answer(204, None, {})

    def file(self, name):
        path = DASHBOARD / name
        if "/" in name or not path.is_file():
            return self.problem(404, "no such page")
        return self.answer(200, path.read_bytes(), {"Content-Type": mimetypes.guess_type(name)[0] + "; charset=utf-8"})

    def door(self, name, given):
        if wrong := doors.complaint("GET", name, given):
            return self.fault(*wrong)
        login = self.login()
        language = given.pop("language")
        self.server.asked.append((login, name, given))
        if login is None:
            return self.problem(401, "sign in")
        roles, parameters = DOORS[name]
        mine = [role.split("_")[1] for role in LOGINS[login][1]]
        if roles and not set(roles.split()).intersection(mine):
            return self.problem(403, "not granted")
        if self.server.busy.get(name):
            self.server.busy[name] -= 1
            return self.problem(503, "too much to do", {"Retry-After": "0"}, code=self.server.busy_code)
        if name in self.server.refused:
            return self.problem(self.server.refused[name], "on purpose")
        document = getattr(Documents(login, language), name)(**{key: given.get(key) for key in parameters})
        document = self.server.changes.get(name, lambda same: same)(document)
        if wrong := doors.faults(name, document):
            return self.fault(500, wrong[0])
        body = json.dumps(document).encode()
        tag = f'W/"{hashlib.sha256(body).hexdigest()}"'
        if self.headers.get("If-None-Match") == tag:
            self.server.known += 1
            return self.answer(304, None, {"ETag": tag})
        return self.answer(200, body, {"Content-Type": "application/json", "ETag": tag})

    def fault(self, status, message):
        """Of the page's question or of the stand-in's answer: the test fails."""
        self.server.faults.append(message)
        self.problem(status, message)

    def problem(self, status, message, headers=(), code=None, field=""):
        body = json.dumps({"error": {"code": code or str(status), "message": message, **({"field": field} if field else {})}}).encode()
        self.answer(status, body, {"Content-Type": "application/json", **dict(headers)})

    def answer(self, status, body, headers):
        self.send_response(status)
        for name, value in {**STRICT, **headers}.items():
            self.send_header(name, value)
        if body is not None:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body or b"")

    def stream(self):
        server = self.server
        if self.login() is None or not server.streaming:
            return self.problem(503 if self.login() else 401, "no stream")
        self.send_response(200)
        for name, value in {**STRICT, "Content-Type": "text/event-stream", "Connection": "close"}.items():
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = True
        return self.send_settlements(server)

    def send_settlements(self, server):
        condition, told = server.settled, server.settlements
        try:
            self.wfile.write(b": begin\n\n")
            self.wfile.flush()
            server.streams += 1
            while condition is server.settled:  # reset gives a new one
                with condition:
                    condition.wait_for(lambda: server.settlements > told, timeout=0.5)
                    again, told = server.settlements > told, server.settlements
                self.wfile.write(b'event: settled\ndata: {"as_of": "2026-11-12T15:00:38+08:00"}\n\n' if again else b": still here\n\n")
                self.wfile.flush()
        except OSError:
            pass  # the browser has gone
