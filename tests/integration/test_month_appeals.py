"""What corrects a closed month, by command: appeals, exclusions, revisions.

Amounts come from the scheme's figures: +100 to the first, -100 from the last, split where several share a rank,
+200 for three firsts running.
"""

import json
from datetime import timedelta

import pytest
from month_shop import behind, first_day


@pytest.mark.asan
def test_appeal_and_revision(closed):
    """mei's order is lan's by right: with the credit lan is first and mei, without sales, last."""
    file = ("--month", "2025-01", "--agent", "lan", "--indicator", "target_completion", "--reason",
            "order mei-2025-01 was mine")
    assert "7 days" in closed.file(*file, now=behind("2025-01", days=15), status=1).stderr
    assert "no indicator" in closed.file(*file[:5], "sales", *file[6:], status=1).stderr
    assert closed.file(*file, "--by", "lan").stdout == "appeal 1 is filed\n"
    assert closed.database.value("select count(*) from period.appeal") == 1
    assert "was mine" in closed.run("appeal", "list").stdout
    assert "did you mean 2025-01" in closed.run("appeal", "list", "--month", "2025-02", status=2).stderr
    evidence = json.loads(closed.run("appeal", "evidence", 1, "--format", "json").stdout)
    assert ("order", "lan-2025-01", 900) in [(row["kind"], row["reference"], row["amount"]) for row in evidence]
    assert "no appeal 9" in closed.run("appeal", "evidence", 9, status=1).stderr
    decide = ("appeal", "decide", 1, "accept", "credit:mei-2025-01", "--note", "the chat shows it", "--evidence", "c-1")
    before = closed.content()
    assert "credit_to" in closed.run(*decide, status=1).stderr and closed.content() == before
    decided = closed.run(*decide, "--credit-to", "lan", "--by", "zhao").stdout
    assert "accepted; exclusions 1" in decided and "meritd revise --month 2025-01" in decided
    assert decided.count("meritd revise --") == 1
    assert "decided already" in closed.run("appeal", "decide", 1, "reject", "--note", "x", status=1).stderr
    before = closed.content()
    revise = ("revise", "--month", "2025-01", "--reason", "appeal 1")
    dry = closed.run(*revise, "--dry-run").stdout
    assert "would be revised" in dry and "appeal" in dry and closed.content() == before
    report = json.loads(closed.run(*revise, "--by", "zhao", "--format", "json").stdout)
    assert report["done"] and report["revision"] == 1
    ranks = {(row["agent"], row["by"], row["frozen"], row["revised"]) for row in report["plan"] if row["item"] == "rank"}
    assert ("lan", "appeal", 2, 1) in ranks
    assert sorted(closed.lines("2025-01")[3:]) == sorted([
        "mei first reversal -100.00", "tao last reversal 50.00", "tao2 last reversal 50.00",
        "lan first reward 100.00", "mei last penalty -100.00"])
    before = closed.content()
    assert "would change nothing" in closed.run(*revise).stdout
    assert closed.content()["period.closing"] == before["period.closing"]
    assert closed.content()["pay.ledger"] == before["pay.ledger"]
    closed.month("2025-02", {"mei": 1000})
    assert "2025-02 is not closed" in closed.run("revise", "--month", "2025-02", "--reason", "x", status=1).stderr


def test_a_rejected_appeal(closed):
    closed.file("--month", "2025-01", "--agent", "tao", "--indicator", "target_completion", "--reason", "I was ill")
    assert closed.run("appeal", "decide", 1, "reject", "--note", "no").stdout == "appeal 1 is rejected\n"
    (row,) = json.loads(closed.run("appeal", "list", "--format", "json").stdout)
    assert (row["state"], row["note"], row["agent"]) == ("rejected", "no", "tao")


@pytest.mark.quick
def test_drift_and_appeal_stand_apart(closed):
    """A late order raises tao to 1000 (drift); an exclusion takes lan's 900 (appeal)."""
    at = first_day("2025-01") + timedelta(days=5)
    late = {"order": "late", "customer": "someone", "amount": "300.00"}
    closed.write([closed.event("order.created", at, agent="tao", **late), closed.event("order.paid", at, **late)])
    closed.run("exclude", "order", "lan-2025-01", "--reason", "a colleague")
    report = json.loads(closed.run("revise", "--month", "2025-01", "--reason", "both", "--dry-run", "--format",
                                   "json").stdout)
    totals = {row["agent"]: (row["drift"], row["appeal"]) for row in report["plan"] if row["item"] == "total"}
    assert totals["tao"] == (45, 0)  # 55 points of 700, 100 of 1000
    assert totals["lan"] == (0, -85)


@pytest.mark.quick
def test_exclude_and_include(shop):
    exclude = ("exclude", "order", "mei-2025-01", "--reason", "a test")
    assert "exclusion 1" in shop.run(*exclude, "--by", "op").stdout
    assert "excluded already" in shop.run(*exclude, status=1).stderr
    assert "there is no order" in shop.run("exclude", "order", "none", "--reason", "x", status=1).stderr
    assert "kind is" in shop.run("exclude", "nonsense", "none", "--reason", "x", status=1).stderr
    assert "credit_to" in shop.run("exclude", "credit", "lan-2025-01", "--reason", "x", status=1).stderr
    sales = "select coalesce((select value from merit.agent_month_metric where agent = 'mei' and metric = 'sales'), 0)"
    assert shop.database.value(sales) == 0
    rows = json.loads(shop.run("exclude", "list", "--format", "json").stdout)
    assert {(row["id"], row["kind"], row["reference"], row["excluded_by"]) for row in rows} == {
        (1, "order", "mei-2025-01", "op (postgres)")}
    (mei,) = [row["changed"] for row in rows if row["agent"] == "mei"]
    assert "sales 1000 → none" in mei or "sales 1000 → 0" in mei
    assert "exclusion" in shop.close("2025-01", status=1).stderr and "by op (postgres)" in shop.close("2025-01", status=1).stderr
    shop.run("include", 1, "--reason", "it was none")
    assert "no exclusion 1" in shop.run("include", 1, "--reason", "again", status=1).stderr
    assert shop.database.value(sales) == 1000


