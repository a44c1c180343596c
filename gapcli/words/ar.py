"""Arabic: every pattern of `gapcli.words.en`, for a reader of news; its dates, counts and lists.

What a pattern is filled with is written in the case of a subject, and for that:

- A label with a colon, المطلب: …, stands where a verb would have to agree with the name of a party, whose gender and
  number the file does not tell. A count stands where its dual is a subject, or alone.
- Names of issues, questions and answers stand in «…» behind a preposition. Those of parties and sources are names that
  no case changes: جماعة الحوثي, and not الحوثيون.
- No preposition of one letter is written onto a slot, whose first letter is not known.

A ledger has its conditions with a verb of the present first, `تسمح إيران بزيارة المنشآت`, and what an option would have
a party do as a noun, `تعليق التخصيب`. Digits are those of the ledger.
"""

from collections.abc import Iterable, Mapping

from gapcli.ledger.model import When
from gapcli.words.en import (
    BOUND,
    BOUND_SPACED,
    COVERS,
    GO_ON,
    HATCH,
    NUMBER,
    NUMBERED,
    NUMBERED_ID,
    PLACE,
    SAID_BY,
    STATEMENT_AT,
    apart,
    strip_stop,
)
from gapcli.words.forms import Conditional, MarkWords, Plural, write_date

__all__ = [
    "BOUND",
    "BOUND_SPACED",
    "COVERS",
    "GO_ON",
    "HATCH",
    "NUMBER",
    "NUMBERED",
    "NUMBERED_ID",
    "PLACE",
    "SAID_BY",
    "STATEMENT_AT",
    "apart",
    "strip_stop",
]

LANGUAGE, LEFTWARD = "ar", True

MONTHS = (
    "يناير/كانون الثاني",
    "فبراير/شباط",
    "مارس/آذار",
    "أبريل/نيسان",
    "مايو/أيار",
    "يونيو/حزيران",
    "يوليو/تموز",
    "أغسطس/آب",
    "سبتمبر/أيلول",
    "أكتوبر/تشرين الأول",
    "نوفمبر/تشرين الثاني",
    "ديسمبر/كانون الأول",
)
"""Each by the name of the Gulf and Egypt, and by that of Iraq and the Levant."""


def date(when: When | str) -> str:
    """`6 فبراير/شباط 2026`, `فبراير/شباط 2026`, `2026`, or `قبل` one of them."""
    return write_date(str(when), MONTHS, "قبل {date}")


def categorize(n: int) -> str:
    """The plural category of a number, by the rules of CLDR."""
    if n in (0, 1, 2):
        return ("zero", "one", "two")[n]
    return "few" if 3 <= n % 100 <= 10 else "many" if n % 100 >= 11 else "other"


def _plural(zero: str, one: str, two: str, few: str, many: str, other: str) -> Plural:
    """A pattern in each of the six forms."""
    return Plural(categorize, {"zero": zero, "one": one, "two": two, "few": few, "many": many, "other": other})


def _always(pattern: str) -> Plural:
    """A pattern that is the same whatever it counts."""
    return Plural(categorize, {"other": pattern})


def count(n: int, noun: str) -> str:
    """`إفادة واحدة`, `إفادتان`, `3 إفادات`, `11 إفادة`."""
    return NOUNS[noun].fill(n)


def count_part(n: int, all: int, noun: str) -> str:
    """`إفادتان من أصل 11`."""
    return f"{count(n, noun)} من أصل {all}"


NOUNS: Mapping[str, Plural] = {
    "statement": _plural("لا إفادات", "إفادة واحدة", "إفادتان", "{n} إفادات", "{n} إفادة", "{n} إفادة"),
    "source": _plural("لا مصادر", "مصدر واحد", "مصدران", "{n} مصادر", "{n} مصدرًا", "{n} مصدر"),
    "place": _plural("لا مواضع", "موضع واحد", "موضعان", "{n} مواضع", "{n} موضعًا", "{n} موضع"),
    "quote": _plural("لا اقتباسات", "اقتباس واحد", "اقتباسان", "{n} اقتباسات", "{n} اقتباسًا", "{n} اقتباس"),
    "warning": _plural("لا تنبيهات", "تنبيه واحد", "تنبيهان", "{n} تنبيهات", "{n} تنبيهًا", "{n} تنبيه"),
    "mistake": _plural("لا أخطاء", "خطأ واحد", "خطآن", "{n} أخطاء", "{n} خطأً", "{n} خطأ"),
    "row": _plural("لا صفوف", "صف واحد", "صفان", "{n} صفوف", "{n} صفًا", "{n} صف"),
    "step": _plural("لا خطوات", "خطوة واحدة", "خطوتان", "{n} خطوات", "{n} خطوة", "{n} خطوة"),
    "party": _plural("لا أطراف", "طرف واحد", "طرفان", "{n} أطراف", "{n} طرفًا", "{n} طرف"),
    "pair": _plural("لا ثنائيات", "ثنائي واحد", "ثنائيان", "{n} ثنائيات", "{n} ثنائيًا", "{n} ثنائي"),
    "outlet": _plural(
        "لا وسائل إعلام", "وسيلة إعلام واحدة", "وسيلتا إعلام", "{n} وسائل إعلام", "{n} وسيلة إعلام", "{n} وسيلة إعلام"
    ),
    "case": _plural("لا حالات", "حالة واحدة", "حالتان", "{n} حالات", "{n} حالة", "{n} حالة"),
    "condition": _plural("لا شروط", "شرط واحد", "شرطان", "{n} شروط", "{n} شرطًا", "{n} شرط"),
    "issue": _plural("لا قضايا", "قضية واحدة", "قضيتان", "{n} قضايا", "{n} قضية", "{n} قضية"),
    "question": _plural("لا أسئلة", "سؤال واحد", "سؤالان", "{n} أسئلة", "{n} سؤالًا", "{n} سؤال"),
    "move": _plural("لا تحركات", "تحرك واحد", "تحركان", "{n} تحركات", "{n} تحركًا", "{n} تحرك"),
    "change": _plural(
        "لا تغييرات أخرى", "تغيير آخر", "تغييران آخران", "{n} تغييرات أخرى", "{n} تغييرًا آخر", "{n} تغيير آخر"
    ),
}

AND, OR = "و", "أو"
AND_IF, AND_UNLESS = "وأن", "وما لم"
COMMA, SEMICOLON, STOP, ARROW = "، ", "؛ ", ". ", " ← "


def join(words: Iterable[str], last: str = AND) -> str:
    """`أ`, `أ وب`, `أ وب وج`; with commas where one of them has such a letter, or a comma, within, and in clauses."""
    words = list(words)
    apart = last in (AND_IF, AND_UNLESS)
    apart = apart or any(sign in word for word in words for sign in (f" {AND}", f" {OR} ", "،", ":", "←"))
    return f"{'،' if apart else ''} {last}{'' if last == AND else ' '}".join(words)


def either(words: Iterable[str]) -> str:
    """`أ أو ب أو ج`."""
    return join(words, OR)


