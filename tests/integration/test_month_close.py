"""Closing months by command: what it writes, refuses, and leaves when it is killed; the actions it asks for.

Amounts come from the scheme's figures: +100 to the first, -100 from the last, split where several share a rank,
+200 for three firsts running.
"""

import json
import uuid
from datetime import datetime, timezone

import psycopg2
import pytest
from month_shop import JANUARY, JANUARY_LINES, ODD_NAME, TARGET, MonthShop, behind, scheme
from processes import ROOT, wait_until


@pytest.mark.quick
@pytest.mark.asan
def test_close(shop):
    dry = shop.close("2025-01", "--dry-run", "--by", "zhao").stdout
    for shown in ("would be closed", "zhao", ODD_NAME, "first", "-50.00", "improvement plan", "message", "appeal"):
        assert shown in dry, dry
    done = shop.close("2025-01", "--by", "zhao").stdout
    assert done.startswith("2025-01 is closed\n") and "100.00" in done
    assert shop.lines("2025-01") == JANUARY_LINES
    assert shop.database.value("select closed_by from period.closing") == "zhao (postgres)"
    before = shop.content()
    assert "closed already" in shop.close("2025-01").stdout
    assert json.loads(shop.close("2025-01", "--format", "json").stdout)["already"] is True
    assert shop.content() == before


@pytest.mark.quick
def test_dry_run_of_a_close_writes_nothing_and_tells_all(shop):
    before = shop.content()
    dry = json.loads(shop.close("2025-01", "--dry-run", "--format", "json").stdout)
    assert shop.content() == before
    real = json.loads(shop.close("2025-01", "--format", "json").stdout)
    assert dry["dry_run"] and not dry["done"] and real["done"] and not real["dry_run"]
    assert [(line["agent"], line["reason"], line["amount"]) for line in dry["ledger"]] == [
        ("mei", "first", 100), ("tao", "last", -50), ("tao2", "last", -50)]
    for member in ("month", "results", "actions", "receivers", "result_hash", "input_hash", "schemes"):
        assert dry[member] == real[member], member
    assert dry["message"]["ranking"] == real["message"]["ranking"]
    assert [(result["agent"], result["rank"]) for result in dry["results"]] == [
        ("mei", 1), ("lan", 2), ("tao", 3), ("tao2", 3)]


@pytest.mark.quick
def test_refusals_name_everything_and_what_to_do(shop):
    shop.month("2025-02", {"mei": 1000, "guest": 900}, target=None)
    before = shop.content()
    early = shop.run("close", "--month", "2025-02", now=behind("2025-02", hours=1), status=1)
    assert not early.stdout
    for told in ("2025-02 is not closed", "earlier: 2025-01", "look_ahead", "2025-03-02 00:00", "wait", "targets_missing",
                 "target.set", "unknown_agents", "guest", "agent.updated", "--anyway", "--accept-warnings", "--skip"):
        assert told in early.stderr, early.stderr
    assert "running" in shop.run("close", "--month", "2025-02", now="2025-02-20T00:00:00Z", status=1).stderr
    assert "there is nothing in" in shop.run("close", "--month", "2030-01", status=1).stderr
    shop.close("2025-02", "--skip", "--reason", "first month", status=1)
    shop.close("2025-02", "--skip", "--reason", "first month", "--anyway", status=1)
    shop.close("2025-02", "--accept-warnings", status=1)
    assert shop.content()["period.closing"] == [] and shop.content()["pay.ledger"] == before["pay.ledger"] == []
    done = shop.run("close", "--month", "2025-02", "--anyway", "--skip", "--accept-warnings", "--reason", "we move\x1b[31m",
                    now=behind("2025-02", hours=1)).stdout
    for shown in ("closed over", "look_ahead", "accepted", "targets_missing", "skipped", "2025-01", "we move?[31m"):
        assert shown in done, done
    assert shop.database.value("select reason from period.skipped") == "we move\x1b[31m"


