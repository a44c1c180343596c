"""The `gapcli` command, also as `python -m gapcli`: the only place that changes the process as a whole, or ends it."""

import gc
import os
import signal
from types import FrameType
from typing import NoReturn


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    os._exit(128 + number)


def main() -> NoReturn:
    """Run the command; an interrupt or a termination ends it at once, also while it is still being imported."""
    # No exception: raised in the middle of an import, Python would print it or lose it.
    signal.signal(signal.SIGINT, _stop)
    signal.signal(signal.SIGTERM, _stop)
    # A ledger holds no cycles worth a search, and a run ends soon: a tenth of the time to start and to read.
    gc.disable()
    from gapcli.cli.run import run

    # At once: what could not be written is not tried again, and all else is out.
    os._exit(run())


if __name__ == "__main__":
    main()
