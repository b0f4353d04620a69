"""What is others' is in no answer of `meritd web`: neither in a body nor in a header, an error, an entity tag or an event.

A shop of two teams has everything that doors show, in the month that was closed and in the one that was not. Whatever somebody must not
see carries a mark that is found in any text: names, ids, amounts and sentences that stand nowhere else. Each role asks each route of
docs/web.md with parameters that name oneself, others, another team, others' appeals, actions and evidence, pages of others' lists, and
months of every state; what a request itself says does not count. What the page downloads as CSV is made of these answers.
"""

import itertools
import json
import re
import urllib.parse
import uuid
from datetime import datetime, timedelta, timezone

import pytest
from checks import write_lines
from month_shop import HEADING, MonthShop, scheme
from processes import ROOT, wait_until
from program import Meritd
from web_client import Web

FIRST_DAY = datetime.now(timezone.utc).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
LAST = f"{FIRST_DAY - timedelta(days=1):%Y-%m}"  # not closed
BEFORE = FIRST_DAY.year * 12 + FIRST_DAY.month - 3  # months since year 0 of the one before LAST
ENDS = BEFORE - (BEFORE - 2) % 3  # the last one up to it with which a quarter ends
CLOSED = f"{ENDS // 12}-{ENDS % 12 + 1:02}"
NEXT = f"{FIRST_DAY + timedelta(days=40):%Y-%m}"
QUARTER = f"{CLOSED[:4]}-Q{int(CLOSED[5:]) // 3}"
EAST, WEST = ("zq-mei", "zq-lan"), ("zq-tao", "zq-bo")
LEADS = {"east": "zq-zhao", "west": "zq-wu"}
# name, employee, sold, target, sold in the month that is not closed
STAFF = {
    "zq-mei": ("Meixner", "E7101", "1031.31", "1017.17", "1041.41"), "zq-lan": ("Lankow", "E7102", "932.32", "1018.18", "942.42"),
    "zq-tao": ("Taossig", "E7103", "733.33", "1019.19", "743.43"), "zq-bo": ("Bohlen", "E7104", "134.34", "1027.27", "144.44")}
REWARD, PENALTY, WAGE = "777.77", "888.88", "4321.09"  # mei's, of the first; bo's, of the last; bo's commission
SENTENCES = {"zq-mei": "the sentence of Meixner", "zq-bo": "the sentence of Bohlen"}
MONEY = {"zq-mei": (REWARD,), "zq-bo": (PENALTY, WAGE)}
ROLES = {"agent": ("zq-mei", "merit_agent"), "lead": (LEADS["east"], "merit_lead"), "lead of another team": (LEADS["west"], "merit_lead"),
         "payroll": (None, "merit_payroll"), "operator": (None, "merit_operator"), "reader": (None, "merit_reader"), "nobody": None}


def figures_of(agent):
    """What the agent did: ids of conversations and orders have the agent's own in them."""
    return {f"-of-{agent}-", *STAFF[agent][2:], *([SENTENCES[agent]] if agent in SENTENCES else [])}


def all_of(agent):
    return {agent, *STAFF[agent][:2], *MONEY.get(agent, ()), *figures_of(agent)}


def hidden_from(role):
    """The marks that are in no answer to this role."""
    if role == "payroll":  # money alone, of everybody
        return set.union(*(figures_of(agent) for agent in STAFF))
    if role == "operator":  # who waits, and what is wrong with records
        return set.union(*(all_of(agent) - {agent, STAFF[agent][0], f"-of-{agent}-"} for agent in STAFF))
    seen = {"agent": {"zq-mei"}, "lead": set(EAST), "lead of another team": set(WEST)}.get(role, set())
    of_leads = {"agent": {LEADS["west"], "Wuppert"}, "lead": {LEADS["west"], "Wuppert"}, "lead of another team": {LEADS["east"], "Zhaoling"}}
    wages = {WAGE} if role == "lead of another team" else set()
    return set.union(*(all_of(agent) for agent in STAFF if agent not in seen), wages, of_leads.get(role, {*LEADS.values(), "Wuppert", "Zhaoling"}))


