"""The manual page is the help of every command; `pytest --update` makes it anew."""

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from conftest import HERE

from gapcli import __version__
from gapcli.cli.app import build_app
from gapcli.cli.commands import COMMANDS
from gapcli.reports import GROUPS

PAGE = HERE.parent / "docs" / "gapcli.1"
SIGNS = str.maketrans({"\\": r"\e", "-": r"\-", "'": r"\(aq", '"': r"\(dq", "^": r"\(ha", "`": r"\(ga", "~": r"\(ti"})
"""What groff takes for something else, or prints as something that a shell does not know."""

Record = tuple[str, str]
"""An option as its help has it: how it is written, and what it does."""


def escape(text: str) -> str:
    text = text.translate(SIGNS)
    return r"\&" + text if text[:1] in {".", "'"} else text


def list_options(command: Any, context: Any) -> list[Record]:
    return [record for p in command.get_params(context) if (record := p.get_help_record(context))]


def write_options(records: list[Record]) -> list[str]:
    lines = []
    for names, meaning in records:
        # The names of an option, and then its value.
        shown = re.sub(r"(--?[\w-]+)|[^ ,]+", lambda m: rf"\f{'B' if m[1] else 'I'}{escape(m[0])}\fR", names)
        lines += [".TP", shown, escape(meaning)]
    return lines


def write_command(name: str, common: list[Record], app: Any, context: Any) -> list[str]:
    command = app.get_command(context, name)
    # That of `--help` stands among those of gapcli itself.
    records = list_options(command, context)[:-1]
    shared = ", ".join(rf"\fB{escape(re.split('[ ,]', r[0])[0])}\fR" for r in records if r in common)
    usage = " ".join(command.collect_usage_pieces(context)[1:])
    return [
        f".SS gapcli {escape(' '.join([name, usage]).strip())}",
        *[line for part in command.help.split("\n\n") for line in (escape(" ".join(part.split())), ".PP")],
        *write_options([r for r in records if r not in common]),
        ".PP",
        *([f"With the common options {shared}."] if shared else []),
        ".PP",
        escape(command.epilog),
    ]


def write_page() -> str:
    app = build_app()
    context = app.make_context("gapcli", ["help"])
    count = Counter(r for name in COMMANDS for r in list_options(app.get_command(context, name), context)[:-1])
    common = [record for record, times in count.items() if times >= len(COMMANDS) // 2]
    codes = re.search(r"^Exit codes: (.*?)\.\n\n", (HERE.parent / "README.md").read_text(encoding="utf-8"), re.S | re.M)
    assert codes
    lines = [
        r".\" Made from the help of gapcli by pytest --update.",
        f'.TH GAPCLI 1 "" "gapcli {__version__}" "User Commands"',
        # No word is cut and no line is stretched: what stands there is typed.
        ".nh",
        ".ad l",
        ".SH NAME",
        rf"gapcli \- {escape(app.help[:1].lower() + app.help[1:].rstrip('.'))}",
        ".SH SYNOPSIS",
        r"\fBgapcli\fR \fICOMMAND\fR [\fIOPTIONS\fR] [\fIARGS\fR]",
        ".SH DESCRIPTION",
        escape(app.help),
        escape(app.epilog),
        ".SH OPTIONS",
        *write_options(list_options(app, context)),
        ".SH COMMON OPTIONS",
        "Each command says which of these it takes.",
        *write_options(common),
    ]
    for group in GROUPS:
        lines.append(f".SH {escape(group).upper()}")
        for name in [n for n, c in COMMANDS.items() if c.group == group]:
            lines += write_command(name, common, app, context)
    lines.append(".SH EXIT STATUS")
    for code in " ".join(codes[1].replace("`", "").split()).split(" · "):
        numbers, meaning = re.findall(r"[\d, ]+(?= )|.+", code)
        lines += [".TP", escape(numbers), escape(meaning.strip())]
    return "\n".join(lines) + "\n"


def test_the_manual_page(golden: Callable[[str, str], None]) -> None:
    """The page beside the documentation is what the help says now."""
    golden("../docs/gapcli.1", write_page())


@pytest.mark.skipif(not shutil.which("man"), reason="man is not there")
def test_man_reads_it() -> None:
    """`man` finds nothing odd in it, and shows each example as it is typed."""
    done = subprocess.run(
        ["man", "--warnings", "-E", "UTF-8", "-l", str(PAGE)],
        capture_output=True,
        encoding="utf-8",
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MANWIDTH": "80"},
    )
    assert (done.returncode, done.stderr) == (0, "")
    shown = " ".join(done.stdout.split())
    assert [c.example for c in COMMANDS.values() if c.example not in shown] == []
