"""What a reply tells of the field that was asked for, by the kind of the field: "six of them", "thrice", "Denmark"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from assistant.model import FieldKind
from assistant.selling.people import bare_countries, countries
from assistant.selling.recognise import BY_KIND, Reader, Told, acronyms
from assistant.selling.values import WHEN, degrees, numbers, times, times_a_day

# An answer in words may be so long; what is longer is told in its clauses.
_LONGEST = 25
_SHORT = 8
_NO = re.compile(
    r"(?:no|nope|never|none|nobody|not (?:at all|really|a single)|nothing|it isn't|they don't|we don't|we aren't)\b",
    re.IGNORECASE,
)
_IS_TIME = re.compile(
    r"(?:some ?time |only |not |just |right )*(?:before|after|by|until|till|once|as soon as|when|within|in|from|"
    r"during)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w&-]+|^[A-Z][\w&-]+$")
_CAPITALS = re.compile(r"\b[A-Z][A-Z0-9]{2,}\b")
_IN_WORDS = (FieldKind.ROLE, FieldKind.INDUSTRY)


def answer(this: Reader, text: str) -> Iterator[Told]:
    """What an answer tells of the field that was asked for."""
    kind = this.field.kind
    if kind is FieldKind.TEXT:
        yield from _answer_in_words(this, text)
        return
    found = list(_ANSWERS.get(kind, BY_KIND[kind])(this, text))
    if not found and kind in _IN_WORDS and not _NO.match(text):
        words = re.split(r"[,:]", text, maxsplit=1)[0] if len(text.split()) > _SHORT else text
        found = [Told(None, 0, len(words))] if len(words.split()) <= _SHORT else []
    yield from found


def _answer_in_words(this: Reader, text: str) -> Iterator[Told]:
    words = text.split()
    if _NO.match(text):
        return
    if (2 <= len(words) <= _LONGEST) or (len(words) == 1 and text[:1].isupper() and len(text) > 2):
        yield Told(None, 0, len(text))


def _answer_count(_this: Reader, text: str) -> Iterator[Told]:
    for amount in numbers(text):
        yield Told(amount.value, amount.start, len(text) if len(text.split()) <= _SHORT else amount.end)
        return


def _answer_degrees(this: Reader, text: str) -> Iterator[Told]:
    for low, high in degrees(text, bare=True):
        chosen = low if this.field.kind is FieldKind.LOWEST_TEMPERATURE else high
        yield Told(chosen.value, chosen.start, chosen.end)
        return


def _answer_times(_this: Reader, text: str) -> Iterator[Told]:
    amount = next(times_a_day(text), None) or next(times(text), None)
    if amount is not None:
        yield Told(amount.value, amount.start, amount.end)


def _answer_when(this: Reader, text: str) -> Iterator[Told]:
    if WHEN.search(text) or _IS_TIME.match(text):
        yield Told(None, 0, len(text))


def _answer_country(_this: Reader, text: str) -> Iterator[Told]:
    for value, start, end in (*countries(text), *bare_countries(text)):
        yield Told(value, start, end)
        return


def _answer_competitor(this: Reader, text: str) -> Iterator[Told]:
    found = list(BY_KIND[FieldKind.COMPETITOR](this, text))
    if not found and _NAME.search(text):
        found = [Told(None, 0, len(text))]
    yield from found


def _answer_acronym(this: Reader, text: str) -> Iterator[Told]:
    known = list(acronyms(this, text))
    yield from known
    for found in _CAPITALS.finditer(text):
        if not any(one.start <= found.start() < one.end for one in known):
            yield Told(found.group(), found.start(), found.end())


_ANSWERS: dict[FieldKind, Callable[[Reader, str], Iterator[Told]]] = {
    FieldKind.COUNT: _answer_count,
    FieldKind.LOWEST_TEMPERATURE: _answer_degrees,
    FieldKind.HIGHEST_TEMPERATURE: _answer_degrees,
    FieldKind.TIMES_A_DAY: _answer_times,
    FieldKind.WHEN: _answer_when,
    FieldKind.COUNTRY: _answer_country,
    FieldKind.COMPETITOR: _answer_competitor,
    FieldKind.ACRONYM: _answer_acronym,
}
