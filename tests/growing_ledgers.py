"""Ledgers that grow in one thing: each was found to make some command work by the square of it, or worse."""

from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from math import isqrt

HEAD = """\
format: 1
language: en
title: A growing ledger
as_of: 2026-03-01
"""
CARD = """\
  {id}:
    outlet: Outlet {id}
    kind: report
    language: en
    published: 2026-02-01
    sha256: {sha}
    characters: 10000
    reliability: {{grade: B, why: W}}
    digest: D
"""


def cards(ids: Iterable[str] = ("daily",)) -> str:
    return "sources:\n" + "".join(CARD.format(id=id, sha=f"{i:064}") for i, id in enumerate(ids))


def parties(ids: Iterable[str] = ("us", "iran")) -> str:
    return "parties:\n" + "".join(f"  {id}: {{name: Party {id}, role: principal}}\n" for id in ids)


def choice(options: Iterable[str], **more: str) -> str:
    named = ", ".join(f"{o}: option {o}" for o in options)
    rest = "".join(f", {key}: {value}" for key, value in more.items())
    return f"{{question: Q, scale: choice, options: {{{named}}}, why: W{rest}}}"


def graded(options: Iterable[str], **more: str) -> str:
    return choice(options, poles="[one end, the other]", **more).replace("scale: choice", "scale: graded")


def number(low: int, high: int) -> str:
    return f"{{question: Q, scale: number, unit: u, range: [{low}, {high}], poles: [one end, the other], why: W}}"


def issues(**dimensions: str) -> str:
    text = "issues:\n"
    for name, dimension in dimensions.items():
        text += f"  {name.replace('_', '-')}: {{name: Issue {name}, dimensions: {{d: {dimension}}}}}\n"
    return text


def say(id: str, party: str, about: str, stance: str, value: str = "", said: str = "2026-02-01", **more: str) -> str:
    source = more.pop("source", "daily")
    quote = more.pop("quote", "abcd")
    rest = "".join(f", {key}: {text}" for key, text in more.items() if text)
    given = f", value: {value}" if value else ""
    evidence = f"[{{source: {source}, at: [0, 4], quote: {quote}, attribution: named, teller: own}}]"
    return (
        f"  - {{id: {id}, party: {party}, about: {about}, stance: {stance}{given}, said: {said}, text: T{rest},"
        f" evidence: {evidence}}}\n"
    )


def ledger(issues: str, said: Iterable[str], *, parties: str = parties(), cards: str = cards(), more: str = "") -> str:
    return HEAD + cards + parties + issues + "statements:\n" + "".join(said) + more


def both(about: str, a: str, b: str) -> list[str]:
    """An ask of either principal."""
    name = about.replace(".", "-")
    return [say(f"us-{name}", "us", about, "asks", a), say(f"iran-{name}", "iran", about, "asks", b)]


TWO = choice("ab")


def options_of_a_choice(n: int) -> str:
    names = [f"o{i}" for i in range(n)]
    return ledger(issues(x=choice(names)), [*both("x.d", "o0", "o1"), say("no", "us", "x.d", "rejects", "o2")])


def options_of_which_one_is_rejected(n: int) -> str:
    names = [f"o{i}" for i in range(n)]
    for_ = [say("no", "us", "x.d", "rejects", f"o{n // 2}"), say("yes", "iran", "x.d", "asks", "o0")]
    return ledger(issues(x=graded(names, today="o0")), for_)


def options_that_are_all_rejected(n: int) -> str:
    names = [f"o{i}" for i in range(n)]
    no = [say(f"no-{i}", "us", "x.d", "rejects", f"o{i}") for i in range(1, n)]
    return ledger(issues(x=choice(names)), [*no, say("yes", "iran", "x.d", "asks", "o0")])


def options_of_one_value(n: int) -> str:
    names = [f"o{i}" for i in range(n)]
    return ledger(issues(x=choice(names)), both("x.d", f"[{', '.join(names)}]", "o1"))


def replacements_of_one_day(n: int) -> str:
    said = [say(f"s{i}", "us", "x.d", "asks", "ab"[i % 2], replaces=f"[s{i - 1}]" if i else "") for i in range(n)]
    return ledger(issues(x=TWO), [*said, say("i", "iran", "x.d", "asks", "a")])


