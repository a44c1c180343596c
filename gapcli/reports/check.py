"""Every mistake in a ledger, as a list for people, for editors, for machines."""

from collections.abc import Callable, Mapping
from typing import Any

from gapcli.files.load import Loaded
from gapcli.files.problems import Problem, frame
from gapcli.measure.compare import facts
from gapcli.pages.grid import Column, Grid, Page, Row, plain
from gapcli.reports.contract import COUNT, TEXT, TRUTH, Fields, document, maybe, one_of
from gapcli.reports.report import Report
from gapcli.text import shown
from gapcli.words.en import count

ROW: Fields = {
    "file": (TEXT, "The file, as it was named."),
    "line": (COUNT, "The line, from 1."),
    "column": (COUNT, "The column, from 1."),
    "severity": (one_of("error", "warning"), "With `strict` every mistake counts."),
    "id": (TEXT, "The rule; `gapcli check --explain ID` says more."),
    "message": (TEXT, "What is wrong."),
    "help": (TEXT, "What to do about it."),
}
QUERY: Fields = {
    "strict": (TRUTH, "Whether warnings are shown and count as mistakes."),
    "texts": (maybe(TEXT), "The folder of source texts that quotes were proved against."),
}
SCHEMA = document(
    "check", ROW, {"quotes": (maybe(COUNT), "How many quotes were proved; null where no texts were given.")}, QUERY
)


def check(loaded: Loaded, *, strict: bool = False, texts: str | None = None) -> Report:
    """The mistakes of a ledger in the order of its lines; with `strict` its warnings too."""
    problems = kept(loaded, strict)
    rows: list[dict[str, Any]] = [
        {
            "file": p.span.file,
            "line": p.span.line,
            "column": p.span.column,
            "severity": p.severity,
            "id": p.id,
            "message": p.message,
            "help": p.help,
        }
        for p in problems
    ]

    def page() -> Page:
        columns = (Column("place"), Column("severity"), Column("id"), Column("message"))
        return Page(
            (
                Grid(
                    columns,
                    [
                        Row(
                            (
                                plain(f"{r['file']}:{r['line']}:{r['column']}"),
                                plain(r["severity"]),
                                plain(r["id"]),
                                plain(r["message"]),
                            )
                        )
                        for r in rows
                    ],
                ),
            )
        )

    return Report(
        "check",
        facts(loaded.ledger) if loaded.ledger else None,
        {"strict": strict, "texts": texts},
        rows,
        page,
        {"quotes": loaded.quotes},
        tuple(ROW),
    )


def kept(loaded: Loaded, strict: bool) -> tuple[Problem, ...]:
    """The problems that are shown: mistakes, and with `strict` warnings."""
    return loaded.problems if strict else loaded.errors


def _full(report: Report, loaded: Loaded) -> str:
    problems = kept(loaded, report.query["strict"])
    if not problems:
        ledger = loaded.require()
        found = f"{count(len(ledger.statements), 'statement')}, {count(len(ledger.cards), 'source')}: no mistakes"
        if loaded.quotes is not None:
            found += f", {count(loaded.quotes, 'quote')} proved"
        warnings = len(loaded.problems)
        if warnings:
            found += f", {count(warnings, 'warning')} (--strict shows them)"
        return found + "\n"
    text = "\n\n".join(frame(p) for p in problems)
    return f"{text}\n\n{count(len(problems), 'mistake')}\n"


def _concise(report: Report, loaded: Loaded) -> str:
    return "".join(p.concise + "\n" for p in kept(loaded, report.query["strict"]))


def _github(report: Report, loaded: Loaded) -> str:
    """Workflow commands, which put each mistake on its line in a review."""

    def data(text: str) -> str:
        return shown(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def place(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    return "".join(
        f"::{p.severity} file={place(p.span.file)},line={p.span.line},col={p.span.column},"
        f"endColumn={p.span.end_column},title={place(p.id)}::{data(p.message)}"
        + (f" ({data(p.help)})" if p.help else "")
        + "\n"
        for p in kept(loaded, report.query["strict"])
    )


STYLES: Mapping[str, Callable[[Report, Loaded], str]] = {"full": _full, "concise": _concise, "github": _github}
"""The ways in which mistakes are printed for people and editors."""