@pytest.mark.quick
def test_close_due(shop):
    shop.month("2025-02", {"mei": 1000, "lan": 900})
    shop.month("2025-03", {"mei": 1000, "lan": 900})
    early = shop.run("close", "--due", now=behind("2025-01", hours=1))
    assert "2025-01 is not due" in early.stdout and "2025-02-02 00:00" in early.stdout
    assert "nothing to close" in early.stdout
    both = shop.run("close", "--due", "--by", "timer", now=behind("2025-02", days=3)).stdout
    assert both.index("2025-01 is closed") < both.index("2025-02 is closed") and "2025-03 is" not in both
    again = shop.run("close", "--due", now=behind("2025-02", days=3))
    assert again.stdout == "nothing to close\n" and not again.stderr
    reports = shop.run("close", "--due", "--format", "json", now=behind("2025-03", days=3)).stdout.splitlines()
    assert [json.loads(report)["month"] for report in reports] == ["2025-03"]
    assert shop.lines("2025-03") == ["mei first reward 100.00", "lan last penalty -100.00",
                                     "mei first_streak reward 200.00"]
    assert [row[0] for row in shop.database.rows("select month::text from period.closing order by month")] == [
        "2025-01-01", "2025-02-01", "2025-03-01"]


def test_close_due_stops_at_what_is_in_the_way(shop):
    """A warning keeps February back, and March with it; accepted, both are closed. Skipped months are no longer due."""
    shop.month("2025-02", {"mei": 1000, "lan": 900}, target=None)
    shop.month("2025-03", {"mei": 1000, "lan": 900})
    late = behind("2025-03", days=3)
    kept = shop.run("close", "--due", now=late, status=1)
    assert "2025-01 is closed" in kept.stdout and "targets_missing" in kept.stderr and "2025-02" in kept.stderr
    assert shop.database.value("select count(*) from period.closing") == 1
    shop.close("2025-03", "--skip", "--reason", "no targets were set")
    assert shop.run("close", "--due", now=late).stdout == "nothing to close\n"


def test_close_due_after_a_topic_was_not_read(new_meritd, tmp_path):
    shop = MonthShop(new_meritd(shop_zone="UTC", kafka_topics="events"), tmp_path, read=False)
    shop.staff("mei")
    shop.month("2025-01", {"mei": 1000})
    refused = shop.run("close", "--due", status=1)
    assert "unread: nothing was ever read of topic events" in refused.stderr and "ingest --until-end" in refused.stderr


def test_two_closers_at_once(shop):
    """Both wait for the settler's lock; then one closes, and the other finds it closed."""
    holder = shop.database.connect()
    holder.autocommit = False
    holder.cursor().execute("select settle.lock(true)")
    words = ("close", "--due", "--now", behind("2025-01", days=7))
    closers = [shop.meritd.start(*words), shop.meritd.start("close", "--month", "2025-01", *words[2:])]
    for closer in closers:
        closer.wait_until(lambda: waiting(shop) == 2, what="both wait")
    holder.rollback()
    holder.close()
    assert [closer.wait() for closer in closers] == [0, 0]
    told = sorted("closed already" in closer.text() for closer in closers)
    assert told == [False, True]
    assert shop.lines("2025-01") == JANUARY_LINES
    assert shop.database.value("select count(*) from period.closing") == 1


def waiting(shop):
    return shop.database.value("select count(*) from pg_stat_activity where datname = current_database() "
                               "and wait_event_type = 'Lock'")


def sessions(shop):
    return shop.database.value("select count(*) from pg_stat_activity where datname = current_database() "
                               "and application_name = 'meritd'")


def stopped_in_the_middle(shop):
    """A closer that has frozen its results and waits for the ledger; and who holds that."""
    holder = shop.database.connect()
    holder.autocommit = False
    holder.cursor().execute("lock table pay.ledger in access exclusive mode")
    closer = shop.meritd.start("close", "--month", "2025-01", "--now", behind("2025-01", days=7))
    closer.wait_until(lambda: waiting(shop) == 1, what="it waits for the ledger")
    return closer, holder


def frozen(shop):
    return [shop.database.value(f"select count(*) from {table}")
            for table in ("period.closing", "period.result", "period.metric", "pay.ledger", "period.action", "post.message")]


