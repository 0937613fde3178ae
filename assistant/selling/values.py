"""Numbers, money, temperatures, durations and dates as people write them, with their places in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.selling.phrases import NUMBER_WORDS

_WORDS = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_DIGITS = r"\d{1,3}(?:[.,' ]\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
# A whole number: "46", "1,200", "forty", "a dozen".
COUNTED = rf"(?:{_DIGITS}|(?:{_WORDS})(?:[ -](?:{_WORDS}))*|(?:a )?(?:couple of|dozen))"
_NUMBER = re.compile(rf"(?<![\w.,-])(?:{COUNTED})(?![\w]|[.,]\d)", re.IGNORECASE)
_MONEY = re.compile(
    rf"(?:(?P<sign>[€$£]|\b(?:eur|usd|gbp|chf|euros?)\b)\s?)?(?<![\w.,])(?P<number>{_DIGITS})"
    r"\s?(?P<scale>k|thousand|grand|m|million|mio)?\b\s?(?P<unit>€|£|\$|(?:eur|euros?|euro's|usd|gbp|chf|"
    r"francs?|pounds?|dollars?|kr|sek|nok|dkk)\b)?",
    re.IGNORECASE,
)
# A number of these is no sum of money.
_OF_SOMETHING_ELSE = re.compile(
    r"\s*(?:[°%]|(?:degrees?|celsius|percent|c|mm|cm|metres?|meters?|m2|km|kg|g|litres?|l|seconds?|minutes?|hours?|days?|"
    r"weeks?|months?|years?|sensors?|fridges?|freezers?|rooms?|points?|sites?|shops?|stores?|people|pieces|units)\b)",
    re.IGNORECASE,
)
_SCALES = {"k": 1_000, "thousand": 1_000, "grand": 1_000, "m": 1_000_000, "million": 1_000_000, "mio": 1_000_000}
_SIGN = r"(?:(?:minus|−|–|-)\s?)"
_DEGREES = re.compile(
    rf"(?P<low>(?:{_SIGN}|\+\s?)?\d{{1,3}}(?:[.,]\d)?)\s?(?:°|deg(?:rees)?|c\b)*\s?c?\b(?:\s?(?:to|and|–|-|…|\.\.\.|bis)\s?"
    rf"(?P<high>(?:{_SIGN}|\+\s?)?\d{{1,3}}(?:[.,]\d)?))?(?P<unit>\s?(?:°\s?c?|deg(?:rees)?\b|celsius\b|c\b))?",
    re.IGNORECASE,
)
# "March 2 to 6th" is no temperature.
_IS_DATE = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?\s*(?:the\s)?$",
    re.IGNORECASE,
)
_DURATION = re.compile(
    rf"(?P<half>half an?|a quarter of an|an?|every|per|one|{COUNTED})?[\s-]?(?:(?P<and>{COUNTED}|a)[\s]and a half\s)?"
    r"(?P<unit>seconds?|secs?|minutes?|mins?|hours?|hrs?|(?:working |business )?days?|weeks?|months?|years?)"
    r"(?P<more>\s+and a half)?\b",
    re.IGNORECASE,
)
_SECONDS = {"sec": 1, "min": 60, "hou": 3_600, "hrs": 3_600, "hr": 3_600, "day": 86_400, "wee": 604_800}
_IN = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400}
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|march|april|may|june|july|aug(?:ust)?|"
    "sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
WHEN = re.compile(
    rf"\b(?:(?:(?:the )?(?:end|beginning|start|middle) of |mid-?\s?|early |late |next |this |\d{{1,2}}(?:st|"
    rf"nd|rd|th)?(?: of)? )*"
    rf"(?:{_MONTHS})\b(?: \d{{1,2}}\b)?(?: 20\d\d)?|(?:the )?(?:end of )?q[1-4]\b(?: 20\d\d)?|"
    rf"(?:the )?(?:first|second|third|fourth|last) quarter|"
    r"(?:next |this |the |coming |early |late )*(?:spring|summer|autumn|fall|winter|season|christmas|easter|"
    r"new year|holidays|year end|"
    r"end of the (?:year|month|quarter))\b|(?:end of )?(?:next|this) (?:year|month|quarter|week)|"
    r"the (?:next )?harvest|\b20[2-4]\d\b|"
    r"(?:with)?in (?:the next )?(?:a|\d+|two|three|four|six|eight|ten|twelve) (?:days|weeks|months|month|"
    r"week|year)|asap|as soon as possible)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its place in the text it was found in."""

    value: float | int
    start: int
    end: int


def number(text: str) -> int | float:
    """The number that digits or words say: "1,200", "3.5", "twenty-four", "a dozen"."""
    lowered = text.lower().strip()
    if lowered.endswith("dozen"):
        return 12
    if lowered.endswith("couple of"):
        return 2
    if lowered[0].isdigit():
        if re.fullmatch(r"\d{1,3}(?:[.,' ]\d{3})+", lowered):
            return int(re.sub(r"\D", "", lowered))
        value = float(lowered.replace(",", "."))
        return int(value) if value.is_integer() else value
    total = 0
    for word in re.split(r"[\s-]+", lowered):
        total = max(total, 1) * 100 if word == "hundred" else total + NUMBER_WORDS[word]
    return total