def replacements_day_by_day(n: int) -> str:
    said = [
        say(f"s{i}", "us", "x.d", "asks", "ab"[i % 2], f"{1900 + i // 300}-0{1 + i // 28 % 9}-{1 + i % 28:02}",
            replaces=f"[s{i - 1}]" if i else "")
        for i in range(n)
    ]  # fmt: skip
    return ledger(issues(x=TWO), [*said, say("i", "iran", "x.d", "asks", "a")])


def asks_that_replace_what_is_replaced(n: int) -> str:
    """Links of reports that name nobody, which a lens takes away, and as many asks that replace the last of them."""
    ids = [f"r{i}" for i in range(isqrt(2 * n))]
    old = [say(r, "us", "x.d", "asks", "a", replaces=f"[{', '.join(ids[:i])}]" if i else "") for i, r in enumerate(ids)]
    unnamed = [line.replace("attribution: named", "attribution: unnamed") for line in old]
    new = [say(f"s{i}", "us", "x.d", "asks", "a", "2026-02-02", replaces=f"[{ids[-1]}]") for i in range(n)]
    return ledger(issues(x=TWO), [*unnamed, *new, say("i", "iran", "x.d", "asks", "b")])


def equal_asks(n: int) -> str:
    said = [say(f"s{i}", "us", "x.d", "asks", "a") for i in range(n)]
    return ledger(issues(x=TWO), [*said, say("i", "iran", "x.d", "asks", "b")])


def offers_that_dispute_one(n: int) -> str:
    said = [say(f"s{i}", "us", "x.d", "accepts", str(i % 50), disputes="[first]") for i in range(n)]
    first = say("first", "us", "x.d", "asks", "1")
    return ledger(issues(x=number(0, 100)), [first, *said, say("i", "iran", "x.d", "asks", "99")])


def offers_that_dispute_the_one_before(n: int) -> str:
    """Each offer is left out in a reading of its own: the position grows by the square, and has a budget."""
    said = [say(f"s{i}", "us", "x.d", "accepts", str(i), disputes=f"[s{i - 1}]" if i else "") for i in range(n)]
    return ledger(issues(x=number(0, 10**6)), [*said, say("i", "iran", "x.d", "asks", "99")])


def others_that_dispute_one(n: int) -> str:
    said = [say(f"s{i}", "iran", "x.d", "accepts", str(i % 50), disputes="[first]") for i in range(n)]
    return ledger(issues(x=number(0, 100)), [say("first", "us", "x.d", "asks", "1"), *said])


def issues_with_a_dispute_each(n: int) -> str:
    names = [f"x{i}" for i in range(n)]
    said = [
        line
        for x in names
        for line in (*both(f"{x}.d", "a", "b"), say(f"{x}-other", "us", f"{x}.d", "asks", "b", disputes=f"[us-{x}-d]"))
    ]
    return ledger(issues(**dict.fromkeys(names, TWO)), said)


def issues_of_one_gap(n: int) -> str:
    names = [f"x{i}" for i in range(n)]
    return ledger(issues(**dict.fromkeys(names, TWO)), [line for x in names for line in both(f"{x}.d", "a", "b")])


def issues_of_many_gaps(n: int) -> str:
    names = {f"x{i}": number(0, n) for i in range(n)}
    said = [line for i, x in enumerate(names) for line in both(f"{x}.d", "0", str(i))]
    return ledger(issues(**names), said)


def one_sided_questions(n: int) -> str:
    names = [f"x{i}" for i in range(n)]
    return ledger(issues(**dict.fromkeys(names, TWO)), [say("us-one", "us", "x0.d", "asks", "a")])


def questions_of_one_issue(n: int) -> str:
    names = ", ".join(f"d{i}: {TWO}" for i in range(n))
    said = [line for i in range(n) for line in both(f"x.d{i}", "a", "b")]
    return ledger(f"issues:\n  x: {{name: X, dimensions: {{{names}}}}}\n", said)


