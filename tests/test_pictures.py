"""Pictures: what the page on a terminal holds, as SVG that loads nothing, in which no words lie over others."""

import re
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Callable, Iterator
from itertools import chain, count, islice, product
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from conftest import HERE, Ran
from oracle_ledgers import random_data
from shares import some
from small_ledgers import ledger as make_ledger
from test_issue import make_many
from test_output import strewn

import gapcli
from gapcli.files.find import EXAMPLES, find_example, shipped
from gapcli.files.load import load, load_bytes
from gapcli.formats import Screen, write_report
from gapcli.formats.colours import COLOURS
from gapcli.ledger.model import Ledger
from gapcli.reports.report import Report
from gapcli.words import phrases

SVG = "{http://www.w3.org/2000/svg}"
MANY = f"{find_example('many')}/positions.yaml"
PICTURES = {
    "docs/pictures/matrix.svg": ["matrix", "--words", "none"],
    "docs/pictures/matrix.ar.svg": ["matrix", "--words", "none", "--lang", "ar"],
    "docs/pictures/enrichment.svg": ["issue", "enrichment"],
    "docs/pictures/stands.svg": ["matrix", "-f", MANY],
    "tests/pictures/words.svg": ["matrix", "--agreement", "--theme", "light"],
    "tests/pictures/by-pair.svg": ["matrix", "--parties", "us,iran,israel", "--by", "pair", "--since", "2026-02-06"],
    "tests/pictures/by-party.svg": ["matrix", "--by", "party", "-f", MANY, "--theme", "dark"],
    "tests/pictures/sources.svg": ["issue", "sanctions", "--source"],
    "tests/pictures/arabic-issue.svg": ["issue", "enrichment", "--lang", "ar", "--theme", "dark"],
}
"""The pictures of the documentation, and others of every shape, as a person has looked at them."""
HOSTILE = (
    "W" * 90,
    "A name that goes on and on " * 9,
    "المفاوضات غير المباشرة بين إيران والولايات المتحدة الأميركية " * 4,
    "制裁解除の段階的な手順をめぐる協議" * 8,
    "🤝🏽 🇮🇷🇺🇸 👩‍👩‍👧‍👦 😂😂😂😂😂😂😂😂😂",
    "<script>alert('x')</script> ]]> <!-- & \"<svg onload='x'>\" -->",
    "Щука, жюри и ещё шшш",
    "إيران 12 % US (1) ≥ 0.50",
    "lone ● and ▒ and ◆ signs → here",
    "MM@%@%MM == ++ WWW",
    "short",
)
"""What a ledger may say to break a picture."""
WIDE = "DejaVu Sans"
"""The widest font in which a picture may be shown, where none of its own is there."""
LOOK = """async ([png, n]) => {
  const image = new Image();
  image.src = 'data:image/png;base64,' + png;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [image.width, image.height];
  const context = canvas.getContext('2d'), found = [];
  context.drawImage(image, 0, 0);
  for (let i = 0; i < n * n; i++) {
    const [x, y] = [i % n, Math.floor(i / n)].map((at, j) => Math.floor(at * (j ? image.height : image.width) / n));
    const [w, h] = [image.width, image.height].map(size => Math.floor(size / n));
    const points = context.getImageData(x, y, w, h).data, sums = [0, 0, 0];
    for (let k = 0; k < points.length; k++) if (k % 4 < 3) sums[k % 4] += points[k];
    found.push(sums.map(sum => sum / (w * h)));
  }
  return found;
}"""
MEASURE = """() => [...document.querySelectorAll('text')].map(e => {
  const b = e.getBBox();
  return [b.x, b.y, b.width, b.height, e.textContent];
})"""


