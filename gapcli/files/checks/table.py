"""What each mistake means, with an example of it and of its cure: `gapcli check --explain`, docs/checks.md."""

import re
from collections.abc import Mapping
from textwrap import fill, indent
from types import MappingProxyType

from gapcli.files.checks import FAMILIES
from gapcli.files.checks.rule import Rule, list_rules

_TEXT = """
# yaml
The file is not YAML, so that reading ends here. What stands above is checked all the same.

A text needs quotes where it holds a colon and a space, or begins with one of [ ] { } > | @ ` % & * ! ? : -
✗ text: Would settle for less: three million, if the rent rises every year.
✓ text: "Would settle for less: three million, if the rent rises every year."

# not-utf8
A file is not UTF-8, in which every ledger, card and text is written. Nothing is guessed: a wrong guess would change
quotes without a word. Save it as UTF-8.

# unprintable
A text holds a control character, a byte order mark or an unusual line end, as it is or by an escape. Such characters
cannot be seen, and could command a terminal.
✗ title: "\\aHarbour talks enter their last week"
✓ title: Harbour talks enter their last week

# merge-conflict
A version control left two versions of some lines between lines of signs, as git does where it cannot merge them. No
line of the file is read before one of them is chosen.
✗ <<<<<<< HEAD
· title: The harbour lease
✗ =======
✗ title: Talks on the harbour
✗ >>>>>>> theirs

# conflict-in-text (warning)
A text holds the lines of signs between which a version control leaves two versions: both of them have become its words.
A warning.
✗ gloss: "<<<<<<< HEAD should rise every year ======= should rise >>>>>>> theirs with prices"
✓ gloss: should rise every year with prices

# no-anchors
An anchor (&), an alias (*) or a merge key (<<). In a ledger every value stands where it is read, and a file of a few
lines cannot become one of millions.
✗ question: &rent What rent does the company pay?
✓ question: What rent does the company pay?

# no-tags
A tag (!). What a value is depends on its field, never on how it is spelled.
✗ question: !!str What rent does the company pay?
✓ question: What rent does the company pay?

# one-document
A file holds one ledger or one card; a line --- would begin another.
· reliability: {grade: B, why: It names its sources.}
· digest: Reports a council meeting, a dinner of the company, and the paper of the province.
✗ ---

# too-deep
Lists and mappings stand more than 40 deep in each other. No ledger needs that; a text without quotes may.
✗ name: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[ Rent
✓ name: Rent

# too-large
A file has more than 20 MiB, or more than a million values. The variable GAPCLI_MAX_MIB raises both in proportion.

# too-many
There are more than a thousand mistakes. Mend those that are shown, and check again.

# dropped-text (warning)
What stands after a space and # is a comment, so the end of a text may be lost without a word: behind it, behind its
closing quotation mark or the sign of its block, and on a line of its own below it. A comment with a space after its #
is meant. A warning.
✗ text: Asked to pay what it has always paid, item #1 of its list.
✓ text: Asked to pay what it has always paid, item "#1" of its list.

# newer-format
The file is of a newer format than this version of gapcli reads, so that it could be misread. Update gapcli.
✗ format: 2
✓ format: 1

# unknown-key
A key that the format does not have there: a slip of spelling, or the end of a text that a comma cut off inside { }. It
is a mistake, since what it says would be lost.
✗ speakers: Mayor Ana Ruiz
✓ speaker: Mayor Ana Ruiz

# missing-key
A key that the format needs is not there.
· town:
·   name: Town of Eastport
✓   role: principal

# duplicate-key
A key is given twice in one mapping, so that one of the two values would be lost.
· weight: 2
✗ weight: 3

# wrong-type
A list stands where a text is expected, a text where a list or a mapping is, or a word where true or false is.
✗ replaces: town-five-million
✓ replaces: [town-five-million]

# empty
A key without a value, or with one that says nothing. What is not known is left out, key and all.
· name: Harbour Company
✗ short:
✓ short: Company

# too-long
A text has more than 10,000 characters, or a name more than 300. A ledger holds short quotes and words of one's own; a
name is printed wherever something names what it is of.

# bad-id
An id has lower-case letters, digits and hyphens, at most 64, and does not begin with a hyphen; what a statement is
about is such an id, or two with a point between. A card's id is the name of its file.
✗ - id: Town_five_million
✓ - id: town-five-million

# bad-date
A date is YYYY-MM-DD, as precise as it is known: YYYY-MM and YYYY too, and "< DATE" for some time before. It is a date
of the Gregorian calendar, without a time of day.
✗ said: 20/02/2026
✓ said: 2026-02-20

# bad-number
A number is written in the digits 0 to 9, with a point where it has one: no thousands, no exponent, no sign of per cent.
It lies in the range of its field.
✗ weight: 2,0
✓ weight: 2

# unknown-word
The field takes one of a few words.
✗ role: broker
✓ role: mediator

# bad-url
An address begins with http:// or https://, and has no spaces and no hidden characters.
✗ url: herald.example/harbour
✓ url: https://herald.example/harbour

# bad-hash
A hash is the SHA-256 of the exact text: 64 hexadecimal digits, as `sha256sum TEXT` prints them.
✗ sha256: e1f4367a
✓ sha256: e1f4367a7be96d8836b5675d7a4ab9874307e6f431c78b198286398a92717494

# hidden-direction (warning)
A text holds a character that turns the order in which it is shown, so that it can read other than it is. It is kept,
since the source may have it, and always shown escaped. A warning.
✗ gloss: "should rise \\u202eevery year with prices"
✓ gloss: should rise every year with prices

# unseen-character (warning)
A text holds a character that takes no room and is no part of a word, as a zero-width space, a soft hyphen or a tag, or
so many marks on one letter that they cover the lines around it. What differs in nothing else looks the same and is not.
It is kept, since the source may have it. A warning.
✗ gloss: "should rise every\\u200b year with prices"
✓ gloss: should rise every year with prices

# presentation-forms (warning)
A text holds letters in one fixed Arabic shape, as some programs copy them. They look alike, and no search finds them. A
warning.
✗ name: {en: Province of the Coast, ar: إقليم \ufe8d\ufedf\ufeb4\ufe8e\ufea3\ufede}
✓ name: {en: Province of the Coast, ar: إقليم الساحل}

# missing-sources
There is no folder of source cards where `sources` says.
✗ sources: seed
✓ sources: seeds

# card-file
A card is a link that leads out of the folder of cards, or no file but a pipe or a device. It is not opened: what it
leads to was never meant to be printed, and a pipe might be waited for without end. Folders among the cards are passed
over, and so is what has a name that begins with a dot.

# near-card
A card that is cited would be there but for the ending of its name: those of cards end in `.yaml`, not in `.yml` or
`.YAML`.

# bad-file
A card's `file` is a bare name, since the text is looked for in the folder that the user gives; `sources` is a folder
seen from the ledger. Neither leads elsewhere on the disk.
✗ file: ../texts/eastport-herald.txt
✓ file: eastport-herald.txt

# missing-text
The text of a source is not in the folder that `--texts` names, neither under the `file` of its card nor, by its hash,
under any other name. None of its quotes is proved.
✗ sha256: 0000000000000000000000000000000000000000000000000000000000000000
✗ file: radio.txt
✓ sha256: e1f4367a7be96d8836b5675d7a4ab9874307e6f431c78b198286398a92717494
✓ file: coast-radio.txt

# other-text
The text has another hash or another length than its card says. Either it is the one that was coded, saved otherwise
(line ends, a byte order mark, the encoding, the last line end, the normal form): its quotes are proved all the same. Or
it is another: quotes that stand elsewhere in it are no mistakes of the ledger, and are counted with it.
✗ characters: 90
✓ characters: 92

# moved-quote
The words of a quote stand in the text, and not at the place that the evidence gives.
✗ at: [160, 203]
✓ at: [159, 202]

# other-quote
The words of a quote do not stand in the text. A quote is copied character by character, with its marks and its
mistakes; `\\n` stands for any white space of the text.
✗ quote: had yachts in mind
✓ quote: has yachts in mind

# no-header
The first row of a table names its columns, each by a name of its own.

# duplicate-column
Two columns of a table, or two keys of one of its objects, have the same name, so that one of them would be lost.

# missing-column
A table of statements lacks what each statement needs. What is the same in every row need not be a column: `import --set
stance=asks` says it of all.

# ragged-row
A row of a table has more cells than the header, or fewer. Most often a comma stands in a cell without quotes around it.

# unclosed-quote
The quotes around a cell do not end, or end before the cell does, so that nothing below is read. Inside quotes a quote
is written twice.

# bad-json
A line of a table is no object of JSON, or a cell that begins with a bracket is no list; or a file of JSON is neither
objects nor columns. Nothing of it is read.

# bad-cell
A cell of a workbook has no value: it shows an error such as `#N/A`, or holds a formula that no spreadsheet has
computed; or a cell of a database holds bytes. None of these is taken for an empty cell.

# merged-cells
Cells of a sheet are merged in the table. Only the first of them holds anything, and whether the others mean the same is
for the ledger to say: `merged: fill`.

# broken-table
The file of a table is none of its kind, is damaged or protected, or becomes too large when it is unpacked.

# distance-matrix
A table has the same names in its first column and in its header, and 0 where each meets itself: these are distances,
and not what anybody wants. Distances are what is computed from positions.

# missing-extra
A kind of file is read by a library that is not installed; the message has the line that installs it.

# rows-differ
A statement is in several rows of a table, a row for each piece of its evidence and each of its parties, and they do not
say the same of it; or two rows of a table of positions name a party, ask a question or weigh it in two ways.
"""
FOUND_BEFORE = [Rule(text) for text in re.split(r"\n\n(?=# )", _TEXT)]
"""What no rule finds: mistakes of the bytes, of fields, of cards, and of quotes against the texts of their sources."""
_ROWS = [*FOUND_BEFORE, *(rule for family in FAMILIES for rule in list_rules(family))]
RULES: Mapping[str, Rule] = MappingProxyType({rule.id: rule for rule in sorted(_ROWS, key=lambda rule: rule.id)})
"""Every mistake that gapcli knows, by its id."""


def explain_rule(rule: Rule) -> str:
    """Say what a mistake means, for a reader of a terminal."""
    parts = [rule.id, *(fill(p, 79) for p in rule.meaning.split("\n\n"))]
    if rule.wrong:
        parts += ["Wrong:", indent(rule.wrong, "    "), "Right:", indent(rule.right, "    ")]
    return "\n\n".join(parts) + "\n"
