"""What is typed names a thing: its id, its name in any language and spelling, or a beginning that nothing shares."""

from collections.abc import Callable, Mapping
from itertools import permutations

import pytest
from conftest import Ran
from hypothesis import given
from hypothesis import strategies as st
from shares import some
from spellings import SPELLED

import gapcli
from gapcli import BadQuery, Ledger, Party, Query, narrow
from gapcli.files.find import shipped
from gapcli.ledger.model import Text
from gapcli.reports.statements import statements
from gapcli.text import fold

SHIPPED = gapcli.load(shipped()).require()
SPELLINGS = (
    "iran",
    "IRAN",
    "Iran",
    "ir",
    "إيران",
    "ايران",
    "إِيرَان",
    "إيـــران",
    "ایران",
    "إيرا",
    "إي\u00adران",
    "\u200fإيران\u200e",
    "\ufe87\ufef3\ufeae\ufe8d\ufee5",
    " Ｉｒａｎ ",
)


@pytest.mark.parametrize("typed", SPELLINGS, ids=ascii)
def test_a_party_in_any_spelling(typed: str) -> None:
    """Case, hamza, vowel marks, tatweel, Persian letters, presentation forms and unseen signs make no difference."""
    assert narrow(SHIPPED, Query(parties=(typed,))).query.parties == ("iran",)


@pytest.mark.parametrize("name", SPELLED)
def test_spellings_that_are_one(name: str) -> None:
    """What makes no difference to who types is folded to one, within a word as well."""
    spelled, plain = SPELLED[name]
    assert [fold(f"g{each}7") for each in spelled] == [f"g{plain}7"] * len(spelled)


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    """What is folded is as it is, whatever it was."""
    assert fold(fold(text)) == fold(text)


VARIANTS: Mapping[str, str] = {
    plain: "".join(spelled) + plain for spelled, plain in SPELLED.values() if len(plain) == 1 and plain not in "- "
}
"""Each letter with the ways in which it may be spelled."""
UNSEEN = "".join(spelled for spelled, plain in SPELLED.values() if not plain)
NAMED = [
    (kind, id, name)
    for kind, things in (("parties", SHIPPED.parties), ("issues", SHIPPED.issues))
    for id, thing in things.items()
    for name in (id, *thing.name.values(), *(getattr(thing, "short", None) or {}).values())
]
"""Every name of a party and an issue of the shipped ledger."""


@st.composite
def spell(draw: st.DrawFn, name: str) -> str:
    """A name, in which each letter is spelled in some way, with something beside it that nobody sees."""
    word = ""
    for letter in name:
        word += draw(st.sampled_from(VARIANTS.get(fold(letter), letter + letter.upper()))) + draw(
            st.sampled_from(("", "", *UNSEEN))
        )
    return draw(st.sampled_from(("", " "))) + word


@given(st.sampled_from(NAMED).flatmap(lambda named: st.tuples(st.just(named), spell(named[2]))))
def test_any_spelling_names_the_same(found: tuple[tuple[str, str, str], str]) -> None:
    """However a name of the ledger is spelled, it names what it named; and so does the id."""
    (kind, id, name), typed = found
    query = {kind: (typed,)}
    assert getattr(narrow(SHIPPED, Query(**query)).query, kind) == (id,), name


@given(st.text("أاإآىيیةهکك\u0640\u064e\u200c ٥5", min_size=1, max_size=8))
def test_a_search_in_any_spelling(words: str) -> None:
    """A search finds the same statements, however its words are spelled."""
    view = narrow(SHIPPED, Query())
    folded = fold(words)
    if folded:
        assert statements(view, text=words).rows == statements(view, text=folded).rows


def test_two_names_that_are_spelled_as_one() -> None:
    """Names that differ in nothing but their spelling are refused, with both ids; an id still does."""
    parties = {"one": ("Ali", "علي"), "two": ("Aly", "على")}
    with pytest.raises(BadQuery, match=r'^more than one party is called "عَلی": one \(علي\), two \(على\)$'):
        narrow(with_parties(parties), Query(parties=("عَلی",)))
    assert find(parties, "two") == "two"


