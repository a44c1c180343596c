"""What is no ledger and no card: nothing of it is printed, and no card leads out of its folder."""

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from shares import some

SECRET = "hunter2"
SECRETS = {
    "credentials": "https://user:hunter2@example.org\n",
    "environment": "PATH=/bin\0TOKEN=hunter2\0HOME=/root\0",
    "dotenv": "TOKEN=hunter2\nUSER=me\n",
    "ini": "[section]\ntoken = hunter2\n",
    "broken at once": "[hunter2\n",
    "broken later": "hunter2: x\ntoken: hunter2: x\n",
    "another mapping": "token: hunter2\nhunter2: x\n",
    "a mapping of mappings": "auths: {example.org: {auth: hunter2}}\n",
    "JSON": '{"token": "hunter2"}\n',
    "a key in common": "data:\n  password: hunter2\nkind: Secret\nmetadata: hunter2\n",
    "a key in common, broken later": "title: hunter2\ntoken: hunter2\nuser: hunter2: x\n",
    "a list": "- hunter2\n",
    "a comment": "# hunter2\n",
    "an anchor": "token: &hunter2 x\nother: *hunter2\n",
    "two documents": "token: x\n---\nhunter2: x\n",
    "not UTF-8": "token: hunter2 \udcff\n",
    "too many": "".join(f"hunter2-{i}: x\n" for i in range(2000)),
}
STYLE = ("full", "concise", "github", "json", "csv", "md")


@pytest.mark.parametrize("kind", some([*SECRETS]))
def test_nothing_of_another_file_is_printed(kind: str, run: Callable[..., object], tmp_path: Path) -> None:
    """What has no key of a ledger or a card is told in one message, without a word of it; it may be any file at all."""
    secret = SECRETS[kind].encode("utf-8", "surrogateescape")
    for folder in ("ledger", "card/cards"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "secret").write_bytes(secret)
    (tmp_path / "ledger" / "positions.yaml").symlink_to(tmp_path / "secret")
    (tmp_path / "card" / "positions.yaml").write_text("format: 1\nsources: cards\n")
    (tmp_path / "card" / "cards" / "a.yaml").write_bytes(secret)
    for place in ("ledger", "card"):
        file = "positions.yaml" if place == "ledger" else "cards/a.yaml"
        for style in STYLE:
            done = run("check", "--strict", "-O", style, cwd=tmp_path / place)
            assert done.code == 1 and SECRET.encode() not in done.stdout + done.stderr
        told = run("check", "-O", "concise", cwd=tmp_path / place).stdout.decode().splitlines()
        assert sum(line.startswith(f"{file}:") for line in told) == 1
        other = run("matrix", cwd=tmp_path / place)
        assert (other.code, other.stdout) == (3, b"") and SECRET.encode() not in other.stderr


@pytest.fixture
def harbour(run: Callable[..., object], tmp_path: Path) -> Path:
    """A folder with a ledger that has no mistake; its cards are in `seeds`."""
    assert run("init", "harbour").code == 0
    return tmp_path / "harbour"


def test_a_card_that_leads_elsewhere(harbour: Path, run: Callable[..., object]) -> None:
    """A link out of the folder of cards is told and not opened, even if a card is there; a link inside is a card."""
    card = harbour / "seeds" / "eastport-herald.yaml"
    (harbour / "elsewhere.yaml").write_text(card.read_text().replace("kind:", f"{SECRET}: x\nkind:"))
    card.unlink()
    message = "error: this card is a link that leads out of the folder of cards [card-file]\n"
    for target in ("../elsewhere.yaml", str(harbour / "elsewhere.yaml"), "/proc/self/environ", "../nowhere"):
        card.symlink_to(target)
        done = run("check", "-O", "concise", cwd=harbour)
        assert (done.code, done.stdout.decode()) == (1, f"seeds/eastport-herald.yaml:1:1: {message}")
        assert run("matrix", cwd=harbour).code == 3
        card.unlink()
    (harbour / "seeds" / "kept").write_text((harbour / "elsewhere.yaml").read_text().replace(f"{SECRET}: x\n", ""))
    card.symlink_to("kept")
    assert run("check", "--strict", cwd=harbour).code == 0
    (harbour / "seeds").rename(harbour / "other")
    (harbour / "seeds").symlink_to("other")
    assert run("check", "--strict", cwd=harbour).code == 0


@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_a_card_that_is_no_file(kind: str, harbour: Path, run: Callable[..., object]) -> None:
    """A pipe or a device among the cards is told, and never opened or waited for."""
    card = harbour / "seeds" / "other.yaml"
    if kind == "pipe":
        os.mkfifo(card)
    else:
        try:
            os.mknod(card, stat.S_IFCHR | 0o666, os.makedev(1, 5))
        except PermissionError:
            pytest.skip("only root makes devices")
    done = run("check", "-O", "concise", cwd=harbour)
    message = "seeds/other.yaml:1:1: error: this card is no file [card-file]\n"
    assert (done.code, done.stdout.decode()) == (1, message)


def test_what_is_no_card_is_passed_over(harbour: Path, run: Callable[..., object]) -> None:
    """An editor's locks and copies, folders and the ledger itself among the cards stop nothing."""
    cards = harbour / "seeds"
    (cards / ".#eastport-herald.yaml").symlink_to("root@host.1234")
    (cards / "._eastport-herald.yaml").write_bytes(b"\0\5\x16\7")
    (cards / "old.yaml").mkdir()
    (cards / "notes.yml").write_text("not: a card")
    done = run("check", "--strict", cwd=harbour)
    assert (done.code, done.stderr) == (0, b"")
    shutil.copy(cards / "eastport-herald.yaml", harbour)
    ledger = harbour / "positions.yaml"
    ledger.write_text(ledger.read_text().replace("sources: seeds", "sources: ."))
    assert run("check", "--strict", cwd=harbour).code == 0
    (harbour / "link.yaml").symlink_to("positions.yaml")
    for file in ("link.yaml", "positions.yaml", "-"):
        assert run("check", file, "--strict", cwd=harbour, stdin=ledger.read_bytes()).code == 0


@pytest.mark.parametrize("ending", ["yml", "YAML", "Yml"])
def test_a_card_of_another_ending(ending: str, harbour: Path, run: Callable[..., object]) -> None:
    """A cited card is named where only the ending of its name keeps it from being one; that is the one mistake."""
    card = harbour / "seeds" / "eastport-herald.yaml"
    card.rename(card.with_suffix(f".{ending}"))
    done = run("check", "-O", "concise", cwd=harbour)
    told = f"error: seeds/eastport-herald.{ending} is not read: the name of a card ends in .yaml [near-card]\n"
    assert done.code == 1 and done.stdout.decode().endswith(told) and done.stdout.count(b"\n") == 1