def is_clause(text: str) -> bool:
    """Whether words can go on in a sentence: as conditions are written, with a verb first, they all can."""
    return True


def measure(number: str, unit: str) -> str:
    """`3 ملايين`, and without a blank `40%`."""
    return f"{number}{'' if unit.startswith('%') else ' '}{unit}"


# --- values ---------------------------------------------------------------------------------------
VALUES: Mapping[str, str] = {
    "stretch": "ما يتراوح بين «{low}» و«{high}»",
    "beyond": "كل ما هو أبعد من «{low}»",
    "short-of": "كل ما هو دون «{low}»",
    "all-but": "كل شيء سوى «{low}»",
    "number": "{high}",
    "numbers": "من {low} إلى {high}",
    "below": "أقل من {high}",
    "at-most": "{high} على الأكثر",
    "above": "أكثر من {high}",
    "at-least": "{high} على الأقل",
}
RULED_OUT: Mapping[str, str] = {
    **VALUES,
    "stretch": "كل ما يتراوح بين «{low}» و«{high}»",
    "below": "كل ما يقل عن {high}",
    "at-most": "{high} أو أقل",
    "above": "كل ما يزيد على {high}",
    "at-least": "{high} أو أكثر",
}

# --- positions ------------------------------------------------------------------------------------
NO_POSITION = "لم يُعلن موقف"
WANTS = Conditional("المطلب: {values}", "المطلب: {values}، بشرط أن {conditions}")
AND_ALSO, BY_ANOTHER_REPORT = "{values}، وكذلك {value}", "{values}، أو {value} بحسب رواية أخرى"
AGREES, WANTS_AND_AGREES = "موافقة على: {values}", "المطلب المتفق عليه: {values}"
WOULD_ACCEPT, WOULD_DO = "المقبول: {offers}", "المعروض: {offers}"
OFFER = Conditional("{value}", "{value}، بشرط أن {conditions}")
RULES_OUT = Conditional("المرفوض: {values}", "المرفوض: {values}، ما لم {conditions}")
REFUSES = Conditional(
    "رفض البحث",
    "رفض البحث، ما لم {conditions}",
    "رفض البحث؛ وبحسب رواية أخرى، رفضه ما لم {conditions}",
)
REFUSES_LEAVING = Conditional(
    "رفض البحث، فيبقى: {today}",
    "رفض البحث، فيبقى: {today}؛ ما لم {conditions}",
    "رفض البحث، فيبقى: {today}؛ وبحسب رواية أخرى، رفضه ما لم {conditions}",
)
IN_PRACTICE = Conditional("على الأرض: {values}", "على الأرض: {values}، بشرط أن {conditions}")
BUT_IN_PRACTICE = "لكن على الأرض: {deeds}"
TOO_GENERAL = "كلام عام بلا موقع على السلّم: {texts}"
ON_WHOLE_ISSUE = "في القضية عمومًا: {texts}"
BEFORE_THAT = "قبل ذلك: {value} ({date})"
THROUGH = "عبر {groups}: {words}"
UNPLACED_FIGURES: Mapping[str, str] = {
    "words-only": "كلام عام بلا موقع على السلّم",
    "rejects-only": "لم يُعلن سوى المرفوض",
    "off-agenda": "رفض البحث",
    "silent": NO_POSITION,
    "unknown": NO_POSITION,
}

AS_GROUPS = "موقف {groups}"
AGREED_TO = "موافقة على: {values}"
UNPLACED_WANTS: Mapping[str, str] = {
    "words-only": "كلام عام",
    "off-agenda": "رفض البحث",
    "silent": "؟",
    "unknown": "؟",
}

# --- conditions -----------------------------------------------------------------------------------
ACCEPTS = "يصدر عن {party} قبول بـ: {value}"
ACCEPTS_AT_LEAST = "يصدر عن {party} قبول بما لا يقل عن «{value}»"
WOULD, WOULD_AT_LEAST = "يصدر عن {party} التزام بـ: {would}", "يصدر عن {party} التزام بما لا يقل عن «{would}»"
THIS_HOLDS, AND_THIS_HOLDS = "{texts}", "{conditions}، و{texts}"
CONDITION_STATE = "{condition} ({state})"
STATES: Mapping[str, str] = {
    "met": "معروض من {party}",
    "not-on-offer": "غير معروض من {party}",
    "unanswered": "لا موقف معلنًا من {party}",
    "words": "",
}
UNANSWERED: Mapping[str, str] = {
    "unknown": STATES["unanswered"],
    "silent": STATES["unanswered"],
    "words-only": "لا موقف واضحًا من {party}",
    "rejects-only": STATES["not-on-offer"],
    "off-agenda": STATES["not-on-offer"],
}
WANTED_TOO, ASSUMED_TOO = "هو مطلب {party} أيضًا", "بافتراض أنه مطلب {party}"

# --- names ----------------------------------------------------------------------------------------
QUESTION_OF = "{issue}: {question}"
PAGES: Mapping[str, str] = {
    "matrix": "الفجوات",
    "stands": "المواقف",
    "pairs": "الأطراف",
    "issue": "القضية",
    "party": "الطرف",
    "statements": "الإفادات",
    "sources": "المصادر",
    "moves": "التحركات",
    "disputes": "الروايات المتضاربة",
    "links": "الشروط",
    "proposals": "المقترحات",
    "steps": "الخطوات",
    "robust": "ثبات الأرقام",
    "brief": "الموجز",
    "page": "الصفحة",
    "check": "الفحص",
}
ROLES: Mapping[str, str] = {"principal": "طرف رئيسي", "mediator": "وسيط", "stakeholder": "طرف معني"}
KINDS: Mapping[str, str] = {
    "report": "تقرير",
    "live-blog": "تغطية مباشرة",
    "analysis": "تحليل",
    "opinion": "مقال رأي",
    "preview": "تقرير تمهيدي",
    "dataset": "مجموعة بيانات",
    "vote-record": "سجل تصويت",
    "survey": "استبيان",
}
STANCES: Mapping[str, str] = {
    "asks": "مطلب",
    "accepts": "قبول",
    "agrees": "موافقة",
    "rejects": "رفض",
    "off-agenda": "رفض البحث",
    "silent": "سكوت",
}

# --- evidence -------------------------------------------------------------------------------------
TELLERS: Mapping[str, str] = {
    "own": "برواية الطرف نفسه",
    "counterpart": "برواية الطرف الآخر",
    "third-party": "برواية طرف ثالث",
    "author": "برواية الكاتب",
}
ATTRIBUTIONS: Mapping[str, str] = {"named": "مصدر مسمى", "unnamed": "مصدر غير مسمى", "document": "وثيقة", "author": ""}
CELL, PASSAGE = "{outlet}، السطر {line}، العمود {column}", "{outlet}، الأحرف {start}–{end}"
OUTLET_VIA = "{outlet} نقلًا عن {via}"

