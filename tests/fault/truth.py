"""Two databases that read the same events must hold the same, whatever happened to one of them.

    assert_equal(harmed, quiet, as_of)      every table of fact, settled, rollup; every view of merit
    assert_calculated(harmed, expected)     the numbers of the oracle, straight from the lines
    assert_buried(harmed, kafka, topics, rejected)   every rejected record once, by its offset

A relation is compared by the sum of its rows' hashes, taken by the server; where the sums differ the
rows themselves are fetched and the first ones that differ are shown.
"""

import contextlib
from collections import Counter, defaultdict

from checks import assert_shows, session_at

SCHEMAS = ("fact", "settled", "rollup")
# How one waits moves with the clock, and data quality is about how the events came here. Of a month's
# state the same is true of what it derives from positions.
LEFT_OUT = {"data_quality": None, "waiting_now": ["waiting"],
            "period": ["state", "why", "complete_up_to", "blockers", "warnings"]}
_digests = defaultdict(dict)  # of the quiet databases, which many tests share: {(name, as_of): {query: digest}}
DIGEST = """select count(*), coalesce(sum(hashtextextended(r::text, 0)), 0),
                   coalesce(sum(hashtextextended(r::text, 1)), 0) from ({}) r"""


def relations(database):
    """{name: a query of all its rows, without what may differ}."""
    found = {}
    tables = database.rows("select schemaname, tablename from pg_tables where schemaname = any(%s)",
                           list(SCHEMAS))
    for schema, table in tables:
        found[f"{schema}.{table}"] = f'select * from "{schema}"."{table}"'
    columns = database.rows("select table_name, column_name from information_schema.columns "
                            "where table_schema = 'merit' order by table_name, ordinal_position")
    for view in sorted({view for view, _ in columns}):
        without = LEFT_OUT.get(view, [])
        if without is not None:
            kept = ", ".join(f'"{column}"' for of, column in columns if of == view and column not in without)
            found[f"merit.{view}"] = f"select {kept} from merit.{view}"
    return found


def assert_equal(harmed, quiet, as_of):
    names = relations(harmed)
    assert names == relations(quiet)
    assert len(names) > 25, names.keys()  # the list itself is right
    with session_at(harmed, as_of) as ours, session_at(quiet, as_of) as theirs:
        wrong = [report for name, query in names.items()
                 if (report := difference(name, query, ours, theirs, _digests[quiet.name, as_of]))]
    assert not wrong, "\n".join(wrong)


def difference(name, query, ours, theirs, known):
    """None, or what differs, for a person. known: {query: the quiet database's digest}, which stays."""
    if query not in known:
        known[query] = _row(theirs, DIGEST.format(query))
    if _row(ours, DIGEST.format(query)) == known[query]:
        return None
    found, expected = _rows(ours, query), _rows(theirs, query)
    surplus, missing = found - expected, expected - found
    return "\n".join([f"{name}: {surplus.total()} rows too many, {missing.total()} missing",
                      *("  too many: " + row for row in list(surplus)[:3]),
                      *("  missing:  " + row for row in list(missing)[:3])])


def _row(session, query):
    with contextlib.closing(session.cursor()) as cursor:
        cursor.execute(query)
        return cursor.fetchone()


def _rows(session, query):
    with contextlib.closing(session.cursor()) as cursor:
        cursor.execute(f"select r::text from ({query}) r")
        return Counter(row for (row,) in cursor)


def assert_calculated(harmed, expected, as_of):
    assert_shows(harmed, expected, as_of)  # also: nothing is dirty, rollup.verify has no row


def assert_buried(harmed, kafka, topics, reasons):
    """reasons: {payload: reason} of all rejected lines. Every such record in the topics is a dead letter,
    exactly once, and nothing else is."""
    expected = Counter()
    for topic in topics:
        for message in kafka.read(topic):
            reason = reasons.get(message.value())
            if reason:
                expected[topic, message.partition(), message.offset(), reason] += 1
    found = Counter(harmed.rows('select topic, partition, "offset", reason from ingest.dead_letter'))
    assert found == expected, (list((found - expected).items())[:5], list((expected - found).items())[:5])
