"""What is listed in two places is the same in both: else something new could be forgotten in one of them.

Run from the root of the tree. Prints what one place has and the other lacks; exit status 1 when there is any.
"""

import re
import sys
from pathlib import Path


def found(pattern, *names):
    """Everything that the pattern finds in the files, in order."""
    return [match for name in names for match in re.findall(pattern, Path(name).read_text(), re.MULTILINE)]


def section(name, heading):
    """The part of a document from a heading to the next one."""
    return re.split(r"^#+ ", Path(name).read_text().split(f"\n{heading}\n")[1], maxsplit=1, flags=re.MULTILINE)[0]


def event_types():
    return found(r'^    X\([A-Z_]+, "([a-z]+\.[a-z]+)", [A-Z]+\)', "daemon/model/event.h")


def documented_types():
    rows = re.findall(r"^\| (`.*?) \|", section("docs/events.md", "### Data, by type (required members are **bold**)"),
                      re.MULTILINE)
    return [name for row in rows for name in re.findall(r"`([a-z.]+)`", row)]


def verbs_in_sql(entity):
    """The values of fact.<entity>_event_type, from the migrations that made it and added to it."""
    values = []
    for migration in sorted(Path("sql/migrations").glob("*.sql")):
        text = migration.read_text()
        for made in re.findall(rf"create type fact\.{entity}_event_type as enum\s*\(([^)]*)\)", text):
            values += re.findall(r"'(\w+)'", made)
        values += re.findall(rf"alter type fact\.{entity}_event_type add value '(\w+)'", text)
    return values


def commands_defined():
    return [name for file in sorted(Path("daemon/commands").glob("*.c"))
            for name in found(r"^const struct command command_(\w+) = ", file)]


def folders():
    """Every folder of the second level, and of the first those that hold a file themselves. What is made stands in build."""
    inner = [path for path in Path().glob("*/*") if path.is_dir()]
    outer = [path for path in Path().glob("*") if path.is_dir()
             and any(file.is_file() and file.name not in ("README.md", "CMakeLists.txt") for file in path.iterdir())]
    return [str(room) for room in inner + outer if not re.match(r"build|\.|.*__pycache__", str(room))]


def mapped():
    """The map of docs/contributing.md: its first column, folders alone."""
    rows = re.findall(r"^\| (`.*?) \|", section("docs/contributing.md", "## Where things are"), re.MULTILINE)
    return [name.rstrip("/") for row in rows for name in re.findall(r"`([\w/]+/)`", row)]


def readme_documents():
    return [f"docs/{name}" for name in re.findall(r"\]\(docs/(\w[\w-]*\.md)\)", section("README.md", "## Read on"))]


def readme_commands():
    rows = re.findall(r"^\| (`.*?) \|", section("README.md", "## Commands"), re.MULTILINE)
    names = [name.replace("-", "_") for row in rows for name in re.findall(r"`([a-z-]+)[^`]*`", row)]
    return [name for name in names if name in commands_defined()]  # the others are actions


def word_keys():
    return found(r"^    \('([a-z_]+\.[a-z_]+)', ", "sql/ref/inside/words.sql")


def spoken():
    """The sources of what leads, agents and payroll read on a terminal."""
    return [path for path in sorted(Path("daemon/commands").glob("*.c"))
            if ".spoken = true" in path.read_text() or path.name in ("month_report.c", "pay_input.c")]


CODES = [  # of words that C looks up: their kind, and where they stand
    ("title", r'^    \{"(\w+)", '), ("title", r'_title\(\w+, "(\w+)"\)'), ("report", r"(?:all )?select \d+, '(\w+)'"),
    ("none", r'client_list\(\s*client, given\.format,[^"]*("\w+"(?: : "\w+")?),'),
]