# --- what was asked -------------------------------------------------------------------------------
LENSES: Mapping[str, str] = {
    "on_record": "المصادر المسماة والوثائق فقط",
    "own_words": "كلام كل طرف عن نفسه فقط",
    "only": "{names} فقط",
    "without": "من دون {names}",
}
ASSUMING = "بافتراض أن مطلب {party}: {value}"
WEIGHTS_EVEN = "بأوزان متساوية"
WEIGHTS_QUESTIONS = "باحتساب كل سؤال مرة واحدة"
WEIGHTS_SALIENCE = "بأوزان الأهمية، وهي من تقدير محلل"
WEIGHTS_SALIENCE_WHERE = "بأوزان الأهمية حيث حُددت للطرفين في كل القضايا المعروضة، وهي من تقدير محلل"
STATEMENTS_SOURCES = "{date} · {statements}، {sources}"

# --- figures --------------------------------------------------------------------------------------
LEVELS: Mapping[str, str] = {
    "same": "تطابق",
    "near": "تقارب",
    "apart": "تباعد",
    "far": "تباعد كبير",
    "opposite": "تناقض",
}
NOT_KNOWN = "الفجوة غير معروفة"
ALL, NONE = "كله", "لا شيء"
PERCENT = "{percent}%"
NO_CHANGE = "بلا تغيير"
NEWLY_KNOWN = "أسئلة صارت معروفة: {n}"
OFFERED_FROM_TO = "{asks} ← {bridge}"
NO_OFFER = "{asks}، بلا عروض"
BY_WORDS_AND_DEEDS = "{gap} بالأقوال، {deeds} بالأفعال"


# --- marks ----------------------------------------------------------------------------------------
MARKS: Mapping[str, MarkWords] = {
    "disputed": MarkWords("≠", "روايات متضاربة"),
    "red-line": MarkWords("م", "مطلوب ما يرفضه الآخر"),
    "agreed": MarkWords("=", "متفق عليه بين الطرفين"),
    "acts-otherwise": MarkWords("!", "الأفعال تخالف الأقوال"),
    "single-source": MarkWords("1", "من مصدر واحد"),
    "unnamed": MarkWords("غ", "مصادر غير مسماة"),
    "told-by-others": MarkWords("ر", "برواية آخرين"),
    "assumed": MarkWords("ف", "مبني على افتراض"),
    "through-group": MarkWords(),
    "conditional": MarkWords(),
    "off-agenda": MarkWords(),
    "offer-only": MarkWords(),
    "conduct-only": MarkWords(),
}
EVERY_FIGURE: Mapping[str, tuple[str, str]] = {
    "single-source": (
        "كل موقف بُني عليه رقم جاء من مصدر واحد.",
        "كل موقف من مواقف {party} بُني عليه رقم جاء من مصدر واحد.",
    ),
    "unnamed": (
        "كل موقف بُني عليه رقم جاء من مصادر غير مسماة فقط.",
        "كل موقف من مواقف {party} بُني عليه رقم جاء من مصادر غير مسماة فقط.",
    ),
    "told-by-others": (
        "كل موقف بُني عليه رقم لا يُعرف إلا برواية آخرين.",
        "كل موقف من مواقف {party} بُني عليه رقم لا يُعرف إلا برواية آخرين.",
    ),
}
SIGN_OF_ONE, SIGN_OF_ONE_MEANS = "{sign}({party})", "{sign}({party}) تخص {party} فقط"
SIDE_THROUGH = "{who} عبر {groups}"

# --- what to type next ----------------------------------------------------------------------------
NEXT = "التالي: {commands}"

# --- signs ----------------------------------------------------------------------------------------
SIGN_MEANS = "{signs} {meaning}"
SIGNS: Mapping[str, str] = {
    "ask": "المطلب",
    "offer-up": "المقبول",
    "offer-down": "المقبول",
    "if-up": "المقبول بشرط",
    "if-down": "المقبول بشرط",
    "refuses": "رفض البحث",
    "deed": "على الأرض",
    "barred": "المرفوض",
    "today": "الوضع القائم",
}

# --- matrix ---------------------------------------------------------------------------------------
HOW_FAR_APART = "{names}: حجم الفجوة"
MATRIX_PAIRS = "{title}: بين كل طرفين"
MATRIX_PARTIES = "{title}: طرف مقابل طرف"
STANDS_TITLE = "{title}: من يقف أين"
AGREEMENT_MEANS = "الأرقام هنا للتوافق: 1 ناقص الفجوة."
MANY_LEAD = "الأبعد: {widest}؛ الأقرب: {nearest}.", "الأقل توافقًا: {widest}؛ الأكثر: {nearest}."
MANY_LEAD_ONE = "لا يُعرف نصف الفجوة أو أكثر إلا بين طرفين: {widest}."
MOST_DIVIDED = (
    "أكثر ما يفرق الأطراف: {issue}، ومتوسط الفجوات {spread}.",
    "أكثر ما يفرق الأطراف: {issue}، ومتوسط التوافق {spread}.",
)
NO_GAP_OF_MANY = "لا فجوة معروفة: ما من سؤال لطرفين منهم موقف فيه."
PAIR_GAP = "{a} و{b} {gap}"
PAIR_HEAD = "{a}–{b}"
PAIR_SHORT = "{a}–{b} {gap}"
AND_TIES = _plural(
    "{pair}",
    "{pair} (ومثلها فجوة أخرى)",
    "{pair} (ومثلها فجوتان أخريان)",
    "{pair} (ومثلها {n} فجوات أخرى)",
    "{pair} (ومثلها {n} فجوة أخرى)",
    "{pair} (ومثلها {n} فجوة أخرى)",
)
SPREAD_HEAD, EXTREMES_HEAD = ("متوسط الفجوات", "متوسط التوافق"), "الأبعد،\nالأقرب"
NEW = "جديد"
CHANGE_OF_MANY = "مع التغير منذ {date}، في ما كان معروفًا في اليومين من الثنائيات والأسئلة."
COVERS_MEAN = ("كله معروف", "¾ أو أكثر", "النصف أو أكثر", "و░ أقل من النصف: لا يصلح للمقارنة")
THROUGH_GROUPS, WHERE_SILENT = "{parties} عبر {groups}", "حيث لم يُعلن موقف مستقل: {groups}."
POLES = ("0 تطابق", "تناقض 1")
AGREEMENT_POLES = ("1 تطابق", "تناقض 0")
GAP_HEAD, KNOWN_NARROW = "الفجوة", "المعروف: {}"
FIGURE_HEAD = GAP_HEAD, "التوافق"
CHANGE = "التغير"
MATRIX_HEADS = (
    ("في البداية ←\nبعد العروض", "في البداية {}"),
    ("المعروف", KNOWN_NARROW),
    (CHANGE, "{} (منذ {day})"),
    ("الأدلة", "{}"),
)
MEAN_OF, MEAN = "المتوسط (عدد القضايا: {n})", "المتوسط"
BAR_LEGEND = (
    ("◆ الفجوة", "━ ما يبقى بعد كل العروض", "╍ ما تسده العروض"),
    ("◆ التوافق", "━ ما يبقى من خلاف بعد كل العروض", "╍ ما تسده العروض"),
)
BOUND_MEANS = "≥ على الأقل", "≤ على الأكثر"
LEAD: Mapping[str, tuple[str, str]] = {
    "offers": (
        "متوسط الفجوة {gap} ({issues})؛ ويبقى منها {bridge} بعد كل العروض.",
        "متوسط التوافق {gap} ({issues})؛ ويصير {bridge} بعد كل العروض.",
    ),
    "nearest": (
        "متوسط الفجوة {gap} ({issues})، وهو {bridge} بين أقرب المطالب؛ ولا عروض من أحد.",
        "متوسط التوافق {gap} ({issues})، وهو {bridge} بين أقرب المطالب؛ ولا عروض من أحد.",
    ),
    "none": (
        "متوسط الفجوة {gap} ({issues})؛ ولا عروض من أحد.",
        "متوسط التوافق {gap} ({issues})؛ ولا عروض من أحد.",
    ),
}
ALL_ISSUES = "القضايا كلها، وهي {issues}"
NO_GAP_KNOWN = "لا فجوة معروفة: ما من سؤال للطرفين معًا موقف فيه."
CHANGED_SINCE: Mapping[tuple[bool, bool], str] = {
    (True, True): "منذ {date}: {change} في الأسئلة المعروفة في اليومين؛ وصار معروفًا: {newly}.",
    (True, False): "منذ {date}: {change} في الأسئلة المعروفة في اليومين.",
    (False, True): "منذ {date}: صار معروفًا: {newly}؛ ولم يكن شيء معروفًا من قبل.",
    (False, False): "منذ {date}: ما من سؤال معروف في اليومين.",
}
WITHOUT_SOME = _always("من دون {source}، ما يبقى له رقم: {issues}.")
WITHOUT_NONE = "من دون {source} لا يبقى رقم في أي قضية."
TOO_CLOSE = "الفارق أصغر من أن يُبنى عليه ترتيب: {names}."
NO_FIGURE_WITH_ANYBODY = "بلا رقم مع أي طرف: {names}."
ENGINE_AT_WORK = "الحساب جارٍ في {engine}"
NOTHING_TO_COMPARE = "لا شيء للمقارنة؛ بقي بعد التصفية: {what}؛ والفجوة تحتاج إلى طرفين وقضية"
NO_ISSUE = "لا قضايا"
NO_LIVE_STATEMENT = "لا إفادة قائمة في {day}"
UNCONFIRMED = "خيارات لم يؤكدها أحد: {choices}"
CHOICES_OF = "{choices} في {table}"
NO_SALIENCE = "قضية معروضة لم تُحدد أهميتها لأحد الطرفين: تُعتمد لهما الأوزان المعلنة"

