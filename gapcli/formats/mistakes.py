"""The mistakes of `check` for people, for editors, and for reviews on GitHub."""

from gapcli.files.problems import frame
from gapcli.formats import Screen
from gapcli.reports.check import CheckReport
from gapcli.text import break_commands
from gapcli.text import shown as escape
from gapcli.words import phrases


def to_full(report: CheckReport, screen: Screen) -> str:
    """Each mistake with its line, the words that it is about under a caret, and the cure."""
    if report.problems:
        text = "\n\n".join(map(frame, report.problems))
        warnings = sum(p.severity == "warning" for p in report.problems)
        counts = ((len(report.problems) - warnings, "mistake"), (warnings, "warning"))
        return f"{text}\n\n{phrases.join(phrases.count(n, what) for n, what in counts if n)}\n"
    assert report.facts is not None
    statements, sources = (
        phrases.count(report.facts.statements, "statement"),
        phrases.count(report.facts.sources, "source"),
    )
    parts = [phrases.NO_MISTAKES.format(statements=statements, sources=sources)]
    if report.quotes is not None:
        parts.append(phrases.PROVED.format(quotes=phrases.count(report.quotes, "quote")))
    if report.warnings:
        parts.append(phrases.WARNINGS.format(warnings=phrases.count(report.warnings, "warning")))
    return phrases.COMMA.join(parts) + "\n"


def to_concise(report: CheckReport, screen: Screen) -> str:
    """One line a mistake, as editors, grep and CI read it."""
    return "".join(p.concise + "\n" for p in report.problems)


def to_github(report: CheckReport, screen: Screen) -> str:
    """Workflow commands, which put each mistake on its line in a review; and each place in the log.

    GitHub shows ten of a step in a review, and of the others the log has nothing but the message.
    """

    def data(text: str) -> str:
        return escape(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def place(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    places = "".join(break_commands(p.concise) + "\n" for p in report.problems)
    return places + "".join(
        f"::{p.severity} file={place(p.span.file)},line={p.span.line},col={p.span.column},"
        f"endColumn={p.span.end_column},title={place(p.id)}::{data(p.message)}"
        + (f" ({data(p.help)})" if p.help else "")
        + "\n"
        for p in report.problems
    )
