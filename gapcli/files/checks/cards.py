"""Cards: where a ledger says that they are, and their texts."""

TEXT = """
# missing-sources
There is no folder of source cards where `sources` says.
✗ sources: seed
✓ sources: seeds

# card-file
A card is a link that leads out of the folder of cards, or no file but a folder, a pipe or a device. It is not opened:
what it leads to was never meant to be printed, and a pipe might be waited for without end.

# bad-file
A card's `file` is a bare name, since the text is looked for in the folder that the user gives; `sources` is a folder
seen from the ledger. Neither leads elsewhere on the disk.
✗ file: ../texts/eastport-herald.txt
✓ file: eastport-herald.txt
"""
