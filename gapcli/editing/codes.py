"""What the cells of tables commonly hold: answers that have an order, words for none, numbers, dates.

Nothing of it is used to read a ledger: it makes proposals, which a person confirms.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise, takewhile
from typing import NamedTuple

from gapcli.ledger.model import When, when
from gapcli.ledger.scales import BadValue, number
from gapcli.text import fold, read_as_ascii, write_number


def read_word(code: str) -> str:
    """A code as the lists of this file have it: in small letters, blanks for hyphens."""
    return " ".join(re.sub("[-_./]+", " ", fold(code)).split())


def _list(words: str) -> frozenset[str]:
    return frozenset(read_word(word) for word in words.split("|"))


_LADDERS = (
    (
        _list("strongly agree|strongly support|fully agree|totally agree|completely agree"),
        _list(
            "yes|y|yea|aye|for|in favour|in favor|agree|agrees|support|supports|accept|accepts|accepted|true|oui|pour|"
            "sí|si|ja|stimme zu|نعم|موافق|موافقة|да|за|是|赞成|賛成"
        ),
        _list("rather agree|somewhat agree|tend to agree|mostly agree|partly agree"),
        _list(
            "abstain|abstains|abstained|abstention|neutral|neither|neither agree nor disagree|mixed|partly|partial|"
            "enthaltung|abstención|ممتنع|امتناع|воздержался|弃权|棄権"
        ),
        _list("rather disagree|somewhat disagree|tend to disagree|mostly disagree|partly disagree"),
        _list(
            "no|n|nay|against|disagree|disagrees|oppose|opposes|opposed|reject|rejects|rejected|false|non|contre|nein|"
            "stimme nicht zu|contra|لا|معارض|رفض|нет|против|否|反对|反対"
        ),
        _list("strongly disagree|strongly oppose|fully disagree|totally disagree|completely disagree"),
    ),
    (
        _list("none|never|no change|nothing"),
        _list("very low|very small|very weak"),
        _list("low|minor|small|weak|few|rarely"),
        _list("medium|moderate|some|sometimes|average"),
        _list("high|major|large|strong|many|often|most"),
        _list("very high|very large|very strong"),
        _list("full|all|always|everything"),
    ),
)
"""Answers in their order, from one pole to the other; those on one rung mean the same."""
MIDDLE = _LADDERS[0][3]
"""Words for what stands between yes and no, or beside them."""
_NONE = _list(
    "|na|n a|nan|tbd|null|none|nil|missing|absent|away|excused|not present|not voting|non voting|did not vote|no vote|"
    "no data|no answer|no response|nr|not applicable|not available|x|?|غائب|отсутствовал|缺席"
)
_SILENT = _list(
    "no position|no opinion|no stance|no view|undecided|don't know|dont know|dk|reserve|reserved|reserves|reservation|"
    "not stated|unclear|unknown|silent|no comment|لا موقف"
)
_OFF_AGENDA = _list(
    "off agenda|off the agenda|refuse|refuses|refused|refused to discuss|refuses to discuss|will not discuss|"
    "not negotiable|non negotiable"
)
WITHOUT_ANSWER: Mapping[str, frozenset[str]] = {"none": _NONE, "silent": _SILENT, "off_agenda": _OFF_AGENDA}
"""Words that are no answers, by the field of the table that they are proposed for."""


def find_order(codes: Sequence[str]) -> list[str] | None:
    """Some codes in the order in which they commonly stand, or None where no order is known of all of them."""
    for ladder in _LADDERS:
        rungs = [next((i for i, rung in enumerate(ladder) if read_word(code) in rung), -1) for code in codes]
        if -1 not in rungs:
            return [code for _, code in sorted(zip(rungs, codes), key=lambda pair: pair[0])]
    return None


def is_known(code: str) -> bool:
    """Whether a code is a word that tables commonly have for an answer, or for none."""
    known = (*(rung for ladder in _LADDERS for rung in ladder), *WITHOUT_ANSWER.values())
    return any(read_word(code) in words for words in known)


def find_without_answer(codes: Collection[str]) -> dict[str, list[str]]:
    """The codes that seem to be no answers, by the field of the table that they are proposed for."""
    words = {code: read_word(code) for code in codes}
    # Beside `low` and `high` the word `none` is an answer.
    extent = any(word in rung for word in words.values() if word != "none" for rung in _LADDERS[1])
    return {
        field: [code for code, word in words.items() if word in known and not (word == "none" and extent)]
        for field, known in WITHOUT_ANSWER.items()
    }


# --- numbers --------------------------------------------------------------------------------------


class Signs(NamedTuple):
    """The signs of a number."""

    decimal: str = "."
    thousands: str = ""

    def read(self, code: str) -> str | None:
        """The number that a code writes with these signs, in plain digits; None where it writes none."""
        point, group = re.escape(self.decimal), re.escape(self.thousands)
        whole = rf"[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|[0-9]+" if group else "[0-9]+"
        if not re.fullmatch(rf"[-\u2212]?(?:{whole})(?:{point}[0-9]+)?", code):
            return None
        plain = code.replace("\u2212", "-")
        plain = plain.replace(self.thousands, "") if group else plain
        plain = plain.replace(self.decimal, ".")
        try:
            number(plain)
        except BadValue:
            return None
        return plain


_SIGNS = (
    Signs(),
    Signs(".", ","),
    Signs(",", ""),
    Signs(",", "."),
    *(Signs(point, group) for group in (" ", "\u00a0", "\u202f", "'", "’") for point in (",", ".")),
)


def count_numbers(counts: Mapping[str, int]) -> tuple[Signs, int]:
    """The signs by which most of some cells are numbers, of several the plainer ones; and how many cells may be one."""
    numeric = {code: n for code, n in counts.items() if any(char.isdigit() for char in code)}

    def count(signs: Signs) -> int:
        return sum(n for code, n in numeric.items() if signs.read(code) is not None)

    signs = max(_SIGNS, key=count)
    return signs, sum(n for code, n in numeric.items() if signs.read(code) is not None or guess_number(code))


def guess_number(code: str) -> str | None:
    """The number that a cell may stand for which is none as it is: `0.5E`, `60 %`, `١٢`, `0,5`, `~5`."""
    plain = read_as_ascii(code.replace("\u066c", "")).strip()
    bare = re.sub(r"^(?:ca?\.|~|≈|about |<=?|>=?|[≤≥$€£])\s*|\s*[%٪*†‡$€£]$|(?<=[0-9])\s*[A-Za-z]$", "", plain)
    signs = (Signs(), Signs(",", ""), Signs(".", " "), Signs(",", " "))
    found = next(filter(None, (each.read(bare) for each in signs)), None)
    return write_number(float(found)) if found else None


_FAR = re.compile("-?(8|9|8{2,}|9{2,}|9+[78])|-1")
"""Numbers that commonly stand for no answer."""


def find_far(numbers: Mapping[str, float]) -> list[str]:
    """The codes at an end of some numbers that commonly stand for no answer, and lie apart from the others."""
    for sign in (1, -1):
        signed = {code: sign * x for code, x in numbers.items()}
        ends = sorted(signed, key=signed.__getitem__, reverse=True)
        far = [*takewhile(lambda code: numbers[code] and _FAR.fullmatch(write_number(numbers[code])), ends)]
        rest = sorted({signed[code] for code in ends[len(far) :]})
        # Below 0 they are codes only where nothing else is.
        if not far or len(rest) < 2 or signed[far[-1]] < 0 or (sign < 0 and rest[-1] > 0):
            continue
        steps = [after - before for before, after in pairwise(rest)]
        are_codes = len(rest) > 2 and all(x.is_integer() for x in rest)
        if signed[far[-1]] - rest[-1] > (max(steps) if are_codes else sum(steps)):
            return far[::-1]
    return []


# --- dates ----------------------------------------------------------------------------------------

_FORMATS = (
    "iso", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%Y/%m/%d", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y",
    "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%SZ",
)  # fmt: skip
"""How dates are commonly written, as `format` of a table has it; of several that fit the first is proposed."""
_PARTED = re.compile(r"[0-9]\D*[^0-9.,]\D*[0-9]|[0-9]\.[0-9]+\.[0-9]")
"""Numbers with more between them than decimals have."""
SEEN = 100
"""How many of the cells of a column are looked at to see whether it may have dates in words or with signs."""
_COUNTED: Mapping[str, Callable[[float], date]] = {
    "epoch": lambda x: datetime.fromtimestamp(x, UTC).date(),
    "epoch-ms": lambda x: datetime.fromtimestamp(x / 1000, UTC).date(),
    "serial": lambda x: date(1899, 12, 30) + timedelta(days=int(x)),
}
"""How dates are counted: looked for only where the name of a column says that it has dates."""


def read_date(code: str, form: str) -> When | None:
    """The date of a cell in a format of a table; None where it is none, or of a time that no column here is of."""
    if form in ("iso", "year"):
        return when(code) if re.fullmatch("[0-9]{4}" if form == "year" else "[^<].*", code) else None
    try:
        if form in _COUNTED:
            day = _COUNTED[form](float(code)) if re.fullmatch(r"[0-9]{5,14}(\.[0-9]+)?", code) else None
            return when(day.isoformat()) if day and 1900 < day.year < 2100 else None
        return when(datetime.strptime(code, form).date().isoformat())
    except (ValueError, OverflowError, OSError):
        return None


def find_formats(counts: Mapping[str, int], named: bool) -> list[str]:
    """The formats in which most of some cells are dates, the likeliest first; `named`: the column is called so."""
    forms = ["iso", *_COUNTED] if named else ["iso"]
    if any(map(_PARTED.search, islice(counts, SEEN))):
        forms[1:1] = _FORMATS[1:]
    # A bare year may be any number.
    if 2 * sum(n for code, n in counts.items() if re.fullmatch("[0-9]{4}", code)) > sum(counts.values()):
        forms = ["year"] if named else []
    fit = {form: sum(n for code, n in counts.items() if read_date(code, form)) for form in forms}
    return [form for form, n in fit.items() if n == max(fit.values()) and 2 * n > sum(counts.values())]
