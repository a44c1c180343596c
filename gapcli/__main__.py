"""The `gapcli` command, also as `python -m gapcli`."""

import gc
import os
import signal
from types import FrameType
from typing import NoReturn


def _stopped(number: int, frame: FrameType | None) -> NoReturn:
    os._exit(128 + number)


def main() -> NoReturn:
    """Run the command; an interrupt or a termination ends it at once, also while it is still being imported."""
    # No exception: raised in the middle of an import, Python would print it or lose it.
    signal.signal(signal.SIGINT, _stopped)
    signal.signal(signal.SIGTERM, _stopped)
    # A ledger holds no cycles worth a search, and a run ends soon: a tenth of the time to start and to read.
    gc.disable()
    from gapcli.cli.commands import run

    # At once: what could not be written is not tried again, and all else is out.
    os._exit(run())


if __name__ == "__main__":
    main()
