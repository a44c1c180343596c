"""Quotes against the texts of their sources, which `check --texts DIR` looks at."""

TEXT = """
# missing-text
The text of a source is not in the folder that `--texts` names, neither under the `file` of its card nor, by its hash,
under any other name. None of its quotes is proved.
✗ sha256: 0000000000000000000000000000000000000000000000000000000000000000
✗ file: radio.txt
✓ sha256: e1f4367a7be96d8836b5675d7a4ab9874307e6f431c78b198286398a92717494
✓ file: coast-radio.txt

# other-text
The text has another hash or another length than its card says: it is not the one that was coded, so the places of its
quotes may be wrong.
✗ characters: 90
✓ characters: 92

# moved-quote
The words of a quote stand in the text, and not at the place that the evidence gives.
✗ at: [160, 203]
✓ at: [159, 202]

# other-quote
The words of a quote do not stand in the text. A quote is copied character by character, with its marks and its
mistakes.
✗ quote: had yachts in mind
✓ quote: has yachts in mind
"""
