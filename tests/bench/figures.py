"""Figures: what was measured, one JSON line each.

    print_figures("chat-1000", runs, events=5000000, agents=1000)      # runs: [{"rate": 351000, …, "steal": 0.1}, …]
    print_figure("views.score", [0.021, 0.019, 0.020], "s", agents=1000)

print {"figure": "chat-1000.rate", "value": …, "unit": "events/s", "runs": 5, "min": …, "max": …, "events": 5000000, …}
"""

import functools
import json
import os
import pathlib
import re
import statistics
import subprocess

from processes import ROOT
from servers import kafka_jars, postgres_bin

UNITS = {"rate": "events/s", "memory": "MB", "wal": "bytes/event", "size": "bytes/event", "time": "s", "cpu": "s",
         "lock": "ms"}
CPU_OF_AN_EVENT = "us/event"  # cpu.daemon and so on


def print_figures(scenario, runs, **measured_with):
    """A line per figure of the runs: the median, and how far they lie apart."""
    steal = rounded(statistics.median(run["steal"] for run in runs))
    for name in (name for name in runs[0] if name != "steal"):
        print_figure(f"{scenario}.{name}", [run[name] for run in runs], unit_of(name), **measured_with, steal_s=steal)


def print_figure(figure, values, unit, **measured_with):
    """The line of one figure: the median of its values, and what it was measured with."""
    line = {"figure": figure, "value": rounded(statistics.median(values)), "unit": unit, "runs": len(values),
            "min": rounded(min(values)), "max": rounded(max(values)), **measured_with, **machine()}
    print(json.dumps(line), flush=True)


def unit_of(name):
    return CPU_OF_AN_EVENT if name.startswith("cpu.") else UNITS[name]


def rounded(value):
    """Four digits that count; whole numbers stay whole."""
    return round(value) if abs(value) >= 1000 else float(f"{value:.4g}")


@functools.cache
def machine():
    """Where it was measured, and with which versions."""
    model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    return {"cores": os.cpu_count(), "cpu": model[1] if model else "unknown", "commit": commit(),
            "postgresql": said(postgres_bin() / "postgres", "--version").split()[2],
            "kafka": kafka_jars().name.split("-")[1]}


def commit():
    return said("git", "-C", ROOT, "describe", "--always", "--dirty")


def said(*command):
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False).stdout.strip()
