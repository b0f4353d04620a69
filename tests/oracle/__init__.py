"""An independent, naive calculation of every number of `metrics.md`, straight from events.

It shares nothing with meritd: no C, no SQL, no idea of batches, caches, settling or roll-ups. Every
event is held in memory, every definition is written down the way the text words it, in exact
arithmetic (integers of milliseconds and of hundredths, `fractions.Fraction`). Tests compare what the
database says with it; where the two differ, read the text.

    import oracle
    result = oracle.metrics(open("events.ndjson", "rb"), zone="Asia/Shanghai", currency="CNY",
                            as_of=datetime(2026, 1, 1, tzinfo=timezone.utc))
    result.month[("ann", "2025-12-01", "reply_rate")]     # Fraction, or None for NULL

Where to look: `strict_json` the JSON of the contract; `contract` the events and what rejects them;
`clock` business days; `rules` rule sets with history; `hours` service hours; `people` aliases and teams;
`sets` duplicates and event order; `chat`, `orders`, `tickets`, `surveys` one domain each; `numbers` who has
what in which period, and `table` the metrics of it; `quality` and `months` what is strange and what is final;
`compare` the comparison with a database, `cases` the one with acceptance cases.
"""

from .numbers import Result, metrics

__all__ = ["Result", "metrics"]