def unused_cards(n: int) -> str:
    return ledger(issues(x=TWO), both("x.d", "a", "b"), cards=cards(["daily", *(f"c{i}" for i in range(n))]))


def cards_used_once(n: int) -> str:
    names = [f"c{i}" for i in range(n)]
    said = [say(f"s{i}", "us", "x.d", "asks", "a", source=c) for i, c in enumerate(names)]
    return ledger(issues(x=TWO), [*said, *both("x.d", "a", "b")], cards=cards(["daily", *names]))


def cards_of_silences(n: int) -> str:
    """The loss of any of them might make its party known: each is a reading of all the others."""
    names = [f"c{i}" for i in range(n)]
    said = [say(f"s{i}", "us", "x.d", "silent", source=c) for i, c in enumerate(names)]
    return ledger(issues(x=TWO), [*said, say("i", "iran", "x.d", "asks", "a")], cards=cards(["daily", *names]))


def chain_of_conditions(n: int) -> str:
    names = [f"x{i}" for i in range(n)]
    said = [
        line
        for i, x in enumerate(names)
        for line in (
            say(f"a{i}", "us" if i % 2 else "iran", f"{x}.d", "accepts", "a", **{
                "if": f"[{{party: {'iran' if i % 2 else 'us'}, about: x{i + 1}.d, is: a}}]" if i + 1 < n else ""
            }),
        )
    ]  # fmt: skip
    return ledger(issues(**dict.fromkeys(names, TWO)), said)


def chain_beside_a_loop(n: int) -> str:
    """A chain whose last condition is not met, so that all of it is dropped, one after the other."""
    said = [
        say(f"a{i}", p, f"x{i}.d", "accepts", "a", **{"if": f"[{{party: {q}, about: x{i + 1}.d, is: a}}]"})
        for i, (p, q) in zip(range(n), [("us", "iran"), ("iran", "us")] * n)
    ]
    said += [
        say("l", "us", "l.d", "accepts", "a", **{"if": "[{party: iran, about: k.d, is: a}]"}),
        say("k", "iran", "k.d", "accepts", "a", **{"if": "[{party: us, about: l.d, is: a}]"}),
    ]
    return ledger(issues(**dict.fromkeys([*(f"x{i}" for i in range(n + 1)), "l", "k"], TWO)), said)


def conditions_on_one(n: int) -> str:
    said = [say(f"s{i}", "us", "x.d", "accepts", "a", **{"if": "[{party: iran, about: y.d, is: a}]"}) for i in range(n)]
    return ledger(issues(x=TWO, y=TWO), [*said, say("i", "iran", "y.d", "asks", "b")])


def conditions_that_one_may_meet(n: int) -> str:
    said = [say(f"s{i}", "us", "x.d", "accepts", "a", **{"if": "[{party: iran, about: y.d, is: a}]"}) for i in range(n)]
    met = [say(f"t{i}", "iran", "y.d", "accepts", "a") for i in range(n)]
    return ledger(issues(x=TWO, y=TWO), [*said, *met])


def conditions_on_each_other(n: int) -> str:
    """Two positions, of each of which all offers wait for the other."""
    sides = (("us", "x.d", "iran", "y.d"), ("iran", "y.d", "us", "x.d"))
    said = [
        say(f"{a}{i}", a, about, "accepts", str(i), **{"if": f"[{{party: {b}, about: {other}, at_least: {n}}}]"})
        for a, about, b, other in sides
        for i in range(n)
    ]
    return ledger(issues(x=number(0, 10**6), y=number(0, 10**6)), said)


def conditions_of_one_offer(n: int) -> str:
    waits = ", ".join(f"{{party: iran, about: y.d, at_least: {i}}}" for i in range(n))
    said = [say("s", "us", "x.d", "accepts", "a", **{"if": f"[{waits}]"}), say("i", "iran", "y.d", "asks", "1")]
    return ledger(issues(x=TWO, y=number(0, 1000000)), said)


def proposals(n: int) -> str:
    each = "".join(f"  p{i}: {{name: P{i}, statements: [us-x-d]}}\n" for i in range(n))
    return ledger(issues(x=TWO), both("x.d", "a", "b"), more="proposals:\n" + each)


