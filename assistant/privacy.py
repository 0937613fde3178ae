"""Personal data and secrets in a text: where they stand, and the text with them masked. A leaf: no rule knows more.

Written for recall on what people type into a chat without harming what business text is full of: part numbers,
prices, measured values, dates. Every pattern is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of thing must not be kept."""

    CARD = "card"
    IBAN = "IBAN"
    EMAIL = "e-mail address"
    PHONE = "phone number"
    IDENTITY = "identity number"
    SECRET = "secret"  # noqa: S105  # a name


@dataclass(frozen=True, slots=True)
class Finding:
    """Something personal or secret: `text[start:end]`."""

    kind: Kind
    start: int
    end: int


_SEPARATED = re.compile(
    r"(?<![\w.,-])(?:\d{12,19}|\d{4}(?: \d{4}){2,3}(?: \d{1,3})?|\d{4}(?:-\d{4}){3}|\d{4}[ -]\d{6}[ -]\d{5})"
    r"(?![\w-]|[.,]\d)"
)
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?(?!\w)", re.IGNORECASE)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}(?!\w)")
_SECRETS = re.compile(
    r"(?<!\w)(?:sk-[A-Za-z0-9_-]{16,200}|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{20,100}|xox[abpr]-[\w-]{10,100}"
    r"|eyJ[\w-]{10,2000}\.[\w-]{10,2000}\.[\w-]{5,2000}|AIza[\w-]{30,60})(?!\w)"
    r"|-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\w\s+/=-]{0,8000}(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?"
)
_PASSWORD = re.compile(
    r"(?<!\w)(?:password|passwort|kennwort|passcode|api[ _-]?key|secret|token|pin)\s{0,3}(?:is|ist|=|:)\s{0,3}"
    r"(?P<value>(?=\S{0,80}\d)(?=\S{0,80}[A-Za-z])[^\s\"')]{6,80})",
    re.IGNORECASE,
)
# +49 30 1234567, 0049 30 …, (0)30 …; or a national number that starts with 0 or is written in groups.
_INTERNATIONAL = re.compile(
    r"(?<![\w.,/-])(?:\+|00)[1-9]\d{0,2}[ ./-]{0,2}(?:\(\d{1,4}\)[ ./-]{0,2})?"
    r"\d(?:[ ./-]{0,2}\d){5,12}(?!\w)"
)
_NATIONAL = re.compile(
    r"(?<![\w.,/+-])(?:\(0\d{1,5}\)[ ./-]{0,2}\d(?:[ /-]?\d){4,10}"
    r"|(?!\d\d?/\d\d?/\d{4})0[1-9]\d{0,4} ?[ /] ?\d(?:[ /-]?\d){4,10}"
    r"|0[1-9]\d{1,4}-\d{5,10}"
    r"|\(\d{3}\) ?\d{3}[ -]\d{4}|\d{3}[-. ]\d{3}[-. ]\d{4})(?![\w-]|[.,]\d)"
)
_CALLED = re.compile(
    r"(?<!\w)(?:phone|tel|telephone|telefon|mobile|mobil|cell|handy|fax|call(?: me| us)?(?: at| on)?|reach me (?:at|on)"
    r"|whatsapp|rufnummer|number is)[.:]?\s{0,3}(?P<value>\(?\+?\d(?:[ ()./-]{0,2}\d){5,14})(?!\w)",
    re.IGNORECASE,
)
_SSN = re.compile(r"(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])")
_NINO = re.compile(r"(?<!\w)[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)")
_NAMED_ID = re.compile(
    r"(?<!\w)(?:passport|reisepass|personalausweis|ausweis|steuer-?id|tax id|driving licen[cs]e|national id|ssn"
    r"|social security)(?: (?:no|nr|number|nummer))?\.?\s{0,3}(?:is|ist|=|:|#)?\s{0,3}"
    r"(?P<value>(?=\w*\d\w*\d)[A-Z0-9]{6,14})(?!\w)",
    re.IGNORECASE,
)


def findings(text: str) -> tuple[Finding, ...]:
    """Everything personal or secret in a text, in its order; nothing overlaps."""
    found: list[Finding] = []
    for kind, places in _RULES:
        for start, end in places(text):
            if all(end <= other.start or start >= other.end for other in found):
                found.append(Finding(kind, start, end))
    return tuple(sorted(found, key=lambda finding: finding.start))


def masked(text: str) -> str:
    """The text with a telling placeholder for everything personal or secret; of a card the last four digits stay."""
    parts: list[str] = []
    at = 0
    for finding in findings(text):
        parts += [text[at : finding.start], _placeholder(finding.kind, text[finding.start : finding.end])]
        at = finding.end
    return "".join([*parts, text[at:]])


def _placeholder(kind: Kind, words: str) -> str:
    if kind is Kind.CARD:
        return f"[card ending {_digits(words)[-4:]}]"
    return f"[{kind}]"


def _cards(text: str) -> Iterator[tuple[int, int]]:
    for match in _SEPARATED.finditer(text):
        digits = _digits(match[0])
        if 12 <= len(digits) <= 19 and digits[0] in "23456" and len(set(digits)) > 1 and _luhn(digits):
            yield match.span()


def _ibans(text: str) -> Iterator[tuple[int, int]]:
    for match in _IBAN.finditer(text):
        # What follows an IBAN may look like its end: the longest beginning that adds up counts.
        pieces = match[0].split(" ")
        for count in range(len(pieces), 0, -1):
            candidate = " ".join(pieces[:count])
            if _mod97(candidate.replace(" ", "").upper()):
                yield match.start(), match.start() + len(candidate)
                break


def _everything(pattern: re.Pattern[str]) -> Callable[[str], Iterator[tuple[int, int]]]:
    group = "value" if "value" in pattern.groupindex else 0
    return lambda text: (match.span(group) for match in pattern.finditer(text))


def _digits(words: str) -> str:
    return "".join(sign for sign in words if sign.isdigit())


def _luhn(digits: str) -> bool:
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _mod97(iban: str) -> bool:
    if not 15 <= len(iban) <= 34:
        return False
    return int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97 == 1


_RULES: tuple[tuple[Kind, Callable[[str], Iterator[tuple[int, int]]]], ...] = (
    (Kind.SECRET, _everything(_SECRETS)),
    (Kind.SECRET, _everything(_PASSWORD)),
    (Kind.EMAIL, _everything(_EMAIL)),
    (Kind.IBAN, _ibans),
    (Kind.CARD, _cards),
    (Kind.IDENTITY, _everything(_SSN)),
    (Kind.IDENTITY, _everything(_NINO)),
    (Kind.IDENTITY, _everything(_NAMED_ID)),
    (Kind.PHONE, _everything(_CALLED)),
    (Kind.PHONE, _everything(_INTERNATIONAL)),
    (Kind.PHONE, _everything(_NATIONAL)),
)