# --- issue ----------------------------------------------------------------------------------------
NOBODY_SAYS = "لا أحد يقول شيئًا هنا: جرّب أطرافًا أخرى، أو يومًا آخر"
INDEX_TITLE = "القضايا وأسئلتها"
INDEX_HEADS = (("الاسم", False), ("الموضوع", False), ("الحصة", True), ("الأطراف", True))
PAIR_HEADS = ("الطرفان", GAP_HEAD, "في البداية ← بعد العروض", "المعروف", "")
INDEX_LEGEND = "* ليست في الخلاصة، ويعرضها: gapcli matrix --issues all"
REPORTED_UP_TO = "كما ورد حتى {date}"
AND_KNOWN = "{words} · المعروف: {known}"
SHARE_OF_ISSUE = "{share} من القضية"
WOULD_BE = "تتراوح الفجوة، أيًا كان الجواب، بين {low} و{high}"
WOULD_BE_EXACTLY = "تبلغ الفجوة {low}، أيًا كان الجواب"
PAIRS_BETWEEN = "… وبينها {pairs}: {command}"
PAIRS_UNKNOWN = "غير معروف: {pairs}، إذ لا موقع على السلّم لأحد الطرفين"
THE_SAME = "عبر {groups}: الموقف نفسه"
AT_FIRST, AT_FIRST_NO_OFFER = "{asks} في البداية، {bridge} بعد كل العروض", "{asks} في البداية، بلا عروض"
BY_DEEDS = "الفجوة بالأفعال {deeds}"
AS_DISPUTE_FALLS = "الفجوة من {low} إلى {high}، بحسب أي الروايتين تصح"
CONFLICTS = _plural(
    "لا روايات متضاربة",
    "≠ روايتان متضاربتان",
    "≠ زوجان من الروايات المتضاربة",
    "≠ {n} أزواج من الروايات المتضاربة",
    "≠ {n} زوجًا من الروايات المتضاربة",
    "≠ {n} زوج من الروايات المتضاربة",
)
WANTS_RULED_OUT = _always("مطلب {askers} مرفوض لدى {refuser} ({statements})")
WEAK_POSITIONS: Mapping[str, tuple[str, str, str]] = {
    "single-source": (
        "موقف من مصدر واحد: {parties}",
        "مواقف كل منها من مصدر واحد: {parties}",
        "كل موقف من مصدر واحد",
    ),
    "unnamed": ("مصادر غير مسماة فقط: {parties}",) * 2 + ("مصادر غير مسماة فقط في كل المواقف",),
    "told-by-others": (
        "موقف برواية آخرين فقط: {parties}",
        "مواقف برواية آخرين فقط: {parties}",
        "كل المواقف برواية آخرين فقط",
    ),
    "assumed": ("موقف مفترض: {parties}", "مواقف مفترضة: {parties}", "كل المواقف مفترضة"),
}
WAITS_ON: Mapping[str, str] = {
    "": "عرض {party} هنا ينتظر {stands}",
    "exchange": "عرض {party} هنا ينتظر {stands}، ضمن مقايضة",
    "deadlock": "عرض {party} هنا ينتظر {stands}، في طريق مسدود",
}
ON_WHOLE = "في القضية عمومًا"
NO_REPORT_OF = "لم يُعلن موقف: {parties}"
SCALE_TITLE, WHY = "السلّم", "السبب: {why}"
NUMBER_SCALE = "من {low} إلى {high}، بتدرج خطي"
NUMBER_SCALE_TODAY = "من {low} إلى {high}، بتدرج خطي؛ الوضع القائم: {today}"
TODAY = "الوضع القائم"
PLACE_HEAD, OPTION_HEAD, IN_WORDS_HEAD = "الموقع", "الخيار", "مضمونه"
ARITHMETIC = "الحساب"
ZONE_ASKS = "النطاق {zones}، والمطلب {asks}"
ZONE_OFFERS, ZONE_ACTS = "النطاق {zones}، وهو مقبول؛ أما المطلب فلم يُعلن", "النطاق {zones}، على الأرض"
LEAST_GAP = "{gap}، على الأقل: لأحد الطرفين عروض، ولم يُعلن مطلبه"
# An arithmetic is read from the left: a mark stands before it, and at its end.
MEAN_GAP = "الفجوة = ({gaps}) / {n} = {gap}، من {low} إلى {high}"
ASKS_BRIDGE = "في البداية: المسافة بين أبعد المطالب؛ بعد كل العروض: المسافة بين أقرب مواقع النطاقين"
FROM_TO, BETWEEN_POLES = "من {low} إلى {high}", "السلّم: من «{low}» إلى «{high}»"
DISTANCES: Mapping[str, str] = {
    "shared": "الفجوة = 1 − {u} / {v} = {gap}",
    "parallel": "بين الحدين الأدنيين {signed_low}، وبين الأعليين {signed_high}: الفجوة = ({low} + {high}) / 2 = {gap}",
    "crossing": "بين الحدين الأدنيين {signed_low}، وبين الأعليين {signed_high}: "
    "الفجوة = ({low}² + {high}²) / (2 × ({low} + {high})) = {gap}",
}
HEADINGS: Mapping[str, str] = {
    "asks": "المطلب: {value}",
    "accepts": "المقبول: {value}",
    "agrees": "موافقة على: {value}",
    "rejects": "المرفوض: {value}",
    "off-agenda": "رفض البحث",
    "silent": "سكوت عن الموضوع",
    "acts": "على الأرض: {value}",
    "acts-unplaced": "على الأرض (بلا موقع على السلّم)",
    "accepts-unplaced": "إشارة انفتاح (بلا موقع على السلّم)",
    "asks-unplaced": "مطلب عام (بلا موقع على السلّم)",
}
COUNTS = "{statements} ({outlets})"
DISPUTES, REPLACES, BESIDE = "≠ {ids}", "بدلًا من {ids}", "إلى جانب {ids}"