def proposals_of_many_terms(n: int) -> str:
    names = [f"x{i}" for i in range(n)]
    said = [line for x in names for line in both(f"{x}.d", "a", "b")]
    more = f"proposals:\n  p: {{name: P, statements: [{', '.join(f'us-{x}-d' for x in names)}]}}\n"
    return ledger(issues(**dict.fromkeys(names, TWO)), said, more=more)


def mediators(n: int) -> str:
    names = [f"m{i}" for i in range(n)]
    head = parties() + "".join(f"  {m}: {{name: M, role: mediator}}\n" for m in names)
    said = [say(f"s-{m}", m, "x.d", "asks", "a") for m in names]
    return ledger(issues(x=TWO), [*both("x.d", "a", "b"), *said], parties=head)


def members_of_a_group(n: int) -> str:
    names = [f"m{i}" for i in range(n)]
    listed = ", ".join(names)
    head = parties() + "".join(f"  {m}: {{name: M, role: stakeholder}}\n" for m in names)
    head += f"  club: {{name: Club, role: mediator, members: [{listed}], speaks_for: [{listed}]}}\n"
    return ledger(issues(x=TWO), [*both("x.d", "a", "b"), say("c", "club", "x.d", "asks", "a")], parties=head)


def speak_for_each_other(groups: Mapping[str, Iterable[str]], speaker: str) -> str:
    """Groups that speak for parties and for each other, of which one says something."""
    head = parties()
    for group, members in groups.items():
        listed = f"[{', '.join(members)}]"
        head += f"  {group}: {{name: Group {group}, role: mediator, members: {listed}, speaks_for: {listed}}}\n"
    return ledger(
        issues(x=TWO), [say("u", "us", "x.d", "asks", "a"), say("g", speaker, "x.d", "accepts", "a")], parties=head
    )


def chain_of_groups(n: int) -> str:
    return speak_for_each_other({f"g{i}": [f"g{i - 1}" if i else "iran"] for i in range(n)}, f"g{n - 1}")


def circle_of_groups(n: int) -> str:
    """All of which speak for all others and for a party, and say nothing: there are n! ways through them."""
    names = [f"g{i}" for i in range(n)]
    return speak_for_each_other({g: ["iran", *(o for o in names if o != g)] for g in names}, "us")


def parties_of_one_statement(n: int) -> str:
    names = [f"m{i}" for i in range(n)]
    head = parties() + "".join(f"  {m}: {{name: M, role: stakeholder}}\n" for m in names)
    said = [*both("x.d", "a", "b"), say("all", f"[{', '.join(names)}]", "x.d", "asks", "a")]
    return ledger(issues(x=TWO), said, parties=head)


def languages_of_a_text(n: int) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz"
    codes = [a + b + c for a in letters for b in letters for c in letters][:n]
    texts = ", ".join(f"{code}: text" for code in codes)
    return ledger(issues(x=TWO), [*both("x.d", "a", "b"), say("t", "us", "x.d", "silent", note=f"{{{texts}}}")])


def silences(n: int) -> str:
    said = [say(f"s{i}", "us", "x", "silent", said=f"2026-01-{1 + i % 28:02}") for i in range(n)]
    return ledger(issues(x=TWO), [*said, *both("x.d", "a", "b")])


def red_lines(n: int) -> str:
    said = [say(f"s{i}", "us", "x.d", "rejects", f'"> {i}"') for i in range(n)]
    return ledger(issues(x=number(-5, 2 * n)), [*said, say("i", "iran", "x.d", "asks", str(n))])


def agreements(n: int) -> str:
    said = [say(f"s{i}", "[us, iran]", "x.d", "agrees", "ab"[i % 2], f"2025-{1 + i // 28 % 12:02}-{1 + i % 28:02}")
            for i in range(n)]  # fmt: skip
    return ledger(issues(x=TWO), said)


def outlets_that_relay(n: int) -> str:
    piece = "source: daily, at: [0, 4], quote: abcd, attribution: named, teller: own"
    via = [f"{{{piece}, via: Wire {i}}}" for i in range(n)]
    text = say("us-many", "us", "x.d", "asks", "a").partition("evidence: ")[0] + f"evidence: [{', '.join(via)}]}}\n"
    return ledger(issues(x=TWO), [text, say("i", "iran", "x.d", "asks", "b")])


