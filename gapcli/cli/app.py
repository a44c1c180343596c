"""The command line as typer parses it: only the command that is asked for is built."""

import os
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_install_completion_arguments

from gapcli.cli.commands import COMMANDS
from gapcli.cli.complete import join_bash_words
from gapcli.cli.ending import Code, Stop, require_word, write_version
from gapcli.text import did_you_mean


def build_command(name: str) -> TyperCommand:
    """A command, with all that it takes."""
    command = COMMANDS[name]

    def run(**values: Any) -> None:
        for p in command.parameters:
            if p.words and values[p.name] is not None:
                require_word(values[p.name], p.words, p.flags)
            if p.many:
                values[p.name] = tuple(values[p.name] or ())
        command.run(values)

    return TyperCommand(
        name=name,
        callback=run,
        params=[p.build() for p in command.parameters],
        help=command.help,
        epilog=f"Example: {command.example}",
        rich_markup_mode=None,
    )


class _Group(TyperGroup):
    """All commands, each built when it is asked for; their help needs no more than their names and lines."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> TyperCommand | None:
        return build_command(cmd_name) if cmd_name in COMMANDS else None

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        limit = formatter.width - 6 - max(map(len, COMMANDS))
        lines = [(name, TyperCommand(name, help=c.help).get_short_help_str(limit)) for name, c in COMMANDS.items()]
        with formatter.section("Commands"):
            formatter.write_dl(lines)


def _print_version(ctx: Any, parameter: Any, asked: bool) -> None:
    if asked:
        write_version()
        raise typer.Exit()


def build_app() -> TyperGroup:
    """The command line."""
    version = TyperOption(
        param_decls=["version", "--version"],
        help="Show the version.",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        default=False,
        callback=_print_version,
    )
    return _Group(
        name="gapcli",
        help="Compare what parties to a negotiation say they want, and show the gap with its evidence.",
        epilog="Begin with: gapcli matrix",
        params=[version, *get_install_completion_arguments()],
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def parse(arguments: list[str]) -> int:
    """Run the command that a command line names, and give its exit code. Raises Stop."""
    join_bash_words(os.environ)
    try:
        code = build_app().main(args=arguments or ["--help"], prog_name="gapcli", standalone_mode=False)
        return code if isinstance(code, int) else Code.DONE
    except typer.TyperException as error:
        raise Stop(Code.USAGE, _describe_wrong_use(error)) from None
    except typer.Abort:
        return Code.INTERRUPTED


def _describe_wrong_use(error: typer.TyperException) -> str:
    """What typer has against a command line, in the form of every other message."""
    context: Any = getattr(error, "ctx", None)
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    if message.startswith("No such command"):
        typed = message.partition("'")[2].partition("'")[0]
        message = f'no command is called "{typed}": {did_you_mean(typed, COMMANDS)}'
    elif message.startswith("No such option"):
        option = getattr(error, "option_name", "")
        known = [name for p in context.command.params for name in (*p.opts, *p.secondary_opts) if name[0] == "-"]
        message = f'no option is called "{option}": {did_you_mean(option, known)}'
    command = context.command_path if context else "gapcli"
    return f"{message[:1].lower()}{message[1:].rstrip('.')} ({command} --help says more)"
