"""A command line from its beginning to its exit code, whatever happens between."""

import sys

from gapcli.cli.ending import Code, Stop, Trouble, add_buffer, complain, tell, write_version


def run(arguments: list[str] | None = None) -> int:
    """Run the command line, and give its exit code; every end has one, and no bug shows its source.

    All that could be written is out then; what could not be must not be tried again when the process ends.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        if sys.stderr is not None:
            sys.stderr = add_buffer(sys.stderr)
        if sys.stdout is None:
            raise Stop(Code.TROUBLE, "cannot write output: standard output is closed")
        sys.stdout = add_buffer(sys.stdout)
        # Help may hold what standard output lacks.
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[attr-defined]
        code: int = Code.DONE
        if arguments in (["--version"], ["-V"]):
            # Not worth the import of what parses command lines.
            write_version()
        else:
            from gapcli.cli.app import parse

            code = parse(arguments)
        sys.stdout.flush()
        return code
    except Stop as stop:
        if stop.message:
            complain(stop.message)
        return stop.code
    except SystemExit as end:
        # What typer makes of a closed pipe, where it writes itself.
        closed = isinstance(end.__context__, BrokenPipeError)
        return Code.CLOSED if closed else end.code if isinstance(end.code, int) else 1
    except KeyboardInterrupt:
        return Code.INTERRUPTED
    except BrokenPipeError:
        return Code.CLOSED
    except OSError as error:
        complain(Trouble("use" if error.filename else "write", error.filename or "output", error).message)
        return Code.TROUBLE
    except Exception as error:
        if "--debug" in arguments:
            import traceback

            tell(traceback.format_exc().rstrip())
        first = str(error).partition("\n")[0][:200]
        complain(f"a bug in gapcli: {type(error).__name__}: {first} (--debug shows where)")
        return Code.BUG