def cards_beside_a_speaker(n: int) -> str:
    """Each card is used once, and a group speaks for one party."""
    names = [f"c{i}" for i in range(n)]
    head = parties() + "  club: {name: Club, role: mediator, members: [iran], speaks_for: [iran]}\n"
    said = [say(f"s{i}", "us", "x.d", "asks", "a", source=c) for i, c in enumerate(names)]
    said.append(say("c", "club", "x.d", "asks", "b"))
    return ledger(issues(x=TWO), said, parties=head, cards=cards(["daily", *names]))


# --- as long as their links: of each statement a list of them ----------------------------------------


def groups_of_groups(n: int) -> str:
    """Each speaks for all before it: there are 2 to the power of their number ways from the last to the first."""
    names = [f"g{i}" for i in range(isqrt(2 * n))]
    return speak_for_each_other({g: ["iran", *names[:i]] for i, g in enumerate(names)}, names[-1])


def asks_beside_each_other(n: int) -> str:
    ids = [f"s{i}" for i in range(isqrt(2 * n))]
    said = [say(s, "us", "x.d", "asks", str(i), beside=f"[{', '.join(ids[:i])}]") for i, s in enumerate(ids)]
    return ledger(issues(x=number(0, 10**6)), [*said, say("i", "iran", "x.d", "asks", "3")])


def reports_that_dispute_each_other(n: int) -> str:
    count = isqrt(n)
    against = f"[{', '.join(f't{i}' for i in range(count))}]"
    said = [say(f"s{i}", "us", "x.d", "asks", "a", disputes=against) for i in range(count)]
    said += [say(f"t{i}", "us", "x.d", "asks", "b") for i in range(count)]
    return ledger(issues(x=TWO), [*said, say("i", "iran", "x.d", "asks", "a")])


def offers_that_dispute_each_other(n: int) -> str:
    count = isqrt(n)
    against = f"[{', '.join(f't{i}' for i in range(count))}]"
    said = [say(f"s{i}", "us", "x.d", "accepts", str(i), disputes=against) for i in range(count)]
    said += [say(f"t{i}", "iran", "x.d", "accepts", str(1000 + i)) for i in range(count)]
    return ledger(issues(x=number(0, 10**6)), said)


def groups_that_offer(n: int) -> str:
    """For each of the two a group speaks, which offers many values."""
    head = parties() + "".join(
        f"  {g}: {{name: {g.title()}, role: stakeholder, members: [{p}], speaks_for: [{p}]}}\n"
        for g, p in (("west", "us"), ("east", "iran"))
    )
    count = n // 2
    said = [say(f"w{i}", "west", "x.d", "accepts", str(i)) for i in range(count)]
    said += [say(f"e{i}", "east", "x.d", "accepts", str(10**6 - i)) for i in range(count)]
    return ledger(issues(x=number(0, 10**6)), said, parties=head)


def proposals_of_all_terms(n: int) -> str:
    names = [f"x{i}" for i in range(isqrt(n))]
    said = [line for x in names for line in both(f"{x}.d", "a", "b")]
    terms = ", ".join(f"us-{x}-d" for x in names)
    each = "".join(f"  p{i}: {{name: P{i}, statements: [{terms}]}}\n" for i in range(len(names)))
    return ledger(issues(**dict.fromkeys(names, TWO)), said, more="proposals:\n" + each)


# --- in two things at once, each of which is as large as the root of the size ------------------------


def groups_for_all(n: int) -> str:
    """Groups of all parties, each of which speaks for all of them on some question of its own."""
    count = isqrt(n)
    names, listed = [f"x{i}" for i in range(count)], ", ".join(f"m{i}" for i in range(count))
    head = parties() + "".join(f"  m{i}: {{name: M{i}, role: stakeholder}}\n" for i in range(count))
    for i in range(count):
        head += f"  g{i}: {{name: G{i}, role: mediator, members: [{listed}], speaks_for: [{listed}]}}\n"
    said = [say(f"s{i}", f"g{i}", f"{x}.d", "asks", "ab"[i % 2]) for i, x in enumerate(names)]
    return ledger(issues(**dict.fromkeys(names, TWO)), said, parties=head)