def test_a_customer_is_excluded_by_the_platforms_id(shop):
    """Or by the pseudonym; everything of the customer's goes."""
    (pseudonym,) = [str(value) for value, in shop.database.rows(
        "select distinct customer from fact.order_event where order_id = 'mei-2025-01' and customer is not null")]
    shop.run("exclude", "customer", "buyer-mei-2025-01", "--reason", "a colleague")
    assert shop.database.rows("select kind, reference from fact.exclusion") == [("customer", pseudonym)]
    assert "excluded already" in shop.run("exclude", "pseudonym", pseudonym, "--reason", "x", status=1).stderr
    shop.run("settle")
    assert shop.database.rows("select metric from merit.agent_month_metric where agent = 'mei' "
                              "and metric in ('received', 'sales') and value > 0") == []


def test_two_at_once(closed):
    """Of two that accept one appeal, and of two that exclude one order, one does it; the other is told."""
    closed.file("--month", "2025-01", "--agent", "lan", "--indicator", "target_completion", "--reason", "mine")
    decide = ["appeal", "decide", "1", "accept", "credit:mei-2025-01", "--note", "yes", "--evidence", "c-1", "--credit-to", "lan"]
    exclude = ["exclude", "order", "tao-2025-01", "--reason", "a test"]
    for words, told in ((decide, "decided already"), (exclude, "excluded already")):
        both = [closed.meritd.start(*words, "--now", behind("2025-01", days=7)) for _ in range(2)]
        assert sorted(one.wait() for one in both) == [0, 1], [one.text() for one in both]
        assert sum(told in one.text() for one in both) == 1
    assert closed.database.value("select count(*) from fact.exclusion where ended_at is null") == 2
    assert closed.database.value("select count(*) from period.appeal_decision") == 1


QUARTERLY = {
    "scheme": "quarterly", "name": {"zh": "季", "en": "Quarterly"}, "period": "quarter", "currency": "CNY",
    "indicators": [{"indicator": "skill", "name": {"zh": "技能", "en": "Skill"}, "weight": 100, "better": "higher", "on_null": "leave_out",
                    "value": {"marks": "skill", "roles": {"lead": 1}, "points_of": "mean"}, "rule": "mark", "parameters": {"range": {"from": 0, "to": 100}}}],
    "grades": [{"grade": "all"}], "ranking": {"scope": "shop", "ties": "indicators_in_order"},
    "eligibility": {"roles": ["agent"], "statuses": ["regular"], "min_days": 0, "min_received": 1},
    "shares": {"quarter": [{"award": "quarter_best", "of": "best", "places": 1, "amount": 300}]}}


def test_a_quarter_is_appealed_against(closed):
    """lan's last mark was a slip: without it lan is first, and has the 300."""
    database = closed.database
    database.execute("select score.load(%s::jsonb, '2025-01-01')", json.dumps(QUARTERLY))
    for number, agent, score in ((1, "mei", 80), (2, "lan", 90), (3, "lan", 20)):
        database.execute("insert into fact.mark (hash, at, agent, indicator, period, rater, role, score, scale) "
                         "values (%s, '2025-03-28T00:00:00Z'::timestamptz + %s * interval '1 minute', %s, 'skill', '2025-Q1', 'boss', 'lead', %s, 100)",
                         number, number, agent, score)
    for month in ("2025-02", "2025-03"):
        closed.month(month, {"mei": 1000, "lan": 900})
        closed.close(month)
    quarter = {"month": "2025-03"}
    assert "quarter_best" in closed.run("close", "--period", "2025-Q1", "--accept-warnings", **quarter).stdout
    standing = "select agent, sum(amount) from pay.ledger where period = '2025-Q1' group by agent having sum(amount) <> 0"
    assert database.rows(standing) == [("mei", 300)]
    file = ("--period", "2025-Q1", "--agent", "lan", "--indicator", "skill", "--reason", "a slip")
    assert "7 days" in closed.file(*file, now=behind("2025-03", days=15), status=1).stderr
    assert "one of --month YYYY-MM and --period PERIOD" in closed.file(*file, "--month", "2025-03", status=2).stderr
    assert closed.file(*file, now=behind("2025-03", days=8)).stdout == "appeal 1 is filed\n"
    (row,) = json.loads(closed.run("appeal", "list", "--period", "2025-Q1", "--format", "json", **quarter).stdout)
    assert (row["month"], row["agent"], row["state"]) == ("2025-Q1", "lan", "open")
    (piece,) = json.loads(closed.run("appeal", "evidence", 1, "--format", "json", **quarter).stdout)
    assert (piece["kind"], piece["reference"], piece["what"]) == ("mark", "3", "20 of 100 by lead")
    decided = closed.run("appeal", "decide", 1, "accept", "mark:3", "--note", "it was", "--evidence", "the lead says so", **quarter).stdout
    assert "meritd revise --period 2025-Q1 --reason TEXT --dry-run" in decided
    report = json.loads(closed.run("revise", "--period", "2025-Q1", "--reason", "appeal 1", "--format", "json", **quarter).stdout)
    assert report["done"] and database.rows(standing) == [("lan", 300)]
    assert not database.rows("select * from pay.verify_ledger()")
