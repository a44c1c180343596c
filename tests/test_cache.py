"""What was read of a ledger is kept for the next run: quicker, and never another answer."""

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import HERE, PATHS, Ran
from shares import some

from gapcli.files.cache import restore, store
from gapcli.files.find import LARGEST, hash_bytes
from gapcli.files.load import load

Run = Callable[..., Ran]
QUESTIONS = [
    ["matrix", "--json"],
    ["matrix", "--by", "party"],
    ["issue", "rent", "--source"],
    ["party", "--json"],
    ["statements", "-O", "csv"],
    ["sources", "--json"],
    ["moves", "--json"],
    ["disputes", "--json"],
    ["links", "-O", "dot"],
    ["proposals", "--json"],
    ["proposals", "--steps", "--json"],
    ["robust", "--json"],
    ["brief", "-O", "md"],
    ["page"],
    ["matrix", "-v"],
    ["matrix", "--without", "nobody"],
]


@pytest.fixture
def ask(run: Run, tmp_path: Path) -> Run:
    """Asks a small ledger in a folder of its own; what is read is kept in the folder `caches`."""
    assert run("init", "harbour").code == 0

    def ask(*arguments: str, **env: str | None) -> Ran:
        variables = {"XDG_CACHE_HOME": str(tmp_path / "caches"), **env}
        return run(*arguments, env=variables, cwd=tmp_path / "harbour")

    return ask


@pytest.fixture
def entries(tmp_path: Path) -> Callable[[], list[Path]]:
    """The entries that are kept."""
    return lambda: sorted((tmp_path / "caches" / "gapcli").glob("*.json"))


@pytest.mark.parametrize("question", some(QUESTIONS), ids=" ".join)
def test_it_changes_no_answer(question: list[str], ask: Run, entries: Callable[[], list[Path]]) -> None:
    """Without it, on the first run and on the second the same bytes come out, with the same exit code."""
    without = ask(*question, "--no-cache")
    assert entries() == []
    assert without == ask(*question, GAPCLI_NO_CACHE="1")
    assert entries() == []
    first = ask(*question)
    assert len(entries()) == 1
    assert without == first == ask(*question)


@pytest.mark.parametrize("question", some(QUESTIONS), ids=" ".join)
def test_it_keeps_every_field(question: list[str], ask: Run, entries: Callable[[], list[Path]]) -> None:
    """Of a ledger with texts by language, groups and words of conditions and options, each comes back as it was."""
    example = str(HERE.parent / "docs" / "strait.yaml")
    asked = [word.replace("rent", "patrols") for word in question] + ["-f", example]
    without = ask(*asked, "--no-cache")
    first = ask(*asked)
    assert len(entries()) == 1
    assert without == first == ask(*asked)
    assert "nobody" in asked or without.code == 0


