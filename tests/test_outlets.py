"""Which names are one outlet, in whatever language and spelling, and what follows: marks, lenses, cases, counts."""

from itertools import permutations
from typing import Any

import pytest
from small_ledgers import Data, answers, data, graded, ledger, say, told

from gapcli.formats import Screen, write_report
from gapcli.ledger.model import Ledger
from gapcli.ledger.query import BadQuery, Query
from gapcli.measure.view import narrow
from gapcli.reports.robust import robust
from gapcli.reports.sources import sources
from gapcli.reports.statements import statements

AGENCY = {"en": "The Agency", "ar": "الوكالة"}
WIRE = {"ar": "السلك", "en": "The Wire"}


def talks(*evidence: Data, outlet: Any = AGENCY) -> Data:
    """North's word rests on some evidence, South's on two outlets; the card `daily` is of an outlet."""
    said = [
        say("north", "x.d", "asks", "all", evidence=[*evidence]),
        say("south", "x.d", "asks", "none", evidence=[told("weekly"), told("monthly")]),
    ]
    made = data({"x": {"d": graded("none", "all")}}, said)
    made["sources"]["daily"]["outlet"] = outlet
    return made


def count(*evidence: Data, outlet: Any = AGENCY) -> int:
    """How many outlets North's word rests on, of two or fewer."""
    (row,) = answers(talks(*evidence, outlet=outlet), dimensions=False)["rows"]
    assert row["origins"] <= 2
    return int(row["origins"])


SAME = {
    "its card": told("daily"),
    "a name": told("weekly", via="The Agency"),
    "its other name": told("weekly", via="الوكالة"),
    "case and white space": told("weekly", via="the  AGENCY "),
    "form": told("weekly", via="Ｔhe Agency"),
    "what nobody sees": told("weekly", via="The\u200c Ag\u00adency"),
    "form, in the other language": told("weekly", via={"ar": "\ufe8d\ufedf\ufeee\ufedb\ufe8e\ufedf\ufe94"}),
    "both": told("monthly", via={"en": "The Agency", "ar": "الوكالة"}),
    "one of both": told("monthly", via={"fr": "L'Agence", "ar": "الوكالة"}),
}


@pytest.mark.parametrize("name", SAME)
def test_any_name_of_an_outlet_is_the_outlet(name: str) -> None:
    """What relays it by any of its names, in any spelling, rests on the same outlet as its own report."""
    assert count(told("daily"), SAME[name]) == 1
    assert count(SAME[name], told("weekly")) == 2


def test_names_are_joined_by_a_text_that_has_both() -> None:
    """Two names are two outlets until a text, of whichever statement, calls one outlet by both."""
    two = [told("weekly", via="The Wire"), told("weekly", via="السلك")]
    assert count(*two) == 2
    more = talks(*two)
    more["statements"][1]["evidence"] += [told("weekly", via=WIRE)]
    (row,) = answers(more, dimensions=False)["rows"]
    assert row["marks"] == ["single-source"]
    chain = [told(via={"en": "A", "ar": "B"}), told(via={"en": "C", "ar": "D"}), told(via={"en": "C", "ar": "B"})]
    assert {count(*order) for order in permutations(chain)} == {1}
    assert count(chain[0], chain[1]) == 2


def read(*evidence: Data, outlet: Any = AGENCY) -> Ledger:
    return ledger(talks(*evidence, outlet=outlet))


@pytest.mark.parametrize("name", ["The Agency", "الوكالة", "the agency", "the ag", "الـوَكاله", "daily"])
@pytest.mark.parametrize("lens", ["only", "without"])
def test_a_lens_takes_any_name(lens: str, name: str) -> None:
    """`--only` and `--without` take an outlet by any name that it has in the file; a card's id is its card alone."""
    view = narrow(read(told("daily"), told("weekly", via="الوكالة"), told("weekly")), Query(**{lens: (name,)}))
    pieces = [(e.source, str(e.via)) for s in view.ledger.statements if s.party == "north" for e in s.evidence]
    named = [("daily", "None")] if name == "daily" else [("daily", "None"), ("weekly", "الوكالة")]
    every = [("daily", "None"), ("weekly", "الوكالة"), ("weekly", "None")]
    assert pieces == (named if lens == "only" else [piece for piece in every if piece not in named])