class OpenShop(MonthShop):
    """By the real clock, as what is written on the page is."""

    def write(self, events):
        self.meritd.run("replay", write_lines(self.folder / f"{next(self._ids)}.ndjson", events))

    def fill(self, month, sold):
        at, events = datetime.fromisoformat(f"{month}-03T00:00Z"), []
        for agent, amount in sold.items():
            for what, paid in (("bought", True), ("unpaid", False), ("lost", None)):
                customer, name = f"{what}-of-{agent}-{month}", {"conversation": f"c-{what}-of-{agent}-{month}", "agent": agent}
                chat = {**name, "customer": customer}
                events += [self.event("chat.message", at, **chat, **{"from": "customer"}),
                           self.event("chat.message", at + timedelta(seconds=9), **chat, **{"from": "agent"})]
                if paid is None:
                    continue
                order = {"order": f"o-{what}-of-{agent}-{month}", "customer": customer, "amount": amount}
                events.append(self.event("order.created", at + timedelta(hours=1), agent=agent, **order))
                if paid:
                    events.append(self.event("order.paid", at + timedelta(hours=2), **order))
            due = (at + timedelta(days=1)).isoformat()
            events += [self.event("target.set", at, agent=agent, period=month, metric="sales", value=float(STAFF[agent][3])),
                       self.event("ticket.created", at, ticket=f"t-of-{agent}-{month}", agent=agent, due=due, category="after_sales")]
        self.write(events)


def marked_scheme():
    document = scheme()
    (execution,) = (i for i in json.loads((ROOT / "config/schemes/shop-service.json").read_text())["indicators"] if i["indicator"] == "mark:execution")
    document["indicators"] = [{**document["indicators"][0], "weight": 90}, {**execution, "weight": 5},
                              {"indicator": "care", "name": {"zh": "用心", "en": "Care"}, "weight": 5, "better": "higher", "on_null": "leave_out",
                               "value": {"marks": "care", "roles": {"lead": 1}, "points_of": "mean", "marks_needed": 2},
                               "rule": "mark", "parameters": {"range": {"from": 0, "to": 100}}}]
    document["rewards"]["first"]["amount"], document["rewards"]["last"]["amount"] = float(REWARD), -float(PENALTY)
    return document


@pytest.fixture(scope="module")
def shop(postgres, templates, scratch, tmp_path_factory):
    settings = {"shop_zone": "UTC"}
    database = postgres.createdb("others", templates(**settings))
    shop = OpenShop(Meritd(database, scratch, **settings), tmp_path_factory.mktemp("others"), read=False)
    database.execute("select score.load(%s::jsonb)", json.dumps(marked_scheme()))
    for team, lead in LEADS.items():
        shop.record("2024-12-01", lead, name={"east": "Zhaoling", "west": "Wuppert"}[team], team=team, role="lead")
    for agent, (name, employee, *_) in STAFF.items():
        shop.staff(agent, name=name, employee=employee, team="east" if agent in EAST else "west")
    shop.fill(CLOSED, {agent: row[2] for agent, row in STAFF.items()})
    shop.meritd.run("close", "--month", CLOSED, "--accept-warnings")
    shop.fill(LAST, {agent: row[4] for agent, row in STAFF.items()})
    inputs = "".join(f"{CLOSED},{agent},{kind},{WAGE if (agent, kind) == ('zq-bo', 'own_commission') else 0}\n"
                     for agent in STAFF for kind in ("own_commission", "shared_commission"))
    shop.meritd.run("ledger", "--input", "-", input=HEADING + inputs)
    shop.meritd.run("ledger", "--month", CLOSED, "--settle")
    shop.meritd.run("close", "--period", QUARTER, "--anyway", "--accept-warnings", "--reason", "one month alone is closed")
    now = datetime.now(timezone.utc)
    shop.write([shop.event("chat.message", now - timedelta(seconds=200), agent=agent, customer=f"w-of-{agent}-now", conversation=f"w-of-{agent}-now",
                           **{"from": "customer"}) for agent in STAFF])
    yield shop
    shop.meritd.close()
    database.drop()