def numbers(text: str) -> Iterator[Amount]:
    """Every number of a text."""
    for found in _NUMBER.finditer(text):
        yield Amount(number(found.group()), found.start(), found.end())


def money(text: str, *, bare: bool = False) -> Iterator[Amount]:
    """Sums of money; with `bare` also numbers that neither a currency nor a scale marks as one."""
    for found in _MONEY.finditer(text):
        if not (bare or found["sign"] or found["unit"] or (found["scale"] or "").lower() in ("k", "grand", "thousand")):
            continue
        marked = found["sign"] or found["unit"] or found["scale"]
        if not marked and _OF_SOMETHING_ELSE.match(text, found.end("number")):
            continue
        value = number(found["number"]) * _SCALES.get((found["scale"] or "").lower(), 1)
        yield Amount(int(value) if float(value).is_integer() else value, found.start(), found.end())


def degrees(text: str, *, bare: bool = False) -> Iterator[tuple[Amount, Amount]]:
    """Temperatures in °C as (lowest, highest); with `bare` also signed numbers and ranges without a unit."""
    for found in _DEGREES.finditer(text):
        signed = bool(re.match(rf"{_SIGN}|\+", found["low"], re.IGNORECASE))
        if _IS_DATE.search(text[: found.start()]) or re.match(r"(?:st|nd|rd|th)\b", text[found.end() :]):
            continue
        in_unit = found["unit"] or "°" in found.group() or re.search(r"\ddeg|\d\s?c\b", found.group(), re.IGNORECASE)
        if not (in_unit or (bare and (signed or found["high"]))):
            continue
        # "At 6, 2 and 10" are times of day; two bare numbers are a range where words say so.
        joined = found["high"] and re.search(r"\d\s*and\s", found.group(), re.IGNORECASE)
        if joined and not (in_unit or signed or text[: found.start()].rstrip().lower().endswith("between")):
            continue
        low = Amount(_signed(found["low"]), found.start(), found.end())
        high = Amount(_signed(found["high"]), found.start(), found.end()) if found["high"] else low
        if high.value < low.value <= 0 < -high.value:
            low, high = high, low
        yield low, high


def _signed(text: str) -> float | int:
    value = number(re.sub(rf"{_SIGN}|\+\s?", "", text, flags=re.IGNORECASE))
    return -value if re.match(_SIGN, text, re.IGNORECASE) else value


def durations(text: str, unit: str) -> Iterator[Amount]:
    """Stretches of time in `unit` (seconds, minutes, hours, days, working_days, months)."""
    for found in _DURATION.finditer(text):
        count = _count_of(found["half"], found["and"]) + (0.5 if found["more"] else 0)
        named = found["unit"].lower()
        value = _converted(count, named, unit)
        if value is not None:
            yield Amount(int(value) if float(value).is_integer() else value, found.start(), found.end())


def _count_of(lead: str | None, also: str | None) -> float:
    lead = (lead or "a").lower()
    if lead.startswith("half"):
        return 0.5
    if lead.startswith("a quarter"):
        return 0.25
    return 1 if lead in ("a", "an", "every", "per", "one") else number(lead)


def _converted(count: float, named: str, unit: str) -> float | None:
    if unit == "months":
        if named.startswith("month"):
            return count
        return count * 12 if named.startswith("year") else None
    if unit == "working_days":
        if named.startswith("week"):
            return count * 5
        return count if "day" in named else None
    seconds = next((size for start, size in _SECONDS.items() if named.split()[-1].startswith(start)), None)
    return None if seconds is None or unit not in _IN else count * seconds / _IN[unit]


_TIMES = {"once": 1, "twice": 2, "thrice": 3}
_RATE = re.compile(
    rf"\b(?P<times>once|twice|thrice|(?P<count>{COUNTED}) (?:times|rounds?|walks?|tours?))\s(?:an?|per|each|every)\s"
    r"(?:day|night|shift)\b|\b(?P<every>every|each|once every) (?P<morning>morning|day|evening|night)\b",
    re.IGNORECASE,
)
_AT_HOURS = re.compile(r"\bat (\d{1,2}(?:, \d{1,2})*(?:,? and \d{1,2}))\s?(?:h|o'clock|am|pm)\b", re.IGNORECASE)


def times_a_day(text: str) -> Iterator[Amount]:
    """How often something is done a day: "twice a day", "three rounds a day", "at 7, 12 and 18 h"."""
    for found in _RATE.finditer(text):
        times = (found["times"] or "once").lower()
        value = _TIMES.get(times) or (number(found["count"]) if found["count"] else 1)
        yield Amount(value, found.start(), found.end())
    for found in _AT_HOURS.finditer(text):
        yield Amount(len(re.findall(r"\d+", found.group(1))), found.start(), found.end())