def list_reports(ledger: Ledger) -> Iterator[Report]:
    """Every report that has a picture, of a few parties and of all."""
    few, all = (gapcli.narrow(ledger, gapcli.Query(parties=p, issues=("all",))) for p in ((), ("all",)))
    yield from (gapcli.matrix(few), gapcli.matrix(all, words="all"), gapcli.stands(all), gapcli.pairs(all))
    yield gapcli.issue(few)
    first, *_, last = ledger.issues
    yield gapcli.issue(few, first, sources=True)
    yield gapcli.issue(all, last)


def list_hostile() -> Iterator[Ledger]:
    for seed in (3, 8):
        numbers = count()
        words = (f"{i} {HOSTILE[i % len(HOSTILE)]}"[:300] for i in numbers)
        data = yaml.safe_dump(strewn(random_data(seed), words), allow_unicode=False, sort_keys=False)
        found = load_bytes(data.encode(), "hostile.yaml")
        assert not found.errors and found.ledger
        yield found.ledger


def read(path: str) -> Ledger:
    return load(path).require()


def draw(report: Report, theme: str = "") -> str:
    return str(write_report("svg", report, Screen(theme=theme)))


def list_texts(picture: str) -> list[str]:
    """The lines of words."""
    return ["".join(text.itertext()) for text in ElementTree.fromstring(picture).iter(f"{SVG}text")]


@pytest.mark.parametrize("name", PICTURES)
def test_picture(name: str, run: Callable[..., Ran], golden: Callable[[Path, str], None]) -> None:
    """Each is what it would be if it were made now."""
    done = run(*PICTURES[name], "-O", "svg")
    assert (done.code, done.stderr) == (0, b"")
    golden(Path("..") / name, done.stdout.decode())


LEDGERS = {"shipped": shipped(), **{name: f"{find_example(name)}/positions.yaml" for name in EXAMPLES}}


@pytest.mark.parametrize("name", some([*LEDGERS, "hostile"]))
def test_a_picture_is_safe(name: str) -> None:
    """Well-formed; of a few elements alone; nothing that runs, and nothing that is loaded from anywhere."""
    for ledger in list_hostile() if name == "hostile" else [read(LEDGERS[name])]:
        for report in list_reports(ledger):
            picture = draw(report)
            root = ElementTree.fromstring(picture)
            names = {element.tag.removeprefix(SVG) for element in root.iter()}
            shapes = {"rect", "line", "circle", "polygon", "path", "text", "tspan"}
            assert names <= {"svg", "title", "desc", "style", "defs", "pattern", "g"} | shapes
            for element in root.iter():
                for key, value in element.attrib.items():
                    assert "href" not in key and not key.startswith("on")
                    assert "url(" not in value or re.fullmatch(r"url\(#[\w-]+\)", value)
            (style,) = root.iter(f"{SVG}style")
            assert not re.search("url|@import|http", style.text or "")


def test_a_picture_says_what_it_shows() -> None:
    """It has a title and a description, to which it points, by ids that no other picture has."""
    view = gapcli.narrow(read(shipped()), gapcli.Query())
    found = set()
    for report in (gapcli.matrix(view), gapcli.issue(view, "enrichment")):
        root = ElementTree.fromstring(draw(report))
        assert root.attrib["role"] == "img" and root.attrib["lang"] == "en"
        ids = root.attrib["aria-labelledby"].split()
        said = {e.attrib["id"]: e.text or "" for e in root if e.tag in (f"{SVG}title", f"{SVG}desc")}
        assert [*said] == ids and all(said.values())
        found |= {*ids, *(e.attrib["id"] for e in root.iter(f"{SVG}pattern"))}
        if report.kind == "matrix":
            title, described = said.values()
            assert title == "United States and Iran: how far apart"
            assert "Mean gap ≥ 0.70 over 4 of 5 issues" in described
            assert "Allies; 1.00 opposite; 1.00, no offer" in described
    assert len(found) >= 5


DRAWN = set("●◕◑◔◆▶◀▷◁✕▒░│━╍≠├┤┬─·?")


