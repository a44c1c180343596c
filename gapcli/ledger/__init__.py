"""What a ledger is: its nouns, its scales, and how it is narrowed."""
