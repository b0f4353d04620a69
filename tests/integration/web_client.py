"""`meritd web` and those who use it.

    with Web(meritd) as web:                     # on a free port, with a login of its own
        mei = web.person("mei")                  # a login with a password, given to meritd_web
        browser = web.browser()
        browser.sign_in(mei)
        answer = browser.get("/api/me")          # .status, .headers, .body, .json
"""

import contextlib
import http.client
import json
import secrets
import socket
from typing import NamedTuple

from processes import PATIENCE, Port


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


class Person(NamedTuple):
    login: str
    password: str


class _Local(http.client.HTTPConnection):
    """To a unix socket."""

    def __init__(self, path, timeout):
        super().__init__("localhost", timeout=timeout)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class Web:
    """As a context it runs. local: on a unix socket; otherwise host: an address. settings: options of web.*, without the prefix."""

    def __init__(self, meritd, local=False, host="127.0.0.1", **settings):
        self.meritd, self.database, self.host = meritd, meritd.database, host
        self.port = Port()
        self.path = meritd.scratch / f"web-{secrets.token_hex(3)}.sock" if local else None
        self.login = f"web_{secrets.token_hex(4)}"
        self.made = [self.login]
        where = self.database.environment(tcp=True)
        self.settings = {
            "web_listen": f"unix:{self.path}" if local else f"{host}:{self.port.number}",
            "web_conninfo": f"user={self.login}",
            # by loopback the server asks for a password
            "web_sign_in_conninfo": f"host={where['PGHOST']} port={where['PGPORT']} dbname={where['PGDATABASE']}",
            **{f"web_{name}": value for name, value in settings.items()}}

    def __enter__(self):
        self.database.execute(f"create role {self.login} login in role meritd_web")
        self.start()
        return self

    def __exit__(self, *failure):
        self.daemon.__exit__(*failure)
        self.port.release()
        for login in self.made:
            self.database.execute(f"drop owned by {login}; drop role {login}")

    def start(self):
        self.daemon = self.meritd.start("web", **self.settings)
        self.daemon.wait_until(self.is_ready, what="it is ready")

    def restart(self):
        assert self.daemon.stop() == 0
        self.start()

    def is_ready(self):
        with contextlib.suppress(OSError, http.client.HTTPException):
            return self.browser().get("/readyz").status == 200
        return False

    def person(self, agent=None, roles="merit_agent", given=True, options=""):
        """A new login in the roles, who is this agent."""
        person = Person(f"login_{secrets.token_hex(4)}", secrets.token_hex(8))
        self.made.append(person.login)
        self.database.execute(f"create role {person.login} login password '{person.password}' {options} in role {roles}")
        if given:
            self.database.execute(f"grant {person.login} to meritd_web")
        if agent:
            self.database.execute("insert into ref.login (login, agent) values (%s, %s)", person.login, agent)
        return person

    def connect(self):
        timeout = 15 * PATIENCE
        if self.path:
            return _Local(self.path, timeout)
        return http.client.HTTPConnection(self.host, self.port.number, timeout=timeout)

    def browser(self, **headers):
        return Browser(self, headers)


class Browser:
    """Keeps its cookie, as a browser does; sends the headers with each request."""

    def __init__(self, web, headers):
        self.web, self.headers, self.cookie = web, headers, None

    def ask(self, method, path, body=None, **headers):
        """headers: X_Name for X-Name; None: the header is left out."""
        wanted = {**({"Cookie": self.cookie} if self.cookie else {}), **self.headers,
                  **{name.replace("_", "-"): value for name, value in headers.items()}}
        with contextlib.closing(self.web.connect()) as connection:
            connection.request(method, path, body,
                               {name: value for name, value in wanted.items() if value is not None})
            response = connection.getresponse()
            answer = Answer(response.status, response.headers, response.read())
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            self.cookie = cookie.partition(";")[0] if "Max-Age=0" not in cookie else None
        return answer

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)

    def post(self, path, content, **headers):
        host = f"{self.web.host}:{self.web.port.number}" if not self.web.path else "localhost"
        return self.ask("POST", path, json.dumps(content),
                        **{"Content_Type": "application/json", "Origin": f"http://{host}", **headers})

    def try_to_sign_in(self, login, password, **headers):
        return self.post("/api/sign-in", {"login": login, "password": password}, **headers)

    def sign_in(self, person):
        answer = self.try_to_sign_in(person.login, person.password)
        assert answer.status == 204 and self.cookie, answer
        return self

    def listen(self):
        """An open stream of server-sent events."""
        return Listener(self)


class Listener:
    def __init__(self, browser):
        self.connection = browser.web.connect()
        self.connection.request("GET", "/api/events", headers={"Cookie": browser.cookie} if browser.cookie else {})
        self.response = self.connection.getresponse()
        self.status = self.response.status

    def next(self):
        """The next event, (name, data); None when the stream has ended. Comments and retry are passed over."""
        name, data = None, None
        while True:
            line = self.response.readline().decode()
            if not line:
                return None
            kind, _, value = line.rstrip("\n").partition(": ")
            if kind == "event":
                name = value
            elif kind == "data":
                data = json.loads(value)
            elif kind == "" and not value and name:
                return name, data

    def close(self):
        self.response.close()
        self.connection.close()