# --- party ----------------------------------------------------------------------------------------
PARTIES_TITLE = "الأطراف"
PARTIES_HEADS = (("الطرف", False), ("الاسم", False), ("الدور", False), ("الإفادات", True), ("الأسئلة", True))
PARTIES_LEGEND = "الأسئلة: عدد ما للطرف موقف منه، من أصل مجموعها."
TOGETHER = "الأعضاء: {members}"
SALIENCE = "الأهمية {salience}"
SALIENCE_LEGEND = "الأهمية: قدر أهمية القضية لدى الطرف، وأقصاه 100؛ وهو من تقدير محلل."
NOBODY_REPORTS = "ما لم يُعلن فيه موقف"
ALSO_TOO_GENERAL = "وكذلك كلام عام بلا موقع على السلّم: {texts}"
PARTY_MARKS: Mapping[str, str] = {
    "disputed": "≠ روايات متضاربة",
    "single-source": "من مصدر واحد",
    "unnamed": "مصادر غير مسماة فقط",
    "told-by-others": "برواية آخرين فقط",
    "assumed": "مفترض",
}
EVERY_POSITION = "كل موقف له موقع على السلّم: {marks}."

# --- statements -----------------------------------------------------------------------------------
STATEMENTS_TITLE = "الإفادات"
STATEMENTS_HEADS = ("الإفادة", "الطرف", "الموضوع", "نوعها", "المضمون", "التاريخ")
NOTHING_FITS = "لا إفادات مطابقة: خفّف شروط التصفية"
NO_LONGER_STANDS = "لم تعد قائمة"
IF, UNLESS = "بشرط أن {conditions}", "ما لم {conditions}"
ASSUMED_LINE = "افتراض لم يورده أحد"
CONTRADICTS = "≠ تناقض {ids}"

# --- sources --------------------------------------------------------------------------------------
SOURCES_TITLE = "المصادر"
PUBLISHED_AFTER, PUBLISHED_BEFORE = "بعد {after}", "قبل {before}"
PUBLISHED_BETWEEN = "بعد {after} وقبل {before}"
SOURCES_HEADS = ("المصدر", "وسيلة الإعلام", "النشر", "الدرجة")
KIND_PUBLISHED = "{kind}، تاريخ النشر: {published}"
SOURCES_COUNTS = ("الإفادات", "منه وحده")
GRADE = "الدرجة {grade}: {why}"
GRADES = "الدرجات: من A لما يوثق به تمامًا إلى E لما لا يوثق به؛ F لما لا يمكن الحكم عليه (سلّم حلف شمال الأطلسي)."
RELAYS = "ينقل عن {outlets}"

# --- moves ----------------------------------------------------------------------------------------
MOVES_TITLE = "من تحرك، وماذا تغير"
MOVES_COUNT = "{moves}، {others}"
MOVES_COUNT_SINCE = "{moves}، {others} بعد {since}"
NOTHING_CHANGED = "لم يتغير أي موقف حتى {day}"
NOTHING_CHANGED_SINCE = "لم يتغير أي موقف بعد {since} وحتى {day}"
FROM_HEAD, POSITION_HEAD = "منذ", "الموقف"
WHEN_HEAD, ON_HEAD, FAR_HEAD = "متى ومن", "الموضوع", "المسافة"
MOVES_AND_OFFERS, OTHER_CHANGES = "تحركات وعروض وموافقات", "ما قيل غير ذلك"
CHANGES: Mapping[str, str] = {
    "moved": "{date}: تحرك من {party}",
    "offered": "{date}: عرض من {party}",
    "agreed": "{date}: موافقة من {party}",
    "stated": "{date}: موقف من {party}",
    "contradicted": "{date}: رواية تناقض موقف {party}",
    "withdrawn": "{date}: تراجع من {party}",
}
MORE_CHANGES = (
    "←: إلى ما يقبل به الطرف. كل تغيير بتفاصيله، مع أول ما قيل والروايات المتضاربة وما جرى التراجع عنه: "
    "gapcli moves ISSUE"
)
FROM_LABEL, TO_LABEL, BY_LABEL = "من", "إلى", "عن"
CLOSED = "ما تسده العروض بين {names}: {issues}."
CLOSED_ON = "{issue} {asks} ← {bridge}"
NOT_CLOSED = "ما لم يسد فيه أي عرض شيئًا بين {names}: {issues}."
MOVES_ON: Mapping[str, str] = {
    "moved": "تحرك من {party} في «{issue}»: {position}",
    "offered": "عرض من {party} في «{issue}»: {position}",
    "agreed": "موافقة من {party} في «{issue}»: {position}",
}
DATE_HEAD, TO_HEAD, GAP_WITH_HEAD = "متى", "من، وفيمَ، وإلامَ", "الأثر في الفجوة"
GAP_WITH, TOWARDS_WHOM = "الفجوة: {}", "نحو: {}"
GAP_UNCHANGED = "مع {party} {gap} (بلا تغيير)"
AND_PAIRS_MORE = _plural(
    "{words}",
    "{words} (وفجوة أخرى)",
    "{words} (وفجوتان أخريان)",
    "{words} (و{n} فجوات أخرى)",
    "{words} (و{n} فجوة أخرى)",
    "{words} (و{n} فجوة أخرى)",
)
GAP_NOW: Mapping[str, str] = {
    "deeds": "مع {party} {after} بالأقوال",
    "words": "مع {party} {after} بالأفعال",
}
NO_PLACE = "بلا موقع على السلّم"
NO_POSITION_BY_THEN = "لا موقف من {others} حتى ذلك الحين"
NOBODY_YET = "لا موقف آخر حتى ذلك الحين"
NO_OTHER_SHOWN = "لا طرف آخر هنا"
GAP_CHANGED = "مع {party} {before} ← {after}"
GAP_CROSSED: Mapping[str, str] = {
    "deeds": "مع {party} {before} بالأفعال، {after} بالأقوال",
    "words": "مع {party} {before} بالأقوال، {after} بالأفعال",
}
GAP_NEWLY_KNOWN = "مع {party} {after} (لم تكن معروفة من قبل)"
GAP_NO_LONGER_KNOWN = "مع {party}، لم تعد معروفة"
TOWARDS, AWAY_FROM, TOWARDS_POLE = "نحو {parties}", "بعيدًا عن {parties}", "نحو «{pole}»"
DISPUTED_FIGURES = "{places}، بروايات متضاربة"