def groups_that_say_the_same(n: int) -> str:
    """Each of them speaks for all parties on the one question."""
    count = isqrt(n)
    listed = ", ".join(f"m{i}" for i in range(count))
    head = parties() + "".join(f"  m{i}: {{name: M{i}, role: stakeholder}}\n" for i in range(count))
    for i in range(count):
        head += f"  g{i}: {{name: G{i}, role: mediator, members: [{listed}], speaks_for: [{listed}]}}\n"
    return ledger(issues(x=TWO), [say(f"s{i}", f"g{i}", "x.d", "asks", "a") for i in range(count)], parties=head)


def parties_on_every_question(n: int) -> str:
    """Each holds something else, of those next to it."""
    count = isqrt(n)
    head = parties() + "".join(f"  m{i}: {{name: M{i}, role: stakeholder}}\n" for i in range(count))
    names = [f"x{j}" for j in range(count)]
    said = [say(f"s{i}-{j}", f"m{i}", f"{x}.d", "asks", str(i * j)) for i in range(count) for j, x in enumerate(names)]
    return ledger(issues(**dict.fromkeys(names, number(0, max(1, n)))), said, parties=head)


def conditions_among_all(n: int) -> str:
    """Each party offers something on each issue, if each other party gives something on each."""
    count = isqrt(isqrt(n))
    head = parties() + "".join(f"  m{i}: {{name: M{i}, role: stakeholder}}\n" for i in range(count))
    names = [f"x{j}" for j in range(count)]
    said = []
    for i in range(count):
        waits = ", ".join(f"{{party: m{k}, about: {x}.d, is: a}}" for k in range(count) if k != i for x in names)
        for x in names:
            said.append(say(f"a{i}-{x}", f"m{i}", f"{x}.d", "accepts", "a", **({"if": f"[{waits}]"} if waits else {})))
            said.append(say(f"b{i}-{x}", f"m{i}", f"{x}.d", "asks", "b"))
    return ledger(issues(**dict.fromkeys(names, TWO)), said, parties=head)