def test_a_name_that_no_outlet_has() -> None:
    """The nearest name is offered, in the language that was asked in."""
    found = read(told("daily"), told("weekly", via=WIRE))
    for name, near in (("The Agenzy", "The Agency"), ("The Wier", "The Wire"), ("الوكللة", "الوكالة")):
        with pytest.raises(BadQuery, match=f'no source or outlet is called "{name}": did you mean "{near}"'):
            narrow(found, Query(only=(name,)))


def test_an_outlet_has_one_name() -> None:
    """A card names it before what relays it, the file's language before others; the order of statements does not."""
    pieces = [told("weekly", via="AGENCY"), told("weekly", via={"ar": "و", "en": "agency"}), told("weekly", via="و")]
    for outlet, name in (("Agency", "Agency"), ({"ar": "و"}, "و"), ({"ar": "و", "en": "Agency"}, "Agency")):
        for order in permutations(pieces):
            assert {e.outlet for e in read(*order, outlet=outlet).statements[0].evidence} == {name}
    for order in permutations(pieces):
        assert {e.outlet for e in read(*order).statements[0].evidence} == {"AGENCY"}


def test_a_case_and_a_count_an_outlet() -> None:
    """`robust` leaves an outlet out once, by its one name, with all that relays it; `sources` counts it once."""
    pieces = [
        told("weekly", "unnamed", via="the wire"),
        told("weekly", "unnamed", via="السلك"),
        told("weekly", via=WIRE),
    ]
    found = narrow(read(*pieces), Query())
    report = robust(found).data()
    assert {row["left_out"] for row in report["rows"] if "via" in str(row["left_out"])} == {"via:The Wire"}
    assert {"via:The Wire"} == {case for held in report["holds"] for case in held["status"] if "via" in case}
    relayed = {row.id: row.relayed for row in sources(found).rows}
    assert relayed == {"daily": (), "weekly": (("The Wire", 1),), "monthly": ()}
    (voice,) = robust(
        narrow(read(*pieces[:2], told("monthly", via=WIRE) | {"attribution": "unnamed"}), Query())
    ).unnamed
    assert voice.origin == "via The Wire"


def test_the_json_has_the_texts_by_language() -> None:
    """`outlet`, `via` and `speaker` are as the file has them, the shown language first; a bare one is the file's."""
    made = talks(told("daily", via=WIRE), told("weekly"))
    made["statements"][0]["speaker"] = {"ar": "ناطق", "en": "A speaker"}
    made["statements"][1]["speaker"] = "Another"
    report = statements(narrow(ledger(made), Query())).data()
    north, south = report["rows"]
    assert [*north["speaker"].items()] == [("en", "A speaker"), ("ar", "ناطق")]
    assert south["speaker"] == {"en": "Another"}
    assert [*north["evidence"][0]["via"].items()] == [("en", "The Wire"), ("ar", "السلك")]
    assert (north["evidence"][0]["outlet"], north["evidence"][1]["outlet"]) == (AGENCY, {"en": "The weekly"})
    assert (north["evidence"][1]["via"], sources(narrow(ledger(made), Query())).data()["rows"][0]["outlet"]) == (
        None,
        AGENCY,
    )


def test_an_outlet_called_as_a_card() -> None:
    """The id of a card is that card alone, whatever outlet is called so: for a lens, and for a case of `robust`."""
    card, relayed = told("daily", "unnamed"), told("weekly", "unnamed", via="Daily")
    found = read(card, relayed)

    def left(**query: Any) -> list[str]:
        statements = narrow(found, Query(**query)).ledger.statements
        return [e.source for s in statements if s.party == "north" for e in s.evidence]

    assert (left(without=("daily",)), left(without=("Daily",))) == (["weekly"], ["daily"])
    assert (left(only=("daily",)), left(only=("DAILY",))) == (["daily"], ["weekly"])
    report = robust(narrow(found, Query()))
    (held, _) = report.data()["holds"]
    assert not {"source:daily", "source:weekly", "via:Daily"} & set(held["status"])
    alone = robust(narrow(read(told("weekly", "unnamed", via="daily")), Query()))
    assert not {"source:daily"} & set(alone.data()["holds"][0]["status"])
    page = write_report("table", alone, Screen())
    assert "without what is relayed from daily" in page and "in daily, in its own words" in page