@pytest.fixture(scope="module")
def web(shop):
    with Web(shop.meritd, timeout_ms=60_000) as web:  # a machine under load is slow, not busy
        yield web


@pytest.fixture(scope="module")
def closer(web):
    return web.browser().sign_in(web.person(None, "meritd_close"))


@pytest.fixture(scope="module")
def written(web, closer):
    """What people wrote: appeals of mei and bo, evidence, notes, marks. By what they are: their numbers, and of whom they are."""
    for agent, sentence in SENTENCES.items():
        browser = web.browser().sign_in(web.person(agent))
        appeal = {"for_month": CLOSED, "agent": agent, "indicator": "target_completion", "reason": sentence}
        assert browser.post("/api/appeal_file", appeal).status == 200
        lead = web.browser().sign_in(web.person(LEADS["east" if agent in EAST else "west"], "merit_lead"))
        mark = {"id": str(uuid.uuid4()), "for_month": LAST, "agent": agent, "mark": "execution", "role": "lead", "score": 80}
        assert lead.post("/api/mark_give", mark).status == 204
    evidence = {"of_period": CLOSED, "agent": "zq-bo", "grade": "急需提高", "evidence": SENTENCES["zq-bo"], "who": SENTENCES["zq-bo"],
                "what": SENTENCES["zq-bo"], "happened_on": f"{CLOSED}-05"}
    assert closer.post("/api/evidence_file", evidence).status == 200
    shown = closer.get(f"/api/month_end?month={CLOSED}").json
    numbers = {"appeal": {row["id"]: row["agent"] for row in shown["appeals"]}, "action": {row["id"]: row["agent"] for row in shown["actions"]},
               "evidence": {piece["id"]: row["agent"] for row in shown["evidence"] for piece in row["evidence"]}}
    assert len(numbers["appeal"]) == 2 and numbers["evidence"]
    return numbers


def routes():
    """method, name and the names of the parameters, as docs/web.md has them."""
    rows = re.findall(r"^\| `(GET|POST) /api/([a-z_]+)` \| `[a-z_.]+` \|(.*)\|$", (ROOT / "docs/web.md").read_text(), re.MULTILINE)
    return [(method, name, re.findall(r"`([a-z_]+)`", parameters.partition("[{")[0])) for method, name, parameters in rows]


def values(route, name, written, cursors):
    """Of parameters that name something: oneself, others, what nobody has. The first one stands where two others are tried."""
    if route == "evidence_withdraw" and name == "evidence":
        return [*written["evidence"], 999]
    return {"agent": [None, *STAFF, *LEADS.values(), "zz-none"], "team": [None, "east", "west", "none"], "month": [CLOSED, LAST, NEXT, None],
            "for_month": [CLOSED, LAST, NEXT], "of_period": [CLOSED, LAST, NEXT, QUARTER], "start": [None, f"{CLOSED}-01", f"{LAST}-01"], "of_term": [QUARTER, CLOSED[:4]], "term": [None, QUARTER], "scheme": [None, "shop-service"],
            "indicator": ["target_completion", "mark:execution"], "list": ["inquiries", "unpaid_orders", "overdue_tickets", "targets", "marks_due", "samples"],
            "period_kind": ["month", "day", "week", "quarter", "half_year", "year"], "by_metric": [None, "csat"], "most": [None, 1],
            "after": [None, *cursors.get(route, [])], "step": ["x"], "content": ["x"], "reason": ["r"], "note": ["n"], "accepted": [True, False],
            "state": ["done", "waived"], "grade": ["急需提高"], "evidence": ["e"], "who": ["w"], "what": ["w"], "happened_on": [f"{CLOSED}-04"],
            "mark": ["execution"], "role": ["lead", "self", "peer"], "score": [50], "metric": ["sales"], "value": [1], "exclusions": [[]], "id": [None],
            "appeal": [*written["appeal"], 999], "action": [*written["action"], 999]}[name]