# --- disputes -------------------------------------------------------------------------------------
DISPUTES_TITLE = "روايات لا تصح معًا"
NONE_DISPUTED = "ما من رواية محتسبة هنا تناقض أخرى."
NO_DISPUTES = "لا روايات متضاربة"
NOT_DECLARED = "لا قيمة مشتركة بينهما، ولا شيء محتسبًا هنا يبيّن صلة إحداهما بالأخرى"
SIDES = ("(أ)", "(ب)")
DISPUTES_COUNT: Mapping[str, Plural] = {
    "takes": _plural(
        "لا تضارب يُسقط أرقامًا.",
        "حالة تضارب واحدة تُسقط أرقامًا.",
        "حالتا تضارب تُسقطان أرقامًا.",
        "{n} حالات تضارب تُسقط أرقامًا.",
        "{n} حالة تضارب تُسقط أرقامًا.",
        "{n} حالة تضارب تُسقط أرقامًا.",
    ),
    "changes": _plural(
        "لا تضارب يغيّر رقمًا.",
        "حالة تضارب واحدة تغيّر رقمًا.",
        "حالتا تضارب تغيّر كل منهما رقمًا.",
        "{n} حالات تضارب تغيّر كل منها رقمًا.",
        "{n} حالة تضارب تغيّر كل منها رقمًا.",
        "{n} حالة تضارب تغيّر كل منها رقمًا.",
    ),
    "none": _plural(
        "لا تضارب بلا أثر في القياس.",
        "حالة تضارب واحدة لا تغيّر شيئًا في القياس.",
        "حالتا تضارب لا تغيّران شيئًا في القياس.",
        "{n} حالات تضارب لا تغيّر شيئًا في القياس.",
        "{n} حالة تضارب لا تغيّر شيئًا في القياس.",
        "{n} حالة تضارب لا تغيّر شيئًا في القياس.",
    ),
}
DISPUTES_GROUPS: Mapping[str, str] = {
    "takes": "ما يُسقط أرقامًا",
    "changes": "ما يغيّر رقمًا",
    "none": "ما لا يغيّر شيئًا في القياس",
}
DISPUTES_HEADS = (
    (GAP_HEAD, "الفجوة: {}"),
    ("إن صحت (أ)", "إن صحت (أ): {}"),
    ("إن صحت (ب)", "إن صحت (ب): {}"),
)
AND_MORE = _plural(
    "{id}",
    "{id} وإفادة أخرى",
    "{id} وإفادتان أخريان",
    "{id} و{n} إفادات أخرى",
    "{id} و{n} إفادة أخرى",
    "{id} و{n} إفادة أخرى",
)
EITHER_REPORT = "(أ) {first} ≠ (ب) {second}"
NO_GAP_DEPENDS = "لا فجوة تتوقف عليه."
IF_HOLDS = "{a} و{b}، إن صحت {side}: {changes}."
PAIR, PAIR_ON = "{a}–{b}", "{a}–{b}: {question}"
PAIR_ON_AND_MORE = _plural(
    "{a}–{b}: {question}",
    "{a}–{b}: {question} (وفجوة أخرى)",
    "{a}–{b}: {question} (وفجوتان أخريان)",
    "{a}–{b}: {question} (و{n} فجوات أخرى)",
    "{a}–{b}: {question} (و{n} فجوة أخرى)",
    "{a}–{b}: {question} (و{n} فجوة أخرى)",
)
LOSES_FIGURE = "{issue} بلا رقم، وبلا ترتيب"
NO_LONGER_WIDER = "{issue}: الفجوة لم تعد أوسع منها في {others}"

# --- links ----------------------------------------------------------------------------------------
LINKS_TITLE = "من ينتظر ماذا، كما تعلنه الأطراف"
WAITING_HEAD, NOW_HEAD = "ماذا، وبأي شرط", "الآن"
SHORT_LEGEND = "ينقصه: بُعد الموقف المعلن عما يكفي، من 0 إلى 1"
LINKS_COUNT = "{conditions} ({states})."
LINKS_COUNT_STATES: Mapping[str, str] = {
    "met": "المعروض: {n}",
    "not-on-offer": "غير المعروض: {n}",
    "unanswered": "ما لا جواب عنه: {n}",
    "words": "ما لا يقاس: {n}",
}
STAND, STAND_ON = "موقف {party} من «{about}»", "موقف {party} من سؤال «{question}»"
LOOPS, CHAINS = "حلقات: ما ينتهي به الانتظار إلى نفسه", "سلاسل: ما يُنتظر وهو نفسه معلق على غيره"
NO_CHAIN = "لا حلقات ولا سلاسل: ما من شيء يُنتظر وهو نفسه معلق على غيره."
ONLY_IF, ONLY_IF_THIS = (
    "قبول {party} بـ: {what}، مشروط بأن {condition}",
    "قبول {party} بـ: {what}، مشروط بأن {condition}",
)
CHAIN_ENDS: Mapping[str, str] = {
    "exchange": "مقايضة. {chain}. ويمكن أن يتحقق ذلك كله معًا",
    "deadlock": "طريق مسدود. {chain}، ثم تعود الحلقة إلى بدايتها",
    "met": "{chain}، وهو معروض من {party}",
    "not-on-offer": "{chain}، وهو غير معروض من {party}",
    "unanswered": "{chain}، ولا موقف معلنًا من {party}",
    "words": "{chain}، وهو مما لا يقاس",
    "loop": "{chain}، وهذا بدوره عالق في حلقة",
}
NOTHING_WAITS = "ما من شيء هنا ينتظر شيئًا"
TOO_MANY_CHAINS = "السلاسل أكثر من أن تُتبع كلها، وأطول ما يُذكر منها: {steps}"
ASSUMED_WORD = "مفترض"
ANY_TALK, ANY_MOVEMENT = "أي بحث في «{about}»", "أي تحرك في «{about}»"
SHORT_OF = "ينقصه {short}"
IN_WORDS_ONLY = "لا يقاس"
GRAPH_TITLE = "من ينتظر ماذا، {date}"

