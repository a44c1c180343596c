"""Every phrase by its name, in the language that is spoken: English, until another is asked for."""

from importlib import import_module

from gapcli import words
from gapcli.ledger.model import Text
from gapcli.words.en import *  # noqa: F403


def speak(language: str) -> None:
    """Speak a language from now on, in this process: in its phrases, and where a ledger has a text in it.

    `language`: one of `gapcli.words.LANGUAGES`; empty, English again, and each text in the language of its file. Raises
    ValueError.
    """
    if language not in ("", *words.LANGUAGES):
        raise ValueError(f"{language!r} is no language that gapcli speaks: one of {', '.join(words.LANGUAGES)}")
    module = import_module(f"gapcli.words.{language or words.LANGUAGES[0]}")
    globals().update({name: value for name, value in vars(module).items() if not name.startswith("_")})
    Text.spoken = language
