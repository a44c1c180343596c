"""What a shell offers after the tab key: ids of the ledger; silent and quick, whatever the ledger is like."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from typer import Context

if TYPE_CHECKING:
    from gapcli.ledger.model import Ledger

SECONDS = 0.2
"""After how long nothing is offered rather than waited for."""


def _parties(ledger: "Ledger") -> Iterable[str]:
    return ledger.parties


def _issues(ledger: "Ledger") -> Iterable[str]:
    for id, issue in ledger.issues.items():
        yield id
        yield from (f"{id}.{d}" for d in issue.dimensions)


def _sources(ledger: "Ledger") -> Iterable[str]:
    yield from ledger.cards
    yield from sorted({e.via for s in ledger.statements for e in s.evidence if e.via})


def _proposals(ledger: "Ledger") -> Iterable[str]:
    return ledger.proposals


def _statements(ledger: "Ledger") -> Iterable[str]:
    return (s.id for s in ledger.statements)


def _assumptions(ledger: "Ledger") -> Iterable[str]:
    for party in ledger.parties:
        for issue in ledger.issues.values():
            for d in issue.dimensions.values():
                yield from (f"{party}:{d.about}={option}" for option in d.options)


def _offered(names: Callable[["Ledger"], Iterable[str]], several: bool) -> Callable[[Context, str], list[str]]:
    def complete(context: Context, incomplete: str) -> list[str]:
        before, comma, last = incomplete.rpartition(",") if several else ("", "", incomplete)
        try:
            known = _quickly(lambda: list(names(_ledger(context.params.get("file")))))
        except BaseException:  # Whatever is wrong, a shell must not see it.
            return []
        taken = set(before.split(","))
        return [f"{before}{comma}{name}" for name in known if name.startswith(last) and name not in taken]

    return complete


def _ledger(file: str | None) -> "Ledger":
    from gapcli.files.find import find_ledger
    from gapcli.files.load import load

    path, _ = find_ledger(file)
    found = load(path).ledger
    assert found is not None
    return found


def _quickly(make: Callable[[], list[str]]) -> list[str]:
    """The list, or TimeoutError where it takes too long to make and the system can tell."""
    import signal

    def late(*_: object) -> None:
        raise TimeoutError

    if not hasattr(signal, "setitimer"):
        return make()
    signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        return make()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


parties = _offered(_parties, True)
issues = _offered(_issues, True)
issue = _offered(_issues, False)
party = _offered(_parties, False)
sources = _offered(_sources, False)
statements = _offered(_statements, False)
proposals = _offered(_proposals, False)
assumptions = _offered(_assumptions, False)
