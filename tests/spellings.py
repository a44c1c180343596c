"""Ways to write a letter or a sign that are one to who types them; for the command and for the page."""

SPELLED = {
    "vowels": ("\u064b\u064e\u0651\u0670", ""),
    "tatweel": ("\u0640", ""),
    "what nobody sees": ("\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202b\u202c\u2067\u2069\ufeff", ""),
    "alef": ("أإآٱ\ufe8d\ufe84", "ا"),
    "waw": ("ؤ", "و"),
    "yeh": ("ئىی\ufef1\ufeef", "ي"),
    "heh": ("ةۀەہھ", "ه"),
    "kaf": ("کڪ\ufed9", "ك"),
    "five": ("٥۵５⁵", "5"),
    "quotes": ("“”«»", '"'),
    "dashes": ("–—−", "-"),
    "commas": ("،，", ","),
    "blanks": ("\u00a0\u2009\u3000\n", " "),
    "small letters": ("IİıＩ", "i"),
    "sharp s": ("ßẞ", "ss"),
    "sigma": ("ςΣ", "σ"),
}
"""Spellings, each with the one that it is folded to."""
