"""Random ledgers that obey the rules of the format, for comparing the tool with the oracle.

The rules for pairs of statements are kept on the safe side: where two readings of a rule are
possible, a ledger obeys both. So a pair of asks is linked where it has no place in common or no
number in common, an `agrees` being an ask, and nobody asks for, offers, agrees to or has on the table
(`off-agenda`) anything that touches what it rejects, both live on a day, in words or deeds, linked or
not. A statement of several parties is held to it for each of them.

Left out, since the rules do not say whether they may be: groups in groups, an `agrees` in deeds, one
that also names what it replaces, and a refusal of what a statement does not place (on an issue).
"""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

import yaml

AS_OF = date(2026, 2, 10)
FIRST = date(2026, 1, 1)
WORDS = ["asked", "offered", "refused", "limits", "talks", "halt", "visits", "guard", "step", "more"]
VIAS = [
    "Reuters",
    "REUTERS",
    " reuters",
    "Ｒeuters",
    "Axios",
    {"en": "Fars", "fa": "فارس"},
    {"fa": "  فارس"},
    "Fars  News",
    "fars news",
    "Outlet 1",
    "OUTLET 1",
]
OUTLETS = ["Herald", "Herald", "HERALD", "The  Herald", {"ar": "ه", "en": "The Herald"}, "Outlet 1", "Fars", "Gazette"]
"""Some of them are one outlet: white space, case and form do not count, and a text has every name of its outlet."""
RANGES = [("60", "0"), ("0", "100"), ("-10", "10"), ("0", "3.67"), ("5", "20"), ("1", "-1.5")]
SIGNS = ["<", "<=", ">", ">="]
PARTIES = ["alpha", "beta", "gamma", "delta", "epsilon"]
GROUPS = ["union", "league"]
OPTIONS = ["none", "no", "some", "half", "most", "all-of-it", "7-years"]

Raw = str | list[str]
Scale = dict[str, Any]
Interval = tuple[float, float]
Copy = tuple[str, str]
"""The id of a statement, and one of its parties."""


@dataclass
class Said:
    """A statement in the making, with the day it counts from."""

    item: dict[str, Any]
    day: date
    replaces: list[Said] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return str(self.item["id"])

    @property
    def words(self) -> bool:
        return bool(self.item.get("basis", "words") == "words")

    @property
    def about(self) -> str:
        return str(self.item["about"])

    @property
    def parties(self) -> list[str]:
        party = self.item["party"]
        return party if isinstance(party, list) else [party]

    def shares(self, other: Said) -> list[str]:
        """The parties that both are statements of."""
        return [party for party in self.parties if party in other.parties]


class Past:
    """What is replaced, and from which day on: by name or by an `agrees`, through any chain."""

    def __init__(self, everyone: list[Said]) -> None:
        self.gone: list[tuple[date, set[Copy]]] = []
        for new in everyone:
            for party in new.parties:
                found: set[Copy] = set()
                todo = [new]
                while todo:
                    olds = [old for old in self.named(todo.pop(), party, everyone) if (old.id, party) not in found]
                    found |= {(old.id, party) for old in olds}
                    todo += olds
                self.gone.append((new.day, found))

    @staticmethod
    def named(new: Said, party: str, everyone: list[Said]) -> list[Said]:
        """What a statement replaces by itself, of one of its parties."""
        olds = [old for old in new.replaces if party in old.parties]
        if new.item["stance"] == "agrees":
            olds += [old for old in everyone if party in old.parties and old.about == new.about and old.day < new.day]
        return olds

    def both_live(self, x: Said, y: Said) -> list[str]:
        """The parties of which both are live on one day."""
        day = max(x.day, y.day)
        gone = set[Copy]().union(*(copies for since, copies in self.gone if since <= day))
        return [party for party in x.shares(y) if (x.id, party) not in gone and (y.id, party) not in gone]


class Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Never writes an anchor."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def sentence(rng: Random, low: int = 2, high: int = 6) -> str:
    """A few plain words."""
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(low, high)))


def chance(rng: Random, probability: float) -> bool:
    """True with a probability."""
    return rng.random() < probability


