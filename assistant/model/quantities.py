"""Numbers with their units, as questions and documents write them, made comparable."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_WORDS = {
    word: float(number)
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split(), 1
    )
}
_DAY = 86_400
_LENGTHS: dict[str, float] = {"mm": 0.001, "cm": 0.01, "m": 1, "metre": 1, "meter": 1, "km": 1000}
_TIMES: dict[str, float] = {"s": 1, "sec": 1, "second": 1, "min": 60, "minute": 60, "h": 3600, "hr": 3600, "hour": 3600}
_TIMES |= {"day": _DAY, "business day": _DAY, "working day": _DAY, "week": 7 * _DAY, "month": 365 * _DAY / 12}
_TIMES |= {"year": 365 * _DAY}
_MEASURES: dict[str, dict[str, float]] = {
    "time": _TIMES,
    "temperature": dict.fromkeys(("°c", "°", "degree", "degree celsius"), 1.0),
    "share": dict.fromkeys(("%", "percent", "per cent"), 1.0),
    "length": _LENGTHS,
    "area": dict.fromkeys(("m²", "m2", "square metre"), 1.0),
    "volume": dict.fromkeys(("m³", "m3"), 1.0),
    "mass": {"g": 0.001, "kg": 1.0},
}
# How a unit is written (without the s of the plural): what it measures, and how much of it one is.
_UNITS: dict[str, tuple[str, float]] = {
    unit: (measure, size) for measure, units in _MEASURES.items() for unit, size in units.items()
}
_DIGITS = r"\d{1,3}(?:[, \u00a0\u202f]\d{3})+(?:\.\d+)?|\d+[.,]\d+|\d+"
_NUMBER = rf"(?:(?:minus\s)?[-−–+±]?(?:{_DIGITS})(?![\d]|[.,]\d)|\b(?:{'|'.join(_WORDS)})\b)"
_UNIT = "|".join(
    re.escape(unit) + ("s?" if len(unit) > 2 else "") for unit in sorted(_UNITS, key=lambda unit: -len(unit))
)
_FOUND = re.compile(
    rf"(?:(?P<sign>[€$£])\s?(?P<money>{_DIGITS})(?![\d]|[.,]\d)(?P<kilo>k\b)?)"
    rf"|(?:(?<=\s)|^)(?P<cold>(?:minus\s?|[-−])\d+(?:\.\d+)?)(?![\w%…–,-]|\s?(?:{_UNIT}|to\b|and\b|\d))"
    rf"|(?P<number>(?<![\w.,…]){_NUMBER})(?:\s?(?:…|\.\.\.?|–|-|to|and)\s?(?P<end>{_NUMBER}))?"
    rf"[\s-]?(?:(?P<unit>{_UNIT})(?![\w²³])|(?P<code>EUR|euros?|€)(?!\w))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount as it was written (`text`): what it measures, and from where to where it reaches in a base unit.

    `low` and `high` are the same for a single amount. Time is in seconds, length in metres, money in its currency.
    """

    text: str
    measure: str
    low: float
    high: float

    @property
    def is_range(self) -> bool:
        return self.low < self.high

    def holds(self, other: Quantity) -> bool:
        """Whether the other amount lies within this one."""
        return self.measure == other.measure and self.low <= other.low and other.high <= self.high


def quantities(text: str) -> tuple[Quantity, ...]:
    """The amounts with a unit in a text, in order; numbers without one are left out."""
    return tuple(_quantity(match) for match in _FOUND.finditer(text))


def of_measure(found: Iterable[Quantity], measure: str) -> tuple[Quantity, ...]:
    """Those that measure the same thing."""
    return tuple(quantity for quantity in found if quantity.measure == measure)


def _quantity(match: re.Match[str]) -> Quantity:
    text = match.group().strip()
    if match["money"] or match["code"]:
        amount = _value(match["money"] or match["number"]) * (1000 if match["kilo"] else 1)
        return Quantity(text, "money", amount, amount)
    if match["cold"]:
        # "at −100" and "minus 80" are temperatures, whether or not the degrees are written.
        degrees = _value(re.sub(r"minus\s?", "-", match["cold"], flags=re.IGNORECASE))
        return Quantity(text, "temperature", degrees, degrees)
    measure, size = _UNITS[_singular(match["unit"])]
    low = _value(match["number"]) * size
    high = _value(match["end"]) * size if match["end"] else low
    return Quantity(text, measure, min(low, high), max(low, high))


def _singular(unit: str) -> str:
    plain = re.sub(r"\s+", " ", unit.lower())
    return plain if plain in _UNITS else plain.removesuffix("s")


def _value(number: str) -> float:
    word = _WORDS.get(number.lower())
    if word is not None:
        return word
    plain = re.sub(r"minus\s", "-", number, flags=re.IGNORECASE)
    plain = re.sub(r"[, \u00a0\u202f](?=\d{3}(?:\D|$))", "", plain).replace(",", ".")
    return float(plain.lstrip("+±").replace("−", "-").replace("–", "-"))