def damage(entry: Path) -> dict[str, bytes]:
    """Whatever may become of an entry."""
    data = entry.read_bytes()
    _, payload = data.split(b"\n", 1)
    other = json.loads(payload)
    del other["ledger"][-3]

    def signed(made: bytes) -> bytes:
        return hash_bytes(made).encode() + b"\n" + made

    return {
        "empty": b"",
        "cut": data[: len(data) // 2],
        "without its last letter": data[:-1],
        "noise": os.urandom(5000),
        "altered": data.replace(b"Eastport", b"Westport"),
        "no JSON": signed(b"nothing"),
        "a list": signed(b"[]"),
        "a field fewer": signed(json.dumps(other).encode()),
        "of no ledger": signed(b'{"folder": null, "cards": null, "ledger": []}'),
        "deep": signed(b"[" * 100_000),
    }


def test_an_entry_that_is_odd_is_read_past(ask: Run, entries: Callable[[], list[Path]]) -> None:
    """Cut, altered or foreign, it is as if it were not there, and the next run has a good one again."""
    wanted = ask("matrix", "--json")
    (entry,) = entries()
    good = entry.read_bytes()
    for name, data in damage(entry).items():
        entry.write_bytes(data)
        assert ask("matrix", "--json") == wanted, name
        assert entry.read_bytes() == good, name


def test_another_ledger_or_card_is_read(ask: Run, tmp_path: Path, entries: Callable[[], list[Path]]) -> None:
    """A change of the ledger or of a card, one more card and one fewer, and a new mistake are all seen at once."""
    file, cards = tmp_path / "harbour" / "positions.yaml", tmp_path / "harbour" / "seeds"
    ask("matrix")
    text, card = file.read_text(encoding="utf-8"), cards / "eastport-herald.yaml"
    file.write_text(text.replace("Harbour Company", "Port Company"), encoding="utf-8")
    assert b"Port Company" in ask("matrix").stdout
    assert len(entries()) == 2
    card.write_text(card.read_text(encoding="utf-8").replace("Eastport Herald", "Westport Herald"), encoding="utf-8")
    assert b"Westport Herald" in ask("sources").stdout
    shutil.copy(card, cards / "second.yaml")
    assert b"second" in ask("sources").stdout
    (cards / "second.yaml").unlink()
    assert b"second" not in ask("sources").stdout
    card.rename(cards / "another.yaml")
    assert ask("matrix").code == 3


def test_a_card_that_is_written_meanwhile_is_read(ask: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept is of the card that was read, and not of one that has taken its place since, be it as old."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    path, card = str(tmp_path / "harbour" / "positions.yaml"), tmp_path / "harbour" / "seeds" / "eastport-herald.yaml"
    loaded, old = load(path), card.stat()
    first = card.read_text(encoding="utf-8")
    card.write_text(first.replace("Eastport Herald", "Westport Herald"), encoding="utf-8")
    os.utime(card, ns=(old.st_atime_ns, old.st_mtime_ns))
    store(path, path, LARGEST, loaded)
    assert restore(path, path, LARGEST) is None
    card.write_text(first, encoding="utf-8")
    assert restore(path, path, LARGEST) == loaded.ledger


def test_another_limit_reads_anew(ask: Run, tmp_path: Path) -> None:
    """A card that is too large under a smaller limit is a mistake, whatever was read under a larger one."""
    card = tmp_path / "harbour" / "seeds" / "eastport-herald.yaml"
    card.write_text(card.read_text(encoding="utf-8") + "#" + "x" * (1 << 20) + "\n", encoding="utf-8")
    assert [ask("matrix").code, ask("matrix").code, ask("matrix", GAPCLI_MAX_MIB="1").code] == [0, 0, 3]


def test_a_folder_without_cards_is_kept(ask: Run, tmp_path: Path, entries: Callable[[], list[Path]]) -> None:
    """A ledger that names a folder in which there is no card yet."""
    folder = tmp_path / "harbour"
    (folder / "seeds" / "eastport-herald.yaml").unlink()
    file = folder / "positions.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text[: text.index("statements:")] + "statements: []\n", encoding="utf-8")
    assert ask("matrix") == ask("matrix", "--no-cache")
    assert len(entries()) == 1


def test_a_broken_ledger_is_not_kept(ask: Run, tmp_path: Path, entries: Callable[[], list[Path]]) -> None:
    """A ledger with a mistake is told of at each run."""
    file = tmp_path / "harbour" / "positions.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "surprise: x\n", encoding="utf-8")
    assert [ask("matrix").code for _ in range(2)] == [3, 3]
    assert entries() == []


def test_two_ledgers_keep_apart(ask: Run, entries: Callable[[], list[Path]], tmp_path: Path) -> None:
    """The entry of one, put in the place of the other's, is not taken for it."""
    other = tmp_path / "harbour" / "other.yaml"
    text = (tmp_path / "harbour" / "positions.yaml").read_text(encoding="utf-8")
    other.write_text(text.replace("Harbour Company", "Port Company"), encoding="utf-8")
    wanted = [ask("matrix", "-f", name) for name in ("positions.yaml", "other.yaml")]
    one, two = entries()
    one_data, two_data = one.read_bytes(), two.read_bytes()
    one.write_bytes(two_data)
    two.write_bytes(one_data)
    assert [ask("matrix", "-f", name) for name in ("positions.yaml", "other.yaml")] == wanted


def test_where_nothing_can_be_kept(ask: Run, tmp_path: Path) -> None:
    """Without a home, in a folder of somebody else's or one that others may write, nothing is kept and nothing said."""
    wanted = ask("matrix", "--no-cache")
    assert ask("matrix", XDG_CACHE_HOME=None) == wanted
    assert ask("matrix", XDG_CACHE_HOME=None, HOME=str(tmp_path / "nowhere")) == wanted
    assert not (tmp_path / "nowhere").exists()
    assert ask("matrix", XDG_CACHE_HOME="relative") == wanted
    (tmp_path / "file").write_text("")
    assert ask("matrix", XDG_CACHE_HOME=str(tmp_path / "file")) == wanted
    for name, make in (
        ("open", lambda p: p.chmod(0o755)),
        ("linked", lambda p: (p.rename(tmp_path / "far"), p.symlink_to(tmp_path / "far"))),
    ):
        folder = tmp_path / name / "gapcli"
        folder.mkdir(parents=True, mode=0o700)
        make(folder)
        assert ask("matrix", XDG_CACHE_HOME=str(tmp_path / name)) == wanted
        assert not list(folder.iterdir())


def test_nobody_else_can_read_it(ask: Run, tmp_path: Path) -> None:
    """The folder is the user's alone."""
    ask("matrix")
    assert stat.S_IMODE((tmp_path / "caches" / "gapcli").stat().st_mode) == 0o700


def test_a_hit_imports_no_reader(ask: Run, tmp_path: Path) -> None:
    """From the second run on neither YAML nor a rule is on the way."""
    ask("matrix", "--json")
    code = (
        "import sys, io; sys.argv = ['gapcli', 'matrix', '--json']; from gapcli.cli.run import run\n"
        "out, sys.stdout = sys.stdout, io.TextIOWrapper(io.BytesIO(), 'utf-8'); assert run() == 0\n"
        "print(*sys.modules, file=out)"
    )
    env = os.environ | PATHS | {"XDG_CACHE_HOME": str(tmp_path / "caches")}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path / "harbour", env=env, capture_output=True, text=True, check=True
    )
    assert not {"yaml", "gapcli.files.load", "gapcli.files.checks"} & set(done.stdout.split())
