"""The command line as typer parses it: only the command that is asked for is built."""

import os
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_install_completion_arguments

from gapcli.cli.commands import COMMANDS, Command
from gapcli.cli.complete import join_words
from gapcli.cli.ending import Code, Stop, write_version
from gapcli.cli.options import Parameter
from gapcli.formats import find_screen
from gapcli.reports import GROUPS
from gapcli.text import did_you_mean, find_close

HELP = "help"
"""The command that is none of `COMMANDS`: it shows the help of one."""

_Formatter: Any = typer.Context.formatter_class


class _NarrowFormatter(_Formatter):  # type: ignore[misc]
    """Help that fits a narrow terminal: there what a thing does stands below its name."""

    def write_dl(self, rows: Any, col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl(rows, col_max if self.width > 60 else 4, col_spacing)


class _Context(typer.Context):
    formatter_class = _NarrowFormatter


class _Command(TyperCommand):
    context_class = _Context


def build_command(name: str) -> TyperCommand:
    """A command, with all that it takes."""
    command = COMMANDS[name]

    def run(**values: Any) -> None:
        options = [flag for p in command.parameters for flag in p.flags.split()]
        for p in command.parameters:
            _refuse_option(p, values[p.name], options)
            values[p.name] = p.take(values[p.name])
        # As `-f -` is standard input.
        if values.get("out") == "-":
            values["out"] = None
        command.run(values)

    return _Command(
        name=name,
        callback=run,
        params=[p.build() for p in command.parameters],
        help=command.help,
        epilog=f"Example: {command.example}",
        rich_markup_mode=None,
    )


def _refuse_option(parameter: Parameter, value: Any, options: list[str]) -> None:
    """Refuse the name of an option, or nearly one, where an option needs a value. Raises Stop."""
    for text in value if parameter.flags and isinstance(value, (list, tuple)) else ():
        is_one = isinstance(text, str) and text.startswith("--")
        # A first letter is hardly ever mistyped, and --help is no --excel.
        meant = find_close(text, [flag for flag in options if flag[:3] == text[:3]])[:1] if is_one else []
        if meant:
            flag = parameter.flags.split()[-1]
            raise Stop(Code.USAGE, f'{flag} needs a value, and "{text}" looks like the option {meant[0]}')


def _build_help() -> TyperCommand:
    """The command that shows the help of another."""

    def show(command: str | None) -> None:
        build_app().main(args=[*filter(None, [command]), "--help"], prog_name="gapcli", standalone_mode=False)

    return TyperCommand(
        name=HELP,
        callback=show,
        params=[Parameter("command", "", "The command.", "[COMMAND]", words=tuple(COMMANDS)).build()],
        help="Show the help of a command.",
        epilog="Example: gapcli help matrix",
        rich_markup_mode=None,
    )


class _Group(TyperGroup):
    """All commands, each built when it is asked for; their help needs no more than their names and lines."""

    context_class = _Context

    def list_commands(self, ctx: Any) -> list[str]:
        return [*COMMANDS, HELP]

    def get_command(self, ctx: Any, cmd_name: str) -> TyperCommand | None:
        if cmd_name == HELP:
            return _build_help()
        return build_command(cmd_name) if cmd_name in COMMANDS else None

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        width = max(map(len, COMMANDS))
        # As wide in each group, so that all lines stand under each other.
        lines = [(c.group, name.ljust(width), _say_short(c)) for name, c in COMMANDS.items()]
        for group in GROUPS:
            with formatter.section(group):
                formatter.write_dl([line[1:] for line in lines if line[0] == group])


def _say_short(command: Command) -> str:
    return TyperCommand(None, help=command.help).get_short_help_str(80)


def _print_version(ctx: Any, parameter: Any, asked: bool) -> None:
    if asked:
        write_version()
        raise typer.Exit()


def build_app() -> TyperGroup:
    """The command line."""
    version = TyperOption(
        param_decls=["version", "-V", "--version"],
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
        epilog="Begin with: gapcli matrix. More of a command: gapcli help COMMAND",
        params=[version, *get_install_completion_arguments()],
        rich_markup_mode=None,
        # typer takes no terminal for narrower than 50 columns.
        context_settings={
            "help_option_names": ["-h", "--help"],
            "terminal_width": min(find_screen("auto", to_file=False).width, 80) - 2,
        },
    )


def parse(arguments: list[str]) -> int:
    """Run the command that a command line names, and give its exit code. Raises Stop."""
    join_words(os.environ)
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
        message = f'no command is called "{typed}": {did_you_mean(typed, (*COMMANDS, HELP))}'
    elif message.startswith("No such option"):
        option = getattr(error, "option_name", "")
        known = [name for p in context.command.params for name in (*p.opts, *p.secondary_opts) if name[0] == "-"]
        message = f'no option is called "{option}": {did_you_mean(option, (*known, "--help"))}'
    command = context.command_path if context else "gapcli"
    return f"{message[:1].lower()}{message[1:].rstrip('.')} ({command} --help says more)"
