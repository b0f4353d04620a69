"""What open pages cost on a live stream, and many who sign in at once.

A page does what that of dashboard/now.js does: it listens, and asks who waits and what today brought whenever something was settled.
"""

import concurrent.futures
import contextlib
import http.client
import resource
import threading
import time

from figures import print_figure
from live import AGENTS, RATE, arriving
from meter import Meter
from processes import wait_until
from stage import PARTITIONS
from web_client import Web

DOORS = ["waiting?most=1000", "today?"]  # of each page, after each settlement
LOGINS = 50  # every tenth sees everybody, the others are agents
SIGN_INS, AT_ONCE = 10, 25  # of each login; so many people at a time
AT_WORK = "select distinct r.agent from rollup.agent_period r where r.grain = 'day' and r.agent not like '(%%' order by 1 limit %s"
QUESTIONS = """
    select coalesce(sum(calls), 0)::int from pg_stat_user_functions where schemaname = 'web' and funcname in ('waiting', 'today')
"""


def measure(stage, options):
    """A fifth of options.minutes, after as long again in which the stream begins."""
    seconds = options.minutes * 12
    topic = stage.kafka.create_topic(partitions=PARTITIONS)
    meritd = stage.meritd(topic)
    daemon = meritd.start("ingest")
    with files(4 * options.pages + 1000), arriving(stage, topic):
        time.sleep(seconds)
        with Web(meritd, connections=2 * options.pages + 100) as web:
            web.database.execute(f"alter role {web.login} set track_functions = 'pl'")
            web.restart()
            people = list(people_of(web))
            figures = {**sign_in(stage, web, people), **listen(stage, web, people, options.pages, seconds)}
    assert daemon.stop() == 0, daemon.tail()
    for name, (value, unit) in figures.items():
        print_figure(f"pages.{name}", [value], unit, pages=options.pages, logins=LOGINS, events_per_second=RATE, agents=AGENTS)
    meritd.database.drop()
    stage.kafka.delete_topic(topic)


@contextlib.contextmanager
def files(most):
    """So many may be open, here and in what is started meanwhile."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, hard), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def people_of(web):
    wait_until(lambda: len(web.database.rows(AT_WORK, LOGINS)) == LOGINS, what="so many agents are at work")
    agents = [agent for (agent,) in web.database.rows(AT_WORK, LOGINS)]
    for number in range(LOGINS):
        if number % 10 == 0:
            yield web.person(None, "meritd_close")
        else:
            yield web.person(agents[number])


def sign_in(stage, web, people):
    """Everybody signs in several times, so many at a time."""
    def one(number):
        began = time.monotonic()
        web.browser().sign_in(people[number % LOGINS])
        return time.monotonic() - began

    count = SIGN_INS * LOGINS
    with Meter(stage.postgres, web=web.daemon.process.pid) as meter, concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        times = sorted(pool.map(one, range(count)))
    return {"sign_in.rate": (count / meter.time, "1/s"), "sign_in.p99": (times[count * 99 // 100] * 1000, "ms"),
            "sign_in.cpu.web": (meter.cpu["web"] * 1000 / count, "ms")}


def listen(stage, web, people, count, seconds):
    browsers = [web.browser().sign_in(person) for person in people]
    pages = [Page(browsers[number % LOGINS]) for number in range(count)]
    for page in pages:
        page.start()
    with Meter(stage.postgres, web=web.daemon.process.pid) as meter:
        for (backend,) in web.database.rows("select pid from pg_stat_activity where usename = %s", web.login):
            meter.watch(doors=backend)
        asked, told = web.database.value(QUESTIONS), pages[0].told
        time.sleep(seconds)
        wait_until(lambda: pages[0].told > told and all(page.told for page in pages), what="each page was told")
        asked, told = web.database.value(QUESTIONS) - asked, pages[0].told - told
    times = sorted(took for page in pages for took in page.times)
    refused = sum(page.refused for page in pages)
    for browser in browsers:
        browser.post("/api/sign-out", {})  # which ends the streams
    for page in pages:
        page.join()
    return {"told": (told / meter.time, "1/s"), "questions": (asked / told, "per settlement"),
            "answers": (len(DOORS) * count, "per settlement"),
            "refused": (refused / told, "per settlement"),
            "answer.p50": (times[len(times) // 2] * 1000, "ms"),
            "answer.p99": (times[len(times) * 99 // 100] * 1000, "ms"),
            "cpu.web": (meter.cpu["web"] * 1000 / told, "ms per settlement"),
            "cpu.doors": (meter.cpu["doors"] * 1000 / told, "ms per settlement"), "memory": (meter.memory["web"], "MB")}


class Page(threading.Thread):
    """told: how often it heard of a settlement. times: how long each answer took, in seconds. refused: answers that were none."""

    def __init__(self, browser):
        super().__init__(daemon=True)
        self.told, self.refused, self.times = 0, 0, []
        self._cookie = {"Cookie": browser.cookie}
        self._listener = browser.listen()
        self._connection = browser.web.connect()

    def run(self):
        while self._listener.next():
            for door in DOORS:
                self._ask(door)
            self.told += 1
        self._listener.close()
        self._connection.close()

    def _ask(self, door):
        began = time.monotonic()
        try:
            answer = self._answer(door)
        except http.client.RemoteDisconnected:  # nothing was asked for a while
            answer = self._answer(door)
        self.times.append(time.monotonic() - began)
        self.refused += answer.status != 200

    def _answer(self, door):
        self._connection.request("GET", f"/api/{door}", headers=self._cookie)
        answer = self._connection.getresponse()
        answer.read()
        return answer