@pytest.mark.parametrize("killed", ["client", "server"])
def test_a_closer_is_killed_in_the_middle(shop, killed):
    """Undone or done, never half; and then it can be closed."""
    closer, holder = stopped_in_the_middle(shop)
    if killed == "client":
        closer.kill()
    else:
        shop.database.execute("select pg_terminate_backend(pid) from pg_stat_activity "
                              "where datname = current_database() and application_name = 'meritd'")
        assert closer.wait() == 3
    holder.rollback()
    holder.close()
    wait_until(lambda: sessions(shop) == 0, what="its session has ended")
    found = frozen(shop)
    assert all(found) or not any(found), found
    assert killed == "client" or not any(found)
    shop.close("2025-01")
    assert shop.lines("2025-01") == JANUARY_LINES and all(frozen(shop))
    shop.run("verify", "--ledger")


def test_the_database_is_killed_in_the_middle(shop, postgres):
    closer, holder = stopped_in_the_middle(shop)
    postgres.restart(kill=True)
    assert closer.wait() == 3
    holder.close()
    assert not any(frozen(shop))
    shop.close("2025-01")
    assert shop.lines("2025-01") == JANUARY_LINES


def test_nothing_of_a_closed_month_can_be_changed(closed):
    for statement in ("update period.result set total = 0", "delete from pay.ledger", "truncate period.metric"):
        with pytest.raises(psycopg2.errors.ObjectNotInPrerequisiteState):
            closed.database.execute(statement)


# ---- marks that are due ----------------------------------------------------------------------------


MARKED = {"indicator": "work", "name": {"zh": "工作", "en": "Work"}, "weight": 10, "better": "higher", "on_null": "leave_out",
          "value": {"marks": "execution", "roles": {"self": 1, "lead": 1}, "points_of": "mean"},
          "rule": "mark", "parameters": {"range": {"from": 0, "to": 100}}}


def load_marked(shop):
    """A scheme that asks for marks; mei's lead is zhao by her record, and nobody is known to lead lan."""
    document = scheme()
    del document["weights_add_to"]
    document["indicators"].append({**MARKED, "due": 12})
    document["applies_to"] = [{"agents": ["mei", "lan"]}]
    shop.database.execute("select score.load(%s::jsonb)", json.dumps(document))
    shop.record("2025-01-02", "mei", team="east", lead="zhao")


@pytest.mark.quick
def test_marks(shop):
    """By the scheme's own day, the 12th."""
    load_marked(shop)
    shop.write([shop.event("mark.recorded", datetime(2025, 2, 1, tzinfo=timezone.utc), agent="mei", indicator="execution",
                           period="2025-01", rater="mei", role="self", score=80)])

    def listed(*options, now="2025-02-13T00:00:00Z"):
        rows = json.loads(shop.run("marks", "list", "--format", "json", *options, now=now).stdout)
        return [(row["agent"], row["role"], row["raters"], row["due"], row["marked"], row["overdue"]) for row in rows]

    missing = [("lan", "lead", "", "2025-02-12", False, True), ("lan", "self", "lan", "2025-02-12", False, True),
               ("mei", "lead", "zhao", "2025-02-12", False, True)]
    assert listed("--month", "2025-01") == [*missing, ("mei", "self", "mei", "2025-02-12", True, False)]
    assert listed("--due") == missing
    assert listed("--due", now="2025-02-12T23:59:59Z") == [(*row[:5], False) for row in missing]
    table = shop.run("marks", "list", now="2025-02-13T00:00:00Z").stdout
    assert all(word in table for word in ("raters", "overdue", "zhao", "yes")), table
    assert "marks_due" in shop.close("2025-01", status=1).stderr
    shop.close("2025-01", "--accept-warnings")
    assert not listed()
    assert shop.run("marks", "list").stderr == "meritd marks: no marks to give\n"


@pytest.mark.quick
def test_samples_are_drawn(shop):
    """Everybody has one conversation of January; which of many, tests/sql/web/samples.sql tests."""
    sample = ("marks", "sample", "--month", "2025-01")
    assert shop.run(*sample).stderr == "meritd marks: no conversations to mark\n"
    shop.database.execute("select score.load(%s::jsonb, '2025-01-01')", (ROOT / "config/schemes/online-chat.json").read_text())
    rows = json.loads(shop.run(*sample, "--format", "json").stdout)
    assert [(row["agent"], row["draw"], row["day"], row["conversation"]) for row in rows] == [
        (agent, 1, "2025-01-03", f"c-{agent}-2025-01") for agent in sorted(JANUARY)]
    assert "c-lan-2025-01" in (one := shop.run(*sample, "--agent", "lan").stdout) and "c-mei" not in one
    assert "--month" in shop.run("marks", "sample", status=2).stderr


