"""Numbers, money, temperatures, durations and dates as people write them, with their places in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.selling.phrases import NUMBER_WORDS

_WORDS = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_DIGITS = r"\d{1,3}(?:[.,' ]\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
# A whole number: "46", "1,200", "forty", "a dozen".
_IN_WORDS = rf"(?:a )?(?:{_WORDS})(?:(?:[ -]|(?<=hundred) and |(?<=thousand) and )(?:{_WORDS}))*"
COUNTED = rf"(?:{_DIGITS}|{_IN_WORDS}|(?:a )?(?:couple of|dozen))"
_NUMBER = re.compile(rf"(?<![\w.,-])(?:{COUNTED})(?![\w]|[.,]\d)", re.IGNORECASE)
_MONEY = re.compile(
    rf"(?:(?P<sign>[€$£]|\b(?:eur|usd|gbp|chf|euros?)\b)\s?)?(?<![\w.,])(?P<number>{_DIGITS}|\b{_IN_WORDS})"
    r"\s?(?P<scale>k|thousand|grand|m|million|mio)?\b\s?(?P<unit>€|£|\$|(?:eur|euros?|euro's|usd|gbp|chf|"
    r"francs?|pounds?|dollars?|kr|kron(?:er?|or)|sek|nok|dkk|z[lł]oty|pln|yen|rupees?)\b)?",
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
_DEGREE = rf"(?:\d{{1,3}}(?:[.,]\d)?|\b(?:{_WORDS})(?:[ -](?:{_WORDS}))?\b)"
_DEGREES = re.compile(
    rf"(?P<low>(?:{_SIGN}|\+\s?|plus )?{_DEGREE})\s?(?:°|deg(?:rees)?|c\b)*\s?c?\b(?:\s?(?:to|and|–|-|…|\.\.\.|bis)\s?"
    rf"(?P<high>(?:{_SIGN}|\+\s?|plus )?{_DEGREE}))?(?P<unit>"
    r"\s?(?:°\s?f\b|fahrenheit\b|f\b|°\s?c?|deg(?:rees)?(?:\s(?:f|fahrenheit))?\b|celsius\b|c\b))?",
    re.IGNORECASE,
)
# "March 2 to 6th" is no temperature.
_IS_DATE = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?\s*(?:the\s)?$",
    re.IGNORECASE,
)
_DURATION = re.compile(
    rf"(?P<half>half an?|half(?= hour)|(?:a |every )?quarter of an|an?|every|per|one|{COUNTED})?[\s-]?"
    rf"(?:(?P<and>{COUNTED}|a)[\s]and a half\s)?"
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
    r"new year|holidays|year end|ramadan|eid|diwali|"
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
    thousands = below = 0
    for word in re.split(r"[\s-]+", lowered):
        if word == "thousand":
            thousands, below = max(below, 1) * 1_000, 0
        else:
            below = max(below, 1) * 100 if word == "hundred" else below + NUMBER_WORDS.get(word, 0)
    return thousands + below


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
        if not marked and not found["number"][0].isdigit():
            continue
        if not marked and _OF_SOMETHING_ELSE.match(text, found.end("number")):
            continue
        value = number(found["number"]) * _SCALES.get((found["scale"] or "").lower(), 1)
        yield Amount(int(value) if float(value).is_integer() else value, found.start(), found.end())


def degrees(text: str, *, bare: bool = False) -> Iterator[tuple[Amount, Amount]]:
    """Temperatures in °C as (lowest, highest); with `bare` also signed numbers and ranges without a unit."""
    for found in _DEGREES.finditer(text):
        signed = bool(re.match(rf"{_SIGN}|\+|plus ", found["low"], re.IGNORECASE))
        if _IS_DATE.search(text[: found.start()]) or re.match(r"(?:st|nd|rd|th)\b", text[found.end() :]):
            continue
        in_unit = found["unit"] or "°" in found.group() or re.search(r"\ddeg|\d\s?c\b", found.group(), re.IGNORECASE)
        if not (in_unit or (bare and (signed or (found["high"] and found["high"][-1].isdigit())))):
            continue
        # "At 6, 2 and 10" are times of day; two bare numbers are a range where words say so.
        joined = found["high"] and re.search(r"\d\s*and\s", found.group(), re.IGNORECASE)
        if joined and not (in_unit or signed or text[: found.start()].rstrip().lower().endswith("between")):
            continue
        low = Amount(_signed(found["low"]), found.start(), found.end())
        high = Amount(_signed(found["high"]), found.start(), found.end()) if found["high"] else low
        if high.value < low.value <= 0 < -high.value:
            low, high = high, low
        if re.search(r"f(?:ahrenheit)?$", found["unit"] or "", re.IGNORECASE):
            low, high = _celsius(low), _celsius(high)
        yield low, high


def _celsius(amount: Amount) -> Amount:
    """A temperature that was told in °F."""
    value = round((amount.value - 32) / 1.8, 1)
    return replace(amount, value=int(value) if value.is_integer() else value)


def _signed(text: str) -> float | int:
    value = number(re.sub(rf"{_SIGN}|\+\s?|plus ", "", text, flags=re.IGNORECASE))
    return -value if re.match(_SIGN, text, re.IGNORECASE) else value


def durations(text: str, unit: str) -> Iterator[Amount]:
    """Stretches of time in `unit` (seconds, minutes, hours, days, working_days, months)."""
    for found in _RATE.finditer(text):
        value = _converted(1 / _times(found), found["unit"].lower(), unit)
        if value is not None:
            yield Amount(int(value) if float(value).is_integer() else value, found.start(), found.end())
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
    if "quarter" in lead:
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
    rf"\b(?P<times>once|twice|thrice|(?P<count>{COUNTED}) ?(?:times|x|×|rounds?|walks?|tours?))\s"
    r"(?:an?|per|each|every)\s(?P<unit>day|night|shift|hour|minute)\b",
    re.IGNORECASE,
)
_EVERY = re.compile(r"\b(?:every|each|once every) (?:morning|day|evening|night)\b", re.IGNORECASE)
_AT_HOURS = re.compile(r"\bat (\d{1,2}(?:, \d{1,2})*(?:,? and \d{1,2}))\s?(?:h|o'clock|am|pm)\b", re.IGNORECASE)


def times_a_day(text: str) -> Iterator[Amount]:
    """How often something is done a day: "twice a day", "three rounds a day", "at 7, 12 and 18 h"."""
    for found in _RATE.finditer(text):
        if found["unit"].lower() in ("day", "night", "shift"):
            yield Amount(_times(found), found.start(), found.end())
    for found in _EVERY.finditer(text):
        yield Amount(1, found.start(), found.end())
    for found in _AT_HOURS.finditer(text):
        yield Amount(len(re.findall(r"\d+", found.group(1))), found.start(), found.end())


def times(text: str) -> Iterator[Amount]:
    """How often, in an answer to just that: "thrice", "4 times", "six"."""
    for found in re.finditer(rf"\b(?:once|twice|thrice|{COUNTED})\b", text, re.IGNORECASE):
        value = _TIMES.get(found.group().lower()) or number(found.group())
        yield Amount(value, found.start(), found.end())


def _times(found: re.Match[str]) -> float | int:
    return number(found["count"]) if found["count"] else _TIMES[found["times"].lower()]
