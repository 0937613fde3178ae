"""Number formats: a stored number as its cell shows it; dates as ISO 8601, so that they mean one thing only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache

# The formats that a file only names by number.
BUILT_IN = {
    **{0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00"},
    **{5: "$#,##0", 6: "$#,##0", 7: "$#,##0.00", 8: "$#,##0.00", 48: "0.0E+0", 49: "@"},
    **{14: "yyyy-mm-dd", 15: "yyyy-mm-dd", 16: "mm-dd", 17: "yyyy-mm", 22: "yyyy-mm-dd hh:mm"},
    **{18: "hh:mm", 19: "hh:mm:ss", 20: "hh:mm", 21: "hh:mm:ss", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss"},
    **{37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00"},
    **{41: "#,##0;-#,##0", 42: "$#,##0;-$#,##0", 43: "#,##0.00;-#,##0.00", 44: "$#,##0.00;-$#,##0.00"},
}
_PLACES = "0#?"
# A quoted text, an escaped sign, a space as wide as a sign, a repeated sign, something in brackets, one sign.
_TOKEN = re.compile(r'"([^"]*)"?|\\(.)|_(.)|\*(.)|\[([^\]]*)\]|(AM/PM|A/P|General|[eE][+-])|(.)', re.DOTALL | re.I)
_DATE_SIGNS = frozenset("ymdhs")
_DAY = 86_400
_MOST_PLACES = 30  # decimals that a format may ask for
_WHOLE = Decimal(10) ** 15  # beyond it a stored number is no longer exact
_EXACT = Context(prec=100)
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)

Token = tuple[str, str]  # "text", "sign", "bracket" or "word", and what it says


def shown_number(stored: str, code: str, since_1904: bool = False) -> str:
    """A stored number under a number format; as it is stored when it is no number."""
    try:
        value = Decimal(stored)
    except InvalidOperation:
        return stored
    if not value.is_finite() or abs(value.adjusted()) > 300:
        return stored
    if code == "General":  # most cells, and no need to take the format apart for each of them
        return _general(value)
    sections = _sections(code)
    tokens = _section(sections, value)
    if _is_date(tokens):
        return _date(value, tokens, since_1904) or _general(value)
    if not tokens and len(sections) > 1:
        return ""  # such as ";;;", which hides its numbers
    return _number(value, tokens, own_sign=len(sections) > 1 and value < 0)


@lru_cache(maxsize=1000)
def is_date(code: str) -> bool:
    """Whether a number format shows a date or a time."""
    return _is_date(_sections(code)[0])


@lru_cache(maxsize=1000)
def _sections(code: str) -> tuple[tuple[Token, ...], ...]:
    sections: list[list[Token]] = [[]]
    for kind, text in _tokens(code):
        if (kind, text) == ("sign", ";"):
            sections.append([])
        else:
            sections[-1].append((kind, text))
    return tuple(map(tuple, sections))


def _tokens(code: str) -> Iterator[Token]:
    for quoted, escaped, space, fill, bracket, word, sign in (found.groups() for found in _TOKEN.finditer(code)):
        if quoted is not None or escaped is not None:
            yield "text", quoted or escaped or ""
        elif space is not None:
            yield "text", " "
        elif bracket is not None:
            currency = re.match(r"\$([^-]*)", bracket)
            yield ("text", currency.group(1)) if currency else ("bracket", bracket.lower())
        elif word is not None:
            yield "word", word.lower()
        elif fill is None:
            yield "sign", sign


def _section(sections: tuple[tuple[Token, ...], ...], value: Decimal) -> tuple[Token, ...]:
    """Positive, negative and zero numbers have a section each, where a format has that many."""
    if len(sections) > 1 and value < 0:
        return sections[1]
    if len(sections) > 2 and value == 0:
        return sections[2]
    return sections[0]


def _is_date(tokens: tuple[Token, ...]) -> bool:
    signs = {text.lower() for kind, text in tokens if kind == "sign"}
    elapsed = any(kind == "bracket" and set(text) <= set("hms") for kind, text in tokens)
    return elapsed or (bool(signs & _DATE_SIGNS) and not signs & set(_PLACES.replace("0", "")))


def _date(value: Decimal, tokens: tuple[Token, ...], since_1904: bool) -> str | None:
    """An ISO date, time or both: as much of it as the format shows."""
    signs = "".join(text.lower() for kind, text in tokens if kind == "sign")
    brackets = [text for kind, text in tokens if kind == "bracket" and set(text) <= set("hms")]
    seconds = int((value * _DAY).to_integral_value(ROUND_HALF_UP))
    if brackets:
        return _elapsed(seconds, "s" in signs)
    try:
        moment = (_EPOCH_1904 if since_1904 else _EPOCH) + timedelta(seconds=seconds)
    except OverflowError:
        return None
    if not since_1904 and 0 < value < 60:
        moment += timedelta(days=1)  # Excel believes in a 29 February 1900
    clock = "%H:%M:%S" if "s" in signs else "%H:%M"
    if not set("yd") & set(signs) and ("h" in signs or "s" in signs):
        return moment.strftime(clock)
    if "d" not in signs:
        return f"{moment:%Y-%m}" if "m" in signs else f"{moment:%Y}"
    day = f"{moment:%Y-%m-%d}" if value >= 0 else None
    return f"{day} {moment.strftime(clock)}" if day and "h" in signs else day


def _elapsed(seconds: int, exact: bool) -> str:
    sign, seconds = ("-" if seconds < 0 else ""), abs(seconds)
    text = f"{sign}{seconds // 3600}:{seconds % 3600 // 60:02d}"
    return f"{text}:{seconds % 60:02d}" if exact else text


def _general(value: Decimal) -> str:
    if value == value.to_integral_value() and abs(value) < _WHOLE:
        return f"{value:.0f}"
    text = f"{float(value):.10g}"
    return text.upper() if "e" in text else text


def _number(value: Decimal, tokens: tuple[Token, ...], own_sign: bool) -> str:
    places = [at for at, (kind, text) in enumerate(tokens) if kind == "sign" and text in _PLACES]
    if not places or ("sign", "/") in tokens:  # fractions are shown as the number that they are
        return _in_words(value, tokens, own_sign)
    first, last = places[0], places[-1]
    while first > 0 and tokens[first - 1] == ("sign", "."):
        first -= 1
    pattern = "".join(text for kind, text in tokens[first : last + 1] if kind in ("sign", "word"))
    percents = tokens.count(("sign", "%"))
    thousands = 0
    while last + 1 < len(tokens) and tokens[last + 1] == ("sign", ","):
        last, thousands = last + 1, thousands + 1
    scaled = value.scaleb(2 * percents - 3 * thousands)
    digits = _exponential(scaled, pattern) if re.search("e[+-]", pattern, re.I) else _fixed(abs(scaled), pattern)
    sign = "-" if value < 0 and not own_sign and re.search("[1-9]", digits) else ""
    before, after = _literal(tokens[:first]), _literal(tokens[last + 1 :])
    return " ".join(f"{sign}{before}{digits}{after}".split())


def _in_words(value: Decimal, tokens: tuple[Token, ...], own_sign: bool) -> str:
    if not tokens or any(token in tokens for token in (("word", "general"), ("sign", "@"), ("sign", "/"))):
        # What stands for the number: the word or the sign itself, or the places of a fraction.
        stands = [kind == "word" or text in "@/#?" for kind, text in tokens]
        at = stands.index(True) if tokens else 0
        before, after = (
            _literal(tokens[:at]),
            _literal(tokens[len(tokens) - stands[::-1].index(True) :] if tokens else ()),
        )
        return f"{before}{_general(abs(value) if own_sign else value)}{after}".strip()
    return _literal(tokens).strip()  # a format that shows words in place of the number, such as "n/a"


def _fixed(value: Decimal, pattern: str) -> str:
    whole, _, decimals = pattern.partition(".")
    most = min(sum(sign in _PLACES for sign in decimals), _MOST_PLACES)
    least = len(decimals.rstrip("#?,")) if decimals else 0
    rounded = value.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP, _EXACT) if value < _WHOLE else value
    text = f"{rounded:f}"
    left, _, right = text.partition(".")
    while len(right) > least and right.endswith("0"):
        right = right[:-1]
    left = left.lstrip("0").rjust(min(whole.count("0"), _MOST_PLACES), "0")
    if "," in whole:
        left = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", left)
    return f"{left}.{right}" if right else left


def _exponential(value: Decimal, pattern: str) -> str:
    decimals = min(len(re.findall("[0#?]", pattern.lower().partition("e")[0].partition(".")[2])), _MOST_PLACES)
    return f"{abs(float(value)):.{decimals}E}"


def _literal(tokens: tuple[Token, ...]) -> str:
    return "".join(text for kind, text in tokens if kind == "text" or (kind == "sign" and text not in "#?,;@"))