ALIKE = [
    (["matrix", "--parties", "us,iran"], ["matrix", "--parties", "United States,إيران"]),
    (["matrix", "--issues", "enrichment.extent,proxies"], ["matrix", "--issues", "Enrichment.ext,Allies"]),
    (["matrix", "--without", "Arabi Post"], ["matrix", "--without", "ARABI POS"]),
    (["matrix", "--only", "arabi-post-muscat"], ["matrix", "--only", "arabi-p"]),
    (
        ["matrix", "--assume", "iran:enrichment.extent=three-years"],
        ["matrix", "--assume", "إيران : التخصيب.ext = three-years"],
    ),
    (["issue", "enrichment"], ["issue", "التخصيب"]),
    (["issue", "enrichment.inspections", "--source"], ["issue", "enrichment.insp", "--source"]),
    (["party", "gulf-states"], ["party", "GULF"]),
    (["moves", "guarantees"], ["moves", "Guar"]),
    (["disputes", "--issues", "format"], ["disputes", "Format and venue"]),
    (["links", "--issues", "enrichment.extent"], ["links", "التخصيب.ext"]),
    (["robust", "--issues", "sanctions"], ["robust", "Sanct"]),
    (["proposals", "--issues", "enrichment.extent", "--questions"], ["proposals", "Enrichment.EXT"]),
    (["proposals", "--issues", "sanctions", "--questions"], ["proposals", "sanctions"]),
    (["proposals", "--steps", "--issues", "sanctions"], ["proposals", "--steps", "SANCTIONS"]),
    (["brief", "us", "iran"], ["brief", "US", "Iran"]),
    (["sources", "arabi-post-muscat"], ["sources", "ARABI POST"]),
    (["proposals", "mediators-framework"], ["proposals", "mediators-f"]),
    (["proposals", "--try", "enrichment.extent=none"], ["proposals", "--try", "enr.ext=none"]),
    (
        ["matrix", "--assume", "iran:enrichment.extent=three-years"],
        ["matrix", "--assume", "iran:extent=A THREE-year stop"],
    ),
    (["matrix", "--parties", "us,iran"], ["matrix", "--parties", "الولايات المتحدة، ايران"]),
    (["matrix", "--as-of", "2026-02-06"], ["matrix", "--as-of", "٢٠٢٦-٠٢-٠٦"]),
    (["matrix", "--since", "2026-01"], ["matrix", "--since", "٢٠٢٦-٠١"]),
    (["issue", "enrichment.extent"], ["issue", "Extent"]),
    (["issue", "enrichment.extent"], ["issue", "how much enrichment goes on in Iran?"]),
    (["proposals", "enrichment.extent"], ["proposals", "extent"]),
    (["statements", "us-five-year-stop"], ["statements", "us-five-year-s"]),
    (["statements", "--parties", "iran", "--issues", "sanctions"], ["statements", "--parties", "IR", "--issues", "sa"]),
]


@pytest.mark.parametrize(
    ("ids", "names", "form"),
    some([(ids, names, form) for ids, names in ALIKE for form in ([], *([] if "--try" in ids else [["--json"]]))]),
    ids=" ".join,
)
def test_names_work_wherever_ids_do(ids: list[str], names: list[str], form: list[str], run: Callable[..., Ran]) -> None:
    """Each option and argument gives the same page, and the same data but for a draft, by ids and by names."""
    by_id, by_name = run(*ids, *form), run(*names, *form)
    assert (by_id.code, by_id.stderr) == (0, b"") and by_name == by_id


WRONG = [
    (["party", "irna"], 'no party is called "irna": did you mean "iran" or "israel"?'),
    (["party", "states"], 'did you mean "gulf-states", "United States" or "Mediating states"?'),
    (["party", "zz"], 'no party is called "zz": one of: us, iran, '),
    (["party", "all"], 'no party is called "all": '),
    (["party", ""], 'no party is called "": one of: us, iran, '),
    (["issue", "enrichment.xyz"], 'no dimension is called "enrichment.xyz": one of: enrichment.extent, '),
    (["issue", "enrichment."], 'no dimension is called "enrichment.": one of: enrichment.extent, '),
    (["matrix", "--assume", "us:enrichment=none"], 'no dimension is called "enrichment": one of: enrichment.extent, '),
    (
        ["matrix", "--without", "arabi"],
        'more than one source or outlet begins with "arabi": arabi-post-muscat, Arabi Post',
    ),
    (["statements", "us-zero-e"], 'more than one statement begins with "us-zero-e": us-zero-enrichment, '),
    (["sources", "post"], 'no source is called "post": did you mean "'),
    (["proposals", "offer"], 'no proposal or issue is called "offer": did you mean "us-offer-muscat", "'),
    (["proposals", "enrichment.xyz"], 'no dimension is called "enrichment.xyz": one of: enrichment.extent, '),
    (["proposals", "--steps", "us-offer-m"], 'leave out the proposal "us-offer-muscat"'),
    (["proposals", "--steps", "--try", "enrichment.extent=none"], "leave out --try"),
    (["party", "ايرلن"], 'no party is called "ايرلن": did you mean "إيران"?'),
    (["party", "ظظ"], 'no party is called "ظظ": one of: الولايات المتحدة, إيران, '),
    (["party", "دول"], 'more than one party begins with "دول": mediators (دول الوساطة), gulf-states (دول الخليج)'),
    (["issue", "التخصب"], 'no issue is called "التخصب": did you mean "التخصيب"?'),
    (["issue", "إيران"], '"إيران" is a party, and no issue: write --parties "إيران"'),
    (["issue", "enrichmnt.extent"], 'did you mean "enrichment.extent" or "enrichment"?'),
    (["matrix", "--assume", "iran:enrichment.extent=three"], 'no option of enrichment.extent is called "three": '),
    (["disputes", "formt"], 'no issue is called "formt": did you mean "format" or "force"?'),
]


