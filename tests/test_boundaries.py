"""Each rule at its boundaries: a table of small ledgers, one just inside a boundary and one just outside.

A line that a problem is reported at ends in a comment, `# id words`: the id of the problem and the words that it is
about, those under the caret of `gapcli check`. A warning is `# warning id words`, two problems are joined by ` ; `.
A line without such a comment has no problem.
"""

import re
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent, indent

import pytest
from conftest import complete
from shares import some

from gapcli import Loaded

ROOT = Path(__file__).resolve().parent.parent

# --- small ledgers ----------------------------------------------------------------------------------

FILLED = {
    "id": {
        "party": "us",
        "about": "x.line",
        "stance": "asks",
        "said": "2026-02-01",
        "text": "Said so.",
        "evidence": "[{source: daily, at: [0, 7], quote: a quote, attribution: named, teller: own}]",
    },
    "at": {"source": "daily", "attribution": "named", "teller": "own"},
    "scale": {"question": "What of it?", "why": "For a test.", "note": "For a test."},
    "kind": {
        "outlet": "An Outlet",
        "language": "en",
        "sha256": "0" * 64,
        "characters": "900",
        "reliability": "{grade: B, why: For a test.}",
        "digest": "For a test.",
    },
}
"""What is added to a mapping in braces, by its first key: to a statement, evidence, a dimension, a card."""

ISSUES = """
issues:
  x:
    name: An issue
    dimensions:
      line: {scale: graded, poles: [a, d], options: {a: a, b: b, c: c, d: d}, today: b}
      open: {scale: graded, poles: [a, d], options: {a: a, b: b}}
      number: {scale: number, poles: [a, d], unit: units, range: [0, 10]}
      down: {scale: number, poles: [a, d], unit: units, range: [10, 0]}
      choice: {scale: choice, options: {red: red, green: green, blue: blue}}
  y:
    name: Another issue
    dimensions:
      line: {scale: graded, poles: [a, d], options: {a: a, b: b}}
"""


def filled(line: str) -> str:
    """The line with the keys of FILLED that its mappings in braces do not give."""
    line, mark, problems = line.partition("  # ")
    for match in reversed(list(re.finditer(r"\{(id|at|scale|kind): ", line))):
        depth, own = 0, ""
        for end in range(match.start(), len(line)):
            depth += (line[end] in "{[") - (line[end] in "]}")
            own += line[end] if depth == 1 else ""
            if depth == 0:
                break
        given = re.findall(r"([a-z0-9]+): ", own)
        more = "".join(f", {key}: {value}" for key, value in FILLED[match[1]].items() if key not in given)
        line = line[:end] + more + line[end:]
    return line + mark + problems


def whole(text: str) -> str:
    """The text of a ledger made of what a case gives: statements alone, or keys of the file."""
    text = dedent(text).strip("\n")
    if text.startswith("- "):
        text = "statements:\n" + indent(text, "  ")
    if not re.search(r"^(statements|sources):", text, re.M):
        text = "sources: {}\n" + text
    if "issues:" not in text:
        text = ISSUES + text
    return complete("\n".join(map(filled, text.splitlines())))


