"""What is to go into a ledger, or to be mended there: rows, source cards, proposed tables, the places of quotes."""