def proposals_of_some_terms(n: int) -> str:
    """Two hundred and fifty of them, of as many terms as their number allows."""
    many = isqrt(5 * n // 2)
    terms = max(1, n // max(1, many))
    names = [f"x{i}" for i in range(terms)]
    said = [line for x in names for line in both(f"{x}.d", "a", "b")]
    listed = ", ".join(f"us-{x}-d" for x in names)
    each = "".join(f"  p{i}: {{name: P{i}, statements: [{listed}]}}\n" for i in range(many))
    return ledger(issues(**dict.fromkeys(names, TWO)), said, more="proposals:\n" + each)


def moves_of_many_parties(n: int) -> str:
    """Each party moves again and again."""
    count = isqrt(n)
    head = parties() + "".join(f"  m{i}: {{name: M{i}, role: stakeholder}}\n" for i in range(count))
    said = [
        say(f"s{i}-{j}", f"m{i}", "x.d", "asks", str(i + j), f"{2000 + j // 300}-0{1 + j // 28 % 9}-{1 + j % 28:02}",
            replaces=f"[s{i}-{j - 1}]" if j else "")
        for i in range(count)
        for j in range(count)
    ]  # fmt: skip
    return ledger(issues(x=number(0, max(1, n))), said, parties=head)


def parties_that_rule_out(n: int) -> str:
    """What half of the parties ask for, the other half rejects, in several values each."""
    count = isqrt(n)
    head = parties() + "".join(f"  m{i}: {{name: M{i}, role: stakeholder}}\n" for i in range(count))
    said = [
        say(f"s{i}-{j}", f"m{i}", "x.d", *(("asks", f"[0, {j + 1}]") if i % 2 else ("rejects", f'"> {j}"')))
        for i in range(count)
        for j in range(count // 4 + 1)
    ]
    return ledger(issues(x=number(0, max(1, n))), said, parties=head)


# --- in files beside them ------------------------------------------------------------------------------

TABLE = """\
tables:
  votes:
    file: votes.csv
    card: daily
    shape: long
    party: {{id: state, role: principal}}
    question: {{id: question}}
    value:
      column: vote
      {scale}
      why: W
    said: {{column: date}}
"""


GRADED = "scale: graded\n      options: {yes: y, some: s, no: n}"
NUMBER = "scale: number\n      range: [0, 1000000]\n      unit: u\n      poles: [one end, the other]"


def table(rows: Iterable[tuple[str, str, str, str]], scale: str = GRADED, text: str = "") -> Mapping[str, str]:
    """A ledger of one table: of each row the party, the question, the vote and the day; or any other `text`."""
    text = text or "state,question,vote,date\n" + "".join(",".join(row) + "\n" for row in rows)
    card = CARD.format(id="daily", sha=sha256(text.encode()).hexdigest()).replace("10000", str(len(text)))
    return {"positions.yaml": HEAD + "sources:\n" + card + TABLE.format(scale=scale), "votes.csv": text}


def vote(parties: int, questions: int) -> Mapping[str, str]:
    """The votes of some parties on some questions."""
    return table(
        (f"m{i}", f"q{j}", ("yes", "some", "no")[i * j % 3], "2026-01-20")
        for i in range(max(2, parties))
        for j in range(max(1, questions))
    )


def votes(n: int) -> Mapping[str, str]:
    """Twice as many parties as questions."""
    return vote(2 * isqrt(n // 2), isqrt(n // 2))


def votes_on_few_questions(n: int) -> Mapping[str, str]:
    return vote(n // 3, 3)


def votes_of_few_parties(n: int) -> Mapping[str, str]:
    return vote(3, n // 3)


def numbers_in_a_table(n: int) -> Mapping[str, str]:
    """As many parties as questions, each with a number of its own."""
    count = max(2, isqrt(n))
    rows = ((f"m{i}", f"q{j}", str(i * count + j), "2026-01-20") for i in range(count) for j in range(count))
    return table(rows, NUMBER)


def votes_in_columns(n: int) -> Mapping[str, str]:
    """Two parties, and a column for each question."""
    rows = [["state", *(f"q{j}" for j in range(n))], ["m0", *["yes"] * n], ["m1", *["no"] * n]]
    files = dict(table((), text="".join(",".join(row) + "\n" for row in rows)))
    head, _, _ = files["positions.yaml"].partition("    shape: long")
    files["positions.yaml"] = (
        f"{head}    shape: parties\n    party: {{id: state, role: principal}}\n    said: 2026-01-20\n"
        f"    value:\n      {GRADED}\n      why: W\n"
    )
    return files


def votes_that_change(n: int) -> Mapping[str, str]:
    """Each of ten parties votes on each of ten questions, again and again."""
    rows = (
        (f"m{i % 10}", f"q{i // 10 % 10}", ("yes", "some", "no")[i // 100 % 3],
         f"{2000 + i // 100 // 300}-0{1 + i // 100 // 28 % 9}-{1 + i // 100 % 28:02}")
        for i in range(n)
    )  # fmt: skip
    return table(rows)


# --- with mistakes or warnings, for `check` alone ----------------------------------------------------


def scalars_before_a_comment(n: int) -> str:
    return "title: [" + ", ".join("a" for _ in range(n)) + "] #x\n"


def wrong_options(n: int) -> str:
    said = [say(f"s{i}", "us", "x.d", "asks", f"wrong{i}") for i in range(n)]
    return ledger(issues(x=choice([f"o{i}" for i in range(n)])), said)


def unknown_parties(n: int) -> str:
    said = [say(f"s{i}", f"nobody{i}", "x.d", "asks", "a") for i in range(n)]
    return ledger(issues(x=TWO), said, parties=parties(["us", "iran", *(f"m{i}" for i in range(n))]))


def unlinked_asks(n: int) -> str:
    return ledger(issues(x=number(0, 10**6)), [say(f"s{i}", "us", "x.d", "asks", str(i)) for i in range(n)])


def ids_given_twice(n: int) -> str:
    return ledger(issues(x=TWO), [say("same", "us", "x.d", "asks", "a") for _ in range(n)])


def links_to_one(n: int) -> str:
    links = ", ".join("one" for _ in range(n))
    return ledger(issues(x=TWO), [*both("x.d", "a", "b"), say("s", "us", "x.d", "silent", disputes=f"[{links}]")])


def circle_of_replaces(n: int) -> str:
    return ledger(
        issues(x=TWO), [say(f"s{i}", "us", "x.d", "asks", "a", replaces=f"[s{(i + 1) % n}]") for i in range(n)]
    )


def keys_given_twice(n: int) -> str:
    return HEAD + "".join("title: A\n" for _ in range(n))


def blanks_in_a_number(n: int) -> str:
    return ledger(issues(x=number(0, 100)), [say("s", "us", "x.d", "asks", f'"60{" " * n}%"')])


def marks_in_a_number(n: int) -> str:
    return ledger(issues(x=number(0, 100)), [say("s", "us", "x.d", "asks", '"6' + "\u0301" * min(n, 9000) + '"')])


def conflicts(n: int) -> str:
    return HEAD + "<<<<<<< a\n=======\n>>>>>>> b\n" * n


def odd_ids(n: int) -> str:
    return ledger(issues(x=TWO), [say(f"s{i}\u00a0", "us", "x.d", "asks", "a") for i in range(n)])


def vague_agreements(n: int) -> str:
    said = [say(f"s{i}", "us", "x.d", "agrees", str(i), "2026-01") for i in range(n)]
    return ledger(issues(x=number(0, 10**6)), said)


Grow = Callable[[int], str]
SOUND: Mapping[str, Grow] = {
    f.__name__: f
    for f in (
        options_of_a_choice, options_of_which_one_is_rejected, options_that_are_all_rejected, options_of_one_value,
        replacements_of_one_day, replacements_day_by_day, equal_asks, offers_that_dispute_one, others_that_dispute_one,
        issues_with_a_dispute_each, issues_of_one_gap, issues_of_many_gaps, one_sided_questions, questions_of_one_issue,
        unused_cards, cards_used_once, chain_of_conditions, chain_beside_a_loop, conditions_on_one,
        conditions_that_one_may_meet,
        conditions_on_each_other, conditions_of_one_offer, proposals, proposals_of_many_terms, mediators,
        members_of_a_group,
        parties_of_one_statement, languages_of_a_text, silences, red_lines, agreements, outlets_that_relay,
        cards_beside_a_speaker, cards_of_silences,
    )
}  # fmt: skip
"""Those without a mistake, by their names."""
LINKED: Mapping[str, Grow] = {
    f.__name__: f
    for f in (
        asks_beside_each_other, reports_that_dispute_each_other, offers_that_dispute_each_other, groups_that_offer,
        proposals_of_all_terms,
        groups_of_groups,
    )
}  # fmt: skip
"""Those without a mistake that have so many links."""
BROKEN: Mapping[str, Grow] = {
    f.__name__: f
    for f in (
        scalars_before_a_comment, wrong_options, unknown_parties, unlinked_asks, ids_given_twice, links_to_one,
        circle_of_replaces, keys_given_twice, blanks_in_a_number, marks_in_a_number, conflicts, odd_ids,
        vague_agreements,
    )
}  # fmt: skip
"""Those with mistakes, or with a warning for each."""
SQUARE: Mapping[str, Grow] = {
    f.__name__: f
    for f in (
        groups_for_all, groups_that_say_the_same, parties_on_every_question, conditions_among_all,
        proposals_of_some_terms, moves_of_many_parties, parties_that_rule_out,
    )
}  # fmt: skip
"""Those that grow in two things, so that a budget is what bounds their answers."""
BESIDE: Mapping[str, Callable[[int], Mapping[str, str]]] = {
    f.__name__: f
    for f in (
        votes,
        votes_on_few_questions,
        votes_of_few_parties,
        votes_in_columns,
        numbers_in_a_table,
        votes_that_change,
    )
}
"""Those of a table beside them: of each file its text."""