def words_said():
    """Keys of the table of words that SQL and C say, or look up by a code."""
    sources = [path for path in Path("sql").rglob("*.sql") if path.parts[1] != "migrations" and path.name != "words.sql"]
    sources += Path("daemon/commands").glob("*.c")
    said = found(r"(?:ref\.(?:message|said|say)\(|then |then array\[|else |select \d, '\w+', )'([a-z_]+\.[a-z_]+)'", *sources)
    said += [".".join(pair) for pair in found(r'words_find\([^"]*"(\w+)",\s*"(\w+)"\)', *spoken())]
    for kind, pattern in CODES:
        said += [f"{kind}.{code}" for text in found(pattern, *spoken()) for code in re.findall(r"\w+", text)]
    return said


def selected(query):
    """What a query selects, and where its list ends: at its own `from`, not one in parentheses."""
    depth, item, items = 0, "", []
    for token in re.findall(r"'[^']*'|[(),]|[^\s(),']+|\s+", query):
        depth += {"(": 1, ")": -1}.get(token, 0)
        if depth == 0 and token in (",", "from"):
            items.append(" ".join(item.split()))
            item = ""
            if token == "from":
                return items
        else:
            item += token
    return items


def columns_said():
    """Keys of the columns of tables, from the queries of the commands. Sentences, facts and payroll's CSV are none."""
    columns = []
    for path in spoken():
        literals = re.findall(r'"(?:[^"\\]|\\.)*"(?:\s*"(?:[^"\\]|\\.)*")*', path.read_text())
        for query in ("".join(re.findall(r'"((?:[^"\\]|\\.)*)"', literal)) for literal in literals):
            if query.startswith("select ") and not re.match("select (ref.said|f.fact|p.record)", query):
                names = [re.search(r"(?: as |^\w+\.)(\w+)$", item) for item in selected(query[len("select "):])]
                columns += [f"column.{name[1]}" for name in names if name]
    return columns


COMPARED = [  # what; the one place and what it has; the other
    ("event types", "daemon/model/event.h", event_types, "docs/events.md", documented_types),
    ("event types", "daemon/model/event.h", event_types, "tests/oracle/contract.py",
     lambda: found(r'^    "([a-z]+\.[a-z]+)": ', "tests/oracle/contract.py")),
    ("types of order events", "daemon/model/event.h",
     lambda: [name.split(".")[1] for name in event_types() if name.startswith("order.")],
     "fact.order_event_type", lambda: verbs_in_sql("order")),
    ("types of ticket events", "daemon/model/event.h",
     lambda: [name.split(".")[1] for name in event_types() if name.startswith("ticket.")],
     "fact.ticket_event_type", lambda: verbs_in_sql("ticket")),
    ("kinds of receivers", "daemon/post/post.c", lambda: found(r'^    \{"(\w+)", post_to_\w+\}', "daemon/post/post.c"),
     "post.receiver_options", lambda: found(r"^ +(?:values )?\('(\w+)', ", "sql/post/inside/receiver_options.sql")),
    ("commands", "daemon/commands/*.c", commands_defined, "daemon/commands/command_table.c",
     lambda: found(r"^    X\((\w+)\)", "daemon/commands/command_table.c")),
    ("commands", "daemon/commands/command_table.c",
     lambda: found(r"^    X\((\w+)\)", "daemon/commands/command_table.c"), "README.md", readme_commands),
    ("rooms", "the tree", folders, "docs/contributing.md", mapped),
    ("documents", "docs/", lambda: [str(path) for path in Path("docs").glob("*.md")], "README.md", readme_documents),
]


def main():
    bad = False
    for key in sorted({*words_said(), *columns_said()} - set(word_keys())):
        bad = True
        print(f"words: sql/ref/inside/words.sql lacks {key}")
    for what, one, here, other, there in COMPARED:
        has, wants = set(here()), set(there())
        for place, lacking in ((other, has - wants), (one, wants - has)):
            if lacking or not has:
                bad = True
                print(f"{what}: {place} lacks {', '.join(sorted(lacking)) or 'all'}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