@pytest.mark.quick
def test_marks_and_targets_are_entered(shop):
    """By the functions of the page, whose rules tests/sql/period/entered.sql tests. Nobody is known to lead lan: so the closing role marks."""
    load_marked(shop)
    ids = {name: str(uuid.uuid4()) for name in ("mark", "target")}
    mark = ("marks", "give", "--month", "2025-01", "--agent", "lan", "--mark", "execution", "--role", "lead")
    for _ in range(2):
        assert shop.run(*mark, "--score", "85.5", "--id", ids["mark"]).stdout == f"lan: execution is marked 85.5 (id {ids['mark']})\n"
    (given,) = json.loads(shop.run(*mark, "--score", 60, "--by", "zhou", "--format", "json").stdout)
    assert {name: given[name] for name in ("period", "agent", "mark", "role", "score")} == {
        "period": "2025-01", "agent": "lan", "mark": "execution", "role": "lead", "score": 60}
    assert shop.database.rows("select id::text, data ->> 'score', entered_by like 'zhou%%' from period.entered order by at") == [
        (ids["mark"], "85.5", False), (given["id"], "60", True)]
    assert "a mark is 0 to 100, not 101" in shop.run(*mark, "--score", 101, status=1).stderr
    assert 'does not mark execution of "mei" as lead' in shop.run(*mark[:5], "mei", *mark[6:], "--score", 1, status=1).stderr
    assert "--score" in shop.run(*mark, status=2).stderr
    assert "one of --month YYYY-MM and --period PERIOD" in shop.run(*mark, "--score", 1, "--period", "2025-Q1", status=2).stderr
    quarter = (*mark[:2], "--period", "2025-Q1", *mark[4:])
    assert 'does not mark execution of "lan" as lead' in shop.run(*quarter, "--score", 1, status=1).stderr  # no scheme scores quarters
    shop.database.execute("select score.load(%s::jsonb)", json.dumps({**{k: v for k, v in scheme().items() if k not in (
        "weights_add_to", "rewards", "streaks", "improvement_plan", "reviews", "self_mark_gap", "pay", "terms", "shares", "counts", "year_end", "evidence", "signatures")},
        "scheme": "quarterly", "period": "quarter", "indicators": [MARKED]}))
    assert "lan: execution is marked 85" in shop.run(*quarter, "--score", 85).stdout
    assert shop.database.value("select score from fact.mark where period = '2025-Q1'") == 85
    (row,) = [row for row in json.loads(shop.run("marks", "list", "--period", "2025-Q1", "--format", "json").stdout) if row["marked"]]
    assert (row["period"], row["scheme"], row["agent"], row["role"]) == ("2025-Q1", "quarterly", "lan", "lead")
    target = ("targets", "set", "--month", "2025-01", "--agent", "mei", "--metric", "sales", "--value")
    assert shop.run(*target, "1250.5", "--id", ids["target"]).stdout == f"mei: the target of sales is 1250.5 (id {ids['target']})\n"
    (row,) = json.loads(shop.run(*target, "1250.5", "--id", ids["target"], "--format", "json").stdout)
    assert (row["period"], row["agent"]) == ("2025-01", "mei")  # as marks give says it
    listed = {row["agent"]: row for row in json.loads(shop.run("targets", "list", "--month", "2025-01", "--format", "json").stdout)}
    assert {agent: (row["target"], row["value"]) for agent, row in listed.items()} == {
        agent: (1250.5 if agent == "mei" else TARGET, sold) for agent, sold in JANUARY.items()}
    quarter = ("targets", "set", "--period", "2025-Q2", *target[4:])
    assert "mei: the target of sales is 4000" in shop.run(*quarter, 4000).stdout
    listed = json.loads(shop.run("targets", "list", "--month", "2025-04", "--format", "json").stdout)
    assert [(row["period"], row["agent"], row["target"], row["value"]) for row in listed] == [("2025-Q2", "mei", 4000, None)]
    assert "one of --month YYYY-MM and --period PERIOD" in shop.run(*quarter, 1, "--month", "2025-01", status=2).stderr
    ahead = "2025-12"  # nothing is in it yet
    shop.run(*target[:3], ahead, *target[4:7], "csat", "--value", 80)
    assert [(row["agent"], row["metric"], row["target"]) for row in json.loads(shop.run("targets", "list", "--month", ahead, "--format", "json").stdout)] == [
        ("mei", "csat", 80)]
    assert "there is no metric" in shop.run(*target[:7], "sale", "--value", 1, status=1).stderr
    shop.meritd.environment["PGOPTIONS"] += " -c merit.language=zh"
    assert "目标须为 0 至 999999999999，不能是 -1" in shop.run(*target, -1, status=1).stderr
    assert "完成率" in shop.run("targets", "list", "--month", "2025-01").stdout