# --- parties, issues, sources --------------------------------------------------------------------


def shares(rng: Random, count: int) -> list[int]:
    """Shares above 0 that add up to 100."""
    cuts = sorted(rng.sample(range(1, 100), count - 1))
    return [high - low for low, high in zip([0, *cuts], [*cuts, 100], strict=True)]


def number(rng: Random, ends: tuple[str, str]) -> str:
    """A number within a range, often one of its round ones or an end."""
    low, high = sorted(float(end) for end in ends)
    if chance(rng, 0.15):
        return rng.choice(ends)
    value = low + (high - low) * rng.randint(0, 8) / 8
    return f"{min(max(round(value, 1), low), high):g}"


def options(rng: Random, *, graded: bool) -> dict[str, Any]:
    """Options in order; inner ones of a graded scale may have a place of their own."""
    names = rng.sample(OPTIONS, rng.randint(2, 6 if graded else 4))
    result: dict[str, Any] = {name: f"{name} of it" for name in names}
    inner = names[1:-1] if graded else []
    placed = [name for name in inner if chance(rng, 0.3)]
    spots = sorted(rng.sample(range(10, 91), len(placed)))
    for name, spot in zip(placed, spots, strict=True):
        result[name] = {"name": f"{name} of it", "at": spot}
    return result


def dimension(rng: Random) -> dict[str, Any]:
    """A question on any of the three scales."""
    scale = rng.choice(["graded", "graded", "number", "choice"])
    result: dict[str, Any] = {"question": f"What of {sentence(rng, 1, 3)}?", "scale": scale}
    if scale != "choice":
        result["poles"] = ["the one end", "the other end"]
    today: str
    if scale == "number":
        ends = rng.choice(RANGES)
        result |= {"unit": "per cent", "range": list(ends)}
        today = number(rng, ends)
    else:
        result["options"] = options(rng, graded=scale == "graded")
        names = list(result["options"])
        today = names[0] if chance(rng, 0.5) else rng.choice(names)
    if chance(rng, 0.6):
        result["today"] = today
    result["why"] = "Made at random."
    return result


def issue(rng: Random, name: str) -> dict[str, Any]:
    """An issue with one to three questions."""
    result: dict[str, Any] = {"name": f"Issue {name}"}
    if chance(rng, 0.25):
        result["headline"] = rng.choice(["true", "false", "false"])
    if chance(rng, 0.4):
        result["weight"] = rng.choice(["1", "2", "3", "0.5", "1.25"])
    count = rng.randint(1, 3)
    result["dimensions"] = {f"q{index}": dimension(rng) for index in range(1, count + 1)}
    if chance(rng, 0.5):
        for one, share in zip(result["dimensions"].values(), shares(rng, count), strict=True):
            one["share"] = share
    return result


def parties(rng: Random, issues: list[str]) -> dict[str, Any]:
    """Two to five parties, at least two of them principals, in any order."""
    count = rng.randint(2, 5)
    roles = ["principal", "principal"]
    roles += [rng.choice(["principal", "mediator", "stakeholder"]) for _ in range(count - 2)]
    rng.shuffle(roles)
    result: dict[str, Any] = {}
    full = chance(rng, 0.4)
    names = rng.sample(PARTIES, count)
    for name, role in zip(names, roles, strict=True):
        result[name] = {"name": f"Party {name}", "role": role}
    for group in GROUPS[: rng.choice([0, 0, 1, 1, 2])]:
        spoken_for = rng.sample(names, rng.randint(1, count - 1))
        others = [name for name in names if name not in spoken_for]
        result[group] = {"name": f"The {group}", "role": rng.choice(["principal", "stakeholder"])}
        result[group] |= {"members": spoken_for + others[: rng.randint(0, 1)], "speaks_for": spoken_for}
    for party in result.values():
        rated = [one for one in issues if full or chance(rng, 0.3)]
        if rated:
            party["salience"] = {one: {"value": rng.randint(1, 100), "why": "Made at random."} for one in rated}
    order = list(result)
    rng.shuffle(order)
    return {name: result[name] for name in order}