@pytest.mark.parametrize("name", LEDGERS)
def test_a_picture_holds_what_the_page_holds(name: str) -> None:
    """Every word and every figure of the page of a terminal stands in it, but for commands to type."""
    for report in list_reports(read(LEDGERS[name])):
        page, _, _ = str(write_report("table", report, Screen(width=400))).partition("\nNext: ")
        page = re.sub(r"(?m)^  gapcli .*$", "", page)
        shown = {word for line in list_texts(draw(report)) for word in line.replace("\u00a0", " ").split()}
        # The answers on a scale stand in it by their names, and not by their ids.
        words = {word.strip("".join(DRAWN)) for word in page.split() if "─" not in word and "··" not in word} - {""}
        assert {word.strip("".join(DRAWN)) for word in shown} >= words


def test_a_line_below_a_row_is_drawn() -> None:
    """Of very many pairs it says how many stand between the widest and the nearest."""
    view = gapcli.narrow(make_ledger(make_many(10)), gapcli.Query())
    assert any(line.startswith("… 39 pairs between these") for line in list_texts(draw(gapcli.issue(view, "x"))))


def test_themes(run: Callable[..., Ran]) -> None:
    """Both in one file, light by its attributes and dark by the device; or the one that is asked for, and no style."""
    auto, light, dark = (
        run("matrix", "-O", "svg", *more).stdout.decode() for more in ((), ("--theme", "light"), ("--theme", "dark"))
    )
    assert f'fill="{COLOURS["paper"].light}"' in auto and f".paper{{fill:{COLOURS['paper'].dark}}}" in auto
    assert "@media (prefers-color-scheme:dark)" in auto
    for picture, theme, other in ((light, "light", "dark"), (dark, "dark", "light")):
        assert "<style>" not in picture and "class=" not in picture
        used = {name for name, colour in COLOURS.items() if getattr(colour, theme) in picture}
        assert used >= {"paper", "ink", "soft", "line", "mark", "strong"}
        assert not any(getattr(colour, other) in picture for colour in COLOURS.values())
    # What a theme changes is colours alone.
    assert re.sub("#[0-9a-f]{6}", "", light) == re.sub("#[0-9a-f]{6}", "", dark)


def test_the_command_line(run: Callable[..., Ran], tmp_path: Path) -> None:
    """An extension picks it; what has no picture says what it has, and so does a theme of anything else."""
    assert run("issue", "enrichment", "-o", "x.svg").code == 0
    assert (tmp_path / "x.svg").read_bytes() == run("issue", "enrichment", "-O", "svg").stdout
    refused = {
        ("party", "iran", "-O", "svg"): "-O svg is of matrix and issue",
        ("moves", "-o", "x.svg"): "x.svg: -O svg is of matrix and issue: give -O, one of table, json",
        ("issue", "--theme", "dark"): "--theme is of -O svg, and not of table",
        ("matrix", "--theme", "green", "-O", "svg"): "one of: light, dark",
        ("moves", "--theme", "dark"): "no option is called",
    }
    for arguments, message in refused.items():
        done = run(*arguments)
        assert done.code == 2 and message in done.stderr.decode(), done.stderr
    for by in ("issue", "pair", "party"):
        done = run("matrix", "--by", by, "--parties", "us,iran,israel", "-O", "svg")
        assert done.code == 0 and done.stdout.startswith(b"<svg ")
    nothing = run("matrix", "--parties", "us", "-O", "svg")
    assert nothing.code == 0 and "nothing to compare: 1 party after the filter" in " ".join(
        list_texts(nothing.stdout.decode())
    )


def measure_size(picture: str) -> tuple[float, float]:
    """How wide and how high it is."""
    root = ElementTree.fromstring(picture)
    return float(root.attrib["width"]), float(root.attrib["height"])


# --- from right to left ---------------------------------------------------------------------------


@pytest.fixture
def arabic() -> Iterator[None]:
    """Arabic is spoken."""
    gapcli.speak("ar")
    yield
    gapcli.speak("")


