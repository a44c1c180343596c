"""Markdown: GitHub and Pandoc read the same in it, and all of it as it is written."""

import html
import re
import shutil
import subprocess
from html.parser import HTMLParser
from itertools import product
from pathlib import Path

import pytest
from shares import some
from test_output import ASKED, AWKWARD, Run

from gapcli.files.find import shipped
from gapcli.formats.markdown import escape

EXTENSIONS = ("table", "autolink", "strikethrough", "footnotes")
READERS = {
    "GitHub": ["cmark-gfm", "--unsafe", *(word for name in EXTENSIONS for word in ("-e", name))],
    "Pandoc": ["pandoc", "-f", "markdown", "-t", "html", "--wrap=none"],
    "Pandoc as GitHub": ["pandoc", "-f", "gfm", "-t", "html", "--wrap=none"],
}
"""GitHub's own reader, and Pandoc's, each with all that it does unless told otherwise."""


def render(reader: str, text: str) -> str:
    """The HTML that a reader makes, without what only keeps two letters apart."""
    program, *options = READERS[reader]
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed: apt-get install {program}")
    done = subprocess.run([program, *options], input=text.encode(), capture_output=True, check=True)
    return done.stdout.decode().replace("<!-- -->", "")


class Tree(HTMLParser):
    """The marks and the texts of a page, in order; what only carries the look of one is left out."""

    LOOK = ("colgroup", "col", "tbody", "thead", "div", "style", "span", "code")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)
        # A table without heads has empty ones for GitHub.
        empty = r"<tr>\n(?:<th>\n</th>\n)+</tr>\n"
        self.text = re.sub(empty, "", "\n".join(self.found))

    def handle_starttag(self, tag: str, attributes: object) -> None:
        if tag not in self.LOOK:
            self.found.append(f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.LOOK:
            self.found.append(f"</{tag}>")

    def handle_data(self, text: str) -> None:
        # Within a word Pandoc sets an apostrophe as typographers do.
        words = " ".join(text.split()).replace("’", "'")
        if words and self.found and not self.found[-1].startswith("<"):
            self.found[-1] += f" {words}"
        elif words:
            self.found.append(words)


CASES = [(AWKWARD, asked) for asked in ASKED]
CASES += [(shipped(), asked) for asked in ASKED if not {"daily", "enrichment.sites"} & {*asked}]
CASES = [*some(CASES)]


@pytest.mark.parametrize(("ledger", "asked"), CASES, ids=lambda v: " ".join(v) if isinstance(v, list) else Path(v).stem)
def test_all_readers_see_one_page(ledger: Path, asked: list[str], run: Run) -> None:
    """Headings, lists, quotes, tables and code are the same to each, and headings stand under that of the page."""
    text = run(*asked, "-f", str(ledger), "-O", "md").stdout.decode()
    assert text
    trees = {reader: Tree(render(reader, text)).text for reader in READERS}
    first = trees.pop("GitHub")
    assert re.fullmatch("23*", "".join(re.findall(r"<h(\d)>", first)))
    for reader, tree in trees.items():
        assert tree == first, reader


def test_what_is_left_out_leaves_no_trace(run: Run) -> None:
    """Of the legend of the bars, which are not drawn, the sign of the figures stays; and no brackets are empty."""
    text = run("matrix", "-O", "md").stdout.decode()
    assert "\n≥ at least\n" in text and "◆" not in text
    assert "()" not in text


WRITTEN = r"""
' " -- --- ... * _ ` `` [ ] ( ) < > <b> &amp; & | $x$ # #1 @a @ @{.c} ~ ~~ ^ \ ! ![x](y) [^1] [^1]: {.c} + - = ==
1. 2) a. (a) iv. A. #. (@) (@x) : :: ::: :smile: http://x.test/a?b www.x.test a@b.test GH-2 o/r#3 1f2e3d4c % %% // |-|
\(x\) \[x\] [@a] -@a [-@a] \begin{a} \LaTeX {{x}} <!--x--> <?x?> <x@y.z> table: Table: [x]: *** ___ === ~~~ ``` ```{r}
&copy; &#35; \u202e « ” ’ É أ x'y x'
"""
SIGNS = WRITTEN.split()
"""What some reader takes for more than letters."""


@pytest.mark.parametrize("reader", READERS)
def test_every_text_is_letters(reader: str) -> None:
    """Alone, before words, behind them, and beside each other: each is read as a paragraph of these very characters."""
    # Pandoc alone, and at the beginning of a file alone, reads a title behind a `%`.
    texts = [
        "A page",
        *SIGNS,
        *(f"{a} {b}" for a, b in product(SIGNS, ["x", "1"])),
        *map("".join, product(SIGNS, SIGNS)),
    ]
    made = render(reader, "".join(f"{escape(text)}\n\n" for text in texts))
    assert set(re.findall(r"<(\w+)", made)) == {"p"}
    read = [html.unescape(found) for found in re.findall("<p>(.*?)</p>", made, re.S)]
    assert [" ".join(text.replace("’", "'").split()) for text in read] == [text.replace("’", "'") for text in texts]


def test_what_follows_a_list_is_no_part_of_its_last_item(run: Run) -> None:
    """Each question that is named alone begins a paragraph of its own, as the other issues have headings."""
    lines = run("matrix", "-O", "md").stdout.decode().splitlines()
    names = [i for i, line in enumerate(lines) if line.startswith("**")]
    assert len(names) > 2 and all(lines[i - 1] == "" for i in names)