# --- proposals ------------------------------------------------------------------------------------
PROPOSALS_TITLE = "المقترحات جنبًا إلى جنب"
NO_PROPOSALS = "لا مقترحات في السجل: الخيار --try يقيس مسودة"
NO_TERM_STANDS = "ما من بند قائم من «{name}» في {day}"
NO_PROPOSAL_HERE = "ما من مقترح يقول شيئًا هنا: جرّب قضايا أو أطرافًا أخرى، أو يومًا آخر"
DRAFT_NAME, DRAFT_LABEL = "مسودتك", "مسودة"
NO_PLACE_OF = "لا موقف يقاس عليه: {parties}"
INSIDE = "ضمن المقبول"
DISTANCE_MARKS: Mapping[str, str] = {"disputed": "≠", "assumed": "مفترض"}
BREAKS = Conditional(
    "يتجاوز خطًا أحمر عند {party}، والمرفوض: {value}",
    "يتجاوز خطًا أحمر عند {party}، والمرفوض: {value}، ما لم {conditions}",
)
BEATEN_BY = "أفضل منه: {others}"
BREAKS_COUNT, PARTY_COUNT = "أسئلة يتجاوز فيها خطًا أحمر: {parties}", "{party} {n}"
NEAREST_TO_ALL = "الأقرب إلى الجميع: {proposal}؛ وأقصى بُعد عن طرف {distance} ({party})."
PROPOSALS_MEAN = "متوسط البُعد عن مطالب كل طرف، من 0 إلى 1؛ وما لا يسميه المقترح يبقى على الوضع القائم."
NOTHING_ON = "خارج المقترح – {questions}"
LAPSED = "لم يعد قائمًا: {terms}"
PROPOSALS_LEGEND = (
    "البُعد يقاس من المطروح إلى مطلب الطرف، وإن لم يُعلن مطلبه فإلى ما يقبل به. ضمن المقبول: داخل ما يطلبه"
    " الطرف ويقبل به في كل الروايات. ≠ روايات متضاربة. والكسر الذي يلي البُعد: عدد الأسئلة التي للمقترح وللطرف "
    "معًا موقع فيها، من أصل الأسئلة التي للطرف موقع فيها. ويُعد مقترح أفضل من آخر إذا لم يكن أبعد منه عن أي طرف "
    "رئيسي وكان أقرب منه إلى واحد على الأقل، أيًا كان المقصود بالكلام العام الذي لا موقع له."
)

# --- steps ----------------------------------------------------------------------------------------
STEPS_TITLE = "خطوات منفردة تسد بعض الفجوة"
IS_LEFT = "{names}: يبقى {bridge} بعد كل العروض"
IS_LEFT_OF_MANY = "{names}: يبقى {bridge} بعد كل العروض، في المتوسط (عدد الثنائيات: {n})"
TOWARDS_HEAD = "نحو"
STEP = "قبول {party} بـ: {value}"
STEP_HEAD, CLOSES_HEAD, LENGTH_HEAD = "الخطوة", "ما تسده", "طولها"
NO_STEP = "ما من خطوة منفردة تسد شيئًا: لا يُعرف أن شيئًا باقٍ بين الأطراف هنا"
WOULD_ACCEPT_IF = "المقبول لدى {party}: {value}، بشرط أن {conditions}"
NO_MORE = "خطوات أخرى لا تسد أكثر منها: {values}"
STEPS_LEGEND = (
    "ما تسده: مما يبقى بعد كل العروض. طولها: بُعدها عن مطلب الطرف وما يقبل به. والخطوة المعروضة أصلًا "
    "لا تسد مزيدًا، لأنها محتسبة في ما يبقى."
)
STEPS_LEGEND_OF_MANY = (
    "ما تسده: مما يبقى بعد كل العروض، في متوسط الثنائيات كلها. طولها: بُعدها عن مطلب الطرف وما يقبل به. "
    "والخطوة المعروضة أصلًا لا تسد مزيدًا، لأنها محتسبة في ما يبقى."
)

# --- robust ---------------------------------------------------------------------------------------
ROBUST_PAIR = "{names}: مدى ثبات الأرقام"
ROBUST_SPREAD = "{names}: مدى ثبات متوسط الفجوات"
ROBUST_ALL_FIRM = "الأرقام كلها تحافظ على مستواها في كل الحالات، وعددها {cases}."
ROBUST_FIRM = "ما يحافظ على مستواه من الأرقام في كل الحالات، وعددها {cases}: {n} من أصل {all} ({names})."
ROBUST_NONE_FIRM = "ما من رقم يحافظ على مستواه في كل الحالات، وعددها {cases}."
ROBUST_ORDERS = "الثابت في كل الحالات من المقارنات بين كل فجوتين: {n} من أصل {all}."
ROBUST_HOW = (
    "يُحسب كل رقم من جديد في كل حالة (عدد الحالات {cases}): من دون مصدر أو وسيلة إعلام، أو من دون بعض "
    "الأصوات، أو بأوزان أخرى، أو بمواقع أخرى على السلالم. وتُسحب الأوزان والمواقع عشوائيًا (عدد المرات "
    "{draws}، البذرة {seed})، ولا يتحرك أي موقع داخلي أكثر من {points} في المئة من طول السلّم."
)
ROBUST_PAIRS_LEFT_OUT = "إذا زادت الأطراف على اثنين يُختبر متوسط الفجوات بين الثنائيات كلها، ولا يُختبر كل ثنائي وحده."
CASES: Mapping[str, str] = {
    "source": "من دون {names}",
    "via": "من دون المنقول عن {names}",
    "unnamed": "من دون الأصوات غير المسماة",
    "counterpart": "من دون رواية الطرف الآخر",
    "weights:even": "بأوزان متساوية",
    "weights:questions": "باحتساب كل سؤال مرة واحدة",
    "weights:declared": "بالأوزان المعلنة",
    "weights:salience": "بأوزان الأهمية",
    "weights:drawn": "بأوزان مسحوبة عشوائيًا",
    "places:even": "بخيارات على مسافات متساوية",
    "places:moved": "بتحريك المواقع الداخلية",
}
TIMES_DRAWN = "{what} ({times} من {draws})"
ROBUST_HEADS = (("المدى", "المدى {}"), ("بلا رقم", "بلا رقم: {}"))
ROBUST_LEGEND = "◆ الفجوة   ├──┤ من الأدنى إلى الأعلى في كل الحالات"
WHAT_FLIPS = "ما الذي يتغير"
FLIPS: Mapping[str, str] = {
    "status": "غير معروف: {names}",
    "level": "مستوى آخر: {names}",
    "ranking": "ترتيب آخر: {names}",
}
NOW_KNOWN = "صار معروفًا: {names}"
NOTHING_FLIPS = "لا يتغير شيء {cases}."
WHICH_IS_WIDER = "أي فجوة أوسع"
WIDER, QUOTED = "{issue}: الفجوة أوسع منها في {others}", "«{name}»"
WIDEST = "{issue}: الفجوة هي الأوسع"
ORDER_HOLDS = "{order}، في كل الحالات"
ORDER_LOST = "{order}؛ ولا يصح ذلك {cases}"
ORDER_UNKNOWN = "{order}، ما دام لكل منها رقم؛ وبعضها بلا رقم {cases}"
UNNAMED_VOICES = "ما يقوم على صوت واحد غير مسمى"
UNNAMED_VOICE = "{question} – {party}، في {origin}، {teller}"

