"""Every mistake in a ledger, as a list for people, for editors, for machines."""

from typing import Annotated, NamedTuple

from gapcli.files.load import Loaded
from gapcli.files.problems import Problem
from gapcli.reports.report import Count, LedgerFacts, OneOf, Report, state_facts


class MistakeRow(NamedTuple):
    """A mistake, or a warning, in its place."""

    file: Annotated[str, "The file, as it was named."]
    line: Annotated[Count, "The line, from 1."]
    column: Annotated[Count, "The column, from 1."]
    severity: Annotated[Annotated[str, OneOf(("error", "warning"))], "With `strict` every mistake counts."]
    id: Annotated[str, "The rule; `gapcli check --explain ID` says more."]
    message: Annotated[str, "What is wrong."]
    help: Annotated[str, "What to do about it."]


class CheckQuestion(NamedTuple):
    """How a ledger is checked."""

    strict: Annotated[bool, "Whether warnings are shown and count as mistakes."]
    texts: Annotated[str | None, "The folder of source texts that quotes were proved against."]


class CheckReport(Report):
    """The mistakes of a ledger."""

    row = MistakeRow
    question = CheckQuestion

    rows: tuple[MistakeRow, ...]
    quotes: Annotated[Count | None, "How many quotes were proved; null where no texts were given."]
    facts: LedgerFacts | None
    """What the document says of the ledger; None where it has errors."""
    problems: tuple[Problem, ...]
    """Those of the rows, with the lines that they stand on."""
    warnings: int
    """How many warnings are not shown."""

    def state_ledger(self) -> LedgerFacts | None:
        """What the document says of the ledger; None where it has errors."""
        return self.facts


def check(loaded: Loaded, *, strict: bool = False, texts: str | None = None) -> CheckReport:
    """The mistakes of a ledger in the order of its lines; with `strict` its warnings too."""
    problems = loaded.problems if strict else loaded.errors
    rows = (MistakeRow(p.span.file, p.span.line, p.span.column, p.severity, p.id, p.message, p.help) for p in problems)
    return CheckReport(
        rows=tuple(rows),
        asked=CheckQuestion(strict, texts),
        quotes=loaded.quotes,
        facts=state_facts(loaded.ledger) if loaded.ledger else None,
        problems=problems,
        warnings=len(loaded.problems) - len(problems),
    )
