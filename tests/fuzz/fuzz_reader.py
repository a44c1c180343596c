"""A coverage-guided search for bytes that make the reader raise, or read without end.

    pip install atheris
    python tests/fuzz/fuzz_reader.py [SECONDS]

The corpus is every file under tests/problems, the shipped ledger cut short, and what the search finds; it is kept in a
temporary folder. Ends with the first finding, or after the time with the number of runs. Any exception is a finding.
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["gapcli"]):
    from gapcli.files.load import load_bytes
    from gapcli.files.problems import frame

ROOT = Path(__file__).resolve().parents[2]


def one_input(data: bytes) -> None:
    """Whatever the bytes are, there is a ledger or there are problems, and each problem can be shown."""
    loaded = load_bytes(data, "fuzz.yaml", str(ROOT / "data"), limit=1)
    assert loaded.ledger is not None or loaded.problems
    for problem in loaded.problems[:50]:
        assert problem.span.line >= 1 and problem.span.column >= 1
        assert "\x1b" not in frame(problem)


def main() -> None:
    """Search from the corpus."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    with tempfile.TemporaryDirectory() as folder:
        for i, path in enumerate(sorted((ROOT / "tests" / "problems").rglob("*.yaml"))):
            Path(folder, f"seed-{i}").write_bytes(path.read_bytes()[:20_000])
        ledger = (ROOT / "data" / "positions.yaml").read_bytes()
        Path(folder, "seed-ledger").write_bytes(ledger[:30_000])
        found = f"-artifact_prefix={tempfile.gettempdir()}/"
        options = [found, f"-max_total_time={seconds}", "-timeout=10", "-max_len=40000", "-print_final_stats=1"]
        atheris.Setup([sys.argv[0], *options, folder], one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
