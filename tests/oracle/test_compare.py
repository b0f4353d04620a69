"""The comparison with a database finds what differs, and nothing else."""

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction

from . import compare

THIRD = Fraction(1, 3)


def test_tolerance_by_kind_of_metric():
    assert compare.equal("sales", Fraction("12.90"), Decimal("12.9"))
    assert not compare.equal("sales", Fraction("12.90"), Decimal("12.900000001"))
    assert compare.equal("csat", THIRD, Decimal("0.3333333333"))  # off by 1e-10 of it
    assert not compare.equal("csat", THIRD, Decimal("0.333333"))
    assert compare.equal("response_p90", Fraction(100), Decimal(105))
    assert not compare.equal("response_p90", Fraction(100), Decimal("105.1"))
    assert not compare.equal("tally:late", Fraction(3, 10), Decimal("0.30000000000000004"))
    assert compare.equal("mark:x", None, None)
    assert not compare.equal("mark:x", None, Decimal(0))
    assert not compare.equal("mark:x", Fraction(0), None)
    assert not compare.equal("mark:x", Fraction(0), Decimal("NaN"))


def test_missing_rows_count_in_both_directions():
    expected = {("ann", "2024-03-01", "sales"): Fraction(1), ("ann", "2024-03-01", "csat"): None}
    found = {("ann", "2024-03-01", "sales"): Decimal(1), ("bob", "2024-03-01", "csat"): None}
    assert compare.differences(expected, found) == [
        (("ann", "2024-03-01", "csat"), None, "no row"),
        (("bob", "2024-03-01", "csat"), "no row", None),
    ]
    assert "2 differences" in compare.report(compare.differences(expected, found))
    assert compare.report([]) == "no differences"


def test_csv_as_psql_writes_it():
    lines = [
        "agent,month,metric,value\n",
        '"a ""b"", c",2024-03-01,sales,1.50\n',
        "x,2024-03-01,csat,\n",
    ]
    assert compare.read_csv(lines) == {
        ('a "b", c', "2024-03-01", "sales"): Decimal("1.50"),
        ("x", "2024-03-01", "csat"): None,
    }


class Connection:
    """As much of psycopg2 as is used, with rows to return."""

    def __init__(self, *rows):
        self.rows = rows

    def cursor(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def execute(self, query):
        self.query = query

    def __iter__(self):
        return iter(self.rows)


def test_rows_of_a_connection():
    connection = Connection(("ann", date(2024, 3, 1), "sales", Decimal("1.5")))
    assert compare.read_metrics(connection, "day") == {
        ("ann", "2024-03-01", "sales"): Decimal("1.5")
    }
    assert "agent_day_metric" in connection.query


def test_waiting():
    asked = datetime(1970, 1, 1, 0, 0, 1, 5000, tzinfo=timezone.utc)
    found = compare.read_waiting(Connection(("ann", "c", asked, timedelta(days=1))))
    assert compare.waiting_differences([("ann", "c", 1005, 86400000)], found) == []
    assert compare.waiting_differences([("ann", "c", 1005, 86400001)], found)
    assert compare.waiting_differences([], found)
