"""The real command as a process of its own, without the start of Python: forked from one that has read its modules.

Run as a program, this file is that process.
"""

import gc
import json
import os
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from fcntl import ioctl
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from termios import TIOCSCTTY
from typing import NoReturn

SECONDS = 60
"""After so long a run is ended."""


def _read(pipe: int) -> bytes:
    with open(pipe, "rb") as file:
        return file.read()


class Forks:
    """The process from which runs are forked, one at a time."""

    def __init__(self, env: dict[str, str]) -> None:
        """`env`: the environment in which it starts, and each run after it."""
        self.env = env
        self.asking, asked = socket.socketpair()
        command = [sys.executable, __file__, str(asked.fileno())]
        pipe = subprocess.PIPE  # As a run has it, so that its streams are as those of a run; nothing is written there.
        self.process = subprocess.Popen(
            command, env=env, pass_fds=[asked.fileno()], stdin=pipe, stdout=pipe, stderr=pipe
        )
        asked.close()
        self.reader = ThreadPoolExecutor(1)

    def run(self, arguments: Sequence[str], env: dict[str, str], cwd: Path) -> tuple[int, bytes, bytes]:
        """The exit code of a run, and what it wrote to both streams; `env` is put over that of all runs."""
        (stdin, writer), (out, stdout), (err, stderr) = (os.pipe() for _ in range(3))
        os.close(writer)
        self.start(arguments, env, cwd, [stdin, stdout, stderr])
        told = self.reader.submit(_read, err)
        said = _read(out)
        return self.wait(), said, told.result()

    def start(self, arguments: Sequence[str], env: dict[str, str], cwd: Path, streams: list[int]) -> None:
        """Begin a run, to which the three streams are handed over; a terminal among them is its controlling one."""
        asked = json.dumps([[*arguments], {**self.env, **env}, str(cwd)]).encode() + b"\n"
        socket.send_fds(self.asking, [asked], streams)
        for given in streams:
            os.close(given)

    def wait(self) -> int:
        """The exit code of the run that was begun."""
        return int(self.asking.recv(16))

    def close(self) -> None:
        """End it, with its streams."""
        self.asking.close()
        self.reader.shutdown()
        self.process.communicate()


def _receive(asking: socket.socket) -> tuple[bytes, list[int]]:
    """One line of what is asked, with the descriptors that come with it; nothing at the end."""
    line, fds, *_ = socket.recv_fds(asking, 1 << 16, 3)
    while line and not line.endswith(b"\n"):
        line += asking.recv(1 << 16)
    return line, fds


def _become(fds: list[int], arguments: list[str], env: dict[str, str], cwd: str) -> NoReturn:
    """Be the run that is asked for, to its end."""
    try:
        for target, fd in enumerate(fds):
            os.dup2(fd, target)
        os.closerange(3, max(fds) + 1)
        if os.isatty(0):
            os.setsid()
            ioctl(0, TIOCSCTTY, 0)
        os.chdir(cwd)
        os.environ.clear()
        os.environ.update(env)
        sys.argv = ["gapcli", *arguments]
        signal.alarm(SECONDS)
        import_module("gapcli.__main__").main()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)


def main() -> None:
    asking = socket.socket(fileno=int(sys.argv[1]))
    package = import_module("gapcli")
    # What cannot be read fails where a run needs it.
    for module in walk_packages(package.__path__, "gapcli.", onerror=lambda name: None):
        with suppress(Exception):
            import_module(module.name)
    gc.freeze()
    while True:
        line, fds = _receive(asking)
        if not line:
            return
        child = os.fork()
        if not child:
            _become(fds, *json.loads(line))
        for fd in fds:
            os.close(fd)
        _, status = os.waitpid(child, 0)
        asking.send(str(os.waitstatus_to_exitcode(status)).encode())


if __name__ == "__main__":
    main()
