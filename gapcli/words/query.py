"""What was asked, in words, so that no output hides what was left out or assumed."""

from itertools import combinations

from gapcli.ledger.narrow import read_assumption
from gapcli.measure.compare import has_salience
from gapcli.measure.view import View
from gapcli.words import en


def say_query(view: View) -> list[str]:
    """What was left out, assumed or weighed otherwise, a phrase each."""
    query = view.query
    words = []
    for lens, value in query.lenses.items():
        if value:
            names = ", ".join(map(view.name_source, value)) if isinstance(value, tuple) else ""
            words.append(en.LENSES[lens].format(names=names))
    for text in query.assume:
        a = read_assumption(view.source, text)
        assumed = view.ledger.dimension(a.about).words(a.value)
        words.append(en.ASSUMING.format(party=view.label(a.party), value=assumed))
    if query.weights == "even":
        words.append(en.WEIGHTS_EVEN)
    if query.weights == "salience":
        salient = [has_salience(view, a, b) for a, b in combinations(view.parties, 2)]
        if any(salient):
            words.append(en.WEIGHTS_SALIENCE if all(salient) else en.WEIGHTS_SALIENCE_WHERE)
    return words