def sources(rng: Random) -> dict[str, Any]:
    """One to five source cards, by id."""
    result = {}
    for index in range(1, rng.randint(1, 5) + 1):
        result[f"card-{index}"] = {
            "outlet": rng.choice(OUTLETS),
            "title": sentence(rng),
            "kind": rng.choice(["report", "live-blog", "analysis", "opinion", "preview"]),
            "language": "en",
            "published": f"2026-02-{index + 5:02}",
            "sha256": hashlib.sha256(str(index).encode()).hexdigest(),
            "characters": 5000,
            "file": f"00{index}.txt",
            "reliability": {"grade": rng.choice("ABCDEF"), "why": "Made at random."},
            "digest": sentence(rng),
        }
    return result


# --- statements ----------------------------------------------------------------------------------


def evidence(rng: Random, cards: list[str]) -> list[dict[str, Any]]:
    """One to three pieces of evidence."""
    pieces = []
    for _ in range(rng.choice([1, 1, 1, 2, 3])):
        quote = sentence(rng, 2, 8)
        start = rng.randint(0, 900)
        piece: dict[str, Any] = {
            "source": rng.choice(cards),
            "at": [start, start + len(quote)],
            "quote": quote,
            "attribution": rng.choice(["named", "unnamed", "unnamed", "document", "author"]),
            "teller": rng.choice(["own", "counterpart", "third-party", "author"]),
        }
        if chance(rng, 0.3):
            piece["via"] = rng.choice(VIAS)
        pieces.append(piece)
    return pieces


def said(rng: Random) -> tuple[str, date]:
    """A date as written, full or partial, and the day it counts from."""
    day = FIRST + timedelta(days=rng.randint(0, 39))
    if chance(rng, 0.04):
        day = AS_OF + timedelta(days=rng.randint(1, 15))
    kind = rng.random()
    if kind < 0.75:
        return day.isoformat(), day
    if kind < 0.85:
        return f"{day:%Y-%m}", day.replace(day=1)
    if kind < 0.9:
        year = rng.choice([2025, 2026])
        return str(year), date(year, 1, 1)
    if kind < 0.96:
        return f"< {day.isoformat()}", day - timedelta(days=1)
    return f"< {day:%Y-%m}", day.replace(day=1) - timedelta(days=1)


def value(rng: Random, scale: Scale) -> Raw:
    """A value that the scale can hold."""
    if scale["scale"] == "number":
        ends = scale["range"]
        if chance(rng, 0.25):
            return f"{rng.choice(SIGNS)} {number(rng, ends)}"
        low, high = sorted((number(rng, ends), number(rng, ends)), key=float)
        return [low, high] if chance(rng, 0.3) and float(low) < float(high) else low
    names: list[str] = list(scale["options"])
    if chance(rng, 0.7):
        return rng.choice(names)
    chosen = sorted(rng.sample(names, 2), key=names.index)
    if scale["scale"] == "choice" and len(names) > 2 and chance(rng, 0.3):
        return rng.sample(names, 3)
    return chosen


def condition(rng: Random, who: list[str], ledger: dict[str, Any]) -> str | dict[str, str]:
    """A condition in words, or on what another party holds."""
    if chance(rng, 0.3):
        return f"It stays {sentence(rng, 1, 3)}."
    name = rng.choice(list(ledger["issues"]))
    key, scale = rng.choice(list(ledger["issues"][name]["dimensions"].items()))
    other = rng.choice([one for one in ledger["parties"] if one not in who])
    result = {"party": other, "about": f"{name}.{key}"}
    if scale["scale"] == "number":
        which = rng.choice(["is", "at_least", "at_most"])
        return result | {which: number(rng, scale["range"])}
    names = list(scale["options"])
    if scale["scale"] == "graded" and "today" in scale and chance(rng, 0.7):
        return result | {"reaches": rng.choice([one for one in names if one != scale["today"]])}
    return result | {"is": rng.choice(names)}