def marked(text: str) -> list[tuple[int, str]]:
    """The problems that the comments of a text announce: the line, and the severity, id and words."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        _, mark, problems = line.partition("  # ")
        found += [(number, problem) for problem in problems.split(" ; ") if mark]
    return sorted(found)


def reported(loaded: Loaded) -> list[tuple[int, str]]:
    """The problems that reading found, in the form of `marked`."""
    found = []
    for p in loaded.problems:
        before, words = p.lines[-1][: p.span.column - 1], p.lines[-1][p.span.column - 1 : p.span.end_column - 1]
        if words in ("[", "{"):
            # Of a list or a mapping the caret shows where it begins, so the key before it says which one.
            words = f"{re.findall(r'([a-z]+):', before)[-1]} {words}"
        warning = "warning " if p.severity == "warning" else ""
        found.append((p.span.line, f"{warning}{p.id} {words}".rstrip()))
    return sorted(found)


def issue(*dimensions: str) -> str:
    """An issue of these dimensions, in the order given."""
    return "issues:\n  x:\n    name: An issue\n    dimensions:\n" + "".join(f"      {d}\n" for d in dimensions)


def shares(*given: str, **marks: str) -> str:
    """An issue whose dimensions `one`, `two` and so on have these shares, none where empty; `marks` by dimension."""
    dimensions = []
    for name, share in zip(("one", "two", "three"), given):
        more = f", share: {share}" if share else ""
        mark = f"  # {marks[name]}" if name in marks else ""
        dimensions.append(f"{name}: {{scale: choice, options: {{a: a, b: b}}{more}}}{mark}")
    return issue(*dimensions)


def cards(*lines: str) -> str:
    """Source cards, which one statement rests on: that named `daily`."""
    return "sources:\n" + "".join(f"  {line}\n" for line in lines) + "statements:\n  - {id: one, said: 2026-01-01}\n"


def said(day: str, words: str = "", as_of: str = "2026-02-10", **dates: str) -> str:
    """A statement of a day, in a file of the day `as_of`; `dates` are those of its source, `words` the problem."""
    card = "".join(f", {name}: {date}" for name, date in (dates or {"published": "2026-02-10"}).items())
    mark = f"  # warning future {words}" if words else ""
    return f"as_of: {as_of}\nsources:\n  daily: {{kind: report{card}}}\nstatements:\n  - {{id: one, said: {day}}}{mark}"


def weight(number: str, problem: str = "") -> str:
    """An issue of this weight."""
    text = issue("q: {scale: choice, options: {a: a, b: b}}")
    return f"{text}    weight: {number}" + (f"  # {problem}" if problem else "")


def salience(number: str, problem: str = "") -> str:
    """A party to which an issue matters so much."""
    text = f"us: {{name: US, role: principal, salience: {{x: {{value: {number}, why: For a test.}}}}}}"
    return f"parties:\n  {text}" + (f"  # {problem}" if problem else "")


def spoken(*both: str, **marks: str) -> str:
    """A ledger of ten texts, of which those named have a second language; `marks`: the problems, by the texts."""

    def say(name: str, before: str, after: str = "") -> str:
        text = "{en: Said, ar: قيل}" if name in both else "Said"
        return f"{before} {text}{after}" + (f"  # {marks[name]}" if name in marks else "")

    return "\n".join(
        (
            say("title", "title:"),
            "parties:",
            say("us", "  us: {name:", ", role: principal}"),
            say("iran", "  iran: {name:", ", role: principal}"),
            "issues:",
            "  x:",
            say("issue", "    name:"),
            say("of_issue", "    note:"),
            "    dimensions:",
            "      q:",
            "        scale: choice",
            say("question", "        question:"),
            say("why", "        why:"),
            say("note", "        note:"),
            "        options:",
            say("a", "          a: {name:", "}"),
            say("b", "          b: {name:", "}"),
        )
    )


ALL = ("title", "us", "iran", "issue", "of_issue", "question", "why", "note", "a", "b")


def quoted(language: str, gloss: str = "", problem: str = "") -> str:
    """A ledger in two languages, but for the gloss of a quote in some language; the problem is at one of the two."""
    both = "{en: Said, ar: قيل}"
    card = f"kind: report, published: 2026-02-01, language: {language}, outlet: {both}, digest: {both}"
    piece = f"at: [0, 7], quote: a quote{gloss and f', gloss: {gloss}'}"
    return (
        f"{spoken(*ALL)}\nsources:\n  daily: {{{card}, reliability: {{grade: B, why: {both}}}}}\nstatements:\n"
        f"  - {{id: one, about: x.q, value: a, text: {both}, evidence: [{{{piece}}}]}}"
    ) + (f"  # {problem}" if problem else "")


WORDS = " ".join(["word"] * 15)

# --- the table, rule by rule ------------------------------------------------------------------------


CASES: dict[str, dict[str, str]] = {
    # --- names
    "unknown-party": {
        "of a statement, known": "- {id: one, party: iran}",
        "of a statement": "- {id: one, party: irann}  # unknown-party irann",
        "of several": "- {id: one, party: [iran, us]}",
        "of several, one of them": "- {id: one, party: [iran, uss]}  # unknown-party uss",
        "of several, two of them": "- {id: one, party: [irann, us, uss]}  # unknown-party irann ; unknown-party uss",
        "of those that a group speaks for": """
            parties:
              us: {name: US, role: principal}
              both: {name: Both, role: principal, speaks_for: [uss]}  # unknown-party uss
            """,
        "of a condition, known": "- {id: one, if: [{party: iran, about: x.line, is: a}]}",
        "of a condition": "- {id: one, if: [{party: irann, about: x.line, is: a}]}  # unknown-party irann",
        "of a second condition, after one in words": """
            - id: one
              party: us
              about: x.line
              stance: rejects
              value: a
              said: 2026-02-01
              text: Said so.
              evidence: [{at: [0, 7], quote: a quote}]
              unless:
                - It rains.
                - {party: irann, about: x.line, is: a}  # unknown-party irann
            """,
        "of a member, known": """
            parties:
              us: {name: US, role: principal}
              both: {name: Both, role: principal, members: [us]}
            """,
        "of a second member": """
            parties:
              us: {name: US, role: principal}
              both: {name: Both, role: principal, members: [us, iran]}  # unknown-party iran
            """,
        "whose step an option is": issue(
            "q: {scale: choice, options: {a: {name: a, would: {us: go, uss: go}}, b: b}}  # unknown-party uss"
        ),
    },
    "outlet-names": {
        "one name": """
            - {id: one, evidence: [{at: [0, 1], quote: q, via: A Daily}]}
            - {id: two, evidence: [{at: [0, 1], quote: q, via: A Daily}]}
            """,
        "another case": """
            - {id: one, evidence: [{at: [0, 1], quote: q, via: A Daily}]}
            - {id: two, evidence: [{at: [0, 1], quote: q, via: A daily}]}  # warning outlet-names A daily
            """,
        "white space and form, each time": """
            - {id: one, evidence: [{at: [0, 1], quote: q, via: A Daily}]}
            - {id: two, evidence: [{at: [0, 1], quote: q, via: A  Daily}]}  # warning outlet-names A  Daily
            - {id: three, evidence: [{at: [0, 1], quote: q, via: A  Daily}]}  # warning outlet-names A  Daily
            - {id: four, evidence: [{at: [0, 1], quote: q, via: Ａ Daily}]}  # warning outlet-names Ａ Daily
            """,
        "than its card has": """
            sources:
              daily: {kind: report, published: 2026-02-01, outlet: A Daily}
            statements:
              - {id: one, evidence: [{at: [0, 1], quote: q, via: a daily}]}  # warning outlet-names a daily
            """,
        "in another language": """
            - {id: one, evidence: [{at: [0, 1], quote: q, via: {en: A Daily, ar: اليوم}}]}
            - {id: two, evidence: [{at: [0, 1], quote: q, via: {ar: اليوم}}]}
            - {id: three, evidence: [{at: [0, 1], quote: q, via: A Daily}]}
            """,
        "a second name in one language": """
            - {id: one, evidence: [{at: [0, 1], quote: q, via: {en: A Daily, ar: اليوم}}]}
            - {id: two, evidence: [{at: [0, 1], quote: q, via: {en: Today, ar: اليوم}}]}  # warning outlet-names Today
            """,
        "two outlets": """
            - {id: one, evidence: [{at: [0, 1], quote: q, via: {en: A Daily, ar: اليوم}}]}
            - {id: two, evidence: [{at: [0, 1], quote: q, via: {en: Today, ar: اليومي}}]}
            """,
    },
    "odd-group": {
        "itself": """
            parties:
              us: {name: US, role: principal}
              both: {name: Both, role: principal, speaks_for: [us, both]}  # warning odd-group both
            """,
        "a member of itself": """
            parties:
              us: {name: US, role: principal}
              both: {name: Both, role: principal, members: [both, us]}  # warning odd-group both
            """,
        "a member, and one that is none": """
            parties:
              us: {name: US, role: principal}
              iran: {name: Iran, role: principal}
              both: {name: Both, role: principal, members: [us], speaks_for: [us, iran]}  # warning odd-group iran
            """,
        "without members": """
            parties:
              us: {name: US, role: principal}
              both: {name: Both, role: principal, speaks_for: [us]}
            """,
        "where a member cannot be read": """
            parties:
              us: {name: US, role: principal}
              both: {name: Both, role: principal, members: [U S], speaks_for: [us]}  # bad-id U S
            """,
        "a line of three": """
            parties:
              us: {name: US, role: principal}
              both: {name: Both, role: principal, speaks_for: [us]}
              all-of-them: {name: All, role: principal, speaks_for: [both, us]}
            """,
        "a circle of two": """
            parties:
              us: {name: US, role: principal, speaks_for: [both]}
              both: {name: Both, role: principal, speaks_for: [us]}  # warning odd-group us
            """,
        "a circle of three": """
            parties:
              us: {name: US, role: principal, speaks_for: [both]}
              iran: {name: Iran, role: principal, speaks_for: [us]}  # warning odd-group us
              both: {name: Both, role: principal, speaks_for: [iran]}
            """,
    },
    "unknown-issue": {
        "of a statement, known": "- {id: one, about: x}",
        "of a statement about a whole issue": "- {id: one, about: z}  # unknown-issue z",
        "of a statement about a dimension": "- {id: one, about: z.line}  # unknown-issue z.line",
        "of a condition": "- {id: one, if: [{party: iran, about: z.line, is: a}]}  # unknown-issue z.line",
        "of salience, known": """
            parties:
              us: {name: US, role: principal, salience: {x: {value: 50, why: For a test.}}}
            """,
        "of salience": """
            parties:
              us: {name: US, role: principal, salience: {z: {value: 50, why: For a test.}}}  # unknown-issue z
            """,
    },
    "unknown-dimension": {
        "of a statement, known": "- {id: one, about: y.line}",
        "of a statement, of another issue": "- {id: one, about: y.number}  # unknown-dimension y.number",
        "of a condition, known": "- {id: one, if: [{party: iran, about: y.line, is: a}]}",
        "of a condition": "- {id: one, if: [{party: iran, about: y.number, is: a}]}  # unknown-dimension y.number",
        "of a condition about a whole issue": """
            - {id: one, if: [{party: iran, about: y, is: a}]}  # unknown-dimension y
            """,
    },
    "unknown-source": {
        "known": "- {id: one, evidence: [{at: [0, 7], quote: a quote, source: daily}]}",
        "of the second piece of evidence": """
            - {id: one, evidence: [{at: [0, 1], quote: a}, {at: [0, 1], quote: a, source: "no"}]}  # unknown-source "no"
            """,
    },
    "unknown-statement": {
        "replaced, known": "- {id: one}\n- {id: two, replaces: [one]}",
        "replaced": "- {id: one}\n- {id: two, replaces: [one, on]}  # unknown-statement on",
        "disputed": "- {id: one}\n- {id: two, disputes: [one, on]}  # unknown-statement on",
        "beside": "- {id: one}\n- {id: two, beside: [one, on]}  # unknown-statement on",
        "of a proposal, known": """
            statements:
              - {id: one}
            proposals:
              p: {name: A proposal, statements: [one]}
            """,
        "of a proposal": """
            statements:
              - {id: one}
            proposals:
              p: {name: A proposal, statements: [one, two]}  # unknown-statement two
            """,
    },
    "duplicate-id": {
        "two": "- {id: one}\n- {id: two}",
        "one twice": "- {id: one}\n- {id: one}  # duplicate-id one",
        "one three times": """
            - {id: one}
            - {id: one}  # duplicate-id one
            - {id: one}  # duplicate-id one
            """,
        "a statement and a party": "- {id: us}",
    },
    "reserved-id": {
        "a party": """
            parties:
              all: {name: All, role: principal}  # reserved-id all
              us: {name: US, role: principal}
            """,
        "an issue": """
            issues:
              all:  # reserved-id all
                name: An issue
                dimensions: {one: {scale: choice, options: {a: a, b: b}}}
            """,
        "an issue and a party that only begin so": """
            parties:
              all-of-them: {name: All, role: principal}
            issues:
              alls:
                name: An issue
                dimensions: {one: {scale: choice, options: {a: a, b: b}}}
            """,
        "a source, a dimension, an option and a statement": """
            issues:
              x:
                name: An issue
                dimensions: {all: {scale: choice, options: {all: all, b: b}}}
            sources:
              all: {kind: report, published: 2026-02-01}
            statements:
              - {id: all, about: x.all, value: all, evidence: [{at: [0, 7], quote: a quote, source: all}]}
            """,
    },
    # --- the language
    "bad-language": {
        "one letter": "language: e  # bad-language e",
        "two letters": "language: en",
        "three letters": "language: fas",
        "four letters": "language: pers  # bad-language pers",
        "capitals": "language: EN  # bad-language EN",
        "a digit": "language: e1  # bad-language e1",
        "a region": "language: en-GB",
        "a region of one letter": "language: en-G  # bad-language en-G",
        "a region of eight letters": "language: en-abcdefgh",
        "a region of nine letters": "language: en-abcdefghi  # bad-language en-abcdefghi",
        "of a card": """
            sources:
              daily: {kind: report, published: 2026-02-01, language: english}  # bad-language english
            statements:
              - {id: one, evidence: [{at: [0, 7], quote: a quote}]}
            """,
    },
    "missing-language": {
        "in one language": spoken(),
        "in both": spoken(*ALL),
        "a name of an outlet that has one in it": """
            - {id: one, evidence: [{at: [0, 1], quote: q, via: {en: A Daily, ar: اليوم}}]}
            - {id: two, evidence: [{at: [0, 1], quote: q, via: {ar: اليوم}}]}
            - {id: three, evidence: [{at: [0, 1], quote: q, via: {ar: الغد}}]}  # warning missing-language via {
            """,
        "half of all": spoken("us", "title", "issue", "why", "a"),
        "one more than half": spoken(
            *("us", "title", "issue", "why", "a", "note"),
            iran="warning missing-language Said",
            of_issue="warning missing-language Said",
            question="warning missing-language Said",
            b="warning missing-language Said",
        ),
        "several texts of one field, at the first": spoken(
            *("title", "issue", "why", "note", "of_issue", "question"),
            us="warning missing-language Said",
            a="warning missing-language Said",
        ),
        "a quote in that language needs no gloss in it": quoted("ar", "Said"),
        "nor any gloss": quoted("en", "{ar: قيل}"),
        "a gloss of a quote in another": quoted("fa", "Said", "warning missing-language Said"),
        "a gloss in both": quoted("fa", "{en: Said, ar: قيل}"),
        "no gloss, where the file needs none": quoted("en", "", "warning missing-language a quote"),
        "no gloss, where it needs one": quoted(
            "fa", "", "warning missing-gloss a quote ; warning missing-language a quote"
        ),
        "a gloss in that of the file, which another rule asks for": quoted(
            "fa", "{ar: قيل}", "warning missing-gloss a quote"
        ),
        "another text in that of the file": spoken(us="warning missing-language name {").replace(
            "{name: Said", "{name: {ar: قيل}", 1
        ),
    },
    "missing-gloss": {
        "the same language": cards("daily: {kind: report, published: 2026-02-01, language: en}"),
        "another language": """
            sources:
              daily: {kind: report, published: 2026-02-01, language: ar}
            statements:
              - {id: one, evidence: [{at: [0, 7], quote: a quote}]}  # warning missing-gloss a quote
            """,
        "another language, with a gloss": """
            sources:
              daily: {kind: report, published: 2026-02-01, language: ar}
            statements:
              - {id: one, evidence: [{at: [0, 7], quote: a quote, gloss: in words}]}
            """,
        "only one of two has a gloss": """
            sources:
              daily: {kind: report, published: 2026-02-01, language: ar}
            statements:
              - id: one
                party: us
                about: x.line
                stance: asks
                said: 2026-02-01
                text: Said so.
                evidence:
                  - {at: [0, 7], quote: a quote, gloss: in words}
                  - {at: [7, 14], quote: a quote}  # warning missing-gloss a quote
            """,
    },
    # --- scales and values
    "bad-scale": {
        "one pole": issue("q: {scale: graded, options: {a: a, b: b}, poles: [a]}  # bad-scale poles ["),
        "two poles": issue("q: {scale: graded, options: {a: a, b: b}, poles: [a, b]}"),
        "three poles": issue("q: {scale: graded, options: {a: a, b: b}, poles: [a, b, c]}  # bad-scale poles ["),
        "no poles": issue("q: {scale: graded, options: {a: a, b: b}}  # bad-scale q"),
        "poles of a choice": issue("q: {scale: choice, options: {a: a, b: b}, poles: [a, b]}  # bad-scale poles"),
        "one option": issue("q: {scale: graded, poles: [a, b], options: {a: a}}  # bad-scale options {"),
        "one option of a choice": issue("q: {scale: choice, options: {a: a}}  # bad-scale options {"),
        "two options": issue("q: {scale: graded, poles: [a, b], options: {a: a, b: b}}"),
        "two options of a choice": issue("q: {scale: choice, options: {a: a, b: b}}"),
        "no options": issue("q: {scale: choice}  # bad-scale q"),
        "options of a number": issue(
            "q: {scale: number, poles: [a, b], unit: m, range: [0, 1], options: {a: a, b: b}}  # bad-scale options"
        ),
        "no unit": issue("q: {scale: number, poles: [a, b], range: [0, 1]}  # bad-scale q"),
        "a unit of options": issue("q: {scale: choice, options: {a: a, b: b}, unit: m}  # bad-scale unit"),
        "no range": issue("q: {scale: number, poles: [a, b], unit: m}  # bad-scale q"),
        "a range of one": issue("q: {scale: number, poles: [a, b], unit: m, range: [1]}  # bad-scale range ["),
        "a range of three": issue("q: {scale: number, poles: [a, b], unit: m, range: [1, 2, 3]}  # bad-scale range ["),
        "a range of two that are the same": issue(
            "q: {scale: number, poles: [a, b], unit: m, range: [1, 1.0]}  # bad-scale range ["
        ),
        "a range of two that are near": issue("q: {scale: number, poles: [a, b], unit: m, range: [1, 1.01]}"),
        "a range that falls": issue("q: {scale: number, poles: [a, b], unit: m, range: [1, -1]}"),
        "places at the ends": issue(
            "q: {scale: graded, poles: [a, b], options: {a: {name: a, at: 0}, b: {name: b, at: 100}}}"
        ),
        "a first place above 0": issue(
            "q:",
            "  {scale: graded, poles: [a, b],",
            "   options: {a: {name: a, at: 1}, b: b}}  # bad-scale options {",
        ),
        "a last place below 100": issue(
            "q:",
            "  {scale: graded, poles: [a, b],",
            "   options: {a: a, b: {name: b, at: 99}}}  # bad-scale options {",
        ),
        "two options at one place": issue(
            "q:",
            "  {scale: graded, poles: [a, b],",
            "   options: {a: a, b: {name: b, at: 0}, c: c}}  # bad-scale options {",
        ),
        "two options at near places": issue(
            "q: {scale: graded, poles: [a, b], options: {a: a, b: {name: b, at: 0.01}, c: c}}"
        ),
        "a place on a choice": issue("q: {scale: choice, options: {a: a, b: {name: b, at: 0}}}  # bad-scale options {"),
        "an option today": issue("q: {scale: choice, options: {a: a, b: b}, today: b}"),
        "no option today": issue("q: {scale: choice, options: {a: a, b: b}, today: c}  # bad-scale c"),
        "the end of the range today": issue("q: {scale: number, poles: [a, b], unit: m, range: [5, 0], today: 5}"),
        "past the range today": issue(
            "q: {scale: number, poles: [a, b], unit: m, range: [5, 0], today: 5.1}  # bad-scale 5.1"
        ),
    },
    "bad-shares": {
        "none": shares("", "", ""),
        "one missing": shares("50", "", "50", two="bad-shares two"),
        "one missing, and the others less than 100": shares("50", "", "40", two="bad-shares two"),
        "100": shares("50", "30", "20"),
        "99": shares("50", "30", "19", one="bad-shares 50"),
        "101": shares("50", "30", "21", one="bad-shares 50"),
        "near 100 from below": shares("50", "49.9999995"),
        "near 100 from above": shares("50", "50.0000005"),
        "less near, from below": shares("50", "49.999998", one="bad-shares 50"),
        "less near, from above": shares("50", "50.000002", one="bad-shares 50"),
        "100 alone": shares("100"),
        "99 alone": shares("99", one="bad-shares 99"),
    },
    "no-dimensions": {
        "none": "issues:\n  x: {name: An issue, dimensions: {}}  # no-dimensions x",
        "one": issue("q: {scale: choice, options: {a: a, b: b}}"),
    },
    "stance-value": {
        "silent": "- {id: one, stance: silent}",
        "silent, with a value": "- {id: one, stance: silent, value: a}  # stance-value a",
        "off-agenda": "- {id: one, stance: off-agenda}",
        "off-agenda, with a value": "- {id: one, stance: off-agenda, value: a}  # stance-value a",
        "asks, without a value": "- {id: one, stance: asks}",
        "accepts, without a value": "- {id: one, stance: accepts}",
        "rejects, without a value": "- {id: one, stance: rejects}  # stance-value rejects",
        "rejects, with a value": "- {id: one, stance: rejects, value: a}",
        "agrees, with a value": "- {id: one, stance: agrees, value: a}",
        "agrees, without a value": "- {id: one, stance: agrees}  # stance-value agrees",
        "agrees about a whole issue": "- {id: one, about: x, stance: agrees}  # stance-value x",
        "agrees if": "- {id: one, stance: agrees, value: a, if: [It rains.]}  # stance-value if",
        "agrees by conduct": "- {id: one, stance: agrees, value: a, basis: conduct}  # stance-value conduct",
        "asks about a whole issue": "- {id: one, about: x}",
        "asks about a whole issue, with a value": "- {id: one, about: x, value: a}  # stance-value x",
        "rejects a whole issue": "- {id: one, about: x, stance: rejects}  # stance-value x",
        "rejects a whole issue, with a value": "- {id: one, about: x, stance: rejects, value: a}  # stance-value x",
        "off-agenda about a whole issue": "- {id: one, about: x, stance: off-agenda}",
        "silent about a whole issue": "- {id: one, about: x, stance: silent}",
        "asks if": "- {id: one, stance: asks, if: [It rains.]}",
        "accepts if": "- {id: one, stance: accepts, if: [It rains.]}",
        "rejects if": "- {id: one, stance: rejects, value: a, if: [It rains.]}  # stance-value if",
        "off-agenda if": "- {id: one, stance: off-agenda, if: [It rains.]}  # stance-value if",
        "silent if": "- {id: one, stance: silent, if: [It rains.]}  # stance-value if",
        "asks unless": "- {id: one, stance: asks, unless: [It rains.]}  # stance-value unless",
        "accepts unless": "- {id: one, stance: accepts, unless: [It rains.]}  # stance-value unless",
        "rejects unless": "- {id: one, stance: rejects, value: a, unless: [It rains.]}",
        "off-agenda unless": "- {id: one, stance: off-agenda, unless: [It rains.]}",
        "silent unless": "- {id: one, stance: silent, unless: [It rains.]}  # stance-value unless",
    },
    "bad-value": {
        "the low end of a range": "- {id: one, about: x.number, value: 0}",
        "below it": "- {id: one, about: x.number, value: -0.1}  # bad-value -0.1",
        "the high end of a range": "- {id: one, about: x.number, value: 10}",
        "above it": "- {id: one, about: x.number, value: 10.1}  # bad-value 10.1",
        "the ends of a range that falls": "- {id: one, about: x.down, value: [0, 10]}",
        "above a range that falls": "- {id: one, about: x.down, value: 10.1}  # bad-value 10.1",
        "below a range that falls": "- {id: one, about: x.down, value: -0.1}  # bad-value -0.1",
        "a bound at the end": "- {id: one, about: x.number, value: <= 10}",
        "a bound past the end": "- {id: one, about: x.number, value: <= 10.1}  # bad-value <= 10.1",
        "a rejected bound past the end": """
            - {id: one, about: x.number, stance: rejects, value: "> 10.1"}  # bad-value "> 10.1"
            """,
        "a stretch of one number": "- {id: one, about: x.number, value: [5, 5]}",
        "a stretch of numbers that fall": "- {id: one, about: x.number, value: [5.1, 5]}  # bad-value value [",
        "a stretch of three numbers": "- {id: one, about: x.number, value: [1, 2, 3]}  # bad-value value [",
        "a number of 15 digits": "- {id: one, about: x.number, value: 5.123456789012345}",
        "a number of 16 digits": """
            - {id: one, about: x.number, value: 5.1234567890123456}  # bad-value 5.1234567890123456
            """,
        "an option": "- {id: one, value: d}",
        "no option": "- {id: one, value: e}  # bad-value e",
        "a stretch of one option": "- {id: one, value: [b, b]}",
        "a stretch of options that fall": "- {id: one, value: [c, b]}  # bad-value value [",
        "a stretch of one": "- {id: one, value: [c]}  # bad-value value [",
        "a stretch of three": "- {id: one, value: [a, b, c]}  # bad-value value [",
        "all options of a choice": "- {id: one, about: x.choice, value: [red, green, blue]}",
        "no option of a choice": "- {id: one, about: x.choice, value: [red, grey]}  # bad-value value [",
    },
    "bad-condition": {
        "of another party": "- {id: one, if: [{party: iran, about: x.line, is: a}]}",
        "of the party itself": "- {id: one, if: [{party: us, about: x.line, is: a}]}  # bad-condition us",
        "no test": "- {id: one, if: [{party: iran, about: x.line}]}  # bad-condition if {",
        "two tests": """
            - {id: one, if: [{party: iran, about: x.number, at_least: 1, at_most: 2}]}  # bad-condition if {
            """,
        "two tests that would each do": """
            - {id: one, if: [{party: iran, about: x.line, reaches: c, is: c}]}  # bad-condition if {
            """,
        "at least the end": "- {id: one, if: [{party: iran, about: x.number, at_least: 10}]}",
        "at least more than the end": """
            - {id: one, if: [{party: iran, about: x.number, at_least: 10.1}]}  # bad-condition 10.1
            """,
        "at least the low end": "- {id: one, if: [{party: iran, about: x.number, at_least: 0}]}",
        "at most the low end": "- {id: one, if: [{party: iran, about: x.number, at_most: 0}]}",
        "at most less than the end": """
            - {id: one, if: [{party: iran, about: x.number, at_most: -0.1}]}  # bad-condition -0.1
            """,
        "at least an option": "- {id: one, if: [{party: iran, about: x.line, at_least: 1}]}  # bad-condition 1",
        "is an option": "- {id: one, if: [{party: iran, about: x.line, is: b}]}",
        "is no option": "- {id: one, if: [{party: iran, about: x.line, is: e}]}  # bad-condition e",
        "reaches an option below that of today": "- {id: one, if: [{party: iran, about: x.line, reaches: a}]}",
        "reaches the option of today": """
            - {id: one, if: [{party: iran, about: x.line, reaches: b}]}  # bad-condition b
            """,
        "reaches an option above that of today": "- {id: one, if: [{party: iran, about: x.line, reaches: c}]}",
        "reaches no option": "- {id: one, if: [{party: iran, about: x.line, reaches: e}]}  # bad-condition e",
        "reaches, without today": "- {id: one, if: [{party: iran, about: x.open, reaches: b}]}  # bad-condition b",
        "reaches a number": "- {id: one, if: [{party: iran, about: x.number, reaches: 5}]}  # bad-condition 5",
        "reaches, on a choice": "- {id: one, if: [{party: iran, about: x.choice, reaches: red}]}  # bad-condition red",
        "unless": """
            - {id: one, stance: off-agenda, unless: [{party: us, about: x.line, is: a}]}  # bad-condition us
            """,
    },
    # --- links
    "bad-link": {
        "replaces one said before": "- {id: one, said: 2026-02-01}\n- {id: two, said: 2026-02-02, replaces: [one]}",
        "replaces one of the same day": "- {id: one, said: 2026-02-02}\n- {id: two, said: 2026-02-02, replaces: [one]}",
        "replaces one said later": """
            - {id: one, said: 2026-02-03}
            - {id: two, said: 2026-02-02, replaces: [one]}  # bad-link one
            """,
        "replaces one said on the first of its month": """
            - {id: one, said: 2026-02-01}
            - {id: two, said: 2026-02, replaces: [one]}
            """,
        "replaces one said on the second of its month": """
            - {id: one, said: 2026-02-02}
            - {id: two, said: 2026-02, replaces: [one]}  # bad-link one
            """,
        "of several, its own party's": "- {id: one, party: [us, iran]}\n- {id: two, replaces: [one]}",
        "of several, another party's": "- {id: one, party: [iran]}\n- {id: two, replaces: [one]}  # bad-link one",
        "replaces itself": "- {id: one, replaces: [one]}  # bad-link one",
        "disputes itself": "- {id: one, disputes: [one]}  # bad-link one",
        "beside itself": "- {id: one, beside: [one]}  # bad-link one",
        "replaces another dimension": "- {id: one}\n- {id: two, about: x.open, replaces: [one]}  # bad-link one",
        "a whole issue replaces a dimension": "- {id: one}\n- {id: two, about: x, replaces: [one]}",
        "a whole issue replaces a dimension of another": """
            - {id: one}
            - {id: two, about: y, replaces: [one]}  # bad-link one
            """,
        "a dimension replaces a whole issue": "- {id: one, about: x}\n- {id: two, replaces: [one]}  # bad-link one",
        "a whole issue beside a dimension": "- {id: one}\n- {id: two, about: x, beside: [one]}  # bad-link one",
        "a whole issue disputes a dimension": "- {id: one}\n- {id: two, about: x, disputes: [one]}",
        "replaces one of another party": "- {id: one}\n- {id: two, party: iran, replaces: [one]}  # bad-link one",
        "beside one of another party": "- {id: one}\n- {id: two, party: iran, beside: [one]}  # bad-link one",
        "disputes one of another party": "- {id: one}\n- {id: two, party: iran, disputes: [one]}",
        "replaces an offer": "- {id: one, stance: accepts}\n- {id: two, replaces: [one]}",
        "an ask beside an ask": "- {id: one}\n- {id: two, beside: [one]}",
        "an ask beside one said later": "- {id: one, said: 2026-02-03}\n- {id: two, said: 2026-02-02, beside: [one]}",
        "an ask beside an offer": "- {id: one, stance: accepts}\n- {id: two, beside: [one]}  # bad-link one",
        "an offer beside an ask": "- {id: one}\n- {id: two, stance: accepts, beside: [one]}  # bad-link one",
        "disputes and replaces": "- {id: one}\n- {id: two, replaces: [one], disputes: [one]}",
        "disputes what it stands beside": "- {id: one}\n- {id: two, beside: [one], disputes: [one]}  # bad-link one",
        "disputes what stands beside it": "- {id: one, beside: [two]}\n- {id: two, disputes: [one]}  # bad-link one",
        "the second of two links": "- {id: one}\n- {id: two}\n- {id: three, replaces: [one, three]}  # bad-link three",
    },
    "replace-circle": {
        "of one is a wrong link alone": "- {id: one, replaces: [one]}  # bad-link one",
        "a line of three": "- {id: one}\n- {id: two, replaces: [one]}\n- {id: three, replaces: [one, two]}",
        "of two": "- {id: one, replaces: [two]}\n- {id: two, replaces: [one]}  # replace-circle replaces [",
        "of three": """
            - {id: one, replaces: [three]}
            - {id: two, replaces: [one]}  # replace-circle replaces [
            - {id: three, replaces: [two]}
            """,
        "reached from one outside": """
            - {id: one, replaces: [two]}
            - {id: two, replaces: [three]}
            - {id: three, replaces: [two]}  # replace-circle replaces [
            """,
        "two circles": """
            - {id: one, replaces: [two]}
            - {id: two, replaces: [one]}  # replace-circle replaces [
            - {id: three, replaces: [four]}
            - {id: four, replaces: [three]}  # replace-circle replaces [
            """,
    },
    "vague-agreement": {
        "a day, before and after": """
            - {id: one, value: d, stance: agrees, said: 2026-02-03}
            - {id: two, value: a, stance: accepts, said: 2026-02-02}
            - {id: three, value: a, stance: accepts, said: 2026-02-04}
            """,
        "a day, on the same day": "- {id: one, value: d, stance: agrees}\n- {id: two}",
        "a month that the other lies in": """
            - {id: one, value: d, stance: agrees, said: 2026-01}  # warning vague-agreement 2026-01
            - {id: two, value: a, stance: accepts, said: 2026-01-31}
            """,
        "a month of which the other is the first day": """
            - {id: one, value: d, stance: agrees, said: 2026-01}  # warning vague-agreement 2026-01
            - {id: two, value: a, stance: accepts, said: 2026-01-01}
            """,
        "a month before the other": """
            - {id: one, value: d, stance: agrees, said: 2026-01}
            - {id: two, value: a, stance: accepts, said: 2026-02-01}
            """,
        "a month after the other": """
            - {id: one, value: d, stance: agrees, said: 2026-01}
            - {id: two, value: a, stance: accepts, said: 2025-12-31}
            """,
        "a year, and a month in it": """
            - {id: one, value: d, stance: agrees, said: 2025}  # warning vague-agreement 2025
            - {id: two, value: a, stance: accepts, said: 2025-12}
            """,
        "a day in the month of the other": """
            - {id: one, value: a, stance: accepts, said: 2026-01}
            - {id: two, value: d, stance: agrees, said: 2026-01-05}  # warning vague-agreement 2026-01-05
            """,
        "before a day, of which the other is the eve": """
            - {id: one, value: d, stance: agrees, said: "< 2026-02-02"}  # warning vague-agreement "< 2026-02-02"
            - {id: two, value: a, stance: accepts, said: 2026-02-01}
            """,
        "before the day of the other": """
            - {id: one, value: d, stance: agrees, said: "< 2026-02-02"}
            - {id: two, value: a, stance: accepts, said: 2026-02-02}
            """,
        "what it names as earlier": """
            - {id: one, value: a, stance: accepts, said: 2026-01-05}
            - {id: two, value: d, stance: agrees, said: "< 2026-02-02", replaces: [one]}
            """,
        "one that it names, and one that it does not": """
            - {id: one, value: a, stance: accepts, said: 2025-01-05}
            - {id: two, value: a, stance: accepts, said: 2025-01-06}
            - {id: six, value: d, stance: agrees, said: "< 2026", replaces: [one]}  # warning vague-agreement "< 2026"
            """,
        "two agreements on the same": """
            - {id: one, value: d, stance: agrees, said: 2026-01}
            - {id: two, value: d, stance: agrees, said: 2026-01-05}
            """,
        "two agreements": """
            - {id: one, value: [a, d], stance: agrees, said: 2026-01}  # warning vague-agreement 2026-01
            - {id: two, value: d, stance: agrees, said: 2026-01-05}  # warning vague-agreement 2026-01-05
            """,
        "alone, or beside other parties and questions": """
            - {id: one, value: d, stance: agrees, said: 2026-01}
            - {id: two, party: iran, value: a, stance: accepts, said: 2026-01-05}
            - {id: three, about: x.open, said: 2026-01-05}
            """,
        "of two parties, of which one says more": """
            - {id: one, party: [us, iran], value: d, stance: agrees, said: 2026-01}  # warning vague-agreement 2026-01
            - {id: two, party: iran, value: a, stance: accepts, said: 2026-01-05}
            """,
    },
    # --- what parties say
    "unlinked-asks": {
        "touch at a point": """
            - {id: one, about: x.number, value: [1, 5]}
            - {id: two, about: x.number, value: [5, 9]}
            """,
        "do not touch": """
            - {id: one, about: x.number, value: [1, 5]}
            - {id: two, about: x.number, value: [5.1, 9]}  # unlinked-asks value [
            """,
        "do not touch, the higher one first": """
            - {id: one, about: x.number, value: [5.1, 9]}
            - {id: two, about: x.number, value: [1, 5]}  # unlinked-asks value [
            """,
        "an agreement of a later day": """
            - {id: one, value: a, said: 2026-02-01}
            - {id: two, value: d, stance: agrees, said: 2026-02-02}
            """,
        "an ask after an agreement": """
            - {id: one, value: d, stance: agrees, said: 2026-02-01}
            - {id: two, value: a, said: 2026-02-02}  # unlinked-asks a
            """,
        "of several, one party in common": """
            - {id: one, value: a, party: [us, iran]}
            - {id: two, value: d, party: [us]}  # unlinked-asks d
            """,
        "have an option in common": "- {id: one, value: [a, b]}\n- {id: two, value: [b, d]}",
        "are neighbours": "- {id: one, value: [a, b]}\n- {id: two, value: [c, d]}  # unlinked-asks value [",
        "of a choice, have one in common": """
            - {id: one, about: x.choice, value: [red, green]}
            - {id: two, about: x.choice, value: [green, blue]}
            """,
        "of a choice, have none in common": """
            - {id: one, about: x.choice, value: [red, green]}
            - {id: two, about: x.choice, value: blue}  # unlinked-asks blue
            """,
        "the later in days is reported": """
            - {id: one, said: 2026-02-03, value: a}  # unlinked-asks a
            - {id: two, said: 2026-02-02, value: b}
            """,
        "each that differs is reported once": """
            - {id: one, value: a}
            - {id: two, value: b}  # unlinked-asks b
            - {id: three, value: b}  # unlinked-asks b
            - {id: four, value: c}  # unlinked-asks c
            """,
        "an ask and an offer": "- {id: one, value: a}\n- {id: two, stance: accepts, value: b}",
        "an ask without a value": "- {id: one, value: a}\n- {id: two}",
        "of two parties": "- {id: one, value: a}\n- {id: two, party: iran, value: b}",
        "on two dimensions": "- {id: one, value: a}\n- {id: two, about: x.open, value: b}",
        "in words and in deeds": "- {id: one, value: a}\n- {id: two, basis: conduct, value: b}",
        "in deeds": """
            - {id: one, basis: conduct, value: a}
            - {id: two, basis: conduct, value: b}  # unlinked-asks b
            """,
        "replaced": "- {id: one, value: a}\n- {id: two, value: b, replaces: [one]}",
        "beside each other": "- {id: one, value: a}\n- {id: two, value: b, beside: [one]}",
        "beside each other, linked from the earlier": "- {id: one, value: a, beside: [two]}\n- {id: two, value: b}",
        "in dispute": "- {id: one, value: a}\n- {id: two, value: b, disputes: [one]}",
        "linked with one of two": """
            - {id: one, value: a}
            - {id: two, value: b, beside: [one]}
            - {id: three, value: c, beside: [one]}  # unlinked-asks c
            """,
        "replaced on the day before the other": """
            - {id: one, said: 2026-02-01, value: a}
            - {id: two, said: 2026-02-02, value: b, replaces: [one], beside: [three]}
            - {id: three, said: 2026-02-03, value: c}
            """,
        "replaced on the day of the other": """
            - {id: one, said: 2026-02-01, value: a}
            - {id: two, said: 2026-02-03, value: b, replaces: [one], beside: [three]}
            - {id: three, said: 2026-02-03, value: c}
            """,
        "replaced on the day after the other": """
            - {id: one, said: 2026-02-01, value: a}
            - {id: two, said: 2026-02-04, value: b, replaces: [one], beside: [three]}
            - {id: three, said: 2026-02-03, value: c}  # unlinked-asks c
            """,
        "replaced on its own day": """
            - {id: one, said: 2026-02-03, value: a}
            - {id: two, said: 2026-02-03, value: b, replaces: [one], beside: [three]}
            - {id: three, said: 2026-02-03, value: c}
            """,
        "replaced on its own day, after the other in the file": """
            - {id: three, said: 2026-02-03, value: c}
            - {id: one, said: 2026-02-03, value: a}
            - {id: two, said: 2026-02-03, value: b, replaces: [one], beside: [three]}
            """,
        "replaced on the day after its own": """
            - {id: one, said: 2026-02-03, value: a}
            - {id: two, said: 2026-02-04, value: b, replaces: [one], beside: [three]}
            - {id: three, said: 2026-02-03, value: c}  # unlinked-asks c
            """,
        "replaced twice: the first day counts": """
            - {id: one, said: 2026-02-01, value: a}
            - {id: two, said: 2026-02-02, value: b, replaces: [one], beside: [three, four]}
            - {id: three, said: 2026-02-05, value: c, beside: [four]}
            - {id: four, said: 2026-02-09, value: d, replaces: [one]}
            """,
        "replaced twice, the later first": """
            - {id: four, said: 2026-02-09, value: d, replaces: [one]}
            - {id: one, said: 2026-02-01, value: a}
            - {id: two, said: 2026-02-02, value: b, replaces: [one], beside: [three, four]}
            - {id: three, said: 2026-02-05, value: c, beside: [four]}
            """,
        "one of two of the same value is replaced": """
            - {id: one, said: 2026-02-01, value: a}
            - {id: two, said: 2026-02-01, value: a}
            - {id: three, said: 2026-02-02, value: [a, b], replaces: [one]}
            - {id: four, said: 2026-02-03, value: b}  # unlinked-asks b
            """,
    },
    "rejects-own": {
        "a number below a bound that is left out": """
            - {id: one, about: x.number, value: 4.9}
            - {id: two, about: x.number, stance: rejects, value: < 5}  # rejects-own < 5
            """,
        "a number at a bound that is left out": """
            - {id: one, about: x.number, value: 5}
            - {id: two, about: x.number, stance: rejects, value: < 5}
            """,
        "a number at a bound": """
            - {id: one, about: x.number, value: 5}
            - {id: two, about: x.number, stance: rejects, value: <= 5}  # rejects-own <= 5
            """,
        "a number above a bound": """
            - {id: one, about: x.number, value: 5.1}
            - {id: two, about: x.number, stance: rejects, value: <= 5}
            """,
        "a number at an upper bound that is left out": """
            - {id: one, about: x.number, value: 5}
            - {id: two, about: x.number, stance: rejects, value: "> 5"}
            """,
        "a number at an upper bound": """
            - {id: one, about: x.number, value: 5}
            - {id: two, about: x.number, stance: rejects, value: ">= 5"}  # rejects-own ">= 5"
            """,
        "a bound that is left out, at a bound": """
            - {id: one, about: x.number, value: "> 5"}
            - {id: two, about: x.number, stance: rejects, value: <= 5}
            """,
        "a bound at a bound": """
            - {id: one, about: x.number, value: ">= 5"}
            - {id: two, about: x.number, stance: rejects, value: <= 5}  # rejects-own <= 5
            """,
        "a stretch that touches a bound that is left out": """
            - {id: one, about: x.number, value: [5, 8]}
            - {id: two, about: x.number, stance: rejects, value: < 5}
            """,
        "a stretch that touches a bound": """
            - {id: one, about: x.number, value: [5, 8]}
            - {id: two, about: x.number, stance: rejects, value: <= 5}  # rejects-own <= 5
            """,
        "a stretch past a bound that is left out": """
            - {id: one, about: x.number, value: [4.9, 8]}
            - {id: two, about: x.number, stance: rejects, value: < 5}  # rejects-own < 5
            """,
        "on a range that falls, inside": """
            - {id: one, about: x.down, value: 4}
            - {id: two, about: x.down, stance: rejects, value: <= 5}  # rejects-own <= 5
            """,
        "on a range that falls, outside": """
            - {id: one, about: x.down, value: 6}
            - {id: two, about: x.down, stance: rejects, value: <= 5}
            """,
        "on a range that falls, at a bound that is left out": """
            - {id: one, about: x.down, value: 5}
            - {id: two, about: x.down, stance: rejects, value: < 5}
            """,
        "the end of a stretch of options": """
            - {id: one, value: [a, b]}
            - {id: two, stance: rejects, value: b}  # rejects-own b
            """,
        "past the end of a stretch of options": "- {id: one, value: [a, b]}\n- {id: two, stance: rejects, value: c}",
        "one of several of a choice": """
            - {id: one, about: x.choice, value: [red, green]}
            - {id: two, about: x.choice, stance: rejects, value: green}  # rejects-own green
            """,
        "another of a choice": """
            - {id: one, about: x.choice, value: [red, green]}
            - {id: two, about: x.choice, stance: rejects, value: blue}
            """,
        "what it offers": """
            - {id: one, stance: accepts, value: a}
            - {id: two, stance: rejects, value: a}  # rejects-own a
            """,
        "what it asks for later": "- {id: one, stance: rejects, value: a}\n- {id: two, value: a}  # rejects-own a",
        "twice": "- {id: one, stance: rejects, value: a}\n- {id: two, stance: rejects, value: a}",
        "what another party asks for": "- {id: one, value: a}\n- {id: two, party: iran, stance: rejects, value: a}",
        "in dispute": "- {id: one, value: a}\n- {id: two, stance: rejects, value: a, disputes: [one]}",
        "beside each other": """
            - {id: one, value: a}
            - {id: two, stance: rejects, value: a, beside: [one]}  # bad-link one ; rejects-own a
            """,
        "again, where the first refusal is in dispute": """
            - {id: one, value: a}
            - {id: two, stance: rejects, value: a, disputes: [one]}
            - {id: three, stance: rejects, value: a}  # rejects-own a
            """,
        "what it replaces": """
            - {id: one, said: 2026-02-01, value: a}
            - {id: two, said: 2026-02-02, stance: rejects, value: a, replaces: [one]}
            """,
        "what was replaced on that day": """
            - {id: one, said: 2026-02-01, value: a}
            - {id: two, said: 2026-02-02, value: b, replaces: [one]}
            - {id: three, said: 2026-02-02, stance: rejects, value: a}
            """,
        "what was replaced on the day after": """
            - {id: one, said: 2026-02-01, value: a}
            - {id: two, said: 2026-02-03, value: b, replaces: [one]}
            - {id: three, said: 2026-02-02, stance: rejects, value: a}  # rejects-own a
            """,
        "no more than three are reported": """
            - {id: one, value: a}
            - {id: two, value: a}
            - {id: three, value: a}
            - {id: four, value: a}
            - {id: five, stance: rejects, value: a}  # rejects-own a ; rejects-own a ; rejects-own a
            """,
    },
    "one-sided": {
        "two parties": """
            issues:
              x:
                name: X
                dimensions:
                  q: {question: What?, why: A test., scale: choice, options: {a: a, b: b}}
            statements:
              - {id: one, about: x.q}
              - {id: two, about: x.q, party: iran}
            """,
        "one party, twice": """
            issues:
              x:
                name: X
                dimensions:
                  q: {question: What?, why: A test., scale: choice, options: {a: a, b: b}}  # warning one-sided q
            statements:
              - {id: one, about: x.q}
              - {id: two, about: x.q}
            """,
        "no party": """
            issues:
              x:
                name: X
                dimensions:
                  q: {question: What?, why: A test., scale: choice, options: {a: a, b: b}}  # warning one-sided q
            """,
        "one party, with a note": """
            issues:
              x:
                name: X
                dimensions:
                  q: {scale: choice, options: {a: a, b: b}, note: Only one party speaks.}
            statements:
              - {id: one, about: x.q}
            """,
        "two parties, one on the whole issue": """
            issues:
              x:
                name: X
                dimensions:
                  q: {question: What?, why: A test., scale: choice, options: {a: a, b: b}}
            statements:
              - {id: one, about: x.q}
              - {id: two, about: x, party: iran}
            """,
        "one party, on the whole issue too": """
            issues:
              x:
                name: X
                dimensions:
                  q: {question: What?, why: A test., scale: choice, options: {a: a, b: b}}  # warning one-sided q
            statements:
              - {id: one, about: x.q}
              - {id: two, about: x}
            """,
    },
    "empty-proposal": {
        "no terms": """
            proposals:
              p: {name: A proposal, statements: []}  # empty-proposal statements
            """,
        "an ask and an offer": """
            statements: [{id: one}, {id: two, stance: accepts}]
            proposals:
              p: {name: A proposal, statements: [one, two]}
            """,
        "a refusal": """
            statements: [{id: one}, {id: two, stance: rejects, value: a}]
            proposals:
              p: {name: A proposal, statements: [one, two]}  # empty-proposal two
            """,
        "silence": """
            statements: [{id: one}, {id: two, stance: silent}]
            proposals:
              p: {name: A proposal, statements: [one, two]}  # empty-proposal two
            """,
    },
    # --- evidence and sources
    "bad-evidence": {
        "none": "- {id: two}\n- {id: one, evidence: []}  # bad-evidence evidence",
        "a quote of 15 words": f"""
            - {{id: one, evidence: [{{at: [0, 74], quote: {WORDS}}}]}}
            """,
        "a quote of 16 words": f"""
            - {{id: one, evidence: [{{at: [0, 79], quote: {WORDS} word}}]}}  # bad-evidence {WORDS} word
            """,
        "a place as long as the quote": "- {id: one, evidence: [{at: [10, 17], quote: a quote}]}",
        "a place that is shorter by one": """
            - {id: one, evidence: [{at: [10, 16], quote: a quote}]}  # bad-evidence at [
            """,
        "a place that is longer by one": """
            - {id: one, evidence: [{at: [10, 18], quote: a quote}]}  # bad-evidence at [
            """,
        "a place of one character": "- {id: one, evidence: [{at: [10, 11], quote: a}]}",
        "an end at the start": "- {id: one, evidence: [{at: [10, 10], quote: a}]}  # bad-evidence at [",
        "an end at the start, without a quote": """
            - {id: one, evidence: [{at: [10, 10], quote: ""}]}  # bad-evidence at [ ; empty ""
            """,
        "an end before the start": "- {id: one, evidence: [{at: [10, 9], quote: a}]}  # bad-evidence at [",
        "no end": "- {id: one, evidence: [{at: [10], quote: a}]}  # bad-evidence at [",
        "two ends": "- {id: one, evidence: [{at: [10, 11, 12], quote: a}]}  # bad-evidence at [",
        "up to the end of the text": "- {id: one, evidence: [{at: [893, 900], quote: a quote}]}",
        "past the end of the text by one": """
            - {id: one, evidence: [{at: [894, 901], quote: a quote}]}  # bad-evidence at [
            """,
        "of another length, and past the end of the text": """
            - {id: one, evidence: [{at: [893, 901], quote: a quote}]}  # bad-evidence at [ ; bad-evidence at [
            """,
        "the second piece": """
            - {id: one, evidence: [{at: [0, 7], quote: a quote}, {at: [9, 9], quote: a quote}]}  # bad-evidence at [
            """,
    },
    "source-dates": {
        "no date": cards("daily: {kind: report}  # source-dates daily"),
        "published": cards("daily: {kind: report, published: 2026-02-01}"),
        "after alone": cards("daily: {kind: report, after: 2026-02-01}"),
        "before alone": cards("daily: {kind: report, before: 2026-02-02}"),
        "published and after": cards(
            "daily: {kind: report, published: 2026-02-02, after: 2026-02-01}  # source-dates after"
        ),
        "published and before": cards(
            "daily: {kind: report, published: 2026-02-02, before: 2026-02-03}  # source-dates before"
        ),
        "after the day before": cards("daily: {kind: report, after: 2026-02-01, before: 2026-02-02}"),
        "after the same day": cards(
            "daily: {kind: report, after: 2026-02-02, before: 2026-02-02}  # source-dates 2026-02-02"
        ),
        "after the day after": cards(
            "daily: {kind: report, after: 2026-02-03, before: 2026-02-02}  # source-dates 2026-02-02"
        ),
        "retrieved on the day": cards("daily: {kind: report, published: 2026-02-02, retrieved: 2026-02-02}"),
        "retrieved on the day before": cards(
            "daily: {kind: report, published: 2026-02-02, retrieved: 2026-02-01}  # source-dates 2026-02-01"
        ),
        "retrieved in the month": cards("daily: {kind: report, published: 2026-02-28, retrieved: 2026-02}"),
        "retrieved in the month before": cards(
            "daily: {kind: report, published: 2026-02-01, retrieved: 2026-01}  # source-dates 2026-01"
        ),
        "retrieved in the year": cards("daily: {kind: report, published: 2026-12-31, retrieved: 2026}"),
        "retrieved in the year before": cards(
            "daily: {kind: report, published: 2026-01-01, retrieved: 2025}  # source-dates 2025"
        ),
        "retrieved some time before the day after": cards(
            "daily: {kind: report, published: 2026-02-02, retrieved: < 2026-02-03}"
        ),
        "retrieved some time before the day": cards(
            "daily: {kind: report, published: 2026-02-02, retrieved: < 2026-02-02}  # source-dates < 2026-02-02"
        ),
        "retrieved on the day after which it was published": cards(
            "daily: {kind: report, after: 2026-02-02, retrieved: 2026-02-02}"
        ),
        "retrieved before the day after which it was published": cards(
            "daily: {kind: report, after: 2026-02-02, retrieved: 2026-02-01}  # source-dates 2026-02-01"
        ),
        "retrieved, and published before a day": cards(
            "daily: {kind: report, before: 2026-02-02, retrieved: 2026-02-01}"
        ),
    },
    "future": {
        "on the day of the file": said("2026-02-08", as_of="2026-02-08"),
        "on the day after": said("2026-02-08", "2026-02-08", as_of="2026-02-07"),
        "on the last day of a month": said("2026-02-28", as_of="2026-02", published="2026-03"),
        "on the day after a month": said("2026-03-01", "2026-03-01", as_of="2026-02", published="2026-03"),
        "some time before the day after": said('"< 2026-02-08"', as_of="2026-02-07"),
        "on the day of its source": said("2026-02-07", published="2026-02-07"),
        "on the day after its source": said("2026-02-08", "2026-02-08", published="2026-02-07"),
        "in the month of its source": said("2026-02-09", published="2026-02"),
        "on the last day of the month of its source": said("2026-01-31", published="2026-01"),
        "in the month after its source": said("2026-02-01", "2026-02-01", published="2026-01"),
        "in the year of its source": said("2025-12-31", published="2025"),
        "in the year after its source": said("2026-01-01", "2026-01-01", published="2025"),
        "on the day before a source from some time before": said("2026-02-06", published="< 2026-02-07"),
        "on the day of a source from some time before": said("2026-02-07", "2026-02-07", published="< 2026-02-07"),
        "on the eve of the day before which its source was published": said("2026-02-06", before="2026-02-07"),
        "on the day before which its source was published": said("2026-02-07", "2026-02-07", before="2026-02-07"),
        "in the month before which its source was published": said("2026-02-01", "2026-02-01", before="2026-02"),
        "long after the day after which its source was published": said("2026-02-08", after="2026-02-01"),
    },
    "unused-source": {
        "used": cards("daily: {kind: report, published: 2026-02-01}"),
        "unused": cards(
            "daily: {kind: report, published: 2026-02-01}",
            f"weekly: {{kind: report, published: 2026-02-01, sha256: {'1' * 64}}}  # warning unused-source weekly",
        ),
    },
    "split-groups": {
        "two groups that hold the same": """
            parties:
              us: {name: US, role: principal}
              iran: {name: Iran, role: principal}
              oman: {name: Oman, role: mediator}
              union: {name: Union, role: mediator, speaks_for: [oman]}
              league: {name: League, role: mediator, speaks_for: [oman]}
            statements:
              - {id: one, about: x.line, party: union, value: a}
              - {id: two, about: x.line, party: league, value: a}
            """,
        "two groups that differ": """
            parties:
              us: {name: US, role: principal}
              iran: {name: Iran, role: principal}
              oman: {name: Oman, role: mediator}
              union: {name: Union, role: mediator, speaks_for: [oman]}
              league: {name: League, role: mediator, speaks_for: [oman]}  # warning split-groups oman
            statements:
              - {id: one, about: x.line, party: union, value: a}
              - {id: two, about: x.line, party: league, value: b}
            """,
        "but it says something itself": """
            parties:
              us: {name: US, role: principal}
              iran: {name: Iran, role: principal}
              oman: {name: Oman, role: mediator}
              union: {name: Union, role: mediator, speaks_for: [oman]}
              league: {name: League, role: mediator, speaks_for: [oman]}
            statements:
              - {id: one, about: x.line, party: union, value: a}
              - {id: two, about: x.line, party: league, value: b}
              - {id: three, about: x, party: oman, stance: silent}
            """,
    },
    "same-text": {
        "another text": """
            sources:
              daily: {kind: report, published: 2026-02-01}
              weekly: {kind: report, published: 2026-02-01, sha256: SHA}
            statements:
              - {id: one, evidence: [{at: [0, 7], quote: a quote}, {at: [0, 7], quote: a quote, source: weekly}]}
            """.replace("SHA", "1" * 64),
        "the same text": """
            sources:
              daily: {kind: report, published: 2026-02-01}
              weekly: {kind: report, published: 2026-02-01, sha256: SHA}  # warning same-text SHA
            statements:
              - {id: one, evidence: [{at: [0, 7], quote: a quote}, {at: [0, 7], quote: a quote, source: weekly}]}
            """.replace("SHA", "0" * 64),
    },
    # --- what a field takes
    "bad-number": {
        "a weight of 0": weight("0", "bad-number 0"),
        "a weight above 0": weight("0.000001"),
        "a weight below 0": weight("-1", "bad-number -1"),
        "a weight of a million": weight("1000000"),
        "a weight of more": weight("1000000.1", "bad-number 1000000.1"),
        "a salience of 0": salience("0", "bad-number 0"),
        "a salience above 0": salience("0.000001"),
        "a salience of 100": salience("100"),
        "a salience of more": salience("100.1", "bad-number 100.1"),
        "a share of 0": shares("0", "100", one="bad-number 0"),
        "a share of more than 100": shares("100.1", one="bad-number 100.1"),
        "a place of 0 and of 100": issue(
            "q: {scale: graded, poles: [a, b], options: {a: {name: a, at: 0}, b: {name: b, at: 100}}}"
        ),
        "a place of less": issue(
            "q: {scale: graded, poles: [a, b], options: {a: {name: a, at: -0.1}, b: b}}  # bad-number -0.1"
        ),
        "a place of more": issue(
            "q: {scale: graded, poles: [a, b], options: {a: a, b: {name: b, at: 100.1}}}  # bad-number 100.1"
        ),
        "a text of 0 characters": cards("daily: {kind: report, published: 2026-02-01, characters: 0}  # bad-number 0"),
        "a text of 7 characters": cards("daily: {kind: report, published: 2026-02-01, characters: 7}"),
        "a text of a thousand million characters": cards(
            "daily: {kind: report, published: 2026-02-01, characters: 1000000000}"
        ),
        "a text of one more": cards(
            "daily: {kind: report, published: 2026-02-01, characters: 1000000001}  # bad-number 1000000001"
        ),
        "a whole number with a point": cards("daily: {kind: report, published: 2026-02-01, characters: 900.0}"),
        "no whole number": cards("daily: {kind: report, published: 2026-02-01, characters: 900.1}  # bad-number 900.1"),
        "a place of evidence below 0": "- {id: one, evidence: [{at: [-1, 6], quote: a quote}]}  # bad-number -1",
        "15 digits": weight("1.123456789012345"),
        "16 digits": weight("1.1234567890123456", "bad-number 1.1234567890123456"),
    },
    "bad-id": {
        "64 characters": f"- {{id: {'a' * 64}}}",
        "65 characters": f"- {{id: {'a' * 65}}}  # bad-id {'a' * 65}",
        "one character": "- {id: a}",
        "a hyphen first": "- {id: -a}  # bad-id -a",
        "a party of several": "- {id: one, party: [us]}",
        "a party of none": "- {id: one, party: []}  # bad-id party [",
        "a party twice": "- {id: one, party: [us, us]}  # bad-id us",
        "a digit first": "- {id: 1-a-}",
        "a capital": "- {id: oNe}  # bad-id oNe",
        "a point in what it is about": "- {id: one, about: x.line}",
        "two points in what it is about": "- {id: one, about: x.line.a}  # bad-id x.line.a",
        "nothing after the point": "- {id: one, about: x.}  # bad-id x.",
    },
    "too-long": {
        "10,000 characters": f"- {{id: one, text: {'a' * 10_000}}}",
        "10,001 characters": f"- {{id: one, text: {'a' * 10_001}}}  # too-long {'a' * 10_001}",
        "a name of 300 characters": f"title: {'a' * 300}",
        "a name of 301 characters": f"title: {'a' * 301}  # too-long {'a' * 301}",
        "a unit of 301 characters": issue(
            f"q: {{scale: number, unit: {'u' * 301}, range: [0, 1], poles: [a, b]}}  # too-long {'u' * 301}"
        ),
        "an option of 301 characters": issue(
            f"q: {{scale: choice, options: {{a: {'a' * 301}, b: b}}}}  # too-long {'a' * 301}"
        ),
    },
    "bad-date": {
        "the first year of the calendar": said("1583"),
        "the year before": said("1582") + "  # bad-date 1582",
        "the last day of a February": said("2025-02-28"),
        "the day after": said("2025-02-29") + "  # bad-date 2025-02-29",
        "the last day of the February of a leap year": said("2024-02-29"),
        "a month of 0": said("2025-00") + "  # bad-date 2025-00",
        "a month of 13": said("2025-13") + "  # bad-date 2025-13",
        "a month of one digit": said("2025-1") + "  # bad-date 2025-1",
    },
    "newer-format": {
        "1": "format: 1",
        "2": "format: 2  # newer-format 2",
    },
    "bad-hash": {
        "64 digits": cards(f"daily: {{kind: report, published: 2026-02-01, sha256: {'a' * 64}}}"),
        "63 digits": cards(
            f"daily: {{kind: report, published: 2026-02-01, sha256: {'a' * 63}}}  # bad-hash {'a' * 63}",
        ),
        "65 digits": cards(
            f"daily: {{kind: report, published: 2026-02-01, sha256: {'a' * 65}}}  # bad-hash {'a' * 65}",
        ),
        "a letter past f": cards(
            f"daily: {{kind: report, published: 2026-02-01, sha256: {'g' * 64}}}  # bad-hash {'g' * 64}",
        ),
    },
    "bad-file": {
        "255 characters": cards(f"daily: {{kind: report, published: 2026-02-01, file: {'a' * 255}}}"),
        "256 characters": cards(
            f"daily: {{kind: report, published: 2026-02-01, file: {'a' * 256}}}  # bad-file {'a' * 256}"
        ),
    },
}
"""By the id of a rule and the name of a case: the text of a ledger, with its problems in comments."""


@pytest.mark.parametrize(
    "text",
    some([pytest.param(text, id=f"{rule}: {name}") for rule, cases in CASES.items() for name, text in cases.items()]),
)
def test_each_boundary(text: str, loaded: Callable[[str], Loaded]) -> None:
    """Of each small ledger just those problems are reported that its comments announce."""
    text = whole(text)
    assert reported(loaded(text)) == marked(text)


# --- the limits of a file ---------------------------------------------------------------------------


def ids(loaded: Loaded) -> list[str]:
    """The ids of the problems that reading found."""
    return [p.id for p in loaded.problems]


@pytest.mark.parametrize(("parties", "found"), [(1_000, 0), (1_001, 1)])
def test_too_many_mistakes_in_what_stands_there(parties: int, found: int, loaded: Callable[[str], Loaded]) -> None:
    """A thousand mistakes are all reported; the next one ends the reading."""
    text = "parties:\n" + "".join(f"  party-{i}: {{name: P, role: broker}}\n" for i in range(parties))
    assert ids(loaded(whole(text))) == ["unknown-word"] * 1_000 + ["too-many"] * found


@pytest.mark.parametrize(("statements", "found"), [(1_000, 0), (1_001, 1)])
def test_too_many_mistakes_across_what_stands_there(
    statements: int, found: int, loaded: Callable[[str], Loaded]
) -> None:
    """A thousand mistakes of the rules are reported, and one more says that there are others; so of each warning."""
    text = "\n".join(f"- {{id: s{i}, party: irann, said: 2026-02-28}}" for i in range(statements))
    by_id = ids(loaded(whole(text)))
    assert (by_id.count("unknown-party"), by_id.count("too-many")) == (1_000, found)
    assert by_id.count("future") == (0 if found else 1_001)


@pytest.mark.parametrize(("depth", "found"), [(40, ["wrong-type"]), (41, ["too-deep"])])
def test_depth(depth: int, found: list[str], loaded: Callable[[str], Loaded]) -> None:
    """Lists may stand 40 deep in each other and in the mapping of the file, and no deeper."""
    assert ids(loaded(whole("title: " + "[" * (depth - 1) + "]" * (depth - 1)))) == found


# --- the table is whole -----------------------------------------------------------------------------

ELSEWHERE = {
    "bad-url",
    "dropped-text",
    "duplicate-key",
    "empty",
    "card-file",
    "conflict-in-text",
    "hidden-direction",
    "merge-conflict",
    "missing-key",
    "missing-sources",
    "missing-text",
    "moved-quote",
    "near-card",
    "no-anchors",
    "no-tags",
    "not-utf8",
    "one-document",
    "other-quote",
    "other-text",
    "presentation-forms",
    "too-deep",
    "too-large",
    "too-many",
    "unknown-key",
    "unknown-word",
    "unprintable",
    "unseen-character",
    "wrong-type",
    "yaml",
    # Of tables.
    "bad-json",
    "bad-cell",
    "bad-table",
    "broken-table",
    "distance-matrix",
    "merged-cells",
    "missing-extra",
    "duplicate-column",
    "missing-column",
    "no-header",
    "no-id",
    "other-table",
    "ragged-row",
    "repeated-cell",
    "rows-differ",
    "table-file",
    "unclosed-quote",
    "unconfirmed",
    "unknown-code",
    "unknown-column",
    "unknown-question",
}
"""What has no boundary inside a text, or is not found in one: the subject of the tests of problems, texts and above."""


def test_every_rule_is_in_the_table() -> None:
    """Each problem that docs/checks.md explains is in the table or is tested elsewhere."""
    explained = set(re.findall(r"^## (\S+)", (ROOT / "docs" / "checks.md").read_text(encoding="utf-8"), re.M))
    assert explained == CASES.keys() | ELSEWHERE
    assert not CASES.keys() & ELSEWHERE


@pytest.mark.parametrize("rule", CASES)
def test_each_rule_on_both_sides(rule: str) -> None:
    """Each rule has a case in which it finds something, and one in which nothing is found."""
    found = [[problem for _, problem in marked(whole(text))] for text in CASES[rule].values()]
    assert any(rule in problem.removeprefix("warning ").split()[:1] for problems in found for problem in problems)
    assert [] in found