# ---- signatures ------------------------------------------------------------------------------------


@pytest.mark.quick
def test_signatures(shop):
    shop.database.execute("select score.load(%s::jsonb)", json.dumps({**scheme(), "signatures": ["submit"]}))
    refused = shop.close("2025-01", status=1).stderr
    assert "not signed: submit" in refused and "meritd sign" in refused, refused
    assert shop.run("sign", "--month", "2025-01").stderr == "meritd sign: nobody has signed it\n"
    assert "the next signature of 2025-01 is submit" in shop.run("sign", "--month", "2025-01", "--step", "approve", status=1).stderr
    assert shop.run("sign", "--month", "2025-01", "--step", "submit", "--by", "zhao").stdout == "2025-01 is signed: submit\n"
    (row,) = json.loads(shop.run("sign", "--month", "2025-01", "--format", "json").stdout)
    assert (row["revision"], row["step"], row["signed_by"], row["counts"]) == (0, "submit", "zhao (postgres)", True)
    shop.close("2025-01")
    assert shop.lines("2025-01") == JANUARY_LINES


def test_approvals(shop):
    """100 and more are the boss's: --due lists them, and the close is refused until the boss has approved."""
    signers = {"signers": [{"signer": "head", "roles": ["head"]}, {"signer": "boss", "roles": ["boss"]}],
               "approvals": [{"below": 100, "by": "head"}, {"by": "boss"}]}
    shop.database.execute("select score.load(%s::jsonb)", json.dumps({**scheme(), **signers}))
    due = json.loads(shop.run("sign", "--month", "2025-01", "--due", "--format", "json").stdout)
    large = {line.split()[0] for line in JANUARY_LINES if abs(float(line.split()[-1])) >= 100}
    assert {row["agent"] for row in due if row["step"] == "boss"} == large and len(due) == len(JANUARY_LINES), due
    refused = shop.close("2025-01", status=1).stderr
    assert "not approved: boss (which nobody is)" in refused and "meritd sign" in refused, refused
    assert "is signed by boss, which postgres is not" in shop.run("sign", "--month", "2025-01", "--step", "boss", status=1).stderr


# ---- actions ---------------------------------------------------------------------------------------


@pytest.mark.quick
def test_actions(closed):
    """The last two, who share a rank, get a plan, due in 7 days; who is under 70, coaching, in 14."""
    rows = json.loads(closed.run("actions", "list", "--format", "json").stdout)
    assert sorted((row["agent"], row["action"], row["due"][:10]) for row in rows) == [
        ("tao", "coaching", "2025-02-22"), ("tao", "improvement_plan", "2025-02-15"),
        ("tao2", "coaching", "2025-02-22"), ("tao2", "improvement_plan", "2025-02-15")]
    first, second = rows[0]["id"], rows[1]["id"]
    closed.run("actions", "done", first, "--note", "talked", "--by", "zhao")
    closed.run("actions", "waive", second, "--note", "ill")
    left = json.loads(closed.run("actions", "list", "--format", "json").stdout)
    assert {row["id"] for row in left} == {row["id"] for row in rows} - {first, second}
    of_month = {row["id"]: row for row in json.loads(
        closed.run("actions", "list", "--month", "2025-01", "--format", "json").stdout)}
    assert of_month[first]["state"] == "done" and of_month[first]["changed_by"] == "zhao (postgres)"
    assert of_month[second]["state"] == "waived" and of_month[second]["note"] == "ill"
    closed.run("actions", "reopen", first)
    assert len(json.loads(closed.run("actions", "list", "--format", "json").stdout)) == len(left) + 1
    assert "may not change action 99" in closed.run("actions", "done", 99, status=1).stderr