def list_places(picture: str) -> list[tuple[str, float]]:
    """Every shape with the middle of it."""
    places = []
    for element in ElementTree.fromstring(picture).iter():
        at = {key: float(element.attrib[key]) for key in ("x", "x1", "x2", "cx", "width") if key in element.attrib}
        match element.tag.removeprefix(SVG):
            case "rect":
                places.append(("rect", at["x"] + at["width"] / 2))
            case "line":
                places.append(("line", (at["x1"] + at["x2"]) / 2))
            case "circle":
                places.append(("circle", at["cx"]))
            case "polygon":
                xs = [float(point.partition(",")[0]) for point in element.attrib["points"].split()]
                places.append(("polygon", (min(xs) + max(xs)) / 2))
    return places


def test_a_picture_from_right_to_left_is_mirrored(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each shape stands as far from the right as it stood from the left, and words begin at the right."""
    view = gapcli.narrow(read(shipped()), gapcli.Query(parties=("us", "iran")))
    report = gapcli.issue(view, "enrichment.inspections")
    before = draw(report)
    monkeypatch.setattr(phrases, "LEFTWARD", True)
    after = draw(report)
    places = [list_places(picture) for picture in (before, after)]
    assert len(places[0]) > 20 and len(places[0]) == len(places[1])
    for (kind, x), (other, z) in zip(*places):
        assert kind == other and (kind == "rect" or abs(x + z - 1280) < 0.3), (kind, x, z)
    root = ElementTree.fromstring(after)
    assert ":root .from-start{direction:rtl;text-anchor:start}" in after
    texts = [*root.iter(f"{SVG}text")]
    # LibreOffice knows no direction: there the end of the words is where they begin.
    assert {(t.attrib.get("text-anchor"), t.attrib["class"].split()[0]) for t in texts} <= {
        ("end", "from-start"),
        ("middle", "from-middle"),
        (None, "from-end"),
    }
    assert all(t.itertext() and "".join(t.itertext())[0] + "".join(t.itertext())[-1] == "\u2067\u2069" for t in texts)
    assert "font-family" in root.attrib and "Noto Sans Arabic" in root.attrib["font-family"]


# --- as it is seen --------------------------------------------------------------------------------


def list_faults(width: float, height: float, boxes: list[list[Any]]) -> list[str]:
    """Words beyond the edge, and words over others."""
    faults = []
    seen = sorted((box for box in boxes if str(box[4]).strip("\u2066\u2067\u2069 ")), key=lambda box: box[1])
    for x, y, w, h, text in seen:
        if x < -0.5 or y < -0.5 or x + w > width + 0.5 or y + h > height + 0.5:
            faults.append(f"beyond the edge: {text[:60]}")
    for i, (x, y, w, h, text) in enumerate(seen):
        for other in islice(seen, i + 1, None):
            if other[1] > y + h:
                break
            across = min(x + w, other[0] + other[2]) - max(x, other[0])
            down = min(y + h, other[1] + other[3]) - max(y, other[1])
            # A font has more room over and under its letters than a line.
            if across > 0.5 and down > 0.4 * min(h, other[3]):
                faults.append(f"{text[:60]} | {other[4][:60]}")
    return faults


@pytest.mark.slow
@pytest.mark.parametrize("name", [*LEDGERS, "hostile"])
def test_no_words_lie_over_others(name: str, browser: Any) -> None:
    """As a browser measures them, in the fonts of a picture and in a wider one."""
    tab = browser.new_page()
    for ledger in list_hostile() if name == "hostile" else [read(LEDGERS[name])]:
        for report in list_reports(ledger):
            picture = draw(report)
            check(tab, picture)
            check(tab, re.sub('font-family="[^"]*"', f'font-family="{WIDE}"', picture))
    tab.close()


@pytest.mark.slow
def test_no_words_lie_over_others_from_right_to_left(browser: Any, arabic: None) -> None:
    """The same of a page in Arabic."""
    tab = browser.new_page()
    for ledger in (read(shipped()), *list_hostile()):
        for report in list_reports(ledger):
            check(tab, draw(report))
    tab.close()


def check(tab: Any, picture: str) -> None:
    """That its words have room, as a browser measures them."""
    tab.set_content(f"<!DOCTYPE html>{picture}")
    boxes = tab.evaluate(MEASURE)
    assert len(boxes) == len(list_texts(picture)) > 0
    assert list_faults(*measure_size(picture), boxes) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("asked", "device"), [*product(("",), ("light", "dark")), ("light", "dark"), ("dark", "light")]
)
def test_the_device_chooses_the_colours(asked: str, device: str, browser: Any, tmp_path: Path) -> None:
    """Unless one was asked for; as a file of its own and as a picture in a page."""
    view = gapcli.narrow(read(shipped()), gapcli.Query())
    file = tmp_path / "x.svg"
    file.write_text(draw(gapcli.matrix(view), asked), encoding="utf-8")
    (tmp_path / "x.html").write_text("<!DOCTYPE html><body style='margin:0'><img src='x.svg'>", encoding="utf-8")
    wanted = getattr(COLOURS["paper"], asked or device)
    context = browser.new_context(color_scheme=device, viewport={"width": 400, "height": 300})
    for name in ("x.svg", "x.html"):
        tab = context.new_page()
        tab.goto((tmp_path / name).as_uri())
        first, *_ = look(browser, tab.screenshot(), 40)
        assert "#" + bytes(map(round, first)).hex() == wanted
    context.close()


PARTS = 24
"""Into how many parts a picture is divided across and down, to be compared."""
PROGRAMS = {
    "rsvg-convert": ["rsvg-convert", "{svg}", "-o", "{png}"],
    "inkscape": ["inkscape", "{svg}", "-o", "{png}"],
    "lodraw": [
        *("lodraw", "--headless", "-env:UserInstallation=file://{folder}/office"),
        *("--convert-to", "png", "--outdir", "{folder}", "{svg}"),
    ],
}
"""What draws an SVG beside a browser, and knows little CSS."""


@pytest.mark.slow
@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize(
    "name", ["docs/pictures/enrichment.svg", "docs/pictures/stands.svg", "docs/pictures/matrix.ar.svg"]
)
def test_others_draw_the_same(name: str, program: str, browser: Any, tmp_path: Path) -> None:
    """Light, whatever they make of the style, and nearly as a browser draws it, also where a page is dark."""
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed: apt-get install librsvg2-bin inkscape libreoffice-draw")
    svg, png = tmp_path / "x.svg", tmp_path / "x.png"
    shutil.copy(HERE.parent / name, svg)
    places = {"svg": str(svg), "png": str(png), "folder": str(tmp_path)}
    subprocess.run([part.format(**places) for part in PROGRAMS[program]], capture_output=True, timeout=120)
    width, height = measure_size(svg.read_text(encoding="utf-8"))
    tab = browser.new_page(viewport={"width": round(width), "height": round(height)})
    tab.set_content(f"<!DOCTYPE html><body style='margin:0'>{svg.read_text(encoding='utf-8')}")
    pictures = tab.screenshot(), png.read_bytes()
    tab.close()
    wanted, found = (chain.from_iterable(look(browser, each, PARTS)) for each in pictures)
    differences = [abs(a - b) for a, b in zip(wanted, found, strict=True)]
    assert max(differences) < 60 and sum(differences) / len(differences) < 3


def look(browser: Any, png: bytes, parts: int) -> list[list[float]]:
    """The colours of so many parts of a picture across and down, each as red, green and blue from 0 to 255."""
    tab = browser.new_page()
    colours: list[list[float]] = tab.evaluate(LOOK, [b64encode(png).decode(), parts])
    tab.close()
    return colours