def all_but_one(rng: Random, scale: Scale) -> Raw:
    """A refusal of all options but one; on a graded scale, of all but an end."""
    names: list[str] = list(scale["options"])
    if scale["scale"] == "choice":
        names.remove(rng.choice(names))
    else:
        names = names[1:] if chance(rng, 0.5) else names[:-1]
    if len(names) == 1:
        return names[0]
    return names if scale["scale"] == "choice" else [names[0], names[-1]]


def placed_on(rng: Random, stance: str, scale: Scale) -> Raw | None:
    """What a statement of a stance says on a scale, or nothing."""
    if stance == "rejects" and "options" in scale and chance(rng, 0.3):
        return all_but_one(rng, scale)
    if stance in ("rejects", "agrees") or (stance in ("asks", "accepts") and chance(rng, 0.85)):
        return value(rng, scale)
    return None


def speakers(rng: Random, names: list[str]) -> list[str]:
    """The parties of a statement: mostly one, and mostly among the first."""
    first = names[min(rng.randrange(len(names)), rng.randrange(len(names)))]
    if chance(rng, 0.85):
        return [first]
    others = [name for name in names if name != first]
    return [first, *rng.sample(others, rng.randint(1, min(2, len(others))))]


def statement(rng: Random, index: int, ledger: dict[str, Any]) -> Said:
    """One statement, without links."""
    who = speakers(rng, list(ledger["parties"]))
    party = who[0]
    name = rng.choice(list(ledger["issues"]))
    key, scale = rng.choice(list(ledger["issues"][name]["dimensions"].items()))
    when, day = said(rng)
    item: dict[str, Any] = {"id": f"{party}-{index}", "party": who if len(who) > 1 else party}
    stances = ["asks"] * 4 + ["accepts"] * 4 + ["rejects"] * 3 + ["agrees"] * 2 + ["off-agenda", "silent"]
    stance = rng.choice(stances)
    on_issue = 0.4 if stance in ("off-agenda", "silent") else 0.07
    if stance not in ("rejects", "agrees") and chance(rng, on_issue):
        item |= {"about": name, "stance": stance}
    else:
        item |= {"about": f"{name}.{key}", "stance": stance}
        raw = placed_on(rng, stance, scale)
        if raw is not None:
            item["value"] = raw
        if stance not in ("silent", "agrees") and chance(rng, 0.2):
            item["basis"] = "conduct"
        elif chance(rng, 0.1):
            item["basis"] = "words"
    item["said"] = when
    if chance(rng, 0.2):
        item["speaker"] = "A Speaker"
    item["text"] = f"Said {sentence(rng)}."
    if stance not in ("silent", "agrees") and chance(rng, 0.3) and len(who) < len(ledger["parties"]):
        which = "if" if stance in ("asks", "accepts") else "unless"
        item[which] = [condition(rng, who, ledger) for _ in range(rng.choice([1, 1, 2]))]
    item["evidence"] = evidence(rng, list(ledger["sources"]))
    if chance(rng, 0.1):
        item["note"] = "A note."
    return Said(item, day)


def refusals(rng: Random, everyone: list[Said], ledger: dict[str, Any]) -> list[Said]:
    """Some parties that say nothing else on a question leave one answer by what they reject."""
    made = []
    for name, one in ledger["issues"].items():
        for key, scale in one["dimensions"].items():
            spoken = {party for x in everyone if x.about in (name, f"{name}.{key}") for party in x.parties}
            quiet = [party for party in ledger["parties"] if party not in spoken]
            if "options" not in scale or not quiet or chance(rng, 0.5):
                continue
            party, (when, day) = rng.choice(quiet), said(rng)
            item = {"id": f"{party}-{name}-{key}", "party": party, "about": f"{name}.{key}", "stance": "rejects"}
            item |= {"value": all_but_one(rng, scale), "said": when, "text": f"Said {sentence(rng)}."}
            made.append(Said(item | {"evidence": evidence(rng, list(ledger["sources"]))}, day))
    return made


# --- what two statements have in common ----------------------------------------------------------


