"""Every sentence that a person reads."""

LANGUAGES = ("en", "ar")
"""The languages that gapcli speaks, each with a module of the same phrases."""
