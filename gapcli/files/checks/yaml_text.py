"""The text of a file: its bytes, its YAML and its size, before a field is looked at."""

TEXT = r"""
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
✗ title: "\aHarbour talks enter their last week"
✓ title: Harbour talks enter their last week

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
What stands after a space and # is a comment, so the end of a text may be lost without a word. A comment with a space
after its # is meant. A warning.
✗ text: Asked to pay what it has always paid, item #1 of its list.
✓ text: Asked to pay what it has always paid, item "#1" of its list.

# newer-format
The file is of a newer format than this version of gapcli reads, so that it could be misread. Update gapcli.
✗ format: 2
✓ format: 1
"""