def parts(raw: Raw, scale: Scale, *, open_ended: bool) -> set[str] | Interval:
    """The options of a value, or the numbers (or indexes) from its low to its high end."""
    pieces = raw if isinstance(raw, list) else [raw]
    if scale["scale"] == "choice":
        return set(pieces)
    if scale["scale"] == "graded":
        names = list(scale["options"])
        places = [float(names.index(piece)) for piece in pieces]
        return min(places), max(places)
    ends = [float(end) for end in scale["range"]]
    found = []
    for piece in pieces:
        found.append(float(piece.lstrip("<>= ")))
        if open_ended and piece[0] in "<>":
            found.append(min(ends) if piece[0] == "<" else max(ends))
    return min(found), max(found)


def meeting(x: set[str] | Interval, y: set[str] | Interval) -> bool:
    """Whether two of them touch."""
    if isinstance(x, set) or isinstance(y, set):
        return bool(set(x) & set(y))
    return max(x[0], y[0]) <= min(x[1], y[1])


def strictly(raw: Raw, bound: float) -> bool:
    """Whether a value is one-sided and leaves out its own bound."""
    text = raw if isinstance(raw, str) else ""
    return text[:1] in ("<", ">") and "=" not in text and float(text.lstrip("<>= ")) == bound


def in_common(x: Raw, y: Raw, scale: Scale) -> bool:
    """Whether two asks share a place, and a number too."""
    wide_x, wide_y = parts(x, scale, open_ended=True), parts(y, scale, open_ended=True)
    narrow = meeting(parts(x, scale, open_ended=False), parts(y, scale, open_ended=False))
    if not (narrow and meeting(wide_x, wide_y)):
        return False
    if isinstance(wide_x, set) or isinstance(wide_y, set):
        return True
    low, high = max(wide_x[0], wide_y[0]), min(wide_x[1], wide_y[1])
    return low < high or not (strictly(x, low) or strictly(y, low))


def touching(x: Raw, y: Raw, scale: Scale) -> bool:
    """Whether two values touch in any reading."""
    return meeting(parts(x, scale, open_ended=True), parts(y, scale, open_ended=True))


# --- links ---------------------------------------------------------------------------------------


def may_replace(new: Said, old: Said) -> bool:
    """A party in common, not later, on the same dimension or in the issue that the new one is about."""
    if not new.shares(old) or old.day > new.day or new.item["stance"] == "agrees":
        return False
    return old.about == new.about or ("." not in new.about and old.about.startswith(f"{new.about}."))


def link_replaces(rng: Random, everyone: list[Said]) -> None:
    """Let some statements replace earlier ones; later in the list never before, so no circles."""
    for index, new in enumerate(everyone):
        olds = [old for old in everyone[:index] if may_replace(new, old)]
        if olds and chance(rng, 0.3):
            new.replaces = rng.sample(olds, min(len(olds), rng.choice([1, 1, 2])))


def held(one: Said, about: str, scale: Scale) -> Raw | None:
    """What a statement asks for, offers or agrees to on a dimension, or null."""
    found: Raw | None = None
    if one.item["stance"] == "off-agenda" and f"{about}.".startswith(f"{one.about}."):
        found = scale.get("today")
    if one.item["stance"] in ("asks", "accepts", "agrees") and one.about == about:
        found = one.item.get("value")
    return found


def contradicts(no: Said, everyone: list[Said], past: Past, scales: dict[str, Scale]) -> bool:
    """Whether a party asks for or offers what this statement of it rejects."""
    for other in everyone:
        have = held(other, no.about, scales[no.about])
        if have is None or other is no or not touching(have, no.item["value"], scales[no.about]):
            continue
        if past.both_live(no, other):
            return True
    return False


def drop_contradictions(everyone: list[Said], scales: dict[str, Scale]) -> list[Said]:
    """Leave out what is rejected and asked for by one party at once."""
    while True:
        past = Past(everyone)
        nos = [one for one in everyone if one.item["stance"] == "rejects"]
        wrong = next((one for one in nos if contradicts(one, everyone, past, scales)), None)
        if wrong is None:
            return everyone
        everyone = [one for one in everyone if one is not wrong]
        for one in everyone:
            one.replaces = [old for old in one.replaces if old is not wrong]


