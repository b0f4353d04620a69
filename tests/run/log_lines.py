"""Every line that warns of something or ends a daemon stands in docs/operations.md, and no other does.

The tables there name a line in backticks in their first column, with … where the program puts a value.
Run from the root of the tree. Exit status 1 when the list and the sources differ.
"""

import re
import sys
from pathlib import Path

DOCUMENT = Path("docs/operations.md")
TABLES = ("## Log lines", "## Back up")  # the section's beginning, and what follows it
# Errors of these files that stop a daemon are the text of its last line.
STOPPING = ("daemon/pipeline/", "daemon/store/session.c", "daemon/store/settler.c",
            "collectors/kafka/fetch.c", "collectors/kafka/partition.c", "collectors/kafka/watermarks.c")
LOG = re.compile(r"\b(?:reload_log\(|log_limited\(|log_(?:(warn|error)(?: : log_info\))?|info)\()")
ERROR = re.compile(r"\berror_set\(\s*(\w+|&error),[^\";]*?(?:ERROR_(?:STOP|RETRY)|session_wrong)[^\";]*")
TOLD_BY = {"reload_log(log": "config", "options.component": "store"}  # where no literal says who


def literals(statement):
    """Its string literals, joined as the compiler does, each conversion as one …."""
    statement = re.sub(r'%"\s*PRI\w+\s*(?=")', '%d"', statement)  # "%" PRId64 " ms"
    statement = re.sub(r'%"\s*PRI\w+', '%d"', statement)
    statement = re.sub(r'"\s*[A-Z]\w+\s*"', "…", statement)  # "meritd " VERSION
    statement = re.sub(r'(?<!\\)"\s*"', "", statement)
    texts = re.findall(r'"((?:[^"\\]|\\.)*)"', statement)
    return [re.sub(r"%[-+.*\d]*l*[a-z]", "…", text).replace('\\"', '"') for text in texts]


def statement_at(source, begin):
    return source[begin:source.index(";\n", begin)]


def lines_of(path, source):
    """Yields (a line that the file can write, as a table is to have it; must it be in one?)."""
    for found in LOG.finditer(source):
        statement = statement_at(source, found.start())
        texts = [who for mark, who in TOLD_BY.items() if mark in statement]
        texts += [text for text in literals(statement) if text != ""]
        if len(texts) > 1 and texts[1] != "…":
            yield f"{texts[0]}: {texts[1]}", "log_info(" not in statement
    for found in ERROR.finditer(source):
        texts = literals(statement_at(source, found.end()))
        if not texts or texts[0] == "…":
            continue
        if found[1] == "warning":
            yield f"kafka: {texts[0]}", True
        elif path.startswith(STOPPING) and re.search("ERROR_STOP|session_wrong", found[0]):
            yield texts[0], True


def documented():
    """{what the table says: a pattern of it}."""
    text = DOCUMENT.read_text()
    section = text[text.index(TABLES[0]):text.index(TABLES[1])]
    cells = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    named = [name for cell in cells for name in re.findall(r"`((?:[^`]|``)+)`", cell.replace("``", "\0"))]
    return {name: re.compile(".*".join(map(re.escape, name.replace("\0", "`").split("…"))) + r"\Z")
            for name in named}


def main():
    known, used, bad = documented(), set(), False
    for path in sorted([*Path("daemon").rglob("*.c"), *Path("collectors").rglob("*.c")]):
        if path.parts[-2] == "base":
            continue
        for line, warns in lines_of(str(path), path.read_text()):
            matching = {name for name, pattern in known.items() if pattern.match(line)}
            used |= matching
            if not matching and warns:
                print(f"{path}: not in {DOCUMENT}: {line}")
                bad = True
    for name in known.keys() - used:
        print(f"{DOCUMENT}: nothing writes: {name}")
        bad = True
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
