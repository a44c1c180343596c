"""How long whole commands take, against a bare interpreter and a bare typer program in the same environment.

    python benchmarks/startup.py [ROUNDS]

Each round runs every command once, so that what the machine does besides falls on all alike. Prints the median of
each in milliseconds, its ratio to the bare typer program or to `matrix --json`, and the ratio that is to be reached.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

BARE = """
import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


@app.command()
def hello(name: str = "world") -> None:
    print(f"hello {name}")


app()
"""
SHIPPED = str(Path(__file__).resolve().parent.parent / "data" / "positions.yaml")
"""The ledger of the tree, which `check` wants by name; the others find the one that ships."""
TYPER, MATRIX = "bare typer program", "matrix --json"
COMMANDS = {
    "python -c pass": (["-c", "pass"], "", None),
    TYPER: (["bare.py"], "", None),
    "--version": (["-m", "gapcli", "--version"], TYPER, 0.4),
    "--help": (["-m", "gapcli", "--help"], TYPER, 1.05),
    MATRIX: (["-m", "gapcli", "matrix", "--json", "--no-cache"], TYPER, 1.75),
    "matrix, coloured": (["-m", "gapcli", "matrix", "--color", "always", "--no-cache"], TYPER, 2.0),
    "again: matrix --json": (["-m", "gapcli", "matrix", "--json"], TYPER, 1.25),
    "again: coloured": (["-m", "gapcli", "matrix", "--color", "always"], TYPER, 1.5),
    "again: issue": (["-m", "gapcli", "issue", "enrichment", "--source"], TYPER, 1.6),
    **{
        f"{name} --json": (
            ["-m", "gapcli", name, "--json", *(["-f", SHIPPED] if name == "check" else ["--no-cache"])],
            MATRIX,
            most,
        )
        for name, most in (
            ("issue", 1.5),
            ("party", 1.5),
            ("statements", 1.5),
            ("sources", 1.5),
            ("moves", 1.5),
            ("disputes", 1.5),
            ("proposals", 1.5),
            ("check", 1.5),
            ("links", 2.5),
            ("robust", 2.0),
        )
    },
    "brief": (["-m", "gapcli", "brief", "--no-cache"], MATRIX, None),
    "page": (["-m", "gapcli", "page", "--no-cache"], MATRIX, 3.0),
}
"""Each command with its arguments, what it is compared with, and the ratio to reach."""


def main(rounds: int) -> None:
    """Run all commands in turn, and print the table."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "bare.py").write_text(BARE)
        environment = {k: v for k, v in os.environ.items() if not k.startswith("GAPCLI_")}
        environment["XDG_CACHE_HOME"] = str(Path(folder, "caches"))
        # As where it is installed: what Python has compiled is kept, whatever this shell says of that.
        environment |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(Path(folder, "compiled"))}
        for i in range(rounds + 1):
            for name, (arguments, _, _) in COMMANDS.items():
                start = perf_counter()
                done = subprocess.run(
                    [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, check=False
                )
                if done.returncode:
                    sys.exit(f"{name}: exit {done.returncode}: {done.stderr.decode()}")
                if i:  # The first round warms the files up.
                    times[name].append(perf_counter() - start)
    middle = {name: median(t) for name, t in times.items()}
    print(f"{rounds} rounds, Python {sys.version.split()[0]}")
    print(f"{'command':20} {'median':>8}  ratio")
    for name, (_, against, most) in COMMANDS.items():
        ratio = f"{middle[name] / middle[against]:5.2f} of {against}" if against else ""
        goal = f"   (to reach: {most})" if most else ""
        print(f"{name:20} {1000 * middle[name]:5.0f} ms  {ratio}{goal}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