# --- brief ----------------------------------------------------------------------------------------
SPREAD_HEADS = (("متوسط الفجوات", "متوسط الفجوات: {}"), ("الأبعد", "الأبعد: {}"), ("الأقرب", "الأقرب: {}"))
BRIEF_WORDS = "مطلب كل طرف ← ما يقبل به"
BRIEF_POSITION: Mapping[tuple[bool, bool], str] = {
    (True, False): "{wants} ← {offers}",
    (True, True): "{wants} ← {offers}، بشروط",
    (False, False): "لم يُعلن مطلب ← {offers}",
    (False, True): "لم يُعلن مطلب ← {offers}، بشروط",
}
PARTIES_SAY = "{parties}: {words}"
CROSSED = "ما يطلبه طرف ويرفضه الآخر"
BRIEF_CROSSES = "{issue}: مطلب {asker} مرفوض لدى {refuser}، والمرفوض: {values}"
BRIEF_CROSSES_MANY = "{issue}: مطلب {asker} مرفوض لدى {refuser}، والمرفوض: {values}"
BRIEF_CHAINS = "من ينتظر ماذا"
BRIEF_DISPUTES = "فجوات تصبح غير معروفة إن صحت إحدى الروايتين المتضاربتين"
MORE_BY = "والبقية ({n}): {command}"

# --- page -----------------------------------------------------------------------------------------
PAGE_TITLE = "{names}: ما حجم الفجوة؟"
SECTIONS: Mapping[str, str] = {
    "headline": "الخلاصة",
    "overview": "حجم الفجوة",
    "stands": "من يقف أين",
    "pairs": "طرف مقابل طرف",
    "issues": "القضايا واحدة واحدة",
    "moves": "من تحرك",
    "links": "من ينتظر ماذا",
    "disputes": "روايات لا تصح معًا",
    "robust": "مدى ثبات الأرقام",
    "figures": "الأرقام كلها",
    "words": "ما قيل",
    "sources": "المصادر",
    "method": "المنهج، وحدوده، وطريقة الاستشهاد",
}
FIGURES_HEADS = (
    *("بين", "القضية", "السؤال", "الفجوة", "في البداية", "بعد كل العروض", "بحسب أي الروايتين تصح"),
    *("ما يمكن أن تكون", "المعروف", "الوزن", "حصتها من المتوسط", "ما قد يسده جواب"),
)
FIGURES_LEFT_OUT = "الأرقام أكثر مما تتسع له صفحة ({rows}): gapcli matrix --dimensions -O csv -o figures.csv"
FURTHEST, NEAREST, UNKNOWN_ISSUES = "الأبعد", "الأقرب", "غير معروف"
DIVIDED = "أكثر ما يفرق"
DISPUTE = "ما يتوقف على {number}"
RESTS_ON = "إلامَ تستند الأرقام"
PARTY_DOES = "{party}: {does}"
MARK_OF = "{meaning} ({party})"
WORDS_OF = "{name}: {count}"
SAYS_ON = "في سؤال: {question}"
SCALE_AND_WHY, STATEMENTS_BEHIND = "السلّم وسببه والحساب", "الإفادات التي يستند إليها"
REPLACED, BESIDE_WORD = "بدلًا من", "إلى جانب"
WAITING_FOR, WAITS_FOR = ("ما ينتظر", "ما ينتظره"), "{party} ← {numbers}"
CITE = "{title}، كما ورد حتى {date}. الصفحة من إعداد gapcli {version}، من سجل بصمته SHA-256 {sha256}."
METHOD = (
    "الفجوة من 0، وهو التطابق، إلى 1، وهو التناقض بين طرفي السلّم. ولكل سؤال سلّم خاص به، قطباه وترتيبه "
    "ومواقعه من تقدير محلل؛ والسبب مذكور معه.",
    "الفجوة هي المسافة بين موقفي الطرفين، أي بين ما يطلبه كل منهما ويقبل به وما يطلبه الآخر ويقبل به. والعرض "
    "المشروط يُحتسب عرضًا؛ أما تحقق شرطه فمذكور إلى جانبه.",
    "غير المعروف لا يُحتسب توافقًا ولا خلافًا: يُترك خارج الحساب، ومقدار المعروف مذكور إلى جانب كل رقم. "
    "ورفض البحث موقف، والسكوت ليس موقفًا.",
    "كل رقم يستند إلى إفادات منشورة، مع كل منها كلام مصدرها. وما يُغفله تقرير أو يخطئ فيه لا يظهر في أي رقم.",
)
METHOD_LEVELS, LEVEL_BELOW, LEVEL_LAST = "المستويات: {levels}.", "{level} دون {limit}", "{level} من {limit} فما فوق"
SEARCH, NAMED_ONLY, NO_MATCH = "ابحث في ما قيل، بأي لغة أو إملاء", "المصادر المسماة فقط", "لا نتائج."
THEME, THEMES = "الألوان", ("كما في الجهاز", "فاتحة", "داكنة")
PRINT, COPY, COPIED, CONTENTS, SKIP = "طباعة", "نسخ الاستشهاد", "نُسخ", "المحتويات", "إلى النص"
OPEN_ALL, FOLD_ALL = "فتح الكل", "طي الكل"

# --- check ----------------------------------------------------------------------------------------
CHECK_HEADS = ("الموضع", "الخطورة", "المعرّف", "الرسالة")
NO_MISTAKES = "{statements}، {sources}: لا أخطاء"
PROVED = "ما ثبت من الاقتباسات: {quotes}"
WARNINGS = "{warnings} (يعرضها الخيار --strict)"

# --- import ---------------------------------------------------------------------------------------

IMPORT_TITLE = "{file}: {rows}، بين خلاياها {sign}"
IMPORT_ROWS = "{file}: {rows}"
IMPORT_COLUMN = "العمود {column}"
IMPORT_SPAN = "من {low} إلى {high}"
IMPORT_MORE = "وغيرها {n:,}"
IMPORT_DONE = """\
كُتب {file}: راجع كل خيار يذكره على أنه غير مؤكد
التالي: gapcli check {typed} --strict
        gapcli matrix -f {typed}"""
IMPORT_UNDATED = """\
كُتب {file}: أكمل تواريخه، وراجع كل خيار يذكره على أنه غير مؤكد
التالي: gapcli check {typed} --strict"""
