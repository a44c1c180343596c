"""Bytes of a file to a ledger, with every mistake in its place."""
