"""Man pages and completions: everything that help tells, in a form that their programs read without complaint."""

import os
import pathlib
import re
import shutil
import subprocess

import pytest
from processes import ROOT

BUILD = pathlib.Path(os.environ.get("MERITD_BINARY") or ROOT / "build/release/meritd").parent
FOLDER = BUILD / "manual"
FORMATS = {"table", "csv", "json"}

# Prints the candidates for the words after `meritd`, the last of which is being typed.
BASH = 'source "$1"; shift; COMP_WORDS=(meritd "$@"); COMP_CWORD=$#; _meritd; printf "%s\\n" "${COMPREPLY[@]}"'
# Prints what zsh's own functions would be called with, a word a line.
ZSH = """
_arguments() { print -rl -- "$@"; state=$wanted; return 1 }
_describe() { print -rl -- "${(@P)2}" }
wanted=$2 words=("${@:3}"); source $1 || true
"""


def run(*command):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=240,
                          env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "MANWIDTH": "200"})
    assert done.returncode == 0 and not done.stderr, (command, done.stderr)
    return done.stdout


@pytest.fixture(scope="module")
def told():
    """{command: the options that its help tells}, and under None those of every command."""
    def options(text):
        return set(re.findall(r"^  (?:-\w, |    )?(--[\w-]+)", text, re.MULTILINE))

    general = run(BUILD / "meritd", "help")
    names = re.findall(r"^  ([\w-]+) ", general.partition("Commands\n")[2].partition("\nOptions")[0], re.MULTILINE)
    assert {"score", "generate", "help"} <= set(names)
    tables = {name: options(run(BUILD / "meritd", "help", name)) for name in names if name not in ("help", "version")}
    return {**tables, None: options(general)}


@pytest.fixture
def bash():
    def complete(*words):
        return set(run("bash", "-c", BASH, "bash", FOLDER / "meritd.bash", *words).split())
    return complete


@pytest.mark.quick
def test_bash_completes_what_help_tells(bash, told):
    commands = set(told) - {None} | {"help", "version"}
    assert bash("") == bash("help", "") == commands and bash("--") == told[None]
    assert bash("sc") == {"scheme", "score"}
    for command in commands - {"help", "version"}:
        assert bash(command, "--") == told[command], command
    assert bash("--config", "x", "score", "--f") == {"--format"} and bash("score", "--format", "") == FORMATS
    assert bash("status", "--format", "") == {"text", "json"}
    assert bash("dead-letters", "") == {"list", "show", "clear"} and bash("dead-letters", "c") == {"clear"}
    assert bash("score", "--team", "") == set()  # nothing of ours: `-o default` offers files


@pytest.mark.quick
@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
def test_zsh_completes_what_help_tells(told):
    def shown(state, *words):
        return run("zsh", "-fc", ZSH, "zsh", FOLDER / "_meritd", state, *words)

    for command, options in told.items():
        if command is not None:
            lines = shown("words", command).splitlines()[len(told[None]) + 3:]  # after -C … of the first _arguments
            assert {line.partition("[")[0] for line in lines if line.startswith("--")} == options, command
    assert "score:the ranking of a month or longer period" in shown("command").splitlines()
    assert "1:what:(list show clear )" in shown("words", "dead-letters")


@pytest.mark.quick
def test_the_pages_tell_what_help_tells(meritd, told):
    page = run("man", "--warnings", "-l", FOLDER / "meritd.1")
    sections = dict(re.findall(r"^   (\S+)\n(.*?)(?=^   \S|^\S)", page, re.MULTILINE | re.DOTALL))
    for command, options in told.items():
        own = options - told[None] if command != "generate" else options
        text = page if command is None else sections[command]
        assert own <= set(re.findall(r"^ +(--[\w-]+)", text, re.MULTILINE)), command
    settings = set(re.findall(r'"(\w+)": {|"(\w+)": ', run(BUILD / "meritd", "--print-config")))
    text = run("man", "--warnings", "-l", FOLDER / "meritd.json.5")
    options, example = text.partition("EXAMPLE")[::2]
    for section, name in settings:
        assert section or re.search(rf"^ +\w+\.{name}$", options, re.MULTILINE), name
        assert section or re.search(rf"MERITD_[A-Z]+_{name.upper()}\b", options), name
    shipped = (ROOT / "config/meritd.json").read_text()
    assert [line.strip() for line in example.partition("SEE ALSO")[0].splitlines() if line.strip()][1:] == [
        line.strip() for line in shipped.splitlines() if line.strip()]