def questions(route, parameters, written, cursors):
    """Each two parameters at all their values, the others at their first."""
    choices = [values(route, name, written, cursors) for name in parameters]
    asked = {}
    for one, other in itertools.combinations_with_replacement(range(len(parameters)), 2):
        for chosen in itertools.product(*(all_of_it if place in (one, other) else all_of_it[:1] for place, all_of_it in enumerate(choices))):
            asked[repr(chosen)] = {name: value for name, value in zip(parameters, chosen) if value is not None}
    return asked.values() if parameters else [{}]


def cursors_of(closer):
    """Where the pages of lists begin that others see."""
    lists = [closer.get(f"/api/lists?list={name}&month={month}&most=1").json["next"]
             for name in ("inquiries", "unpaid_orders", "overdue_tickets", "samples") for month in (CLOSED, LAST)]
    evidence = [closer.get(f"/api/evidence?agent={agent}&month={LAST}&indicator=target_completion&most=1").json["next"] for agent in STAFF]
    return {"lists": sorted(filter(None, lists)), "evidence": sorted(filter(None, evidence))}


def told(answer):
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items() if name != "Set-Cookie")
    return f"{answer.status}\n{headers}\n{answer.body.decode()}"


class Search:
    """Asks as somebody, and notes the marks of others that answers hold."""

    def __init__(self, web, role):
        self.hidden, self.found, self.heard = hidden_from(role), [], 0
        self.browser = web.browser()
        if ROLES[role]:
            agent, of_role = ROLES[role]
            self.browser.sign_in(web.person(agent, of_role))

    def look(self, what, answer, said=""):
        self.heard += 1
        text = told(answer)
        self.found += [(mark, what) for mark in self.hidden if mark in text and mark not in said]

    def get(self, path, tag):
        """With the tag of what the closing role is answered: who knows it from elsewhere learns only what they are shown anyway."""
        answer = self.browser.get(path, If_None_Match=tag)
        if answer.status == 304:
            answer = self.browser.get(path)
            assert answer.headers["ETag"] == tag
        self.look(path, answer, urllib.parse.unquote_plus(path))


def path_of(route, parameters):
    return f"/api/{route}?{urllib.parse.urlencode(parameters)}"


def asked(written, cursors):
    for method, route, parameters in routes():
        if method == "GET":
            yield from (path_of(route, question) for question in questions(route, parameters, written, cursors))


def search(web, role, written, cursors, tags, until_found=False):
    seeker = Search(web, role)
    for path in asked(written, cursors):
        seeker.get(path, tags.get(path))
        if until_found and seeker.found:
            break
    return seeker


@pytest.fixture(scope="module")
def seen(web, closer, written):
    """The tags of what the closing role is answered, and where its pages begin. Each mark but wages is somewhere in it: the search is not blind."""
    cursors, tags, text = cursors_of(closer), {}, ""
    for path in asked(written, cursors):
        answer = closer.get(path)
        tags[path] = answer.headers["ETag"]
        text += told(answer)
    marks = set.union(*(all_of(agent) for agent in STAFF)) | {*LEADS.values(), "Wuppert", "Zhaoling"}
    assert marks - {mark for mark in marks if mark in text} == {WAGE}
    assert cursors["lists"] and cursors["evidence"]
    assert {"zq-bo", "zq-mei"} <= {row["agent"] for row in closer.get(f"/api/lists?list=samples&month={CLOSED}").json["rows"]}
    of_the_quarter = closer.get(f"/api/evidence?agent=zq-bo&month={CLOSED}&indicator={CLOSED}&term={QUARTER}")
    assert "-of-zq-bo-" in told(of_the_quarter)
    return cursors, tags