def link_asks(rng: Random, everyone: list[Said], scales: dict[str, Scale]) -> None:
    """Say how any two asks of one party without a common value relate; an `agrees` is one."""
    past = Past(everyone)
    asks = [one for one in everyone if one.item["stance"] in ("asks", "agrees") and "value" in one.item]
    for index, x in enumerate(asks):
        for y in asks[:index]:
            if x.about != y.about or in_common(x.item["value"], y.item["value"], scales[x.about]):
                continue
            if past.both_live(x, y) and (x.words == y.words or chance(rng, 0.3)):
                add_link(rng, x, y, rng.choice(["disputes", "beside"]))


def add_link(rng: Random, x: Said, y: Said, kind: str) -> None:
    """Write a link on one of the two, or now and then on both."""
    which = rng.random()
    if which < 0.6:
        x.links[y.id] = kind
    if which > 0.5:
        y.links[x.id] = kind


def linked(x: Said, y: Said, past: Past) -> bool:
    """Whether there is any link between two statements, or one replaces the other."""
    if x.id in y.links or y.id in x.links or x is y:
        return True
    one_way = {(old.id, new.id) for new in (x, y) for old in new.replaces}
    return bool(one_way & {(x.id, y.id), (y.id, x.id)}) or past.both_live(x, y) != x.shares(y)


def how_likely(x: Said, y: Said) -> float:
    """How often one report contradicts another: mostly of one party, on one question or its issue."""
    exact, near = x.about == y.about, x.about.split(".")[0] == y.about.split(".")[0]
    if x.shares(y):
        return 0.12 if exact else 0.06 if near else 0.015
    return 0.03 if exact else 0.015 if near else 0.005


def link_disputes(rng: Random, everyone: list[Said]) -> None:
    """Let some reports contradict each other, of any party, on any question."""
    past = Past(everyone)
    for index, x in enumerate(everyone):
        for y in everyone[:index]:
            if chance(rng, how_likely(x, y)) and not linked(x, y, past):
                add_link(rng, x, y, "disputes")


def finished(one: Said) -> dict[str, Any]:
    """The statement as it stands in the file, with its links."""
    item = dict(one.item)
    if one.replaces:
        item["replaces"] = [old.id for old in one.replaces]
    for kind in ("disputes", "beside"):
        ids = [other for other, which in one.links.items() if which == kind]
        if ids:
            item[kind] = ids
    return item


@cache
def random_ledger(seed: int) -> str:
    """The text of a valid ledger, the same for the same seed."""
    rng = Random(seed)
    names = [f"issue-{index}" for index in range(1, rng.randint(1, 4) + 1)]
    ledger: dict[str, Any] = {
        "format": 1,
        "language": "en",
        "title": f"Ledger {seed}",
        "as_of": AS_OF.isoformat(),
        "sources": sources(rng),
        "parties": parties(rng, names),
        "issues": {name: issue(rng, name) for name in names},
    }
    scales = {
        f"{name}.{key}": scale for name, one in ledger["issues"].items() for key, scale in one["dimensions"].items()
    }
    everyone = [statement(rng, index, ledger) for index in range(rng.randint(0, 40))]
    everyone += refusals(rng, everyone, ledger)
    everyone.sort(key=lambda one: one.day)
    link_replaces(rng, everyone)
    everyone = drop_contradictions(everyone, scales)
    link_asks(rng, everyone, scales)
    link_disputes(rng, everyone)
    for about, scale in scales.items():
        if len({party for one in everyone if one.about == about for party in one.parties}) < 2:
            scale["note"] = "Fewer than two parties speak on it."
    rng.shuffle(everyone)
    ledger["statements"] = [finished(one) for one in everyone]
    return yaml.dump(ledger, Dumper=Dumper, sort_keys=False, width=1000)


def random_data(seed: int) -> dict[str, Any]:
    """The same as data, with every scalar as text; a copy of its own."""
    made: dict[str, Any] = pickle.loads(_pickle_data(seed))
    return made


@cache
def _pickle_data(seed: int) -> bytes:
    return pickle.dumps(yaml.load(random_ledger(seed), getattr(yaml, "CBaseLoader", yaml.BaseLoader)))
