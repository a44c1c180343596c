"""How time and memory grow with the size of the file: three sizes of a generated ledger, each in a process of its own.

    python benchmarks/growth.py [RUNS]

Prints the median time and the peak memory of reading each, and both per statement against the smallest: 1.0 is linear.
"""

import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

import scale

PARTIES = (10, 25, 50)
"""The parties of each ledger; each of them makes 400 statements."""


def read(path: str) -> None:
    """Read one ledger, and print the seconds and the peak of memory in MiB."""
    from gapcli.files.load import load

    start = perf_counter()
    ledger = load(path).require()
    seconds = perf_counter() - start
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, len(ledger.statements))


def main(runs: int) -> None:
    """Measure, and print."""
    print(f"{'statements':>10} {'MB':>6} {'seconds':>8} {'MiB':>6}   per statement: time, memory")
    first: tuple[float, float] | None = None
    with tempfile.TemporaryDirectory() as folder:
        for parties in PARTIES:
            path = Path(folder) / f"{parties}.yaml"
            path.write_text("".join(scale.ledger(parties)), encoding="utf-8")
            rows = [
                [
                    float(x)
                    for x in subprocess.run(
                        [sys.executable, __file__, "--read", str(path)], capture_output=True, text=True, check=True
                    ).stdout.split()
                ]
                for _ in range(runs)
            ]
            seconds, memory, statements = (median(column) for column in zip(*rows))
            each = seconds / statements, memory / statements
            first = first or each
            size = path.stat().st_size / 1e6
            print(
                f"{statements:10.0f} {size:6.1f} {seconds:8.2f} {memory:6.0f}   "
                f"{each[0] / first[0]:.2f} {each[1] / first[1]:.2f}"
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--read"]:
        read(sys.argv[2])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
