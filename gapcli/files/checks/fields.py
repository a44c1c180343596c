"""Fields: the keys that a noun has, and what each of them takes. The reader finds these mistakes."""

TEXT = """
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
A text has more than 10,000 characters. A ledger holds short quotes and words of one's own.

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

# presentation-forms (warning)
A text holds letters in one fixed Arabic shape, as some programs copy them. They look alike, and no search finds them. A
warning.
✗ name: {en: Province of the Coast, ar: إقليم \ufe8d\ufedf\ufeb4\ufe8e\ufea3\ufede}
✓ name: {en: Province of the Coast, ar: إقليم الساحل}
"""