@pytest.mark.limit(600)
@pytest.mark.parametrize("role", ROLES)
def test_no_answer_holds_what_is_others(web, written, seen, role):
    cursors, tags = seen
    seeker = search(web, role, written, cursors, tags)
    assert seeker.found == [] and seeker.heard > 300


OPENED = {
    "web.seen": "create or replace function web.seen() returns text[] language sql stable as $$ select null::text[] $$",
    "merit.sees_all": "create or replace function merit.sees_all() returns boolean language sql stable as $$ select true $$",
    "web.known_agent": "create or replace function web.known_agent(name text) returns void language sql stable as $$ select $$"}


@pytest.mark.limit(600)
@pytest.mark.parametrize("door", OPENED)
def test_a_door_that_stands_open_is_found(web, written, seen, door):
    cursors, tags = seen
    closed = web.database.value("select pg_get_functiondef(%s::regproc)", door)
    web.database.execute(OPENED[door])
    try:
        assert search(web, "agent", written, cursors, tags, until_found=True).found
    finally:
        web.database.execute(closed)


@pytest.mark.limit(600)
@pytest.mark.parametrize("role", ROLES)
def test_what_is_written_of_others_tells_nothing(shop, web, written, role):
    """Refusals too; and what nobody has is refused in the same words as what is others'."""
    seeker = Search(web, role)
    before = shop.content()
    for method, route, parameters in routes():
        if method == "POST":
            said = {}
            for content in writings(route, parameters, written, role):
                answer = seeker.browser.post(f"/api/{route}", content)
                assert answer.status in (400, 401, 403), (route, content, answer)
                seeker.look((route, content), answer, json.dumps(content, ensure_ascii=False))
                if content.get("agent"):
                    same = json.dumps({**content, "agent": None, "id": None}, sort_keys=True)
                    said.setdefault(same, set()).add((answer.status, answer.body.decode().replace(content["agent"], "AGENT")))
            assert all(len(answers) == 1 for answers in said.values()), said
    assert seeker.found == [] and shop.content() == before


def writings(route, parameters, written, role):
    """Of what is others', and of what nobody has."""
    mine = {"agent": {"zq-mei"}, "lead": {*EAST, LEADS["east"]}, "lead of another team": {*WEST, LEADS["west"]}}.get(role, set())
    for content in questions(route, parameters, written, {}):
        owners = {written[name].get(content[name]) for name in ("appeal", "action", "evidence") if route != "evidence_file" and name in content}
        own = content.get("agent") in {None, *mine} if "agent" in parameters else owners & mine
        behoves = (role, route.partition("_")[0]) in {("agent", "acknowledge"), ("operator", "evidence")}  # their own result; operators file evidence of anybody
        if not own and not behoves:
            yield {**content, **({"id": str(uuid.uuid4())} if "id" in parameters else {})}


def test_no_event_tells_who_it_is_of(shop, web, written):
    """What listeners hear of a settlement is when it was."""
    listener = web.browser().sign_in(web.person("zq-mei")).listen()
    shop.write([shop.event("chat.message", datetime.now(timezone.utc), agent="zq-tao", customer="x-of-zq-tao-now", conversation="x-of-zq-tao-now",
                           **{"from": "customer"})])
    name, data = listener.next()
    assert name == "settled" and list(data) == ["as_of"] and re.fullmatch(r"[0-9:.TZ +-]+", data["as_of"])
    headers = str(listener.response.headers)
    listener.close()
    assert not any(mark in headers for mark in hidden_from("agent"))
    wait_until(lambda: web.database.value("select count(*) from ingest.dirty") == 0, what="it is settled")