@pytest.mark.parametrize(
    ("arguments", "told"), some(WRONG), ids=lambda value: " ".join(value) if type(value) is list else ""
)
def test_what_names_nothing_or_several(arguments: list[str], told: str, run_seeded: Callable[..., list[Ran]]) -> None:
    """Exit 2 and one line, which lists what may be meant: the same bytes under any hash seed."""
    first, *others = run_seeded(*arguments)
    assert all(done == first for done in others)
    assert (first.code, first.stdout) == (2, b"")
    line = first.stderr.decode()
    assert told in line and line.count("\n") == 1


# --- any names ------------------------------------------------------------------------------------

IDS = st.text("ab-", min_size=1, max_size=4)
NAMES = st.text("abAB éاأآ\u0640\u064e", min_size=1, max_size=5)
Parties = Mapping[str, tuple[str, str]]
PARTIES: st.SearchStrategy[Parties] = st.dictionaries(IDS, st.tuples(NAMES, NAMES), min_size=1, max_size=6)


def with_parties(parties: Parties) -> Ledger:
    """The shipped ledger with other parties, each of a name and a short name, and without a statement."""
    made = {
        id: Party(id=id, name=Text({"en": name}), role="principal", short=Text({"ar": short}))
        for id, (name, short) in parties.items()
    }
    return SHIPPED._replace(parties=made, statements=(), proposals={})


def find(parties: Parties, typed: str) -> str | None:
    """The party that is named; None where the query is refused."""
    try:
        (found,) = narrow(with_parties(parties), Query(parties=(typed,))).query.parties
    except BadQuery:
        return None
    return found


@given(PARTIES)
def test_an_id_always_wins(parties: Parties) -> None:
    """An id, in small letters or in capitals, is that party, whatever others are called."""
    for id in parties:
        assert find(parties, id) == find(parties, id.upper()) == id


@given(PARTIES)
def test_every_name_and_beginning_of_one_party_alone(parties: Parties) -> None:
    """What is the name of one party alone, or else begins those of one alone, is that party; of several it is none."""
    spelled = {id: {id, fold(name), fold(short)} for id, (name, short) in parties.items()}
    for typed in {word[:end] for words in spelled.values() for word in words for end in range(1, len(word) + 1)}:
        typed = typed.strip()
        called = [id for id, words in spelled.items() if typed in words]
        begun = [id for id, words in spelled.items() if any(word.startswith(typed) for word in words)]
        meant = [typed] if typed in parties else called or begun
        assert find(parties, typed) == (meant[0] if typed and len(meant) == 1 else None)


@given(PARTIES.filter(lambda parties: len(parties) <= 3), NAMES)
def test_the_order_of_the_file_decides_nothing(parties: Parties, typed: str) -> None:
    """Whatever is typed names the same party in whatever order the file has them."""
    assert len({find(dict(order), typed) for order in permutations(parties.items())}) == 1


def test_near_names_stand_in_the_order_of_the_file() -> None:
    """Of names that are spelled as much alike, the first of the file is told first, and the nearest before both."""
    for order in permutations(["cart", "card", "care"]):
        parties = {id: (id, id) for id in ("x", *order, "czar")}
        with pytest.raises(BadQuery) as refused:
            narrow(with_parties(parties), Query(parties=("carx",)))
        assert f'did you mean "{order[0]}", "{order[1]}" or "{order[2]}"?' in str(refused.value)


def test_an_issue_whose_name_has_a_full_stop() -> None:
    """A full stop parts an issue from its dimension, but not within a name."""
    issue = SHIPPED.issues["sanctions"]
    named = {**SHIPPED.issues, "sanctions": issue._replace(name=Text({"en": "U.S. sanctions"}))}
    ledger = SHIPPED._replace(issues=named)
    about = next(iter(issue.dimensions.values())).about
    for typed, found in (
        ("U.S. sanctions", "sanctions"),
        ("u.s.", "sanctions"),
        (f"U.S. sanctions.{about[10:]}", about),
    ):
        assert narrow(ledger, Query(issues=(typed,))).query.issues == (found,)


def test_many_that_hold_the_word_are_counted(run: Callable[..., Ran]) -> None:
    """A long list ends with how many more there are."""
    line = run("statements", "ran").stderr.decode()
    assert line.startswith('gapcli: no statement is called "ran": did you mean "') and line.endswith(" more?\n")


@pytest.mark.parametrize(
    ("arguments", "both"),
    [
        (["party", "iran", "--parties", "us"], '"iran" and --parties'),
        (["moves", "guarantees", "--issues", "all"], '"guarantees" and --issues'),
        (["brief", "us", "iran", "--parties", "us"], '"us iran" and --parties'),
    ],
)
def test_what_is_named_twice_is_refused(arguments: list[str], both: str, run: Callable[..., Ran]) -> None:
    """Neither of the two is left out without a word; a proposal and issues are two things."""
    done = run(*arguments)
    message = f"gapcli: {both} name the same thing twice: leave one out\n"
    assert (done.code, done.stdout, done.stderr.decode()) == (2, b"", message)
    assert run("proposals", "mediators-draft", "--issues", "enrichment").code == 0
